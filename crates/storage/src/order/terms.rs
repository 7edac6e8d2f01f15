//! On what terms a store sells the articles of a cart: quickly from the projections, or exactly from the truth.
//!
//! An order is computed from the projections, and the write compares them with the truth. What would refuse a cart is
//! looked up in the truth before anybody is told: a projection that is behind never turns a shopper away.

use crate::key_value::{KeyValue, KeyValueError};
use crate::projection::catalog::stored::{self, StoredOffer, StoredProduct};
use crate::projection::keys;
use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Row, Sql, SqlError, Statement};
use commerce::cart::QUANTITY_MAX;
use commerce::ids::{CategoryId, ProductId, SkuId, StoreId};
use commerce::money::{Currency, Minor};
use commerce::product::{BookableService, Product, StoreTerms};
use commerce::text::{Locale, Texts};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// On what terms a store sells an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// What it is called, with its choices: `Oolong (large, iced)`.
    pub name: Texts,
    /// Where the product is found.
    pub categories: Vec<CategoryId>,
    /// The store's price of one.
    pub price: Minor,
    /// Units that nobody has reserved; of a service, as many as a cart may have.
    pub available: i64,
    /// What it needs, if it is a service.
    pub service: Option<BookableService>,
    /// Whether there is a limit to what a customer may order.
    pub is_limited: bool,
}

/// The articles that a store sells, by SKU; one that is not here is not sold there.
pub type TermsBySku = BTreeMap<SkuId, Terms>;

/// The terms as projected, perhaps a moment old. Two reads per product.
///
/// # Errors
/// Key-value's. A projection that cannot be read counts as absent.
pub async fn projected(
    key_value: &dyn KeyValue,
    store: &StoreId,
    currency: Currency,
    skus: &BTreeSet<SkuId>,
    locale: Locale,
) -> Result<TermsBySku, KeyValueError> {
    let products: BTreeSet<ProductId> = skus.iter().map(SkuId::product).collect();
    let mut found = TermsBySku::new();
    for id in &products {
        let Some(product) = key_value.get(&keys::product(id, locale.as_str())).await? else {
            continue;
        };
        let offer = key_value.get(&keys::offer(store, id)).await?;
        let wanted = skus.iter().filter(|sku| sku.product_code() == id.as_str());
        found.extend(wanted.filter_map(|sku| {
            let terms = read_projected(&product, offer.as_deref(), currency, sku, locale)?;
            Some((sku.clone(), terms))
        }));
    }
    Ok(found)
}

fn read_projected(
    product: &[u8],
    offer: Option<&[u8]>,
    currency: Currency,
    sku: &SkuId,
    locale: Locale,
) -> Option<Terms> {
    #[derive(Deserialize)]
    struct Named {
        name: String,
        categories: Vec<CategoryId>,
    }
    #[derive(Deserialize)]
    struct Chosen {
        choices: Vec<Choice>,
        purchase_limit: Option<IgnoredAny>,
        service: Option<BookableService>,
    }
    #[derive(Deserialize)]
    struct Choice {
        value: String,
    }
    let StoredProduct { product } = stored::read(product).ok()?;
    let offer: Option<StoredOffer<'_>> = offer.map(stored::read).transpose().ok()?;
    let variant = product.variants.iter().find(|v| v.variant == sku.variant())?;
    let sold = variant.sold_at(currency, offer.as_ref().map(|offer| &offer.terms))?;
    // Projections are objects without their closing brace.
    let named: Named = serde_json::from_str(&format!("{}}}", product.json)).ok()?;
    let chosen: Chosen = serde_json::from_str(&format!("{}}}", variant.json)).ok()?;
    let values: Vec<&str> = chosen
        .choices
        .iter()
        .map(|choice| choice.value.as_str())
        .collect();
    Some(Terms {
        name: Texts::single(locale.into(), title(&named.name, &values)),
        categories: named.categories,
        price: Minor(sold.price_minor),
        available: sold.available,
        service: chosen.service,
        is_limited: chosen.purchase_limit.is_some(),
    })
}

/// The terms as they are. One read for each [`LIST_MAX`] articles.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn exact(
    sql: &dyn Sql,
    store: &StoreId,
    currency: Currency,
    skus: &BTreeSet<SkuId>,
    locale: Locale,
) -> Result<TermsBySku, SqlError> {
    static TERMS: LazyLock<String> = LazyLock::new(|| {
        let (store, currency) = (LIST_MAX + 1, LIST_MAX + 2);
        format!(
            "SELECT k.id, p.document, COALESCE(own.amount_minor, list.amount_minor), a.carried, \
             COALESCE(s.on_hand - s.reserved, 0) \
             FROM sku k JOIN product p ON p.id = k.product_id \
             LEFT JOIN store_price own ON own.store_id = ?{store} AND own.sku_id = k.id \
             LEFT JOIN sku_price list ON list.sku_id = k.id AND list.currency = ?{currency} \
             LEFT JOIN assortment a ON a.store_id = ?{store} AND a.product_id = k.product_id \
             LEFT JOIN stock s ON s.store_id = ?{store} AND s.sku_id = k.id \
             WHERE k.id IN ({})",
            placeholders()
        )
    });
    let texts: Vec<String> = skus.iter().map(SkuId::to_string).collect();
    let mut found = TermsBySku::new();
    for list in texts.chunks(LIST_MAX) {
        let mut params = padded(list);
        params.push(store.to_string().into());
        params.push(currency.to_string().into());
        for row in sql.read(Statement::new(&TERMS, params)).await? {
            let sku: SkuId = row.parse(0)?;
            if let Some(terms) = read_exact(&row, currency, &sku, locale)? {
                found.insert(sku, terms);
            }
        }
    }
    Ok(found)
}

fn read_exact(row: &Row, currency: Currency, sku: &SkuId, locale: Locale) -> Result<Option<Terms>, SqlError> {
    let product: Product = row.json(1)?;
    let variant = product.variants.iter().find(|variant| variant.sku == *sku);
    let Some(variant) = variant.filter(|_| product.active) else {
        return Ok(None);
    };
    let terms = StoreTerms {
        carried: row.opt_int(3)?.map(|carried| carried != 0),
        price: row.opt_int(2)?.map(Minor),
    };
    let Ok(price) = variant.price_at(currency, terms) else {
        return Ok(None);
    };
    let values: Vec<&str> = variant
        .choices
        .iter()
        .filter_map(|choice| locale.pick(&choice.value))
        .collect();
    let name = locale.pick(&product.name).unwrap_or_default();
    Ok(Some(Terms {
        name: Texts::single(locale.into(), title(name, &values)),
        categories: product.categories.clone(),
        price,
        available: match variant.service {
            Some(_) => i64::from(QUANTITY_MAX),
            None => row.int(4)?,
        },
        service: variant.service.clone(),
        is_limited: variant.purchase_limit.is_some(),
    }))
}

fn title(name: &str, values: &[&str]) -> String {
    if values.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", values.join(", "))
    }
}
