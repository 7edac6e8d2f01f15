//! Address books: at most so many addresses, counted in the account's row.

use super::ACCOUNT;
use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::account::ADDRESSES_MAX;
use commerce::ids::{AddressId, CustomerId};

/// The guard that an address is there still, or still not.
pub const ADDRESS: &str = "account_address";

/// An address as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAddress {
    /// Its name in the book.
    pub id: AddressId,
    /// Sealed.
    pub address: String,
    /// When it was written, UTC epoch milliseconds.
    pub updated_ms: i64,
}

/// A customer's book, by name.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn of(sql: &dyn Sql, customer: &CustomerId) -> Result<Vec<StoredAddress>, SqlError> {
    let statement = Statement::new(
        "SELECT id, address, updated_ms FROM account_address WHERE customer_id = ?1 ORDER BY id",
        vec![customer.to_string().into()],
    );
    let address = |row: &Row| {
        Ok(StoredAddress {
            id: row.parse(0)?,
            address: row.text(1)?.to_owned(),
            updated_ms: row.int(2)?,
        })
    };
    sql.read(statement).await?.iter().map(address).collect()
}

/// Writes an address that is in the book, or is not; no when that is otherwise by now.
///
/// # Errors
/// Any of [`Sql::write`]; refused under [`ACCOUNT`] when there is no account, or no room in its book.
pub async fn put(
    sql: &dyn Sql,
    customer: &CustomerId,
    address: &StoredAddress,
    is_new: bool,
) -> Result<bool, SqlError> {
    let mut script = Script::new();
    script.expect(
        ACCOUNT,
        "UPDATE account SET addresses = addresses + ?2 WHERE customer_id = ?1 AND addresses + ?2 <= ?3",
        vec![customer.to_string().into(), is_new.into(), ADDRESSES_MAX.into()],
    );
    let params = vec![
        customer.to_string().into(),
        address.id.to_string().into(),
        (&address.address).into(),
        address.updated_ms.into(),
    ];
    if is_new {
        script.expect(
            ADDRESS,
            "INSERT INTO account_address (customer_id, id, address, updated_ms) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (customer_id, id) DO NOTHING",
            params,
        );
    } else {
        script.expect(
            ADDRESS,
            "UPDATE account_address SET address = ?3, updated_ms = ?4 WHERE customer_id = ?1 AND id = ?2",
            params,
        );
    }
    done(sql, script).await
}

/// Removes an address; no when it is not there.
///
/// # Errors
/// Any of [`Sql::write`]; refused under [`ACCOUNT`] when there is no account.
pub async fn remove(sql: &dyn Sql, customer: &CustomerId, id: &AddressId) -> Result<bool, SqlError> {
    let mut script = Script::new();
    script.expect(
        ACCOUNT,
        "UPDATE account SET addresses = addresses - 1 WHERE customer_id = ?1 AND addresses > 0",
        vec![customer.to_string().into()],
    );
    script.expect(
        ADDRESS,
        "DELETE FROM account_address WHERE customer_id = ?1 AND id = ?2",
        vec![customer.to_string().into(), id.to_string().into()],
    );
    done(sql, script).await
}

async fn done(sql: &dyn Sql, script: Script) -> Result<bool, SqlError> {
    match sql.write(script).await {
        Ok(_) => Ok(true),
        Err(SqlError::Refused { label: ADDRESS, .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
