use super::{DayRange, MalformedKey};
use crate::event::EventKind;
use crate::scope::{StoreScope, scoped};
use crate::sql::{Row, Sql, SqlError, Statement};
use commerce::hours::Day;
use commerce::ids::{ProductId, StoreId};
use std::fmt;
use std::str::FromStr;

/// The name of a row: reports are sorted by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewKey {
    /// The day of the store's own calendar.
    pub day: Day,
    /// The store.
    pub store: StoreId,
    /// What was looked at.
    pub kind: EventKind,
    /// The product; `None` for a store's page.
    pub product: Option<ProductId>,
}

/// The views of one page on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewDay {
    /// Which page and day.
    pub key: ViewKey,
    /// How often.
    pub views: i64,
}

/// The views of a whole report of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewTotal {
    /// What was looked at.
    pub kind: EventKind,
    /// How often.
    pub views: i64,
}

impl ViewKey {
    fn product_text(&self) -> &str {
        self.product.as_ref().map_or("", ProductId::as_str)
    }
}

impl fmt::Display for ViewKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { day, store, kind, .. } = self;
        write!(f, "{day}.{store}.{}.{}", kind.as_str(), self.product_text())
    }
}

impl FromStr for ViewKey {
    type Err = MalformedKey;

    fn from_str(text: &str) -> Result<Self, MalformedKey> {
        let mut parts = text.split('.');
        let mut part = || parts.next().ok_or(MalformedKey);
        let key = Self {
            day: part()?.parse().map_err(|_| MalformedKey)?,
            store: part()?.parse().map_err(|_| MalformedKey)?,
            kind: part()?.parse().map_err(|_| MalformedKey)?,
            product: product(part()?).ok_or(MalformedKey)?,
        };
        parts.next().is_none().then_some(key).ok_or(MalformedKey)
    }
}

/// The product in a column or key, where the empty text is none.
fn product(text: &str) -> Option<Option<ProductId>> {
    if text.is_empty() {
        Some(None)
    } else {
        text.parse().ok().map(Some)
    }
}

/// Views by day, store, kind and product, after the row in `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn views(
    sql: &dyn Sql,
    scope: &StoreScope,
    range: DayRange,
    after: Option<&ViewKey>,
    limit: u32,
) -> Result<Vec<ViewDay>, SqlError> {
    let text = |part: fn(&ViewKey) -> String| after.map_or_else(String::new, part);
    let rows = sql
        .read(Statement::new(
            scoped!(
                scope,
                "SELECT day, store_id, kind, product_id, views FROM view_day WHERE ",
                " AND day >= ?2 AND day <= ?3 AND (day, store_id, kind, product_id) > (?4, ?5, ?6, ?7) \
                 ORDER BY day, store_id, kind, product_id LIMIT ?8"
            ),
            vec![
                scope.param(),
                range.from.to_string().into(),
                range.to.to_string().into(),
                text(|key| key.day.to_string()).into(),
                text(|key| key.store.to_string()).into(),
                text(|key| key.kind.as_str().to_owned()).into(),
                text(|key| key.product_text().to_owned()).into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(view_day).collect()
}

/// The sums of [`views`] over all its pages, by kind.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn view_totals(
    sql: &dyn Sql,
    scope: &StoreScope,
    range: DayRange,
) -> Result<Vec<ViewTotal>, SqlError> {
    let rows = sql
        .read(Statement::new(
            scoped!(
                scope,
                "SELECT kind, CAST(SUM(views) AS BIGINT) FROM view_day WHERE ",
                " AND day >= ?2 AND day <= ?3 GROUP BY kind ORDER BY kind"
            ),
            vec![
                scope.param(),
                range.from.to_string().into(),
                range.to.to_string().into(),
            ],
        ))
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ViewTotal {
                kind: row.parse(0)?,
                views: row.int(1)?,
            })
        })
        .collect()
}

fn view_day(row: &Row) -> Result<ViewDay, SqlError> {
    let malformed = SqlError::Decode {
        column: 3,
        expected: "a product or the empty text",
    };
    Ok(ViewDay {
        key: ViewKey {
            day: row.parse(0)?,
            store: row.parse(1)?,
            kind: row.parse(2)?,
            product: product(row.text(3)?).ok_or(malformed)?,
        },
        views: row.int(4)?,
    })
}
