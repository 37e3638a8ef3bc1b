//! Names of columns -> places in a row. The one table of all formats that name their columns.

/// What a column may say about a product, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Field {
    Id,
    Title,
    Description,
    Link,
    Image,
    Brand,
    Seller,
    Price,
    SalePrice,
    /// What is taken off the price, in money or per cent.
    Discount,
    DiscountType,
    SaleInterval,
    SaleStart,
    SaleEnd,
    Currency,
    Availability,
    /// A number in stock: tells availability where nothing else does.
    Quantity,
    Expires,
    Group,
    Gtin,
    Mpn,
    Condition,
    Adult,
    AgeRestriction,
    Category,
    /// The path below [`Field::Category`].
    Subcategory,
    Countries,
    Eligible,
    Sponsored,
}

/// The number of fields.
pub(super) const FIELDS: usize = Field::Sponsored as usize + 1;

/// Where a column's value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Field(Field),
    /// Kept as an attribute under this name.
    Attribute(&'static str),
    /// Names and values in one text.
    Details,
    /// An attribute without a name.
    Highlight,
}

/// A place, and which of several columns for it wins: the lowest rank that a row fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) place: Place,
    pub(super) rank: u16,
}

impl Target {
    pub(super) const fn field(field: Field, rank: u16) -> Self {
        Self {
            place: Place::Field(field),
            rank,
        }
    }

    pub(super) const fn attribute(name: &'static str) -> Self {
        Self {
            place: Place::Attribute(name),
            rank: 0,
        }
    }

    /// Whether it is the place of this field.
    pub(super) fn is(self, field: Field) -> bool {
        self.place == Place::Field(field)
    }
}

/// Attributes in the order in which a listing has them; the others follow in the order of the feed.
pub(super) const ATTRIBUTES: &[&str] = &[
    "color",
    "size",
    "material",
    "pattern",
    "gender",
    "age group",
    "size type",
    "size system",
    "style",
    "product type",
    "variant",
    "rating",
    "keywords",
];

/// Column names of all formats: lower case, `g:` taken off, spaces and dashes as `_`. Of several names for one place that a row
/// fills the one that stands first here wins: `product_type` is the shop's own path, `google_product_category` often a number.
const ALIASES: &[(&str, Place)] = &[
    ("id", Place::Field(Field::Id)),
    ("item_id", Place::Field(Field::Id)),
    ("product_id", Place::Field(Field::Id)),
    ("sku", Place::Field(Field::Id)),
    ("offer_id", Place::Field(Field::Id)),
    ("guid", Place::Field(Field::Id)),
    ("title", Place::Field(Field::Title)),
    ("name", Place::Field(Field::Title)),
    ("product_name", Place::Field(Field::Title)),
    ("description", Place::Field(Field::Description)),
    ("summary", Place::Field(Field::Description)),
    ("content", Place::Field(Field::Description)),
    ("link", Place::Field(Field::Link)),
    ("url", Place::Field(Field::Link)),
    ("product_url", Place::Field(Field::Link)),
    ("image_link", Place::Field(Field::Image)),
    ("image_url", Place::Field(Field::Image)),
    ("image", Place::Field(Field::Image)),
    ("brand", Place::Field(Field::Brand)),
    ("manufacturer", Place::Field(Field::Brand)),
    ("seller", Place::Field(Field::Seller)),
    ("seller_name", Place::Field(Field::Seller)),
    ("store_name", Place::Field(Field::Seller)),
    ("merchant_name", Place::Field(Field::Seller)),
    ("price", Place::Field(Field::Price)),
    ("sale_price", Place::Field(Field::SalePrice)),
    ("sale_price_effective_date", Place::Field(Field::SaleInterval)),
    ("sale_price_start_date", Place::Field(Field::SaleStart)),
    ("sale_price_end_date", Place::Field(Field::SaleEnd)),
    ("currency", Place::Field(Field::Currency)),
    ("availability", Place::Field(Field::Availability)),
    ("stock", Place::Field(Field::Availability)),
    ("inventory_quantity", Place::Field(Field::Quantity)),
    ("sell_on_google_quantity", Place::Field(Field::Quantity)),
    ("quantity", Place::Field(Field::Quantity)),
    ("expiration_date", Place::Field(Field::Expires)),
    ("item_group_id", Place::Field(Field::Group)),
    ("group_id", Place::Field(Field::Group)),
    ("gtin", Place::Field(Field::Gtin)),
    ("ean", Place::Field(Field::Gtin)),
    ("upc", Place::Field(Field::Gtin)),
    ("isbn", Place::Field(Field::Gtin)),
    ("barcode", Place::Field(Field::Gtin)),
    ("mpn", Place::Field(Field::Mpn)),
    ("condition", Place::Field(Field::Condition)),
    ("adult", Place::Field(Field::Adult)),
    ("age_restriction", Place::Field(Field::AgeRestriction)),
    ("product_type", Place::Field(Field::Category)),
    ("product_types", Place::Field(Field::Category)),
    ("product_category", Place::Field(Field::Category)),
    ("category", Place::Field(Field::Category)),
    ("google_product_category", Place::Field(Field::Category)),
    ("product_detail", Place::Details),
    ("product_details", Place::Details),
    ("variant_dict", Place::Details),
    ("variant_options", Place::Details),
    ("product_highlight", Place::Highlight),
    ("product_highlights", Place::Highlight),
    ("target_countries", Place::Field(Field::Countries)),
    ("is_eligible_search", Place::Field(Field::Eligible)),
    ("enable_search", Place::Field(Field::Eligible)),
    ("sponsored", Place::Field(Field::Sponsored)),
    ("color", Place::Attribute("color")),
    ("colour", Place::Attribute("color")),
    ("size", Place::Attribute("size")),
    ("sizes", Place::Attribute("size")),
    ("material", Place::Attribute("material")),
    ("pattern", Place::Attribute("pattern")),
    ("gender", Place::Attribute("gender")),
    ("age_group", Place::Attribute("age group")),
    ("size_type", Place::Attribute("size type")),
    ("size_system", Place::Attribute("size system")),
    ("style", Place::Attribute("style")),
    ("custom_variant1_option", Place::Attribute("variant")),
    ("custom_variant2_option", Place::Attribute("variant")),
    ("custom_variant3_option", Place::Attribute("variant")),
    ("star_rating", Place::Attribute("rating")),
    ("product_review_rating", Place::Attribute("rating")),
];

