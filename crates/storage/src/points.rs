//! Points: what they are worth, what a customer has, and why.
//!
//! A balance moves only together with the entry that explains it, in the script of the order that moves it.

use crate::outbox::{self, Change};
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::ids::{CustomerId, OrderId, RefundId};
use commerce::money::{BasisPoints, Currency, Minor};
use commerce::order::Order;
use commerce::pricing::PointsRule;
use std::str::FromStr;

/// The guard that the customer has as many points as the order redeems.
pub const POINTS: &str = "points";

/// A rule as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredRule {
    /// Of which currency.
    pub currency: Currency,
    /// What headquarters set.
    pub rule: PointsRule,
    /// Counts its edits, from 1.
    pub version: i64,
    /// When it was last edited, in UTC epoch milliseconds.
    pub updated_ms: i64,
}

/// Why points came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// An order was placed with them.
    Redeemed,
    /// That order ended unpaid.
    GivenBack,
    /// An order was paid.
    Earned,
    /// Points that were redeemed for goods that went back.
    Refunded,
    /// Points that were earned with goods that went back.
    TakenBack,
}

/// One change of a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The order that made it.
    pub order: OrderId,
    /// Why.
    pub kind: EntryKind,
    /// Of which currency's points.
    pub currency: Currency,
    /// How many; negative where they went.
    pub points: i64,
    /// When, in UTC epoch milliseconds.
    pub at_ms: i64,
}

/// A place in a customer's entries; as text `<at_ms>.<order>.<kind>` of the entry there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    at_ms: i64,
    order: OrderId,
    kind: EntryKind,
}

/// A text that is no [`Position`] or [`EntryKind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a customer's points")]
pub struct UnknownEntry;

/// The rules of all currencies.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn rules(sql: &dyn Sql) -> Result<Vec<StoredRule>, SqlError> {
    let statement = Statement::new(
        "SELECT currency, earn_bp, redeem_bp, version, updated_ms FROM points_rule ORDER BY currency",
        vec![],
    );
    sql.read(statement).await?.iter().map(rule).collect()
}

/// Adds to a script that a currency's rule is written over version `before`, or made when that is `None`. The guard
/// `version` refuses when it is at another version by then.
pub fn put_rule(script: &mut Script, currency: Currency, rule: PointsRule, before: Option<i64>, now_ms: i64) {
    let mut params = vec![
        currency.to_string().into(),
        rule.earn_bp.0.into(),
        rule.redeem_bp.0.into(),
        now_ms.into(),
    ];
    match before {
        None => script.expect(
            "version",
            "INSERT INTO points_rule (currency, version, earn_bp, redeem_bp, updated_ms) \
             VALUES (?1, 1, ?2, ?3, ?4) ON CONFLICT (currency) DO NOTHING",
            params,
        ),
        Some(version) => {
            params.push(version.into());
            script.expect(
                "version",
                "UPDATE points_rule SET version = version + 1, earn_bp = ?2, redeem_bp = ?3, updated_ms = ?4 \
                 WHERE currency = ?1 AND version = ?5",
                params,
            )
        }
    };
    outbox::mark(script, &Change::Pricing, now_ms);
}

/// What a customer has, by currency.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn balances(sql: &dyn Sql, customer: &CustomerId) -> Result<Vec<(Currency, Minor)>, SqlError> {
    let statement = Statement::new(
        "SELECT currency, points FROM points_balance WHERE customer_id = ?1 ORDER BY currency",
        vec![customer.to_string().into()],
    );
    let rows = sql.read(statement).await?;
    rows.iter()
        .map(|row| Ok((row.parse(0)?, Minor(row.int(1)?))))
        .collect()
}

/// What a customer has of one currency's points.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn balance(sql: &dyn Sql, customer: &CustomerId, currency: Currency) -> Result<Minor, SqlError> {
    let statement = Statement::new(
        "SELECT points FROM points_balance WHERE customer_id = ?1 AND currency = ?2",
        vec![customer.to_string().into(), currency.to_string().into()],
    );
    let rows = sql.read(statement).await?;
    rows.first().map_or(Ok(Minor::ZERO), |row| row.int(0).map(Minor))
}

/// A customer's entries, newest first, before `before`, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn entries(
    sql: &dyn Sql,
    customer: &CustomerId,
    before: Option<Position>,
    limit: u32,
) -> Result<Vec<Entry>, SqlError> {
    let (at_ms, order, kind) = before.map_or((i64::MAX, String::new(), ""), |before| {
        (before.at_ms, before.order.to_string(), before.kind.as_str())
    });
    let statement = Statement::new(
        "SELECT order_id, kind, currency, points, at_ms FROM points_entry \
         WHERE customer_id = ?1 AND (at_ms, order_id, kind) < (?2, ?3, ?4) \
         ORDER BY at_ms DESC, order_id DESC, kind DESC LIMIT ?5",
        vec![
            customer.to_string().into(),
            at_ms.into(),
            order.into(),
            kind.into(),
            limit.into(),
        ],
    );
    sql.read(statement).await?.iter().map(entry).collect()
}

