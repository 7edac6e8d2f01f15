//! What all stores share: each product, and each page of each shelf, in every language.

use super::fragment::{Detail, ProductFragment};
use super::page;
use super::stored::{self, StoredProduct, StoredShelf};
use crate::product;
use crate::projection::keep::Keeper;
use crate::projection::{Ports, ProjectError, keys};
use crate::shelf::{Shelf, ShelfPage};
use commerce::ids::ProductId;
use commerce::product::Product;
use commerce::text::Locale;
use std::collections::{BTreeMap, BTreeSet};

/// Products read at once.
const PRODUCTS_MAX: usize = 100;

/// Writes the products.
pub(super) async fn write_products(
    ports: Ports<'_>,
    keeper: &Keeper<'_>,
    products: &BTreeSet<ProductId>,
) -> Result<(), ProjectError> {
    let all: Vec<&ProductId> = products.iter().collect();
    for some in all.chunks(PRODUCTS_MAX) {
        let ids = some.iter().map(|id| (*id).clone()).collect();
        for stored in product::load_many(ports.sql, &ids).await?.values() {
            write_product(keeper, &stored.product).await?;
        }
    }
    Ok(())
}

/// Writes a product, or removes it when no store may sell it.
pub(super) async fn write_product(keeper: &Keeper<'_>, product: &Product) -> Result<(), ProjectError> {
    for locale in Locale::ALL {
        let page = product.active.then(|| {
            let product = ProductFragment::of(product, locale, Detail::Page);
            stored::write(&StoredProduct { product })
        });
        keeper
            .keep(keys::product(&product.id, locale.as_str()), page)
            .await?;
    }
    Ok(())
}

/// Writes pages of shelves, whose `lengths` are known.
pub(super) async fn write_pages(
    ports: Ports<'_>,
    keeper: &Keeper<'_>,
    pages: &BTreeSet<ShelfPage>,
    lengths: &BTreeMap<Shelf, i64>,
) -> Result<(), ProjectError> {
    for page in pages {
        let products = page::products(ports.sql, page).await?;
        let more = lengths
            .get(&page.shelf)
            .is_some_and(|length| *length > page.end());
        for locale in Locale::ALL {
            let value = stored::write(&shelf_page(page, &products, more, locale));
            let key = keys::shelf(&page.shelf, page.page, locale.as_str());
            keeper.keep(key, Some(value)).await?;
        }
    }
    Ok(())
}

/// Writes the first page of each category that never had a product: that it is there tells it from one that does not
/// exist.
pub(super) async fn write_empty_shelves(
    keeper: &Keeper<'_>,
    lengths: &BTreeMap<Shelf, i64>,
) -> Result<(), ProjectError> {
    let empty = stored::write(&StoredShelf {
        more: false,
        slots: Vec::new(),
    });
    for (shelf, _) in lengths
        .iter()
        .filter(|(shelf, length)| **length == 0 && **shelf != Shelf::All)
    {
        for locale in Locale::ALL {
            let key = keys::shelf(shelf, 0, locale.as_str());
            keeper.keep(key, Some(empty.clone())).await?;
        }
    }
    Ok(())
}

fn shelf_page<'a>(
    page: &ShelfPage,
    products: &'a BTreeMap<usize, Product>,
    more: bool,
    locale: Locale,
) -> StoredShelf<'a> {
    let length = products.last_key_value().map_or(0, |(last, _)| last + 1);
    let mut slots = vec![None; length];
    for (slot, product) in products
        .iter()
        .filter(|(_, product)| stands_on(product, &page.shelf))
    {
        if let Some(place) = slots.get_mut(*slot) {
            *place = Some(ProductFragment::of(product, locale, Detail::Listing));
        }
    }
    StoredShelf { more, slots }
}

/// Whether a product that has a place on `shelf` is to be seen there.
fn stands_on(product: &Product, shelf: &Shelf) -> bool {
    let belongs = match shelf {
        Shelf::All => true,
        Shelf::Category(category) => product.categories.contains(category),
    };
    product.active && belongs
}
