//! Coupon templates: their terms as a document, beside the counters that limit them.

use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::coupon::{Template, TemplateState};
use commerce::ids::{CustomerId, StoreId, TemplateId};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A template as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTemplate {
    /// Its terms.
    pub template: Template,
    /// Counts its edits, from 1. Issuing a coupon is none.
    pub version: i64,
    /// How many coupons were ever issued.
    pub issued: u32,
    /// When it was created, in UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it was last edited, in UTC epoch milliseconds.
    pub updated_ms: i64,
}

/// Why a template was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteTemplateError {
    /// Somebody else created or edited it meanwhile, or coupons were issued that the decision did not know of.
    #[error("the template was changed meanwhile")]
    Changed,
    /// The database failed.
    #[error(transparent)]
    Sql(SqlError),
}

impl From<SqlError> for WriteTemplateError {
    fn from(error: SqlError) -> Self {
        match error {
            SqlError::Refused { .. } => Self::Changed,
            other => Self::Sql(other),
        }
    }
}

/// One template.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: &TemplateId) -> Result<Option<StoredTemplate>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT document, version, issued, created_ms, updated_ms FROM coupon_template WHERE id = ?1",
            vec![id.to_string().into()],
        ))
        .await?;
    rows.first().map(stored).transpose()
}

/// One template, with how many of its coupons `customer` was ever issued.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load_for_claim(
    sql: &dyn Sql,
    id: &TemplateId,
    customer: &CustomerId,
) -> Result<Option<(StoredTemplate, u32)>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT t.document, t.version, t.issued, t.created_ms, t.updated_ms, COALESCE(h.issued, 0) \
             FROM coupon_template t \
             LEFT JOIN coupon_holding h ON h.template_id = t.id AND h.customer_id = ?2 \
             WHERE t.id = ?1",
            vec![id.to_string().into(), customer.to_string().into()],
        ))
        .await?;
    rows.first()
        .map(|row| Ok((stored(row)?, count(row, 5)?)))
        .transpose()
}

/// Templates by id, after `after`, at most `limit`; of all states, or of one.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    state: Option<TemplateState>,
    after: Option<&TemplateId>,
    limit: u32,
) -> Result<Vec<StoredTemplate>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT document, version, issued, created_ms, updated_ms FROM coupon_template \
             WHERE id > ?1 AND (CAST(?2 AS TEXT) IS NULL OR state = ?2) ORDER BY id LIMIT ?3",
            vec![
                after.map_or_else(String::new, TemplateId::to_string).into(),
                state.map(|state| state.as_str().to_owned()).into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(stored).collect()
}

/// Those of the stores of a scope that there are.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn known_stores(sql: &dyn Sql, stores: &BTreeSet<StoreId>) -> Result<BTreeSet<StoreId>, SqlError> {
    static KNOWN: LazyLock<String> =
        LazyLock::new(|| format!("SELECT id FROM store WHERE id IN ({})", placeholders()));
    let texts: Vec<String> = stores.iter().map(StoreId::to_string).collect();
    let mut known = BTreeSet::new();
    for list in texts.chunks(LIST_MAX) {
        for row in sql.read(Statement::new(&KNOWN, padded(list))).await? {
            known.insert(row.parse(0)?);
        }
    }
    Ok(known)
}

/// Writes a template that was not there.
///
/// # Errors
/// [`WriteTemplateError::Changed`] when it is there by now.
pub async fn insert(sql: &dyn Sql, template: &Template, now_ms: i64) -> Result<(), WriteTemplateError> {
    let mut script = Script::new();
    script.expect(
        "version",
        "INSERT INTO coupon_template (id, version, document, state, total_limit, issued, created_ms, updated_ms) \
         VALUES (?1, 1, ?2, ?3, ?4, 0, ?5, ?5) ON CONFLICT (id) DO NOTHING",
        vec![
            template.id.to_string().into(),
            document(template)?.into(),
            template.state.as_str().into(),
            template.total_limit.into(),
            now_ms.into(),
        ],
    );
    sql.write(script).await?;
    Ok(())
}

/// Replaces the template `before`. Coupons may be issued meanwhile, unless they are the first ones or more than the new
/// limit.
///
/// # Errors
/// [`WriteTemplateError::Changed`].
pub async fn replace(
    sql: &dyn Sql,
    before: &StoredTemplate,
    after: &Template,
    now_ms: i64,
) -> Result<(), WriteTemplateError> {
    let mut script = Script::new();
    // Whom the old terms left out, the new ones may serve: recall campaigns look at every sleeper again. Campaign before
    // template, as the recall itself does, so that the two never wait for each other.
    script.run(
        "UPDATE campaign SET scanned_ms = 0, scanned_id = '' WHERE template_id = ?1",
        vec![after.id.to_string().into()],
    );
    script.expect(
        "version",
        "UPDATE coupon_template SET version = version + 1, document = ?3, state = ?4, total_limit = ?5, updated_ms = ?6 \
         WHERE id = ?1 AND version = ?2 AND issued <= ?5 AND (issued = 0 OR ?7 = 1)",
        vec![
            after.id.to_string().into(),
            before.version.into(),
            document(after)?.into(),
            after.state.as_str().into(),
            after.total_limit.into(),
            now_ms.into(),
            (before.issued > 0).into(),
        ],
    );
    sql.write(script).await?;
    Ok(())
}

fn document(template: &Template) -> Result<String, SqlError> {
    serde_json::to_string(template).map_err(|error| SqlError::Statement(error.to_string()))
}

fn stored(row: &Row) -> Result<StoredTemplate, SqlError> {
    Ok(StoredTemplate {
        template: row.json(0)?,
        version: row.int(1)?,
        issued: count(row, 2)?,
        created_ms: row.int(3)?,
        updated_ms: row.int(4)?,
    })
}

fn count(row: &Row, column: usize) -> Result<u32, SqlError> {
    u32::try_from(row.int(column)?).map_err(|_| SqlError::Decode {
        column,
        expected: "a count",
    })
}
