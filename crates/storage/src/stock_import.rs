//! Stock and own prices of many stores, a few hundred rows at a time.

use crate::outbox::{self, Change};
use crate::scope::StoreScope;
use crate::sql::list::{LIST_MAX, rows};
use crate::sql::{Expect, Param, Script, Sql, SqlError, Statement, Step};
use commerce::ids::{ProductId, SkuId, StoreId};
use commerce::money::Minor;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Products of a store from which on one entry says that its offers changed, instead of one for each.
const PRODUCTS_OF_AN_ENTRY: usize = 8;

/// What a store has of a SKU, as far as there is anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StockFacts {
    /// Units in the store; `None` when it was never counted.
    pub on_hand: Option<i64>,
    /// Units of these that orders have reserved.
    pub reserved: i64,
    /// The store's own price.
    pub price: Option<Minor>,
}

/// A row to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockWrite {
    /// Which store.
    pub store: StoreId,
    /// Which SKU.
    pub sku: SkuId,
    /// Units counted, not fewer than are reserved.
    pub on_hand: i64,
    /// The store's own price from now on; `None` leaves it as it is.
    pub price: Option<Minor>,
}

/// What the stores have of the SKUs, pair by pair.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn facts(
    sql: &dyn Sql,
    scope: &StoreScope,
    pairs: &[(&StoreId, &SkuId)],
) -> Result<BTreeMap<(StoreId, SkuId), StockFacts>, SqlError> {
    static FACTS: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT v.column1, v.column2, s.on_hand, COALESCE(s.reserved, 0), p.amount_minor \
             FROM (VALUES {}) AS v \
             LEFT JOIN stock s ON s.store_id = v.column1 AND s.sku_id = v.column2 \
             LEFT JOIN store_price p ON p.store_id = v.column1 AND p.sku_id = v.column2 \
             WHERE (s.store_id IS NOT NULL OR p.store_id IS NOT NULL) \
             AND (CAST(?{scope} AS TEXT) IS NULL OR v.column1 = ?{scope})",
            rows(2),
            scope = LIST_MAX * 2 + 1,
        )
    });
    let mut found = BTreeMap::new();
    for list in pairs.chunks(LIST_MAX) {
        let last = list.last();
        let filled = list.iter().chain(last.into_iter().cycle()).take(LIST_MAX);
        let params = filled.flat_map(|(store, sku)| [store.to_string().into(), sku.to_string().into()]);
        let params = params.chain([scope.param()]);
        for row in sql.read(Statement::new(&FACTS, params.collect())).await? {
            let facts = StockFacts {
                on_hand: row.opt_int(2)?,
                reserved: row.int(3)?,
                price: row.opt_int(4)?.map(Minor),
            };
            found.insert((row.parse(0)?, row.parse(1)?), facts);
        }
    }
    Ok(found)
}

/// A script that writes all rows, counted `by` somebody, no two of which name the same stock, or none: the guard `stock` refuses when more was
/// reserved meanwhile than a row leaves on hand.
#[must_use]
pub fn put_all(writes: &[StockWrite], by: &str, now_ms: i64) -> Script {
    // A row of NULLs fills the list and is no row of the table.
    static STOCK: LazyLock<String> = LazyLock::new(|| {
        format!(
            "INSERT INTO stock (store_id, sku_id, on_hand, reserved, sequence, cause, reference, reason, changed_ms) \
             SELECT v.column1, v.column2, v.column3, 0, 0, 'count', ?{by}, 'import', ?{at} FROM (VALUES {}) AS v \
             WHERE v.column1 IS NOT NULL ON CONFLICT (store_id, sku_id) DO UPDATE SET on_hand = excluded.on_hand, \
             sequence = stock.sequence + 1, cause = excluded.cause, reference = excluded.reference, \
             reason = excluded.reason, changed_ms = excluded.changed_ms \
             WHERE stock.reserved <= excluded.on_hand",
            rows(3),
            by = LIST_MAX * 3 + 1,
            at = LIST_MAX * 3 + 2,
        )
    });
    static PRICES: LazyLock<String> = LazyLock::new(|| {
        format!(
            "INSERT INTO store_price (store_id, sku_id, amount_minor) \
             SELECT v.column1, v.column2, v.column3 FROM (VALUES {}) AS v WHERE v.column1 IS NOT NULL \
             ON CONFLICT (store_id, sku_id) DO UPDATE SET amount_minor = excluded.amount_minor",
            rows(3)
        )
    });
    // Ascending, so that two writers never wait for each other in a circle.
    let mut writes: Vec<&StockWrite> = writes.iter().collect();
    writes.sort_by(|left, right| (&left.store, &left.sku).cmp(&(&right.store, &right.sku)));
    let stock: Vec<_> = writes.iter().map(|write| (*write, write.on_hand)).collect();
    let priced = writes
        .iter()
        .filter_map(|write| Some((*write, write.price?.get())));
    let priced: Vec<_> = priced.collect();

    let mut script = Script::new();
    put_rows(
        &mut script,
        &STOCK,
        "stock",
        &stock,
        &[by.to_owned().into(), now_ms.into()],
    );
    put_rows(&mut script, &PRICES, "price", &priced, &[]);
    mark(&mut script, &writes, now_ms);
    script
}

fn put_rows(
    script: &mut Script,
    sql: &'static str,
    label: &'static str,
    values: &[(&StockWrite, i64)],
    more: &[Param],
) {
    for list in values.chunks(LIST_MAX) {
        let mut params: Vec<Param> = Vec::with_capacity(LIST_MAX * 3 + more.len());
        for (write, value) in list {
            params.extend([
                write.store.to_string().into(),
                write.sku.to_string().into(),
                Param::from(*value),
            ]);
        }
        for _ in list.len()..LIST_MAX {
            params.extend([Param::Text(None), Param::Text(None), Param::Int(None)]);
        }
        params.extend(more.iter().cloned());
        script.steps.push(Step {
            statement: Statement::new(sql, params),
            expect: Expect::Rows(list.len() as u64, label),
        });
    }
}

fn mark(script: &mut Script, writes: &[&StockWrite], now_ms: i64) {
    let mut touched: BTreeMap<&StoreId, BTreeSet<ProductId>> = BTreeMap::new();
    for write in writes {
        touched
            .entry(&write.store)
            .or_default()
            .insert(write.sku.product());
    }
    for (store, products) in touched {
        // An import takes nothing away, so the one entry for all of a store's offers is enough.
        if products.len() >= PRODUCTS_OF_AN_ENTRY {
            outbox::mark(script, &Change::Offers(store.clone()), now_ms);
        } else {
            for product in products {
                outbox::mark(script, &Change::Offer(store.clone(), product), now_ms);
            }
        }
    }
}
