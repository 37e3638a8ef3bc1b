//! The rows that come with the crate.

use super::meaning::Table;

macro_rules! tables {
    ($($table:ident $name:literal)*) => {
        &[$((Table::$table, $name, include_str!(concat!("../../data/lexicon/", $name)))),*]
    };
}

/// Table, file and text of every built-in file.
pub(super) const FILES: &[(Table, &str, &str)] = tables! {
    Classes "classes.tsv"
    Classes "classes_arabic.tsv"
    Classes "classes_arabizi.tsv"
    Pairs "pairs/attributes.tsv"
    Pairs "pairs/attributes_goods.tsv"
    Pairs "pairs/baby.tsv"
    Pairs "pairs/beauty.tsv"
    Pairs "pairs/car.tsv"
    Pairs "pairs/computing.tsv"
    Pairs "pairs/depth_egy.tsv"
    Pairs "pairs/depth_glfirq.tsv"
    Pairs "pairs/depth_lev.tsv"
    Pairs "pairs/depth_mgr.tsv"
    Pairs "pairs/electronics.tsv"
    Pairs "pairs/fashion.tsv"
    Pairs "pairs/food.tsv"
    Pairs "pairs/general.tsv"
    Pairs "pairs/grocery.tsv"
    Pairs "pairs/home.tsv"
    Pairs "pairs/kitchen.tsv"
    Pairs "pairs/leisure.tsv"
    Pairs "pairs/maghreb.tsv"
    Pairs "pairs/mashriq.tsv"
    Pairs "pairs/office.tsv"
    Pairs "pairs/tech.tsv"
    Pairs "pairs/tools.tsv"
    Plurals "plurals/fashion.tsv"
    Plurals "plurals/general.tsv"
    Plurals "plurals/home.tsv"
    Plurals "plurals/tech.tsv"
    Attributes "synonyms/attributes.tsv"
    Synonyms "synonyms/fashion.tsv"
    Synonyms "synonyms/food.tsv"
    Synonyms "synonyms/general.tsv"
    Synonyms "synonyms/home.tsv"
    Synonyms "synonyms/tech.tsv"
    Cues "cues/arabic.tsv"
    Cues "cues/arabic_frames.tsv"
    Cues "cues/arabizi.tsv"
    Cues "cues/arabizi_frames.tsv"
    Cues "cues/dialects.tsv"
    Cues "cues/english.tsv"
    Cues "cues/english_frames.tsv"

    Stops "stop/arabic.tsv"
    Stops "stop/arabizi.tsv"
    Stops "stop/daily.tsv"
    Stops "stop/daily_verbs.tsv"
    Stops "stop/daily_english.tsv"
    Stops "stop/english.tsv"
    Verbs "stop/verbs.tsv"
    Technical "technical.tsv"
    Senses "senses.tsv"
    Slang "slang.tsv"
    Ties "ties.tsv"
    Sensitive "sensitive.tsv"
    Safe "safe.tsv"
    Restricted "restricted.tsv"
    Limits "limits.tsv"
    Numbers "numbers.tsv"
    Currencies "currencies.tsv"
};
