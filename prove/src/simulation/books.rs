//! The stock that there must be: what was counted and moved, less what was sold, and what came back of it.

use super::database::rows;
use super::world::World;
use std::cell::RefCell;
use std::collections::BTreeMap;
use storage::sql::Statement;

/// Units by store and SKU, as if nothing had ever been sold.
#[derive(Default)]
pub struct Books(RefCell<BTreeMap<(String, String), i64>>);

impl Books {
    /// So many units were counted just now.
    pub fn count(&self, world: &World, store: &str, sku: &str, units: i64) {
        let unsold = units + sold(world, store, sku);
        self.0
            .borrow_mut()
            .insert((store.to_owned(), sku.to_owned()), unsold);
    }

    /// So many units came in or went out just now.
    pub fn adjust(&self, store: &str, sku: &str, units: i64) {
        *self
            .0
            .borrow_mut()
            .entry((store.to_owned(), sku.to_owned()))
            .or_default() += units;
    }

    /// Compares with the database.
    pub fn audit(&self, world: &World) {
        let statement = Statement::new("SELECT store_id, sku_id, on_hand FROM stock", Vec::new());
        let found: BTreeMap<_, _> = rows(&*world.sql, statement)
            .iter()
            .map(|row| {
                let (store, sku) = (row.text(0).unwrap().to_owned(), row.text(1).unwrap().to_owned());
                let unsold = row.int(2).unwrap() + sold(world, &store, &sku);
                ((store, sku), unsold)
            })
            .collect();
        let expected = self.0.borrow();
        if found != *expected {
            world.wrong(format!("stock and sales: expected {expected:?}, found {found:?}"));
        }
    }
}

/// Units in paid orders, less those that went back on this store's shelf.
fn sold(world: &World, store: &str, sku: &str) -> i64 {
    let statement = Statement::new(
        "SELECT CAST(COALESCE(SUM(units), 0) AS BIGINT) FROM ( \
             SELECT l.quantity AS units FROM orders o JOIN order_line l ON l.order_id = o.id \
             WHERE o.paid_ms IS NOT NULL AND o.store_id = ?1 AND l.sku_id = ?2 \
             UNION ALL \
             SELECT -r.units FROM refund_line r JOIN order_line l ON l.order_id = r.order_id AND l.line = r.line \
             WHERE r.restocked_at = ?1 AND l.sku_id = ?2 \
         ) t",
        vec![store.to_owned().into(), sku.to_owned().into()],
    );
    rows(&*world.sql, statement)[0].int(0).unwrap()
}
