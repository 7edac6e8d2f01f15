//! An account, opened: the caller's, or that of an order's customer.

use crate::keys::Keys;
use api::problem::{Code, Problem};
use commerce::ids::CustomerId;
use storage::account::{self, StoredAccount};
use vault::{Key, Opened, Place};
use web::Call;

/// An account with its key.
pub struct Account {
    /// As stored.
    pub stored: StoredAccount,
    /// The customer's id, as places name it.
    pub id: String,
    /// The customer's key.
    pub key: Key,
}

impl Account {
    /// The caller's.
    ///
    /// # Errors
    /// As [`stored`]; [`Code::Internal`] when its key does not open.
    pub async fn mine(call: &Call, keys: &Keys) -> Result<Self, Problem> {
        Self::open(call, keys, stored(call).await?)
    }

    /// A customer's, for who was found to have business with them; `None` when they have no account, or none any more.
    ///
    /// # Errors
    /// A failure of storage; [`Code::Internal`] when its key does not open.
    pub async fn of(call: &Call, keys: &Keys, customer: &CustomerId) -> Result<Option<Self>, Problem> {
        let found = account::load(call.sql_across_stores(), customer, None, call.now_ms)
            .await
            .map_err(|error| call.sql_problem(&error))?;
        found
            .map(|found| Self::open(call, keys, found.account))
            .transpose()
    }

    fn open(call: &Call, keys: &Keys, stored: StoredAccount) -> Result<Self, Problem> {
        let id = stored.customer.to_string();
        let key = keys.unwrap(&id, &stored.key).ok_or_else(|| {
            let line = format!(
                "the key of a customer does not open with the root key {}",
                stored.key.root
            );
            call.platform.log(&line);
            Problem::new(Code::Internal)
        })?;
        Ok(Self { stored, id, key })
    }

    /// A sealed field of the account.
    ///
    /// # Errors
    /// [`Code::Internal`] when it does not open.
    pub fn read(&self, call: &Call, place: Place<'_>, sealed: &str) -> Result<Opened, Problem> {
        self.key.open(place, sealed).ok_or_else(|| {
            let line = format!("{}.{} of a customer does not open", place.table, place.column);
            call.platform.log(&line);
            Problem::new(Code::Internal)
        })
    }
}

/// The caller's account as it is stored, for who needs nothing of it opened.
///
/// # Errors
/// [`Code::Unauthenticated`] when the caller's log-in has ended, though their token has not: what is private is not shown to it any
/// more. [`Code::NotFound`] for a caller without an account. A failure of storage.
pub async fn stored(call: &Call) -> Result<StoredAccount, Problem> {
    let found = account::load(call.sql(), call.shopper()?, call.session, call.now_ms)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    match found {
        Some(found) if found.session_lives => Ok(found.account),
        None if call.session.is_none() => Err(Problem::new(Code::NotFound)),
        _ => Err(Problem::new(Code::Unauthenticated)),
    }
}
