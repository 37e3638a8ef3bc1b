//! From a suggestion to the merchant: the link that the app opens.

use crate::error::{Error, Result};
use crate::partner::Partner;
use crate::product::{Product, is_link};
use form_urlencoded::Serializer;

/// What the app adds to the links of a partner. The same for everybody who uses the app: nothing in it may tell who follows a link,
/// or from which chat.
///
/// ```
/// use shoptalk::{Attribution, Listing, Partner};
/// let mut profile = Partner::new("Macy's");
/// profile.link_parameters = vec![("utm_source".to_owned(), "chatapp".to_owned())];
/// let attribution = Attribution::of(&profile).parameter("utm_campaign", "spring & summer");
/// # let catalog = shoptalk::Catalog::in_memory()?;
/// # catalog.apply("macys", [Listing::new("9", "Shirt", "https://shop.example/9?tag=a#size").into()])?;
/// let product = catalog.get("macys", "9")?.unwrap(); // https://shop.example/9?tag=a#size
/// assert_eq!(
///     product.handoff(&attribution)?,
///     "https://shop.example/9?tag=a&utm_source=chatapp&utm_campaign=spring+%26+summer#size"
/// );
/// # Ok::<(), shoptalk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attribution {
    parameters: Vec<(String, String)>,
}

impl Attribution {
    /// Nothing is added.
    pub fn new() -> Self {
        Self::default()
    }

    /// The parameters of a partner's profile.
    pub fn of(partner: &Partner) -> Self {
        Self {
            parameters: partner.link_parameters.clone(),
        }
    }

    /// Another parameter, in plain text: it is encoded when the link is made.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }
}

impl Product {
    /// The link to open: the partner's own, with all that stands in it, and the app's parameters behind. A name that the partner's
    /// link has already stays the partner's: its value decides who is paid.
    ///
    /// # Errors
    /// [`is_data`](Error::is_data) if the link is not http or https to some host, or holds spaces or control characters; the crate's
    /// own feeds let no such link in, but a product may have come back from anywhere.
    pub fn handoff(&self, attribution: &Attribution) -> Result<String> {
        if !is_link(&self.link) {
            return Err(Error::data("not a link to a shop: http or https, a host, no spaces").at_field("link"));
        }
        let (rest, fragment) = match self.link.split_once('#') {
            Some((rest, fragment)) => (rest, Some(fragment)),
            None => (self.link.as_str(), None),
        };
        let (address, query) = match rest.split_once('?') {
            Some((address, query)) => (address, query),
            None => (rest, ""),
        };
        let known: Vec<String> = form_urlencoded::parse(query.as_bytes())
            .map(|(name, _)| name.into_owned())
            .collect();
        let added = attribution.parameters.iter().filter(|(name, _)| !known.contains(name));
        let added = Serializer::new(String::new()).extend_pairs(added).finish();
        let mut link = address.to_owned();
        for (part, mark) in [(query, '?'), (added.as_str(), if query.is_empty() { '?' } else { '&' })] {
            if !part.is_empty() {
                link.push(mark);
                link.push_str(part);
            }
        }
        if let Some(fragment) = fragment {
            link.push('#');
            link.push_str(fragment);
        }
        Ok(link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::Listing;
    use crate::time::Timestamp;

    fn handoff(link: &str) -> Result<String> {
        let product = Listing::new("1", "Lamp", link).to_product("shop", Timestamp::from_unix(0), None);
        product.handoff(&Attribution::new().parameter("utm_source", "app").parameter("q", "a&b=ج"))
    }

    #[test]
    fn links_keep_what_they_have() {
        let added = "utm_source=app&q=a%26b%3D%D8%AC";
        for (link, expected) in [
            ("https://shop.example/1", format!("https://shop.example/1?{added}")),
            ("https://shop.example", format!("https://shop.example?{added}")),
            ("https://shop.example/1?", format!("https://shop.example/1?{added}")),
            ("HTTPS://shop.example/1#top", format!("HTTPS://shop.example/1?{added}#top")),
            (
                "http://shop.example/a?b=c%20d&e",
                format!("http://shop.example/a?b=c%20d&e&{added}"),
            ),
            ("https://shop.example/?url=https%3A%2F%2Fx.example%2F%3Fa%3D1", {
                format!("https://shop.example/?url=https%3A%2F%2Fx.example%2F%3Fa%3D1&{added}")
            }),
            (
                "https://shop.example/?utm_source=shop&q=1",
                "https://shop.example/?utm_source=shop&q=1".to_owned(),
            ),
            ("https://shop.example/?a=1?b=2", format!("https://shop.example/?a=1?b=2&{added}")),
        ] {
            assert_eq!(handoff(link).unwrap(), expected, "{link}");
        }
    }

    #[test]
    fn only_links_to_shops() {
        for link in [
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "intent://shop.example",
            "//shop.example/1",
            "https://",
            "https:///path",
            "https://user@evil.example/",
            "https://shop.example/a b",
            "https://shop.example/\nX: y",
            " https://shop.example/1",
            "httpsx://shop.example",
        ] {
            assert!(handoff(link).unwrap_err().is_data(), "{link:?}");
        }
    }
}
