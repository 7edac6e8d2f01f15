//! Handing orders over: which orders a code may be of, and who tried one.

use crate::scope::StoreScope;
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::{OrderId, StoreId};

/// Orders that wait to be handed over at one store, as far as a code is looked up among them; the newest come first.
pub const WAITING_MAX: u32 = 5_000;

/// What came of trying a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Staff saw the order.
    Shown,
    /// The shopper has the order.
    HandedOver,
    /// It was no code of an order that waits here.
    Refused,
}

impl Outcome {
    /// The name in SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::HandedOver => "handed_over",
            Self::Refused => "refused",
        }
    }
}

/// The orders that may be handed over at a store now, newest first, at most [`WAITING_MAX`]; none at a store outside of `scope`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn waiting(sql: &dyn Sql, scope: &StoreScope, store: &StoreId) -> Result<Vec<OrderId>, SqlError> {
    let statement = Statement::new(
        "SELECT id FROM orders WHERE store_id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR store_id = ?2) \
         AND state IN ('paid', 'accepted', 'ready') AND ((mode = 'in_store' AND state = 'paid') \
         OR (mode = 'pickup' AND state = 'ready') OR (mode = 'booking' AND state = 'accepted')) \
         ORDER BY id DESC LIMIT ?3",
        vec![store.to_string().into(), scope.param(), WAITING_MAX.into()],
    );
    sql.read(statement)
        .await?
        .iter()
        .map(|row: &Row| row.parse(0))
        .collect()
}

/// Adds to a script that `actor` tried a code at `store`.
pub fn note_check(
    script: &mut Script,
    store: &StoreId,
    order: Option<OrderId>,
    actor: &str,
    outcome: Outcome,
    now_ms: i64,
) {
    script.run(
        "INSERT INTO handover_check (store_id, order_id, actor, outcome, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
        vec![
            store.to_string().into(),
            order.map(|id| id.to_string()).into(),
            actor.to_owned().into(),
            outcome.as_str().into(),
            now_ms.into(),
        ],
    );
}
