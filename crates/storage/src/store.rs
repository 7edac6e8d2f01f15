//! Stores in SQL: the aggregate as a document, and beside it the columns that queries look for.

use crate::order::{booking, slot};
use crate::outbox::{self, Change};
use crate::sql::{Param, Row, Script, Sql, SqlError, Statement};
use commerce::geo::Point;
use commerce::ids::StoreId;
use commerce::store::Store;
use std::ops::RangeInclusive;

/// A store with the version of its row.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredStore {
    /// The aggregate.
    pub store: Store,
    /// 1 for a new one; each write adds one.
    pub version: i64,
}

/// Label of the guard that finds a store changed meanwhile.
pub const VERSION: &str = "store version";

/// What a manual choice looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoreFilter {
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// The whole name of a city, in any case.
    pub city: Option<String>,
    /// A part of a name in any language, in any case.
    pub name: Option<String>,
}

/// One store.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: &StoreId) -> Result<Option<StoredStore>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT document, version FROM store WHERE id = ?1",
            vec![id.to_string().into()],
        ))
        .await?;
    rows.first().map(stored).transpose()
}

/// Those of `ids` that exist, in no particular order.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load_many(sql: &dyn Sql, ids: &[StoreId]) -> Result<Vec<StoredStore>, SqlError> {
    /// Identifiers of one statement. Missing ones are bound to the empty text, which no identifier is.
    const BATCH: usize = 20;
    let mut found = Vec::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let mut params: Vec<Param> = batch.iter().map(|id| id.to_string().into()).collect();
        params.resize(BATCH, "".into());
        let rows = sql
            .read(Statement::new(
                "SELECT document, version FROM store WHERE id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, \
                 ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
                params,
            ))
            .await?;
        for row in &rows {
            found.push(stored(row)?);
        }
    }
    Ok(found)
}

/// A page of stores by identifier, after the one in `after`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    filter: &StoreFilter,
    after: &str,
    limit: u32,
) -> Result<Vec<StoredStore>, SqlError> {
    let contains = filter
        .name
        .as_deref()
        .map(|name| format!("%{}%", escape_like(&fold(name))));
    let rows = sql
        .read(Statement::new(
            "SELECT document, version FROM store WHERE id > ?1 \
             AND (CAST(?2 AS TEXT) IS NULL OR country = ?2) \
             AND (CAST(?3 AS TEXT) IS NULL OR city_folded = ?3) \
             AND (CAST(?4 AS TEXT) IS NULL OR name_folded LIKE ?4 ESCAPE '!') \
             ORDER BY id LIMIT ?5",
            vec![
                after.to_owned().into(),
                filter.country.clone().into(),
                filter.city.as_deref().map(fold).into(),
                contains.into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(stored).collect()
}

/// The codes ([`Point::code`]) of all stores in a range, sorted; stores on one point repeat theirs.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn codes(sql: &dyn Sql, range: RangeInclusive<i64>) -> Result<Vec<i64>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT cell FROM store WHERE cell BETWEEN ?1 AND ?2 ORDER BY cell",
            vec![(*range.start()).into(), (*range.end()).into()],
        ))
        .await?;
    rows.iter().map(|row| row.int(0)).collect()
}

/// Where the stores in a range are.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn places(sql: &dyn Sql, range: RangeInclusive<i64>) -> Result<Vec<(StoreId, Point)>, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT id, lat_e7, lng_e7 FROM store WHERE cell BETWEEN ?1 AND ?2 ORDER BY cell, id",
            vec![(*range.start()).into(), (*range.end()).into()],
        ))
        .await?;
    rows.iter()
        .map(|row| Ok((row.parse(0)?, point(row, 1)?)))
        .collect()
}

/// A page of all stores by identifier, for a rebuild.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn page(sql: &dyn Sql, after: &str, limit: u32) -> Result<Vec<StoredStore>, SqlError> {
    list(sql, &StoreFilter::default(), after, limit).await
}

/// Adds the steps that create `store`, or replace `before`, with the outbox entries. Nobody else may have written
/// it meanwhile: else the script is refused under [`VERSION`].
///
/// # Errors
/// [`SqlError::Statement`] if the aggregate cannot be written as JSON.
pub fn save(
    script: &mut Script,
    before: Option<&StoredStore>,
    store: &Store,
    now_ms: i64,
) -> Result<(), SqlError> {
    let document = serde_json::to_string(store).map_err(|error| SqlError::Statement(error.to_string()))?;
    let columns: Vec<Param> = vec![
        store.id.to_string().into(),
        document.into(),
        store.point.code().into(),
        store.point.lat_e7().into(),
        store.point.lng_e7().into(),
        store.country.to_string().into(),
        fold(&store.city).into(),
        folded_names(store).into(),
        store.currency.to_string().into(),
        now_ms.into(),
    ];
    match before {
        None => script.expect(
            VERSION,
            "INSERT INTO store (id, version, document, cell, lat_e7, lng_e7, country, city_folded, name_folded, \
             currency, created_ms, updated_ms) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10) \
             ON CONFLICT (id) DO NOTHING",
            columns,
        ),
        Some(before) => {
            let mut columns = columns;
            columns.push(before.version.into());
            script.expect(
                VERSION,
                "UPDATE store SET version = version + 1, document = ?2, cell = ?3, lat_e7 = ?4, lng_e7 = ?5, \
                 country = ?6, city_folded = ?7, name_folded = ?8, currency = ?9, updated_ms = ?10 \
                 WHERE id = ?1 AND version = ?11",
                columns,
            )
        }
    };
    slot::save_rules(script, before.map(|before| &before.store), store);
    booking::save_resources(script, before.map(|before| &before.store), store);
    outbox::mark(script, &Change::Store(store.id.clone()), now_ms);
    Ok(())
}

/// Marks the places that a write concerns: where the store stands, and where it stood.
pub fn mark_places(script: &mut Script, before: Option<&StoredStore>, store: &Store, now_ms: i64) {
    let mut points = vec![store.point];
    points.extend(
        before
            .map(|before| before.store.point)
            .filter(|point| *point != store.point),
    );
    for point in points {
        outbox::mark(script, &Change::Place(point), now_ms);
    }
}

fn stored(row: &Row) -> Result<StoredStore, SqlError> {
    Ok(StoredStore {
        store: row.json(0)?,
        version: row.int(1)?,
    })
}

fn point(row: &Row, column: usize) -> Result<Point, SqlError> {
    let e7 = |column| {
        i32::try_from(row.int(column)?).map_err(|_| SqlError::Decode {
            column,
            expected: "degrees",
        })
    };
    Point::from_e7(e7(column)?, e7(column + 1)?).map_err(|_| SqlError::Decode {
        column,
        expected: "a point",
    })
}

/// Case folding that is the same in both databases, because it happens here.
fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

fn folded_names(store: &Store) -> String {
    let names: Vec<String> = store.name.iter().map(|(_, name)| fold(name)).collect();
    names.join("\n")
}

fn escape_like(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '!') {
            escaped.push('!');
        }
        escaped.push(character);
    }
    escaped
}
