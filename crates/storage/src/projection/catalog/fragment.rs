//! A product as JSON that is ready but for what a store decides: its variants, their prices and their stock.

use super::terms::Terms;
use commerce::cart::QUANTITY_MAX;
use commerce::ids::CategoryId;
use commerce::money::Currency;
use commerce::product::{BookableService, Product, PurchaseLimit, Variant};
use commerce::text::Locale;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A product in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductFragment<'a> {
    /// A JSON object without its closing brace: `{"id":"tea","name":"Tea"`.
    #[serde(borrow)]
    pub json: Cow<'a, str>,
    /// Its variants, in the merchant's order.
    #[serde(borrow)]
    pub variants: Vec<VariantFragment<'a>>,
}

/// A variant in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantFragment<'a> {
    /// The variant's code, which is the SKU without its product.
    #[serde(borrow)]
    pub variant: Cow<'a, str>,
    /// A JSON object without its closing brace: `{"sku":"tea.l"`.
    #[serde(borrow)]
    pub json: Cow<'a, str>,
    /// Whether stores carry it unless they say otherwise.
    pub carried_by_default: bool,
    /// Whether it is a service, of which there is no stock.
    pub is_service: bool,
    /// The brand's prices: see [`PRICE_BYTES`].
    #[serde(borrow)]
    prices: Cow<'a, [u8]>,
}

/// A price is the three letters of its currency and eight bytes of minor units, little-endian: nothing to decode but the
/// one that is wanted.
const PRICE_BYTES: usize = 3 + 8;

/// What a shopper pays for a variant at a store, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sold {
    /// The price of one unit, in minor units of the store's currency.
    pub price_minor: i64,
    /// Units that can be ordered; of a service, as many as a cart may have.
    pub available: i64,
}

impl VariantFragment<'_> {
    /// How a store that counts in `currency` sells this variant under its `terms` for the product; `None` when it does
    /// not. The rule is that of [`Variant::price_at`].
    #[must_use]
    pub fn sold_at(&self, currency: Currency, terms: Option<&Terms<'_>>) -> Option<Sold> {
        let is_carried = terms
            .and_then(|terms| terms.carried)
            .unwrap_or(self.carried_by_default);
        if !is_carried {
            return None;
        }
        let sku = terms.and_then(|terms| terms.sku(&self.variant));
        let own = sku.and_then(|sku| sku.price);
        Some(Sold {
            price_minor: own.or_else(|| self.price_in(currency))?,
            available: match sku {
                _ if self.is_service => i64::from(QUANTITY_MAX),
                Some(sku) => sku.available,
                None => 0,
            },
        })
    }

    fn into_owned(self) -> VariantFragment<'static> {
        VariantFragment {
            variant: Cow::Owned(self.variant.into_owned()),
            json: Cow::Owned(self.json.into_owned()),
            carried_by_default: self.carried_by_default,
            is_service: self.is_service,
            prices: Cow::Owned(self.prices.into_owned()),
        }
    }

    fn price_in(&self, currency: Currency) -> Option<i64> {
        let wanted = currency.as_str().as_bytes();
        let (prices, _) = self.prices.as_chunks::<PRICE_BYTES>();
        let [.., a, b, c, d, e, f, g, h] = prices.iter().find(|price| price.starts_with(wanted))?;
        Some(i64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]))
    }
}

/// What a listing says of a product, or its own page, which says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    Listing,
    Page,
}

#[derive(Serialize)]
struct ProductJson<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<&'a str>,
    categories: &'a [CategoryId],
}

#[derive(Serialize)]
struct VariantJson<'a> {
    sku: &'a str,
    choices: Vec<ChoiceJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    barcode: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purchase_limit: Option<PurchaseLimit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'a BookableService>,
}

#[derive(Serialize)]
struct ChoiceJson<'a> {
    option: &'a str,
    value: &'a str,
}

