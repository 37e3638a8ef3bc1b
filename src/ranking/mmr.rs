//! Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): the next one is good, and unlike those before.

/// Similarity below this is no repetition: products of one kind share words. From 0.6 on, people's judgments of the first ten fell.
const ALIKE_FROM: f32 = 0.8;

/// Takes `count` items, best first. `diversity` 0 keeps the order of relevance; 1 gives up all relevance for an item that
/// repeats another. Cost: `count` times the number of items.
pub(crate) fn diversify<T>(
    mut items: Vec<T>,
    count: usize,
    diversity: f32,
    relevance: impl Fn(&T) -> f32,
    similarity: impl Fn(&T, &T) -> f32,
) -> Vec<T> {
    if diversity <= 0.0 {
        items.truncate(count);
        return items;
    }
    let mut chosen: Vec<T> = Vec::with_capacity(count.min(items.len()));
    let mut nearest = vec![0.0_f32; items.len()];
    while chosen.len() < count && !items.is_empty() {
        let worth = |at: usize| {
            let repeated = (nearest[at] - ALIKE_FROM).max(0.0) / (1.0 - ALIKE_FROM);
            relevance(&items[at]) * (1.0 - diversity * repeated)
        };
        // The first of equals, so that the order of relevance decides ties.
        let best = (1..items.len()).fold(0, |best, at| if worth(at) > worth(best) { at } else { best });
        let item = items.remove(best);
        nearest.remove(best);
        for (other, nearest) in items.iter().zip(&mut nearest) {
            *nearest = nearest.max(similarity(&item, other));
        }
        chosen.push(item);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(diversity: f32) -> Vec<char> {
        // a and b say the same, c is another thing.
        let items = vec![('a', 1.0), ('b', 0.95), ('c', 0.9)];
        let alike = |x: &(char, f32), y: &(char, f32)| if x.0 != 'c' && y.0 != 'c' { 1.0 } else { 0.0 };
        diversify(items, 3, diversity, |i| i.1, alike).into_iter().map(|i| i.0).collect()
    }

    #[test]
    fn repetition_gives_way() {
        assert_eq!(order(0.0), ['a', 'b', 'c']);
        assert_eq!(order(0.5), ['a', 'c', 'b']);
    }
}
