//! Prices that a store sets itself. The brand's own are part of the [product](crate::product).

use crate::assortment::SellingStore;
use crate::outbox::{self, Change};
use crate::sql::Script;
use commerce::ids::SkuId;
use commerce::money::Minor;

/// A script that sets a store's own price of a SKU, in the store's currency; `None` leaves it to headquarters.
#[must_use]
pub fn put_own(store: &SellingStore, sku: &SkuId, price: Option<Minor>, now_ms: i64) -> Script {
    let mut script = Script::new();
    let (store_id, sku_id) = (store.id().to_string(), sku.to_string());
    match price {
        Some(price) => script.run(
            "INSERT INTO store_price (store_id, sku_id, amount_minor) VALUES (?1, ?2, ?3) \
             ON CONFLICT (store_id, sku_id) DO UPDATE SET amount_minor = excluded.amount_minor",
            vec![store_id.into(), sku_id.into(), price.get().into()],
        ),
        None => script.run(
            "DELETE FROM store_price WHERE store_id = ?1 AND sku_id = ?2",
            vec![store_id.into(), sku_id.into()],
        ),
    };
    let change = Change::Offer(store.id().clone(), sku.product());
    outbox::mark(&mut script, &change, now_ms);
    script
}
