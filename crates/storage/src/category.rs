//! Categories, as headquarters keeps them.

use crate::outbox::{self, Change};
use crate::sql::{Script, Sql, SqlError, Statement};
use commerce::ids::CategoryId;
use commerce::product::Category;
use std::collections::BTreeMap;

/// A category as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCategory {
    /// The category.
    pub category: Category,
    /// Counts its edits, from 1.
    pub version: i64,
}

/// All categories. A brand has dozens, so nobody asks for a part of them.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load_all(sql: &dyn Sql) -> Result<BTreeMap<CategoryId, StoredCategory>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT id, document, version FROM category",
            vec![],
        ))
        .await?;
    rows.iter()
        .map(|row| {
            let stored = StoredCategory {
                category: row.json(1)?,
                version: row.int(2)?,
            };
            Ok((row.parse(0)?, stored))
        })
        .collect()
}

/// Adds to a script that `category` is written over version `before`, or made when it is `None`. The guard `version`
/// refuses when it is at another version by then.
///
/// # Errors
/// [`SqlError::Statement`] when it cannot be written as JSON, which is a defect.
pub fn put(
    script: &mut Script,
    category: &Category,
    before: Option<i64>,
    now_ms: i64,
) -> Result<(), SqlError> {
    let document = serde_json::to_string(category).map_err(|error| SqlError::Statement(error.to_string()))?;
    let id = category.id.to_string();
    let sort = i64::from(category.sort);
    match before {
        None => script.expect(
            "version",
            "INSERT INTO category (id, version, document, sort, updated_ms) VALUES (?1, 1, ?2, ?3, ?4) \
             ON CONFLICT (id) DO NOTHING",
            vec![id.into(), document.into(), sort.into(), now_ms.into()],
        ),
        Some(version) => script.expect(
            "version",
            "UPDATE category SET version = version + 1, document = ?2, sort = ?3, updated_ms = ?4 \
             WHERE id = ?1 AND version = ?5",
            vec![
                id.into(),
                document.into(),
                sort.into(),
                now_ms.into(),
                version.into(),
            ],
        ),
    };
    outbox::mark(script, &Change::Categories, now_ms);
    Ok(())
}
