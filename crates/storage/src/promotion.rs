//! Promotions, as headquarters keeps them, and what they took off orders.

use crate::outbox::{self, Change};
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::PromotionId;
use commerce::order::Order;
use commerce::pricing::DiscountRule;
use commerce::promotion::{PROMOTIONS_ACTIVE_MAX, Promotion, PromotionState};

/// A promotion as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPromotion {
    /// What headquarters set.
    pub promotion: Promotion,
    /// Counts its edits, from 1.
    pub version: i64,
    /// When it was created, in UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it was last edited, in UTC epoch milliseconds.
    pub updated_ms: i64,
}

/// Why a promotion was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WritePromotionError {
    /// Somebody else created or edited it meanwhile.
    #[error("the promotion was changed meanwhile")]
    Changed,
    /// As many are active as may be.
    #[error("{PROMOTIONS_ACTIVE_MAX} promotions are active")]
    TooManyActive,
    /// The database failed.
    #[error(transparent)]
    Sql(SqlError),
}

impl From<SqlError> for WritePromotionError {
    fn from(error: SqlError) -> Self {
        match error {
            SqlError::Refused { label: VERSION, .. } => Self::Changed,
            SqlError::Refused {
                label: ACTIVE_MAX, ..
            } => Self::TooManyActive,
            other => Self::Sql(other),
        }
    }
}

const VERSION: &str = "version";
const ACTIVE_MAX: &str = "active_max";
/// The guard that a promotion is still what an order was priced with.
pub const PROMOTION: &str = "promotion";

/// One promotion.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: &PromotionId) -> Result<Option<StoredPromotion>, SqlError> {
    let statement = Statement::new(
        "SELECT document, version, created_ms, updated_ms FROM promotion WHERE id = ?1",
        vec![id.to_string().into()],
    );
    sql.read(statement).await?.first().map(stored).transpose()
}

/// Promotions by id, after `after`, at most `limit`; in all states, or in one.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    state: Option<PromotionState>,
    after: Option<&PromotionId>,
    limit: u32,
) -> Result<Vec<StoredPromotion>, SqlError> {
    let statement = Statement::new(
        "SELECT document, version, created_ms, updated_ms FROM promotion \
         WHERE id > ?1 AND (CAST(?2 AS TEXT) IS NULL OR state = ?2) ORDER BY id LIMIT ?3",
        vec![
            after.map_or_else(String::new, PromotionId::to_string).into(),
            state.map(|state| state.as_str().to_owned()).into(),
            limit.into(),
        ],
    );
    sql.read(statement).await?.iter().map(stored).collect()
}

/// The promotions that are active, as version and JSON, in the order in which they apply, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn active_documents(sql: &dyn Sql, limit: u32) -> Result<Vec<(i64, String)>, SqlError> {
    let statement = Statement::new(
        "SELECT version, document FROM promotion WHERE state = 'active' ORDER BY sort, id LIMIT ?1",
        vec![limit.into()],
    );
    let rows = sql.read(statement).await?;
    rows.iter()
        .map(|row| Ok((row.int(0)?, row.text(1)?.to_owned())))
        .collect()
}

/// Writes a promotion over version `before`, or a new one when that is `None`.
///
/// # Errors
/// See [`WritePromotionError`].
pub async fn put(
    sql: &dyn Sql,
    promotion: &Promotion,
    before: Option<i64>,
    now_ms: i64,
) -> Result<(), WritePromotionError> {
    let document =
        serde_json::to_string(promotion).map_err(|error| SqlError::Statement(error.to_string()))?;
    let (id, state) = (promotion.id.to_string(), promotion.state.as_str());
    let mut script = Script::new();
    match before {
        None => script.expect(
            VERSION,
            "INSERT INTO promotion (id, version, document, state, sort, created_ms, updated_ms) \
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?5) ON CONFLICT (id) DO NOTHING",
            vec![
                (&id).into(),
                document.into(),
                state.into(),
                promotion.sort.into(),
                now_ms.into(),
            ],
        ),
        Some(version) => script.expect(
            VERSION,
            "UPDATE promotion SET version = version + 1, document = ?2, state = ?3, sort = ?4, updated_ms = ?5 \
             WHERE id = ?1 AND version = ?6",
            vec![
                (&id).into(),
                document.into(),
                state.into(),
                promotion.sort.into(),
                now_ms.into(),
                version.into(),
            ],
        ),
    };
    if promotion.state == PromotionState::Active {
        // Two writers at once may pass the bound by one; it only bounds what a quote looks through.
        script.expect(
            ACTIVE_MAX,
            "UPDATE promotion SET updated_ms = ?2 WHERE id = ?1 \
             AND (SELECT COUNT(*) FROM promotion WHERE state = 'active') <= ?3",
            vec![id.into(), now_ms.into(), PROMOTIONS_ACTIVE_MAX.into()],
        );
    }
    outbox::mark(&mut script, &Change::Pricing, now_ms);
    sql.write(script).await?;
    Ok(())
}

/// Adds to the script that places `order` what its promotions took off. Refused under [`PROMOTION`] when one is no longer
/// active at the version in `versions`, with which the order was priced.
pub fn record(script: &mut Script, order: &Order, versions: &[(PromotionId, i64)]) {
    for discount in &order.quote.discounts {
        let DiscountRule::Promotion { id, .. } = &discount.rule else {
            continue;
        };
        let version = versions.iter().find(|(asked, _)| asked == id);
        script.expect(
            PROMOTION,
            "INSERT INTO order_promotion (order_id, promotion_id, amount_minor) \
             SELECT ?1, p.id, ?4 FROM promotion p WHERE p.id = ?2 AND p.version = ?3 AND p.state = 'active'",
            vec![
                order.id.to_string().into(),
                id.to_string().into(),
                // No row has version 0: a promotion of unknown version is refused.
                version.map_or(0, |(_, version)| *version).into(),
                discount.amount.get().into(),
            ],
        );
    }
}

fn stored(row: &Row) -> Result<StoredPromotion, SqlError> {
    Ok(StoredPromotion {
        promotion: row.json(0)?,
        version: row.int(1)?,
        created_ms: row.int(2)?,
        updated_ms: row.int(3)?,
    })
}