impl<'a> ProductFragment<'a> {
    /// The same, apart from the bytes that it was read from.
    pub(super) fn into_owned(self) -> ProductFragment<'static> {
        let variants = self.variants.into_iter().map(VariantFragment::into_owned);
        ProductFragment {
            json: Cow::Owned(self.json.into_owned()),
            variants: variants.collect(),
        }
    }

    /// The fragment of a product with its prices.
    pub(super) fn of(product: &'a Product, locale: Locale, detail: Detail) -> Self {
        let is_page = detail == Detail::Page;
        let json = ProductJson {
            id: product.id.as_str(),
            name: locale.pick(&product.name).unwrap_or_default(),
            description: locale.pick(&product.description).filter(|_| is_page),
            image_url: product.image_url.as_deref(),
            categories: &product.categories,
        };
        Self {
            json: left_open(&json),
            variants: product
                .variants
                .iter()
                .map(|variant| variant_fragment(variant, locale))
                .collect(),
        }
    }
}

fn variant_fragment(variant: &Variant, locale: Locale) -> VariantFragment<'_> {
    let choices = variant.choices.iter().map(|choice| ChoiceJson {
        option: locale.pick(&choice.option).unwrap_or_default(),
        value: locale.pick(&choice.value).unwrap_or_default(),
    });
    let json = VariantJson {
        sku: variant.sku.as_str(),
        choices: choices.collect(),
        barcode: variant.barcode.as_deref(),
        purchase_limit: variant.purchase_limit,
        service: variant.service.as_ref(),
    };
    let mut prices = Vec::with_capacity(variant.prices.len() * PRICE_BYTES);
    for (currency, price) in &variant.prices {
        prices.extend_from_slice(currency.as_str().as_bytes());
        prices.extend_from_slice(&price.get().to_le_bytes());
    }
    VariantFragment {
        variant: variant.sku.variant().into(),
        json: left_open(&json),
        carried_by_default: variant.carried_by_default,
        is_service: variant.service.is_some(),
        prices: prices.into(),
    }
}

fn left_open<T: Serialize>(object: &T) -> Cow<'static, str> {
    // Structs of texts always serialize.
    let mut json = serde_json::to_string(object).unwrap_or_default();
    json.pop();
    json.into()
}

#[cfg(test)]
mod tests {
    use super::super::terms::SkuTerms;
    use super::*;
    use commerce::money::Minor;
    use commerce::product::StoreTerms;

    fn variant(carried_by_default: bool) -> Variant {
        Variant {
            sku: "tea.l".parse().unwrap(),
            choices: Vec::new(),
            barcode: None,
            prices: [(Currency::CNY, Minor(1_800)), (Currency::JPY, Minor(i64::MAX))].into(),
            carried_by_default,
            purchase_limit: None,
            service: None,
        }
    }

    #[test]
    fn fragment_is_sold_under_the_same_rule_as_the_variant() {
        for carried_by_default in [false, true] {
            let variant = variant(carried_by_default);
            let fragment = variant_fragment(&variant, Locale::En);
            for carried in [None, Some(false), Some(true)] {
                for own in [None, Some(0), Some(1_500)] {
                    for currency in [Currency::CNY, Currency::JPY, Currency::EUR] {
                        let price = own.map(Minor);
                        let expected = variant.price_at(currency, StoreTerms { carried, price });
                        let terms = Terms {
                            carried,
                            skus: vec![SkuTerms {
                                variant: "l",
                                price: own,
                                available: 3,
                            }],
                        };
                        let sold = fragment.sold_at(currency, Some(&terms));
                        assert_eq!(sold.map(|sold| sold.price_minor), expected.ok().map(Minor::get));
                    }
                }
            }
        }
    }

    #[test]
    fn store_without_terms_sells_by_default_and_has_no_stock() {
        let sold = variant_fragment(&variant(true), Locale::En).sold_at(Currency::CNY, None);
        assert_eq!(
            sold,
            Some(Sold {
                price_minor: 1_800,
                available: 0
            })
        );
    }
}
