//! Arabic word -> what it may be once attached particles, possessives and regular plurals are taken off.
//!
//! Only candidates: whoever asks keeps those that a lexicon or vocabulary knows. Stripping without that proof turns
//! لبن (yoghurt) into بن (coffee beans).

/// Particles that are written onto the next word, with what taking them off costs.
const PREFIXES: &[(&str, f32)] = &[
    ("", 0.0),
    ("ال", 0.02),
    ("وال", 0.05),
    ("بال", 0.05),
    ("لل", 0.05),
    ("ولل", 0.08),
    ("وبال", 0.08),
    ("وهال", 0.1),
    ("وعال", 0.1),
    ("فبال", 0.1),
    ("فال", 0.08),
    ("كال", 0.08),
    ("هال", 0.05),
    ("عال", 0.08),
    ("ه", 0.3),
    ("و", 0.15),
    ("ف", 0.2),
    ("ب", 0.2),
    ("ل", 0.2),
    ("ك", 0.3),
    ("وب", 0.25),
    ("ول", 0.25),
    ("حال", 0.3),
    ("شال", 0.3),
    ("ما", 0.35),
    ("مال", 0.3),
];

/// Endings, what the word ended in without them, and the cost.
const SUFFIXES: &[(&str, &str, f32)] = &[
    ("", "", 0.0),
    ("ات", "ه", 0.05),
    ("ات", "", 0.05),
    ("تين", "ه", 0.08),
    ("تان", "ه", 0.1),
    ("ين", "", 0.1),
    ("ون", "", 0.12),
    ("ان", "", 0.15),
    ("تي", "ه", 0.1),
    ("تك", "ه", 0.1),
    ("تج", "ه", 0.12),
    ("ته", "ه", 0.1),
    ("تو", "ه", 0.12),
    ("تها", "ه", 0.1),
    ("تهم", "ه", 0.1),
    ("تنا", "ه", 0.1),
    ("تكم", "ه", 0.12),
    ("تكن", "ه", 0.12),
    ("ي", "", 0.12),
    ("ك", "", 0.15),
    ("ها", "", 0.12),
    ("هم", "", 0.12),
    ("نا", "", 0.12),
    ("كم", "", 0.15),
    ("كو", "", 0.15),
    ("اتي", "ه", 0.12),
    ("اتي", "", 0.12),
    ("اتك", "ه", 0.15),
    ("اتها", "ه", 0.15),
    ("يه", "ي", 0.2),
    ("ي", "ه", 0.25),
    ("تن", "", 0.3),
    // The accusative of written Arabic, its vowel mark gone: هاتفًا, حاملًا.
    ("ا", "", 0.08),
    // Objects of verbs: اجيبلها (I get her), اشتريله.
    ("الها", "ه", 0.14),
    ("اله", "ه", 0.14),
    ("لها", "", 0.12),
    ("له", "", 0.12),
    ("لو", "", 0.14),
    ("ليه", "", 0.14),
    ("ليها", "", 0.14),
    ("لهم", "", 0.14),
    ("لي", "", 0.14),
    ("لنا", "", 0.14),
    ("لك", "", 0.14),
];
/// His, written like the feminine ending: only where the writer did not put the two dots.
const HIS: (&str, &str, f32) = ("ه", "", 0.2);
/// The feminine form of an adjective (متنقلة -> متنقل). Dear, so that مكتبة (bookcase) stays itself where it is known.
const FEMININE: (&str, &str, f32) = ("ه", "", 0.45);
const LEAST_LETTERS: usize = 3;

/// Calls back with each candidate and its cost (0 = the word itself), in no order; at most some dozens.
pub(crate) fn readings(form: &str, marbuta: bool, mut each: impl FnMut(&str, f32)) {
    let mut candidate = String::with_capacity(form.len() + 4);
    let last = if marbuta { FEMININE } else { HIS };
    for (prefix, prefix_cost) in PREFIXES {
        let may_start_so = prefix.as_bytes().get(1).is_none_or(|byte| form.as_bytes().get(1) == Some(byte));
        if !may_start_so {
            continue;
        }
        let Some(rest) = form.strip_prefix(prefix) else { continue };
        let last_byte = rest.as_bytes().last();
        for (suffix, ending, suffix_cost) in SUFFIXES.iter().chain([&last]) {
            // Nearly all endings fall here, before a comparison of their letters.
            let may_end_so = suffix.as_bytes().last().is_none_or(|byte| Some(byte) == last_byte);
            if !may_end_so {
                continue;
            }
            let Some(core) = rest.strip_suffix(suffix) else { continue };
            let cost = prefix_cost + suffix_cost;
            if cost > 0.0 && core.chars().count() + ending.chars().count() < LEAST_LETTERS {
                continue;
            }
            candidate.clear();
            candidate.push_str(core);
            candidate.push_str(ending);
            each(&candidate, cost);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(form: &str, marbuta: bool, known: &[&str]) -> Option<String> {
        let mut best: Option<(String, f32)> = None;
        readings(form, marbuta, |candidate, cost| {
            if known.contains(&candidate) && best.as_ref().is_none_or(|(_, c)| cost < *c) {
                best = Some((candidate.to_owned(), cost));
            }
        });
        best.map(|(word, _)| word)
    }

    #[test]
    fn named_cases() {
        for (form, marbuta, known, expected) in [
            ("وبالسماعات", false, &["سماعه"][..], Some("سماعه")),
            ("بالسماعات", false, &["سماعه"], Some("سماعه")),
            ("شنطتي", false, &["شنطه"], Some("شنطه")),
            ("للسيارات", false, &["سياره"], Some("سياره")),
            ("مكتبه", true, &["مكتب", "مكتبه"], Some("مكتبه")),
            ("مكتبه", false, &["مكتب"], Some("مكتب")),
            ("لبن", false, &["بن"], None),
            ("هالموبايل", false, &["موبايل"], Some("موبايل")),
            ("جوالين", false, &["جوال"], Some("جوال")),
        ] {
            assert_eq!(best(form, marbuta, known).as_deref(), expected, "{form}");
        }
    }
}
