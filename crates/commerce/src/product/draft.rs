use std::collections::{BTreeMap, BTreeSet};

use super::{Gtin, Product, Variant, VariantDraft, category};
use crate::field::{FieldError, Findings, Rule};
use crate::ids::{CategoryId, ProductId};
use crate::text::{self, Texts};

/// The most variants of a product.
pub const VARIANTS_MAX: usize = 100;

/// The most categories that a product is found in.
pub const PRODUCT_CATEGORIES_MAX: usize = 10;

/// The longest name of a product, in characters.
pub const PRODUCT_NAME_CHARS_MAX: usize = 120;

/// The longest description of a product, in characters.
pub const DESCRIPTION_CHARS_MAX: usize = 4_000;

/// The longest address of an image, in bytes.
pub const IMAGE_URL_CHARS_MAX: usize = 500;

/// A product as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductDraft {
    /// What should be a code.
    pub id: String,
    /// Its name by language.
    pub name: BTreeMap<String, String>,
    /// Its description by language; may be empty.
    pub description: BTreeMap<String, String>,
    /// What should be codes of categories.
    pub categories: Vec<String>,
    /// What should be an `https` address.
    pub image_url: Option<String>,
    /// Its variants.
    pub variants: Vec<VariantDraft>,
    /// Whether any store may sell it.
    pub active: bool,
}

impl ProductDraft {
    /// Checks all fields. Whether the categories exist is for who knows them.
    ///
    /// # Errors
    /// Every field that breaks a rule, by its path: `variants[0].prices.CNY`.
    pub fn validate(&self) -> Result<Product, Vec<FieldError>> {
        let mut findings = Findings::default();
        let id = findings.keep(read_id(&self.id));
        let name = findings.keep(Texts::read_required(
            "name",
            &self.name,
            text::line,
            PRODUCT_NAME_CHARS_MAX,
        ));
        let description = Texts::read(
            "description",
            &self.description,
            text::paragraph,
            DESCRIPTION_CHARS_MAX,
        );
        let description = findings.keep(description);
        let categories = findings.keep(self.read_categories());
        let image_url = findings.keep(self.image_url.as_deref().map(read_image_url).transpose());
        // Under a wrong code the variants are read for some other product, so that the caller learns all at once.
        let owner = id.clone().or_else(|| "-".parse().ok());
        let variants = owner.and_then(|owner| findings.keep(self.read_variants(&owner)));
        let product = || {
            Some(Product {
                id: id?,
                name: name?,
                description: description?,
                categories: categories?,
                image_url: image_url?,
                variants: variants?,
                active: self.active,
            })
        };
        findings.finish(product())
    }

    fn read_categories(&self) -> Result<Vec<CategoryId>, Vec<FieldError>> {
        within("categories", self.categories.len(), PRODUCT_CATEGORIES_MAX)?;
        let mut findings = Findings::default();
        let mut seen = BTreeSet::new();
        for (index, category) in self.categories.iter().enumerate() {
            let path = format!("categories[{index}]");
            findings.keep(category::read_id(&path, category));
            if !seen.insert(category) {
                findings.report(path, Rule::Duplicate);
            }
        }
        let categories = self
            .categories
            .iter()
            .filter_map(|category| category.parse().ok());
        findings.finish(Some(categories.collect()))
    }

    fn read_variants(&self, product: &ProductId) -> Result<Vec<Variant>, Vec<FieldError>> {
        within("variants", self.variants.len(), VARIANTS_MAX)?;
        let mut findings = Findings::default();
        let (mut codes, mut barcodes) = (BTreeSet::new(), BTreeSet::new());
        let mut variants = Vec::with_capacity(self.variants.len());
        for (index, draft) in self.variants.iter().enumerate() {
            let path = format!("variants[{index}]");
            let errors_at = |errors: Vec<FieldError>| {
                errors
                    .into_iter()
                    .map(|error| error.at(&path))
                    .collect::<Vec<_>>()
            };
            variants.extend(findings.keep(draft.validate(product).map_err(errors_at)));
            if !codes.insert(&draft.code) {
                findings.report(format!("{path}.code"), Rule::Duplicate);
            }
            let gtin = draft.barcode.as_ref().and_then(|gtin| gtin.parse::<Gtin>().ok());
            if gtin.is_some_and(|gtin| !barcodes.insert(gtin)) {
                findings.report(format!("{path}.barcode"), Rule::Duplicate);
            }
        }
        findings.finish(Some(variants))
    }
}

