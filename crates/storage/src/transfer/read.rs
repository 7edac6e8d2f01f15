use crate::assortment::SellingStore;
use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Row, Sql, SqlError, Statement};
use commerce::ids::TransferId;
use commerce::transfer::{Transfer, TransferLine, TransferState};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A transfer that `store` sends or receives. Between others there is none for it.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn find(sql: &dyn Sql, store: &SellingStore, id: TransferId) -> Result<Option<Transfer>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT id, from_store, to_store, state, reason, sent_by, sent_ms, ended_by, ended_ms FROM transfer \
             WHERE id = ?1 AND (from_store = ?2 OR to_store = ?2)",
            vec![id.to_string().into(), store.id().to_string().into()],
        ))
        .await?;
    let found = rows.iter().map(transfer).collect::<Result<Vec<_>, _>>()?;
    Ok(with_lines(sql, found).await?.pop())
}

/// Sorts after every ULID.
const END: &str = "~";

/// The transfers that `store` sends or receives, newest first, before `cursor`, at most `limit`; in all states or in one.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    store: &SellingStore,
    state: Option<TransferState>,
    cursor: Option<TransferId>,
    limit: u32,
) -> Result<Vec<Transfer>, SqlError> {
    // Each direction in the order of its own index: what a page costs does not grow with what was ever sent.
    let rows = sql
        .read(Statement::new(
            "SELECT id, from_store, to_store, state, reason, sent_by, sent_ms, ended_by, ended_ms FROM ( \
                 SELECT * FROM (SELECT * FROM transfer WHERE from_store = ?1 AND (CAST(?2 AS TEXT) IS NULL OR state = ?2) \
                     AND id < ?3 ORDER BY id DESC LIMIT ?4) sends \
                 UNION ALL \
                 SELECT * FROM (SELECT * FROM transfer WHERE to_store = ?1 AND (CAST(?2 AS TEXT) IS NULL OR state = ?2) \
                     AND id < ?3 ORDER BY id DESC LIMIT ?4) receives \
             ) both_ways ORDER BY id DESC LIMIT ?4",
            vec![
                store.id().to_string().into(),
                state.map(|state| state.as_str().to_owned()).into(),
                cursor.map_or_else(|| END.to_owned(), |id| id.to_string()).into(),
                limit.into(),
            ],
        ))
        .await?;
    let found = rows.iter().map(transfer).collect::<Result<Vec<_>, _>>()?;
    with_lines(sql, found).await
}

/// A transfer, still without its lines.
fn transfer(row: &Row) -> Result<Transfer, SqlError> {
    Ok(Transfer {
        id: row.parse(0)?,
        from: row.parse(1)?,
        to: row.parse(2)?,
        state: row.parse(3)?,
        reason: row.text(4)?.to_owned(),
        lines: Vec::new(),
        sent_by: row.text(5)?.to_owned(),
        sent_ms: row.int(6)?,
        ended_by: row.opt_text(7)?.map(str::to_owned),
        ended_ms: row.opt_int(8)?,
    })
}

async fn with_lines(sql: &dyn Sql, mut found: Vec<Transfer>) -> Result<Vec<Transfer>, SqlError> {
    static LINES: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT transfer_id, sku_id, sent, received FROM transfer_line WHERE transfer_id IN ({})",
            placeholders()
        )
    });
    let ids: Vec<String> = found.iter().map(|transfer| transfer.id.to_string()).collect();
    let mut lines: BTreeMap<TransferId, Vec<TransferLine>> = BTreeMap::new();
    for list in ids.chunks(LIST_MAX) {
        for row in sql.read(Statement::new(&LINES, padded(list))).await? {
            let line = TransferLine {
                sku: row.parse(1)?,
                sent: row.int(2)?,
                received: row.opt_int(3)?,
            };
            lines.entry(row.parse(0)?).or_default().push(line);
        }
    }
    for transfer in &mut found {
        transfer.lines = lines.remove(&transfer.id).unwrap_or_default();
        // Sorted here, because the databases sort texts in different ways.
        transfer.lines.sort_by(|left, right| left.sku.cmp(&right.sku));
    }
    Ok(found)
}
