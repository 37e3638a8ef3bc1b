use super::*;
use crate::analysis::Tokens;

fn meanings(text: &str) -> Vec<String> {
    let lexicon = Lexicon::builtin();
    let tokens = Tokens::of(text);
    let readings = lexicon.readings(&tokens, Habit::Unknown, &|_| false);
    let describe = |meaning: Meaning| match meaning {
        Meaning::Lexeme(id) => lexicon.name(id).to_owned(),
        other => format!("{other:?}"),
    };
    lexicon
        .phrases(&readings, &tokens)
        .into_iter()
        .map(|p| describe(p.meaning))
        .collect()
}

/// The build script reads the rows as an overlay does; a stale or foreign file would differ.
#[test]
fn what_was_compiled_are_the_rows() {
    let rows = load::load(Vec::new()).unwrap();
    let bytes = |inner| postcard::to_allocvec(inner).unwrap();
    assert!(bytes(&*Lexicon::builtin().0) == bytes(&rows));
}

#[test]
fn overlay_adds_overrides_and_names_bad_rows() {
    let lexicon = Lexicon::builtin();
    let more = lexicon
        .overlay(Table::Pairs, "extra.tsv", "زنبقوق\tzanbaquq\t1.0\tproduct\tall\n")
        .unwrap();
    let id = more.lexeme("zanbaquq").unwrap();
    let names: Vec<&str> = more.names(id).into_iter().map(|(id, _)| more.name(id)).collect();
    assert_eq!(names, ["zanbaquq", "زنبقوق"]);
    let error = lexicon
        .overlay(Table::Pairs, "extra.tsv", "# fine\nكلمة\tword\theavy\tproduct\tall\n")
        .unwrap_err();
    assert_eq!((error.line(), error.field()), (Some(2), Some("weight")));
    let error = lexicon.overlay(Table::Plurals, "extra.tsv", "one\ttwo\tthree\n").unwrap_err();
    assert_eq!(error.to_string(), "extra.tsv:1: columns: 3 columns instead of 2");
}

#[test]
fn readings_by_name() {
    for (text, meaning) in [
        ("looking for headphones", "headphone"),
        ("محتاجة شنطة", "شنطه"),
        ("3ayez sama3at", "سماعه"),
        ("وبالفساتين", "فستان"),
    ] {
        assert!(meanings(text).iter().any(|m| m.contains(meaning)), "{text}: {:?}", meanings(text));
    }
}

/// A word that stands in a row as it is typed is that word: `3ayez` is no mourning (عزاء).
#[test]
fn rows_in_arabizi_beat_transliteration() {
    assert!(meanings("3ayez ageeb mobile").iter().all(|m| !m.contains("Sensitive")));
}

#[test]
fn what_was_fitted_is_what_the_examples_give() {
    type Fit = fn() -> Result<Talk>;
    let fitted: [(Fit, &[u8]); 3] = [
        (fit::matters, include_bytes!(concat!(env!("OUT_DIR"), "/matters.bin"))),
        (fit::technical, include_bytes!(concat!(env!("OUT_DIR"), "/technical.bin"))),
        (fit::wishes, include_bytes!(concat!(env!("OUT_DIR"), "/wishes.bin"))),
    ];
    let running = fitted.map(|(fit, written)| (std::thread::spawn(fit), Talk::from_bytes(written)));
    for (fit, written) in running {
        let fit = fit.join().unwrap().unwrap();
        assert!(fit.weights == written.weights && fit.bias == written.bias && fit.unit == written.unit);
    }
}

#[test]
fn talk_in_own_words() {
    let lexicon = Lexicon::builtin();
    let sensitivity = |text: &str| lexicon.sensitivity(&Tokens::of(text));
    for (sensitive, harmless) in [
        (
            "they moved grandpa to the quiet ward and told us to come",
            "they moved the sofa to the quiet room and told us to come",
        ),
        ("رجع يمد ايده عليها وهي ساكتة", "رجع يمد ايده عالحلو وهي تضحك"),
    ] {
        assert!(sensitivity(sensitive) > sensitivity(harmless), "{sensitive}");
    }
    let technicality = |text: &str| lexicon.technicality(&Tokens::of(text));
    assert!(technicality("sudo apt update hangs, any idea which package broke") > technicality("which shop has warm socks for grandma"));
    let eagerness = |text: &str| lexicon.eagerness(&Tokens::of(text));
    assert!(eagerness("anyone know where they sell decent curtains") > eagerness("my new curtains are so nice, she said"));
}
