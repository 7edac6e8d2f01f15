use super::{DayRange, MalformedKey};
use crate::scope::{StoreScope, scoped};
use crate::sql::{Row, Sql, SqlError, Statement};
use commerce::hours::Day;
use commerce::ids::StoreId;
use commerce::money::{Currency, Minor, Money};
use std::fmt;
use std::str::FromStr;

/// The name of a row: reports are sorted by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesKey {
    /// The day of the store's own calendar.
    pub day: Day,
    /// The store.
    pub store: StoreId,
    /// What the orders were paid in.
    pub currency: Currency,
}

/// The paid orders of one store on one day in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesDay {
    /// Which store, day and currency.
    pub key: SalesKey,
    /// Orders.
    pub orders: i64,
    /// Units in them.
    pub items: i64,
    /// What was paid, in minor units of the key's currency.
    pub net: Minor,
    /// What was refunded on the day, whenever it was sold.
    pub refunded: Minor,
}

/// The paid orders of a whole report in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesTotal {
    /// Orders.
    pub orders: i64,
    /// Units in them.
    pub items: i64,
    /// What was paid.
    pub net: Money,
    /// What was refunded.
    pub refunded: Money,
}

impl fmt::Display for SalesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.day, self.store, self.currency)
    }
}

impl FromStr for SalesKey {
    type Err = MalformedKey;

    fn from_str(text: &str) -> Result<Self, MalformedKey> {
        let mut parts = text.split('.');
        let mut part = || parts.next().ok_or(MalformedKey);
        let key = Self {
            day: part()?.parse().map_err(|_| MalformedKey)?,
            store: part()?.parse().map_err(|_| MalformedKey)?,
            currency: part()?.parse().map_err(|_| MalformedKey)?,
        };
        parts.next().is_none().then_some(key).ok_or(MalformedKey)
    }
}

/// Sales by day, store and currency, after the row in `after`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn sales(
    sql: &dyn Sql,
    scope: &StoreScope,
    range: DayRange,
    after: Option<&SalesKey>,
    limit: u32,
) -> Result<Vec<SalesDay>, SqlError> {
    let text = |part: fn(&SalesKey) -> String| after.map_or_else(String::new, part);
    let rows = sql
        .read(Statement::new(
            scoped!(
                scope,
                "SELECT day, store_id, currency, orders, items, net_minor, refunded_minor FROM sales_day WHERE ",
                " AND day >= ?2 AND day <= ?3 AND (day, store_id, currency) > (?4, ?5, ?6) \
                 ORDER BY day, store_id, currency LIMIT ?7"
            ),
            vec![
                scope.param(),
                range.from.to_string().into(),
                range.to.to_string().into(),
                text(|key| key.day.to_string()).into(),
                text(|key| key.store.to_string()).into(),
                text(|key| key.currency.to_string()).into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(sales_day).collect()
}

/// The sums of [`sales`] over all its pages, by currency.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn sales_totals(
    sql: &dyn Sql,
    scope: &StoreScope,
    range: DayRange,
) -> Result<Vec<SalesTotal>, SqlError> {
    let rows = sql
        .read(Statement::new(
            scoped!(
                scope,
                "SELECT currency, CAST(SUM(orders) AS BIGINT), CAST(SUM(items) AS BIGINT), \
                 CAST(SUM(net_minor) AS BIGINT), CAST(SUM(refunded_minor) AS BIGINT) FROM sales_day WHERE ",
                " AND day >= ?2 AND day <= ?3 GROUP BY currency ORDER BY currency"
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
            Ok(SalesTotal {
                orders: row.int(1)?,
                items: row.int(2)?,
                net: Money::new(Minor(row.int(3)?), row.parse(0)?),
                refunded: Money::new(Minor(row.int(4)?), row.parse(0)?),
            })
        })
        .collect()
}

fn sales_day(row: &Row) -> Result<SalesDay, SqlError> {
    Ok(SalesDay {
        key: SalesKey {
            day: row.parse(0)?,
            store: row.parse(1)?,
            currency: row.parse(2)?,
        },
        orders: row.int(3)?,
        items: row.int(4)?,
        net: Minor(row.int(5)?),
        refunded: Minor(row.int(6)?),
    })
}
