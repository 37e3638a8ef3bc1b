//! A listing -> a line of JSON with Google's names, which reads back as the same listing.

use super::mapping::{Place, target};
use crate::money::Money;
use crate::offer::Availability;
use crate::product::{Condition, Language, Listing, ListingText};
use crate::time::Timestamp;
use serde_json::{Map, Value, json};

/// Google's name of an attribute, where it differs.
fn google_name(attribute: &str) -> String {
    match attribute {
        "rating" => "star_rating".to_owned(),
        "variant" => "custom_variant1_option".to_owned(),
        other => other.replace(' ', "_"),
    }
}

impl Listing {
    /// One line of a JSON lines feed, without its end, with Google's names; the text in `language`, else the main one. A
    /// listing with texts in two languages is two files, each with its language.
    ///
    /// ```
    /// let mut listing = shoptalk::Listing::new("9", "Red shirt", "https://shop.example/9");
    /// listing.price = Some("25.00 USD".parse()?);
    /// let line = listing.to_json_line(None);
    /// assert_eq!(
    ///     line,
    ///     r#"{"availability":"in_stock","condition":"new","id":"9","link":"https://shop.example/9","price":"25.00 USD","title":"Red shirt"}"#
    /// );
    /// # Ok::<(), shoptalk::Error>(())
    /// ```
    pub fn to_json_line(&self, language: Option<Language>) -> String {
        let mut line = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                line.insert(name.to_owned(), value);
            }
        };
        let text = |text: &Option<String>| text.clone().map(Value::from);
        let money = |money: Option<Money>| money.map(|m| m.to_string().into());
        let yes = |set: bool| set.then(|| json!("yes"));
        put("id", Some(self.id.clone().into()));
        put("link", Some(self.link.clone().into()));
        put("image_link", text(&self.image_link));
        put("seller_name", text(&self.seller));
        put("brand", text(&self.brand));
        put("price", money(self.price));
        put("sale_price", money(self.sale_price));
        put("sale_price_effective_date", self.interval().map(Value::from));
        put("availability", availability(self.availability).map(Value::from));
        put("expiration_date", self.expires.map(|t| t.to_string().into()));
        put("item_group_id", text(&self.group_id));
        put("gtin", text(&self.gtin));
        put("mpn", text(&self.mpn));
        put("condition", Some(condition(self.condition).into()));
        put("adult", yes(self.adult));
        put("sponsored", yes(self.sponsored));
        put("target_countries", (!self.countries.is_empty()).then(|| json!(self.countries)));
        put("is_eligible_search", self.hidden.then(|| json!("no")));
        let main = self.texts.iter().find(|t| Some(t.language) == language).or(self.texts.first());
        if let Some(text) = main {
            put_text(text, &mut line);
        }
        Value::Object(line).to_string()
    }

    fn interval(&self) -> Option<String> {
        let side = |time: Option<Timestamp>| time.map(|t| t.to_string()).unwrap_or_default();
        let is_limited = self.sale_start.is_some() || self.sale_end.is_some();
        is_limited.then(|| format!("{}/{}", side(self.sale_start), side(self.sale_end)))
    }
}

fn put_text(text: &ListingText, line: &mut Map<String, Value>) {
    line.insert("title".to_owned(), text.title.clone().into());
    if !text.description.is_empty() {
        line.insert("description".to_owned(), text.description.clone().into());
    }
    if !text.category.is_empty() {
        let path = text.category.join(" > ");
        // A lone part with a slash would be read as two.
        let end = if text.category.len() == 1 && path.contains(" / ") {
            " >"
        } else {
            ""
        };
        line.insert("product_type".to_owned(), format!("{path}{end}").into());
    }
    let (mut details, mut highlights) = (Vec::new(), Vec::new());
    for (name, value) in &text.attributes {
        let column = google_name(name);
        let is_column = target(&column).is_some_and(|t| matches!(t.place, Place::Attribute(known) if known == name));
        if is_column && !line.contains_key(&column) {
            line.insert(column, value.clone().into());
        } else if name.is_empty() {
            highlights.push(value.clone());
        } else {
            details.push(json!({"attribute_name": name, "attribute_value": value}));
        }
    }
    for (name, list) in [
        ("product_detail", details),
        ("product_highlight", highlights.into_iter().map(Value::from).collect()),
    ] {
        if !list.is_empty() {
            line.insert(name.to_owned(), list.into());
        }
    }
}

fn availability(availability: Availability) -> Option<&'static str> {
    Some(match availability {
        Availability::InStock => "in_stock",
        Availability::OutOfStock => "out_of_stock",
        Availability::PreOrder => "preorder",
        Availability::Backorder => "backorder",
        Availability::Unknown => return None,
    })
}

fn condition(condition: Condition) -> &'static str {
    match condition {
        Condition::New => "new",
        Condition::Refurbished => "refurbished",
        Condition::Used => "used",
    }
}
