//! What is explained, in words: one plain sentence a reason, in the language that was asked in.

use crate::money::Currency;
use crate::product::Language;
use crate::ranking::Reason;

/// Why a product is where it is.
pub(crate) fn reason(reason: &Reason, language: Language) -> String {
    match (reason, language) {
        (Reason::Has(word), Language::English) => format!("It has what was asked for: {word}."),
        (Reason::Has(word), Language::Arabic) => format!("فيه ما طُلب: {word}."),
        (Reason::Lacks(word), Language::English) => format!("It does not say: {word}."),
        (Reason::Lacks(word), Language::Arabic) => format!("لا يذكر: {word}."),
        (Reason::OnlyFor, Language::English) => "It seems to be something for the wished thing.".to_owned(),
        (Reason::OnlyFor, Language::Arabic) => "يبدو أنه شيء يُستعمل مع المطلوب، لا المطلوب نفسه.".to_owned(),
    }
}

/// A limit on the price that filters nothing.
pub(crate) fn no_currency(language: Language) -> String {
    match language {
        Language::English => "The price limit names no currency and the market is not known: it only ranks.",
        Language::Arabic => "حدّ السعر بلا عملة، والسوق غير معروفة: يرتّب النتائج ولا يستبعد شيئًا.",
    }
    .to_owned()
}

/// A limit that cannot be compared with prices in another currency.
pub(crate) fn no_rate(from: Currency, to: Currency, language: Language) -> String {
    match language {
        Language::English => format!("No rate from {from} to {to}: products in {to} are not filtered by price."),
        Language::Arabic => format!("لا يوجد سعر صرف من {from} إلى {to}: المنتجات المسعّرة بـ{to} لا تُستبعد بسبب السعر."),
    }
}

/// Used things were welcome, not asked for.
pub(crate) fn used_too(language: Language) -> String {
    match language {
        Language::English => "Used ones are shown as well.",
        Language::Arabic => "تُعرض المستعملة أيضًا.",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_asker() {
        let has = Reason::Has("قهوه".to_owned());
        let currency = |market| Currency::of_market(market).unwrap();
        for (language, arabic) in [(Language::English, false), (Language::Arabic, true)] {
            let sentences = [
                reason(&Reason::OnlyFor, language),
                no_currency(language),
                no_rate(currency("US"), currency("DE"), language),
                used_too(language),
            ];
            for sentence in sentences.into_iter().chain([reason(&has, language)]) {
                assert!(sentence.ends_with('.'), "{sentence}");
                let words = sentence.replace("USD", "").replace("EUR", "").replace("قهوه", "");
                assert_eq!(words.contains('ا'), arabic, "{sentence}");
            }
        }
    }
}
