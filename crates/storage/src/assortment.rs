//! What stores carry, where they do otherwise than headquarters.

use crate::outbox::{self, Change};
use crate::scope::StoreScope;
use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Script, Sql, SqlError, Statement};
use commerce::ids::{ProductId, StoreId};
use commerce::money::Currency;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A store that exists within somebody's scope: what its offers cannot be written without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellingStore {
    id: StoreId,
    currency: Currency,
}

impl SellingStore {
    /// The store, if it exists and `scope` holds it.
    ///
    /// # Errors
    /// Any of [`Sql::read`].
    pub async fn find(sql: &dyn Sql, scope: &StoreScope, id: &StoreId) -> Result<Option<Self>, SqlError> {
        let rows = sql
            .read(Statement::new(
                "SELECT currency FROM store WHERE id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR id = ?2)",
                vec![id.to_string().into(), scope.param()],
            ))
            .await?;
        rows.first()
            .map(|row| {
                Ok(Self {
                    id: id.clone(),
                    currency: row.parse(0)?,
                })
            })
            .transpose()
    }

    /// Which store.
    #[must_use]
    pub fn id(&self) -> &StoreId {
        &self.id
    }

    /// What it counts in.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }
}

/// The currencies of those of the stores that exist within `scope`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn currencies(
    sql: &dyn Sql,
    scope: &StoreScope,
    stores: &BTreeSet<StoreId>,
) -> Result<BTreeMap<StoreId, Currency>, SqlError> {
    static CURRENCIES: LazyLock<String> = LazyLock::new(|| {
        let scope = LIST_MAX + 1;
        format!(
            "SELECT id, currency FROM store WHERE id IN ({}) AND (CAST(?{scope} AS TEXT) IS NULL OR id = ?{scope})",
            placeholders()
        )
    });
    let texts: Vec<String> = stores.iter().map(StoreId::to_string).collect();
    let mut found = BTreeMap::new();
    for list in texts.chunks(LIST_MAX) {
        let mut params = padded(list);
        params.push(scope.param());
        for row in sql.read(Statement::new(&CURRENCIES, params)).await? {
            found.insert(row.parse(0)?, row.parse(1)?);
        }
    }
    Ok(found)
}

/// A script that takes a product into a store's assortment or out of it; `None` leaves it to headquarters.
#[must_use]
pub fn put(store: &SellingStore, product: &ProductId, carried: Option<bool>, now_ms: i64) -> Script {
    let mut script = Script::new();
    let (store_id, product_id) = (store.id.to_string(), product.to_string());
    match carried {
        Some(carried) => script.run(
            "INSERT INTO assortment (store_id, product_id, carried) VALUES (?1, ?2, ?3) \
             ON CONFLICT (store_id, product_id) DO UPDATE SET carried = excluded.carried",
            vec![store_id.into(), product_id.into(), carried.into()],
        ),
        None => script.run(
            "DELETE FROM assortment WHERE store_id = ?1 AND product_id = ?2",
            vec![store_id.into(), product_id.into()],
        ),
    };
    outbox::mark(
        &mut script,
        &Change::Offer(store.id.clone(), product.clone()),
        now_ms,
    );
    script
}
