//! Units of measure as they stand behind a number, so that `32 GB`, `32gb` and `٣٢ جيجا` are one term: `32gb`.
//!
//! A fixed table: product text is analysed by a pure function, so these rows cannot be overlaid at run time.

/// (spelling after folding, unit). Sizes of one thing in other units stay different terms: nobody asks for 431.8 mm.
const UNITS: &[(&str, &str)] = &[
    ("gb", "gb"),
    ("gib", "gb"),
    ("gigabyte", "gb"),
    ("gigabytes", "gb"),
    ("giga", "gb"),
    ("jiga", "gb"),
    ("gega", "gb"),
    ("gig", "gb"),
    ("go", "gb"),
    ("جيجا", "gb"),
    ("جيكا", "gb"),
    ("قيقا", "gb"),
    ("غيغا", "gb"),
    ("جيجابايت", "gb"),
    ("غيغابايت", "gb"),
    ("جيقا", "gb"),
    ("كيكا", "gb"),
    ("tb", "tb"),
    ("terabyte", "tb"),
    ("terabytes", "tb"),
    ("tera", "tb"),
    ("tira", "tb"),
    ("تيرا", "tb"),
    ("تيرابايت", "tb"),
    ("mb", "mb"),
    ("megabyte", "mb"),
    ("ميجا", "mb"),
    ("ميغا", "mb"),
    ("ميجابايت", "mb"),
    ("mbps", "mbps"),
    ("gbps", "gbps"),
    ("mbit", "mbps"),
    ("gbit", "gbps"),
    ("mp", "mp"),
    ("megapixel", "mp"),
    ("megapixels", "mp"),
    ("ميجابكسل", "mp"),
    ("ميغابكسل", "mp"),
    ("in", "in"),
    ("inch", "in"),
    ("inches", "in"),
    ("انش", "in"),
    ("انج", "in"),
    ("بوصه", "in"),
    ("بوصات", "in"),
    ("boosa", "in"),
    ("bosa", "in"),
    ("bousa", "in"),
    ("bousat", "in"),
    ("bo9a", "in"),
    ("bou9a", "in"),
    ("inchat", "in"),
    ("pouces", "in"),
    ("pouce", "in"),
    ("cm", "cm"),
    ("centimeter", "cm"),
    ("centimeters", "cm"),
    ("سم", "cm"),
    ("سنتي", "cm"),
    ("سنتيمتر", "cm"),
    ("mm", "mm"),
    ("millimeter", "mm"),
    ("مم", "mm"),
    ("ملم", "mm"),
    ("ملي", "mm"),
    ("ft", "ft"),
    ("feet", "ft"),
    ("foot", "ft"),
    ("قدم", "ft"),
    ("m", "m"),
    ("meter", "m"),
    ("meters", "m"),
    ("metre", "m"),
    ("metres", "m"),
    ("metr", "m"),
    ("mitr", "m"),
    ("mtr", "m"),
    ("متر", "m"),
    ("امتار", "m"),
    ("l", "l"),
    ("lt", "l"),
    ("ltr", "l"),
    ("liter", "l"),
    ("liters", "l"),
    ("litr", "l"),
    ("leter", "l"),
    ("litre", "l"),
    ("litres", "l"),
    ("لتر", "l"),
    ("ليتر", "l"),
    ("لترات", "l"),
    ("ml", "ml"),
    ("مل", "ml"),
    ("oz", "oz"),
    ("ounce", "oz"),
    ("ounces", "oz"),
    ("kg", "kg"),
    ("kilo", "kg"),
    ("kilos", "kg"),
    ("kgs", "kg"),
    ("كيلو", "kg"),
    ("كجم", "kg"),
    ("كغم", "kg"),
    ("كغ", "kg"),
    ("كيلوغرام", "kg"),
    ("كيلوجرام", "kg"),
    ("g", "g"),
    ("gr", "g"),
    ("gram", "g"),
    ("grams", "g"),
    ("جرام", "g"),
    ("غرام", "g"),
    ("جم", "g"),
    ("lb", "lb"),
    ("lbs", "lb"),
    ("pound", "lb"),
    ("w", "w"),
    ("watt", "w"),
    ("watts", "w"),
    ("واط", "w"),
    ("وات", "w"),
    ("kw", "kw"),
    ("v", "v"),
    ("volt", "v"),
    ("volts", "v"),
    ("فولت", "v"),
    ("mah", "mah"),
    ("ah", "ah"),
    ("va", "va"),
    ("hz", "hz"),
    ("هرتز", "hz"),
    ("khz", "khz"),
    ("mhz", "mhz"),
    ("ghz", "ghz"),
    ("rpm", "rpm"),
    ("dpi", "dpi"),
    ("fps", "fps"),
    ("lumen", "lm"),
    ("lumens", "lm"),
    ("lm", "lm"),
    ("btu", "btu"),
    ("psi", "psi"),
    ("pc", "pc"),
    ("pcs", "pc"),
    ("piece", "pc"),
    ("pieces", "pc"),
    ("قطعه", "pc"),
    ("قطع", "pc"),
    ("pack", "pk"),
    ("pk", "pk"),
];

/// The unit that a folded word names behind a number.
pub(crate) fn unit(word: &str) -> Option<&'static str> {
    // About 130 short rows: the length test rejects nearly all words of running text before the scan.
    if word.len() > 18 {
        return None;
    }
    UNITS.iter().find(|(spelling, _)| *spelling == word).map(|(_, unit)| *unit)
}

/// The words that name a measure behind a number; counts (pieces, packs) are none.
pub(crate) fn measures() -> impl Iterator<Item = &'static str> {
    UNITS
        .iter()
        .filter(|(_, unit)| !matches!(*unit, "pc" | "pk"))
        .map(|(word, _)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold::fold;
    use std::collections::HashSet;

    #[test]
    fn rows_are_folded_and_unique() {
        let mut seen = HashSet::new();
        for (spelling, _) in UNITS {
            assert_eq!(fold(spelling), *spelling, "not folded");
            assert!(seen.insert(*spelling), "{spelling} stands twice");
        }
        assert_eq!(unit("جيجا"), Some("gb"));
        assert_eq!(unit("laptop"), None);
    }
}