/// Adds to the script that places `order` that its points are redeemed. Refused under [`POINTS`] when the customer has
/// fewer.
pub fn redeem(script: &mut Script, order: &Order) {
    let points = order.quote.points_redeemed();
    if points == Minor::ZERO {
        return;
    }
    script.expect(
        POINTS,
        "UPDATE points_balance SET points = points - ?3 \
         WHERE customer_id = ?1 AND currency = ?2 AND points >= ?3",
        vec![
            order.customer.to_string().into(),
            order.quote.currency.to_string().into(),
            points.get().into(),
        ],
    );
    note(
        script,
        order,
        EntryKind::Redeemed,
        "",
        -points.get(),
        order.placed_ms,
    );
}

/// Adds to the script that ends an unpaid order that the points it redeemed are given back.
pub fn give_back(script: &mut Script, order: &Order, now_ms: i64) {
    let points = order.quote.points_redeemed();
    add(script, order, EntryKind::GivenBack, "", points, now_ms);
}

/// Adds to the script that settles an order that its points are earned.
pub fn earn(script: &mut Script, order: &Order, now_ms: i64) {
    let points = order.quote.points_earned;
    add(script, order, EntryKind::Earned, "", points, now_ms);
}

/// Adds to the script of a refund that points that were redeemed for its goods come back, and that points that were earned with
/// them are taken back. Where these are spent already, the balance falls below zero.
pub fn refund(
    script: &mut Script,
    order: &Order,
    refund: RefundId,
    redeemed: Minor,
    earned: Minor,
    now_ms: i64,
) {
    let reference = refund.to_string();
    add(script, order, EntryKind::Refunded, &reference, redeemed, now_ms);
    let taken = Minor(earned.get().saturating_neg());
    add(script, order, EntryKind::TakenBack, &reference, taken, now_ms);
}

/// Nothing is written for nothing.
fn add(script: &mut Script, order: &Order, kind: EntryKind, reference: &str, points: Minor, now_ms: i64) {
    if points == Minor::ZERO {
        return;
    }
    script.run(
        "INSERT INTO points_balance (customer_id, currency, points) VALUES (?1, ?2, ?3) \
         ON CONFLICT (customer_id, currency) DO UPDATE SET points = points_balance.points + excluded.points",
        vec![
            order.customer.to_string().into(),
            order.quote.currency.to_string().into(),
            points.get().into(),
        ],
    );
    note(script, order, kind, reference, points.get(), now_ms);
}

fn note(script: &mut Script, order: &Order, kind: EntryKind, reference: &str, points: i64, at_ms: i64) {
    script.run(
        "INSERT INTO points_entry (order_id, kind, reference, customer_id, currency, points, at_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        vec![
            order.id.to_string().into(),
            kind.as_str().into(),
            reference.to_owned().into(),
            order.customer.to_string().into(),
            order.quote.currency.to_string().into(),
            points.into(),
            at_ms.into(),
        ],
    );
}

fn rule(row: &Row) -> Result<StoredRule, SqlError> {
    let rate = |column| {
        let rate = u32::try_from(row.int(column)?);
        rate.map(BasisPoints).map_err(|_| SqlError::Decode {
            column,
            expected: "basis points",
        })
    };
    Ok(StoredRule {
        currency: row.parse(0)?,
        rule: PointsRule {
            earn_bp: rate(1)?,
            redeem_bp: rate(2)?,
        },
        version: row.int(3)?,
        updated_ms: row.int(4)?,
    })
}

fn entry(row: &Row) -> Result<Entry, SqlError> {
    Ok(Entry {
        order: row.parse(0)?,
        kind: row.parse(1)?,
        currency: row.parse(2)?,
        points: row.int(3)?,
        at_ms: row.int(4)?,
    })
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Redeemed,
        Self::GivenBack,
        Self::Earned,
        Self::Refunded,
        Self::TakenBack,
    ];

    /// The name in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Redeemed => "redeemed",
            Self::GivenBack => "given_back",
            Self::Earned => "earned",
            Self::Refunded => "refunded",
            Self::TakenBack => "taken_back",
        }
    }
}

impl FromStr for EntryKind {
    type Err = UnknownEntry;

    fn from_str(text: &str) -> Result<Self, UnknownEntry> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(UnknownEntry)
    }
}

impl FromStr for Position {
    type Err = UnknownEntry;

    fn from_str(text: &str) -> Result<Self, UnknownEntry> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(UnknownEntry);
        Ok(Self {
            at_ms: part()?.parse().map_err(|_| UnknownEntry)?,
            order: part()?.parse().map_err(|_| UnknownEntry)?,
            kind: part()?.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_is_read_from_what_its_entry_says() {
        let order = OrderId::new(5, [1; 10]);
        for kind in EntryKind::ALL {
            let at_ms = 1_767_240_000_000;
            let text = format!("{at_ms}.{order}.{}", kind.as_str());
            assert_eq!(text.parse(), Ok(Position { at_ms, order, kind }));
        }
        for text in [
            "",
            "1",
            "1.2.earned",
            "x.01ARZ3NDEKTSV4RRFFQ69G5FAV.earned",
            "1.01ARZ3NDEKTSV4RRFFQ69G5FAV.x",
        ] {
            assert_eq!(text.parse::<Position>(), Err(UnknownEntry), "{text}");
        }
    }
}
