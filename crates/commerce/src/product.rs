//! What a brand sells: products with their variants, and the categories that they are found in.

mod barcode;
mod bookable_service;
mod category;
mod draft;
mod import;
mod import_category;
mod offer;
mod purchase_limit;
mod variant_draft;

pub use barcode::{Gtin, MalformedGtin};
pub use bookable_service::{BookableService, BookableServiceDraft, SERVICE_MINUTES_MAX, SERVICE_MINUTES_MIN};
pub use category::{CATEGORY_DEPTH_MAX, CATEGORY_NAME_CHARS_MAX, Category, CategoryDraft, is_tree_path};
pub use draft::{
    DESCRIPTION_CHARS_MAX, IMAGE_URL_CHARS_MAX, PRODUCT_CATEGORIES_MAX, PRODUCT_NAME_CHARS_MAX, ProductDraft,
    VARIANTS_MAX,
};
pub use import::{ProductRow, RowRefusal};
pub use import_category::{GENERAL_CATEGORY, category_of_name, import_categories};
pub use offer::{NotOffered, StoreTerms, read_price};
pub use purchase_limit::{LIMIT_DAYS_MAX, LIMIT_QUANTITY_MAX, PurchaseLimit, PurchaseLimitDraft};
pub use variant_draft::{CHOICE_CHARS_MAX, CHOICES_MAX, ChoiceDraft, PRICES_MAX, VariantDraft};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, ProductId, SkuId};
use crate::money::{Currency, Minor};
use crate::text::Texts;

/// A product: what a page shows. What is priced, stocked and bought is one of its variants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// The merchant's code.
    pub id: ProductId,
    /// Its name; in at least one language.
    pub name: Texts,
    /// What there is to say about it; may be empty.
    pub description: Texts,
    /// Where it is found, in the order that the merchant gave; at least one.
    pub categories: Vec<CategoryId>,
    /// An absolute `https` address.
    pub image_url: Option<String>,
    /// Its variants, in the order that the merchant gave; at least one.
    pub variants: Vec<Variant>,
    /// Whether any store may sell it.
    pub active: bool,
}

/// One thing that can be put in a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// `<product>.<variant>`.
    pub sku: SkuId,
    /// What sets it apart from the other variants, such as size: large. Empty for a sole variant.
    pub choices: Vec<Choice>,
    /// A GTIN, as scanned in the shop.
    pub barcode: Option<String>,
    /// The price of one unit in each currency, before any store's own price.
    pub prices: BTreeMap<Currency, Minor>,
    /// Whether stores carry it unless they say otherwise.
    pub carried_by_default: bool,
    /// How many units a customer may order, if not as many as there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_limit: Option<PurchaseLimit>,
    /// What it needs, if it is a service and not an article: then it is booked, and there is no stock of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<BookableService>,
}

impl Variant {
    /// What its barcode says.
    pub fn gtin(&self) -> Option<Gtin> {
        // It was read before it was kept.
        self.barcode.as_deref()?.parse().ok()
    }
}

/// One option of a variant with its value, such as size: large.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is chosen: the size.
    pub option: Texts,
    /// What it is in this variant: large.
    pub value: Texts,
}
