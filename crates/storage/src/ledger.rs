//! The books: double entry, per store and currency.
//!
//! A row moves an amount from one account to another, so debits equal credits by construction. What the rows must agree with
//! outside of the books are invariants.

use crate::order::StoredOrder;
use crate::sql::{Script, Sql, SqlError, Statement};
use commerce::ids::StoreId;
use commerce::money::{Currency, Minor};
use std::fmt;
use std::str::FromStr;

/// An account of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// Money at the payment provider.
    Provider,
    /// Goods sold, without tax.
    Sales,
    /// Packaging and delivery, without tax.
    Fees,
    /// Tax that is owed.
    Tax,
    /// Money that is owed to customers.
    RefundsDue,
}

/// Why an amount moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// An order was paid.
    Sale,
    /// A refund was made.
    Refund,
    /// A refund's money left.
    Payout,
}

impl Account {
    /// Every account.
    pub const ALL: [Self; 5] = [
        Self::Provider,
        Self::Sales,
        Self::Fees,
        Self::Tax,
        Self::RefundsDue,
    ];

    /// The name in SQL and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Sales => "sales",
            Self::Fees => "fees",
            Self::Tax => "tax",
            Self::RefundsDue => "refunds_due",
        }
    }
}

impl Cause {
    /// The name in SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Refund => "refund",
            Self::Payout => "payout",
        }
    }
}

/// Adds to a script that an amount moves in the books of an order's store: debited here, credited there. Nothing moves for nothing.
pub fn transfer(
    script: &mut Script,
    stored: &StoredOrder,
    cause: Cause,
    reference: &str,
    (debit, credit, amount): (Account, Account, Minor),
    at_ms: i64,
) {
    if amount <= Minor::ZERO {
        return;
    }
    script.run(
        "INSERT INTO ledger_transfer (store_id, currency, cause, reference, debit, credit, amount_minor, at_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        vec![
            stored.order.store.to_string().into(),
            stored.order.quote.currency.to_string().into(),
            cause.as_str().into(),
            reference.to_owned().into(),
            debit.as_str().into(),
            credit.as_str().into(),
            amount.get().into(),
            at_ms.into(),
        ],
    );
}

/// An account of a store in a currency; as text `<store>.<currency>.<account>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceKey {
    /// Whose books.
    pub store: StoreId,
    /// In which currency.
    pub currency: Currency,
    /// The account.
    pub account: Account,
}

/// A text that is no [`BalanceKey`] or [`Account`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an account in the books")]
pub struct UnknownAccount;

impl FromStr for Account {
    type Err = UnknownAccount;

    fn from_str(text: &str) -> Result<Self, UnknownAccount> {
        let found = Self::ALL.into_iter().find(|account| account.as_str() == text);
        found.ok_or(UnknownAccount)
    }
}

impl fmt::Display for BalanceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.store, self.currency, self.account.as_str())
    }
}

impl FromStr for BalanceKey {
    type Err = UnknownAccount;

    fn from_str(text: &str) -> Result<Self, UnknownAccount> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(UnknownAccount);
        Ok(Self {
            store: part()?.parse().map_err(|_| UnknownAccount)?,
            currency: part()?.parse().map_err(|_| UnknownAccount)?,
            account: part()?.parse()?,
        })
    }
}

/// What stands in an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// Which account.
    pub key: BalanceKey,
    /// How much was debited, in minor units.
    pub debits: Minor,
    /// How much was credited.
    pub credits: Minor,
}

/// The balances of all stores, or of one, by store, currency and account, after `after` in that order, at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn balances(
    sql: &dyn Sql,
    store: Option<&StoreId>,
    after: Option<&BalanceKey>,
    limit: u32,
) -> Result<Vec<Balance>, SqlError> {
    let text = |part: fn(&BalanceKey) -> String| after.map_or_else(String::new, part);
    let statement = Statement::new(
        "SELECT store_id, currency, account, CAST(SUM(debit_minor) AS BIGINT), CAST(SUM(credit_minor) AS BIGINT) FROM ( \
             SELECT store_id, currency, debit AS account, amount_minor AS debit_minor, 0 AS credit_minor FROM ledger_transfer \
             UNION ALL \
             SELECT store_id, currency, credit, 0, amount_minor FROM ledger_transfer \
         ) t WHERE (CAST(?1 AS TEXT) IS NULL OR store_id = ?1) AND (store_id, currency, account) > (?2, ?3, ?4) \
         GROUP BY store_id, currency, account ORDER BY store_id, currency, account LIMIT ?5",
        vec![
            store.map(StoreId::to_string).into(),
            text(|key| key.store.to_string()).into(),
            text(|key| key.currency.to_string()).into(),
            text(|key| key.account.as_str().to_owned()).into(),
            limit.into(),
        ],
    );
    let rows = sql.read(statement).await?;
    rows.iter()
        .map(|row| {
            Ok(Balance {
                key: BalanceKey {
                    store: row.parse(0)?,
                    currency: row.parse(1)?,
                    account: row.parse(2)?,
                },
                debits: Minor(row.int(3)?),
                credits: Minor(row.int(4)?),
            })
        })
        .collect()
}
