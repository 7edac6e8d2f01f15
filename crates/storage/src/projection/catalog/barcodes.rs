//! What each barcode is of: the product with that one variant.

use super::fragment::{Detail, ProductFragment};
use super::stored::{self, StoredBarcode};
use crate::projection::keep::Keeper;
use crate::projection::{Ports, ProjectError, keys};
use crate::{barcode, product};
use commerce::ids::{ProductId, SkuId};
use commerce::product::{Gtin, Product};
use commerce::text::Locale;
use std::collections::BTreeSet;

/// Barcodes written at once.
const BARCODES_MAX: usize = 100;

/// Writes the barcodes, and those of `products`; removes one that is no SKU's, or of a product that no store may sell.
pub(super) async fn write(
    ports: Ports<'_>,
    keeper: &Keeper<'_>,
    mut gtins: BTreeSet<Gtin>,
    products: &BTreeSet<ProductId>,
) -> Result<(), ProjectError> {
    gtins.append(&mut barcode::of_products(ports.sql, products).await?);
    let gtins: Vec<Gtin> = gtins.into_iter().collect();
    for some in gtins.chunks(BARCODES_MAX) {
        let owners = barcode::owners(ports.sql, &some.iter().copied().collect()).await?;
        let products: BTreeSet<ProductId> = owners.values().map(SkuId::product).collect();
        let products = product::load_many(ports.sql, &products).await?;
        for gtin in some {
            let value = owners.get(gtin).and_then(|sku| {
                let stored = products.get(&sku.product())?;
                value(&stored.product, sku)
            });
            keeper.keep(keys::barcode(*gtin), value).await?;
        }
    }
    Ok(())
}

fn value(product: &Product, sku: &SkuId) -> Option<Vec<u8>> {
    let has_sku = product.variants.iter().any(|variant| variant.sku == *sku);
    if !product.active || !has_sku {
        return None;
    }
    let pages = Locale::ALL.into_iter().map(|locale| {
        let mut page = ProductFragment::of(product, locale, Detail::Page);
        page.variants.retain(|variant| variant.variant == sku.variant());
        (locale.as_str(), page)
    });
    Some(stored::write(&StoredBarcode {
        product: product.id.as_str(),
        pages: pages.collect(),
    }))
}