fn read_id(id: &str) -> Result<ProductId, FieldError> {
    id.parse().map_err(|_| FieldError::new("id", Rule::CODE))
}

/// Checks that a list has one to `max` entries.
fn within(field: &str, entries: usize, max: usize) -> Result<(), FieldError> {
    match entries {
        0 => Err(FieldError::new(field, Rule::TooFew { min: 1 })),
        _ if entries > max => Err(FieldError::new(field, Rule::TooMany { max })),
        _ => Ok(()),
    }
}

/// Only `https`, which a mini-program loads, and only characters that need no escape in a page.
fn read_image_url(url: &str) -> Result<String, FieldError> {
    let is_plain =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`');
    let rule = if url.len() > IMAGE_URL_CHARS_MAX {
        Rule::TooLong {
            max: IMAGE_URL_CHARS_MAX,
        }
    } else if url.strip_prefix("https://").is_none_or(str::is_empty) || !url.bytes().all(is_plain) {
        Rule::Format {
            expected: "an address that begins with https://",
        }
    } else {
        return Ok(url.to_owned());
    };
    Err(FieldError::new("image_url", rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ProductDraft {
        let texts = |text: &str| BTreeMap::from([("zh-CN".to_owned(), text.to_owned())]);
        let variant = |code: &str| VariantDraft {
            code: code.to_owned(),
            prices: BTreeMap::from([("CNY".to_owned(), 1_800)]),
            carried_by_default: true,
            ..VariantDraft::default()
        };
        ProductDraft {
            id: "tea".to_owned(),
            name: texts("红茶"),
            description: texts("热饮\n三种"),
            categories: vec!["drinks".to_owned()],
            image_url: Some("https://img.example/tea.png".to_owned()),
            variants: vec![variant("m"), variant("l")],
            active: true,
        }
    }

    fn check(change: impl FnOnce(&mut ProductDraft), expected: &[&str]) {
        let mut draft = draft();
        change(&mut draft);
        let errors = draft.validate().err().unwrap_or_default();
        assert_eq!(
            errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn sound_draft_becomes_a_product() {
        let product = draft().validate().unwrap();
        assert_eq!(product.variants[1].sku.as_str(), "tea.l");
        assert_eq!(product.name.pick("zh-CN"), Some("红茶"));
    }

    #[test]
    fn product_survives_json() {
        let product = draft().validate().unwrap();
        let json = serde_json::to_string(&product).unwrap();
        assert_eq!(serde_json::from_str::<Product>(&json).unwrap(), product);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        check(
            |draft| {
                draft.id = "a tea".to_owned();
                draft.name.clear();
                draft.categories.push("drinks".to_owned());
                draft.variants[1].prices.insert("CNY".to_owned(), 0);
                draft.variants[1].prices.insert("cny".to_owned(), 1);
            },
            &[
                "id must be a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -",
                "name is required",
                "categories[1] was given before",
                "variants[1].prices.CNY must be between 1 and 50000000000",
                "variants[1].prices is unknown: \"cny\"",
            ],
        );
    }

    #[test]
    fn repeated_variant_or_barcode_is_named() {
        check(
            |draft| draft.variants[1].code = "m".to_owned(),
            &["variants[1].code was given before"],
        );
        check(
            |draft| {
                draft
                    .variants
                    .iter_mut()
                    .for_each(|variant| variant.barcode = Some("96385074".to_owned()))
            },
            &["variants[1].barcode was given before"],
        );
    }

    #[test]
    fn product_without_variants_or_categories_is_refused() {
        check(
            |draft| draft.variants.clear(),
            &["variants must hold at least 1 entries"],
        );
        check(
            |draft| draft.categories.clear(),
            &["categories must hold at least 1 entries"],
        );
        check(
            |draft| draft.variants = vec![VariantDraft::default(); VARIANTS_MAX + 1],
            &["variants must hold at most 100 entries"],
        );
    }

    #[test]
    fn only_secure_plain_image_addresses_are_taken() {
        for url in [
            "http://img.example/a.png",
            "https://",
            "javascript:alert(1)",
            "https://a/\"><script>",
            "https://a b",
        ] {
            check(
                |draft| draft.image_url = Some(url.to_owned()),
                &["image_url must be an address that begins with https://"],
            );
        }
    }
}