/// The place of a column, if it is one of ours. In XML `g:id` is the shop's, a bare `id` may be Atom's own.
pub(super) fn target(column: &str) -> Option<Target> {
    let plain = column.trim().trim_start_matches('\u{FEFF}').trim_matches('"');
    let (prefix, local) = plain.rsplit_once(':').unwrap_or(("", plain));
    let local = snake_case(local.trim());
    let at = ALIASES.iter().position(|(alias, _)| *alias == local)?;
    let rank = u16::try_from(at * 2 + usize::from(prefix != "g")).unwrap_or(u16::MAX);
    Some(Target {
        place: ALIASES[at].1,
        rank,
    })
}

/// What a place is called in the report.
pub(super) fn name(place: Place) -> &'static str {
    let known = ALIASES.iter().find(|(_, known)| *known == place);
    known.map_or("", |(alias, _)| *alias)
}

/// `Image Link`, `image-link`, `imageLink`, `imageURL` -> `image_link`, `image_url`.
fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            out.push('_');
        }
        match c {
            ' ' | '-' => out.push('_'),
            _ => out.extend(c.to_lowercase()),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_unique_and_names_are_found() {
        let mut seen = std::collections::HashSet::new();
        assert!(ALIASES.iter().all(|(alias, _)| seen.insert(*alias)));
        for (column, expected) in [
            ("g:id", Some(Field::Id)),
            ("\u{FEFF}Title", Some(Field::Title)),
            ("Image Link", Some(Field::Image)),
            ("imageLink", Some(Field::Image)),
            ("imageURL", Some(Field::Image)),
            ("offerId", Some(Field::Id)),
            ("productTypes", Some(Field::Category)),
            ("odd", None),
        ] {
            assert_eq!(target(column).map(|t| t.place), expected.map(Place::Field), "{column}");
        }
    }

    #[test]
    fn every_attribute_of_the_table_has_a_place_in_the_order() {
        for (alias, place) in ALIASES {
            if let Place::Attribute(name) = place {
                assert!(ATTRIBUTES.contains(name), "{alias}");
            }
        }
    }

    #[test]
    fn the_shops_own_name_wins() {
        let rank = |column| target(column).map(|t| t.rank);
        assert!(rank("g:id") < rank("id") && rank("id") < rank("offer_id"));
        assert!(rank("product_type") < rank("google_product_category"));
    }
}
