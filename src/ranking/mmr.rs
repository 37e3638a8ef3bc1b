//! Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): the next one is good, and unlike those before.

/// Similarity below this is no repetition: products of one kind share words. From 0.6 on, people's judgments of the first ten fell.
const ALIKE_FROM: f32 = 0.8;

/// Takes `count` items out of some that stand in the order of relevance (not below 0), best first. `diversity` 0 keeps that order; 1 gives
/// up all relevance for an item that repeats another. Cost: mostly `count` squared. Nothing is worth more than its relevance, so the items
/// behind the best one so far are not compared with anything.
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
    debug_assert!(items.is_sorted_by(|a, b| relevance(a) >= relevance(b)));
    let mut chosen: Vec<usize> = Vec::with_capacity(count.min(items.len()));
    let mut seen = vec![Seen::default(); items.len()];
    while chosen.len() < count {
        let mut best: Option<(f32, usize)> = None;
        for (at, item) in items.iter().enumerate() {
            let seen = &mut seen[at];
            if seen.is_chosen {
                continue;
            }
            // The first of equals, so that the order of relevance decides ties.
            if best.is_some_and(|(worth, _)| worth >= relevance(item)) {
                break;
            }
            for other in &chosen[seen.compared..] {
                seen.nearest = seen.nearest.max(similarity(&items[*other], item));
            }
            seen.compared = chosen.len();
            let repeated = (seen.nearest - ALIKE_FROM).max(0.0) / (1.0 - ALIKE_FROM);
            let worth = relevance(item) * (1.0 - diversity * repeated);
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, at));
            }
        }
        let Some((_, at)) = best else { break };
        seen[at].is_chosen = true;
        chosen.push(at);
    }
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    chosen.into_iter().filter_map(|at| items[at].take()).collect()
}

/// How far an item was compared with those that were chosen.
#[derive(Clone, Copy, Default)]
struct Seen {
    is_chosen: bool,
    compared: usize,
    nearest: f32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn order(diversity: f32) -> Vec<char> {
        // a and b say the same, c is another thing.
        let items = vec![('a', 1.0), ('b', 0.95), ('c', 0.9)];
        let alike = |x: &(char, f32), y: &(char, f32)| if x.0 != 'c' && y.0 != 'c' { 1.0 } else { 0.0 };
        diversify(items, 3, diversity, |i| i.1, alike).into_iter().map(|i| i.0).collect()
    }

    /// Every item compared with every chosen one.
    fn by_the_book(mut items: Vec<(u8, f32)>, count: usize, diversity: f32) -> Vec<(u8, f32)> {
        let mut chosen: Vec<(u8, f32)> = Vec::new();
        while chosen.len() < count && !items.is_empty() {
            let worth = |item: &(u8, f32)| {
                let nearest = chosen.iter().map(|other| alike(other, item)).fold(0.0, f32::max);
                item.1 * (1.0 - diversity * (nearest - ALIKE_FROM).max(0.0) / (1.0 - ALIKE_FROM))
            };
            let best = (1..items.len()).fold(0, |best, at| if worth(&items[at]) > worth(&items[best]) { at } else { best });
            chosen.push(items.remove(best));
        }
        chosen
    }

    fn alike(a: &(u8, f32), b: &(u8, f32)) -> f32 {
        1.0 - f32::from(a.0.abs_diff(b.0) % 8) / 16.0
    }

    proptest! {
        #[test]
        fn leaving_out_comparisons_changes_nothing(
            mut items in proptest::collection::vec((any::<u8>(), 0.0..9.0_f32), 0..40),
            count in 0..20_usize,
            diversity in 0.01..1.0_f32,
        ) {
            items.sort_by(|a, b| b.1.total_cmp(&a.1));
            let chosen = diversify(items.clone(), count, diversity, |item| item.1, alike);
            prop_assert_eq!(chosen, by_the_book(items, count, diversity));
        }
    }

    #[test]
    fn repetition_gives_way() {
        assert_eq!(order(0.0), ['a', 'b', 'c']);
        assert_eq!(order(0.5), ['a', 'c', 'b']);
    }
}
