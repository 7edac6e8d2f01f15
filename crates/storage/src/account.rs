//! Accounts of shoppers: private fields sealed, found by keyed hash.
//!
//! Sealing is not done here. A write that touches anything of an account touches its row first, so that whatever comes after the
//! account's end is refused, and two that touch one account never wait for each other.

pub mod address;
pub mod consent;
pub mod end;
pub mod export;
pub mod identity;
pub mod root_key;

use crate::sql::{Param, Row, Script, Sql, SqlError, Statement};
use commerce::ids::{CustomerId, SessionId, StoreId};

/// The guard that there is an account, and as it was read.
pub const ACCOUNT: &str = "account";

/// A key of a customer as it is kept: wrapped by a root key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// The name of the root key.
    pub root: String,
    /// The key.
    pub sealed: String,
}

/// An account as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAccount {
    /// Whose it is.
    pub customer: CustomerId,
    /// Counts its edits, from 1.
    pub version: i64,
    /// The customer's key.
    pub key: WrappedKey,
    /// A language tag.
    pub language: Option<String>,
    /// The store that brought them.
    pub home_store: Option<StoreId>,
    /// Sealed.
    pub name: Option<String>,
    /// Sealed.
    pub birthday: Option<String>,
    /// Sealed.
    pub phone: Option<String>,
    /// How many addresses there are.
    pub addresses: i64,
    /// Since when, UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it was last edited, UTC epoch milliseconds.
    pub updated_ms: i64,
}

/// What an edit of the profile leaves, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedProfile {
    /// A language tag.
    pub language: Option<String>,
    /// Sealed.
    pub name: Option<String>,
    /// Sealed.
    pub birthday: Option<String>,
}

/// An account and what was asked about it in the same read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The account.
    pub account: StoredAccount,
    /// Whether the session that was asked about is one of its own and not over; without one, yes.
    pub session_lives: bool,
}

/// An account, and whether one of its sessions lives at `now_ms`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(
    sql: &dyn Sql,
    customer: &CustomerId,
    session: Option<SessionId>,
    now_ms: i64,
) -> Result<Option<Found>, SqlError> {
    let statement = Statement::new(
        "SELECT a.customer_id, a.version, a.root_key, a.data_key, a.language, a.home_store, a.name, a.birthday, a.phone, \
         a.addresses, a.created_ms, a.updated_ms, \
         (SELECT COUNT(*) FROM account_session s WHERE s.id = ?2 AND s.customer_id = a.customer_id AND s.expires_ms > ?3) \
         FROM account a WHERE a.customer_id = ?1",
        vec![
            customer.to_string().into(),
            session
                .map_or_else(String::new, |session| session.to_string())
                .into(),
            now_ms.into(),
        ],
    );
    let rows = sql.read(statement).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    Ok(Some(Found {
        account: account(row)?,
        session_lives: session.is_none() || row.int(12)? > 0,
    }))
}

fn account(row: &Row) -> Result<StoredAccount, SqlError> {
    let text = |column| Ok::<_, SqlError>(row.opt_text(column)?.map(str::to_owned));
    Ok(StoredAccount {
        customer: row.parse(0)?,
        version: row.int(1)?,
        key: WrappedKey {
            root: row.text(2)?.to_owned(),
            sealed: row.text(3)?.to_owned(),
        },
        language: text(4)?,
        home_store: row.opt_text(5)?.map(|_| row.parse(5)).transpose()?,
        name: text(6)?,
        birthday: text(7)?,
        phone: text(8)?,
        addresses: row.int(9)?,
        created_ms: row.int(10)?,
        updated_ms: row.int(11)?,
    })
}

/// Adds the step that makes an account, brought by a store if that exists.
pub fn open(
    script: &mut Script,
    customer: &CustomerId,
    key: &WrappedKey,
    brought_by: Option<&StoreId>,
    now_ms: i64,
) {
    script.run(
        "INSERT INTO account (customer_id, version, root_key, data_key, home_store, addresses, created_ms, updated_ms) \
         VALUES (?1, 1, ?2, ?3, (SELECT id FROM store WHERE id = ?4), 0, ?5, ?5)",
        vec![
            customer.to_string().into(),
            (&key.root).into(),
            (&key.sealed).into(),
            store(brought_by),
            now_ms.into(),
        ],
    );
}

/// Adds the step that holds an account for what follows. A store that exists becomes its home store, if it has none. Refused under
/// [`ACCOUNT`] when there is no account by now.
pub fn touch(script: &mut Script, customer: &CustomerId, brought_by: Option<&StoreId>) {
    script.expect(
        ACCOUNT,
        "UPDATE account SET home_store = COALESCE(home_store, (SELECT id FROM store WHERE id = ?2)) \
         WHERE customer_id = ?1",
        vec![customer.to_string().into(), store(brought_by)],
    );
}

fn store(store: Option<&StoreId>) -> Param {
    store.map(|store| store.as_str().to_owned()).into()
}

/// Adds the step that edits a profile. Refused under [`ACCOUNT`] when it has another version by now.
pub fn edit(script: &mut Script, customer: &CustomerId, version: i64, profile: &SealedProfile, now_ms: i64) {
    script.expect(
        ACCOUNT,
        "UPDATE account SET version = version + 1, language = ?3, name = ?4, birthday = ?5, updated_ms = ?6 \
         WHERE customer_id = ?1 AND version = ?2",
        vec![
            customer.to_string().into(),
            version.into(),
            profile.language.clone().into(),
            profile.name.clone().into(),
            profile.birthday.clone().into(),
            now_ms.into(),
        ],
    );
}

/// Adds the steps that give a verified telephone number to an account. A number is one account's: whoever proved last that it is
/// theirs has it, since numbers are given to others in time. Refused under [`ACCOUNT`] when there is no account by now.
pub fn set_phone(script: &mut Script, customer: &CustomerId, sealed: &str, lookup: &str, now_ms: i64) {
    script.run(
        "UPDATE account SET version = version + 1, phone = NULL, phone_lookup = NULL, updated_ms = ?3 \
         WHERE phone_lookup = ?2 AND customer_id <> ?1",
        vec![
            customer.to_string().into(),
            lookup.to_owned().into(),
            now_ms.into(),
        ],
    );
    script.expect(
        ACCOUNT,
        "UPDATE account SET version = version + 1, phone = ?2, phone_lookup = ?3, updated_ms = ?4 \
         WHERE customer_id = ?1",
        vec![
            customer.to_string().into(),
            sealed.to_owned().into(),
            lookup.to_owned().into(),
            now_ms.into(),
        ],
    );
}
