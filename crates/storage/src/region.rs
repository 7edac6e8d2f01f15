//! Regions: stores that one member of staff sees to together.

use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::{RegionId, StoreId};

/// The guard that a region is at the version that was read.
pub const REGION: &str = "region_version";
/// The guard that a region's store exists; its step tells which.
pub const REGION_STORE: &str = "region_store";

/// A region as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRegion {
    /// Its code.
    pub id: RegionId,
    /// Counts its edits, from 1.
    pub version: i64,
    /// What it is called.
    pub name: String,
    /// How many stores it has.
    pub stores: i64,
}

macro_rules! regions {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.version, r.name, (SELECT COUNT(*) FROM region_store s WHERE s.region_id = r.id) \
             FROM region r ",
            $which
        )
    };
}

/// Whether a region has a store.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn has(sql: &dyn Sql, region: &RegionId, store: &StoreId) -> Result<bool, SqlError> {
    let statement = Statement::new(
        "SELECT store_id FROM region_store WHERE region_id = ?1 AND store_id = ?2",
        vec![region.to_string().into(), store.to_string().into()],
    );
    Ok(!sql.read(statement).await?.is_empty())
}

/// All regions, by code. A brand has dozens, so nobody asks for a part of them.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load_all(sql: &dyn Sql) -> Result<Vec<StoredRegion>, SqlError> {
    let statement = Statement::new(regions!("ORDER BY r.id"), vec![]);
    sql.read(statement).await?.iter().map(region).collect()
}

/// One region.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: &RegionId) -> Result<Option<StoredRegion>, SqlError> {
    let statement = Statement::new(regions!("WHERE r.id = ?1"), vec![id.to_string().into()]);
    sql.read(statement).await?.first().map(region).transpose()
}

/// The stores of a region, by code.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn stores(sql: &dyn Sql, id: &RegionId) -> Result<Vec<StoreId>, SqlError> {
    let statement = Statement::new(
        "SELECT store_id FROM region_store WHERE region_id = ?1 ORDER BY store_id",
        vec![id.to_string().into()],
    );
    let rows = sql.read(statement).await?;
    rows.iter().map(|row| row.parse(0)).collect()
}

/// Adds the steps that write a region over version `before`, or make it when that is `None`. Refused under [`REGION`] when it is at
/// another version by then, under [`REGION_STORE`] when a store does not exist. Returns the step of the first store.
pub fn put(
    script: &mut Script,
    id: &RegionId,
    name: &str,
    stores: &[StoreId],
    before: Option<i64>,
    now_ms: i64,
) -> usize {
    let mut params = vec![id.to_string().into(), name.to_owned().into(), now_ms.into()];
    match before {
        None => script.expect(
            REGION,
            "INSERT INTO region (id, version, name, updated_ms) VALUES (?1, 1, ?2, ?3) ON CONFLICT (id) DO NOTHING",
            params,
        ),
        Some(version) => {
            params.push(version.into());
            script.expect(
                REGION,
                "UPDATE region SET version = version + 1, name = ?2, updated_ms = ?3 WHERE id = ?1 AND version = ?4",
                params,
            )
        }
    };
    script.run(
        "DELETE FROM region_store WHERE region_id = ?1",
        vec![id.to_string().into()],
    );
    let first = script.next_step();
    for store in stores {
        script.expect(
            REGION_STORE,
            "INSERT INTO region_store (region_id, store_id) SELECT CAST(?1 AS TEXT), id FROM store WHERE id = ?2",
            vec![id.to_string().into(), store.to_string().into()],
        );
    }
    first
}

fn region(row: &Row) -> Result<StoredRegion, SqlError> {
    Ok(StoredRegion {
        id: row.parse(0)?,
        version: row.int(1)?,
        name: row.text(2)?.to_owned(),
        stores: row.int(3)?,
    })
}
