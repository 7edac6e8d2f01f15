use super::ProductWrite;
use crate::barcode::BARCODE;
use crate::outbox::{self, Change};
use crate::sql::Script;
use commerce::ids::SkuId;
use commerce::product::{Gtin, Product};
use std::collections::{BTreeMap, BTreeSet};

impl ProductWrite {
    /// The barcodes that SKUs get by this write, with the SKUs.
    #[must_use]
    pub fn new_barcodes(&self) -> BTreeMap<Gtin, SkuId> {
        let before = self.before.as_ref().map(|before| barcodes(&before.product));
        let before = before.unwrap_or_default();
        let new = barcodes(&self.after)
            .into_iter()
            .filter(|pair| !before.contains(pair));
        new.map(|(gtin, sku)| (gtin, sku.clone())).collect()
    }
}

/// Gives SKUs their barcodes, after taking away those that they have no more. Refused under [`BARCODE`] when one is another
/// SKU's. In ascending order, so that two writers never wait for each other in a circle.
pub(super) fn put(script: &mut Script, writes: &[&ProductWrite], now_ms: i64) {
    let before = writes.iter().filter_map(|write| write.before.as_ref());
    let before: BTreeSet<_> = before.flat_map(|before| barcodes(&before.product)).collect();
    let after: BTreeSet<_> = writes.iter().flat_map(|write| barcodes(&write.after)).collect();
    let changed: BTreeSet<Gtin> = before
        .symmetric_difference(&after)
        .map(|(gtin, _)| *gtin)
        .collect();
    for gtin in changed {
        let of = |pair: &&(Gtin, &SkuId)| pair.0 == gtin;
        for (_, sku) in before.difference(&after).filter(of) {
            script.run(
                "DELETE FROM barcode WHERE gtin = ?1 AND sku_id = ?2",
                vec![gtin.to_string().into(), sku.to_string().into()],
            );
        }
        for (_, sku) in after.difference(&before).filter(of) {
            script.expect(
                BARCODE,
                "INSERT INTO barcode (gtin, sku_id) VALUES (?1, ?2) ON CONFLICT (gtin) DO NOTHING",
                vec![gtin.to_string().into(), sku.to_string().into()],
            );
        }
        outbox::mark(script, &Change::Barcode(gtin), now_ms);
    }
}

fn barcodes(product: &Product) -> BTreeSet<(Gtin, &SkuId)> {
    let variants = product.variants.iter();
    variants
        .filter_map(|variant| Some((variant.gtin()?, &variant.sku)))
        .collect()
}
