use super::{StoredStaff, read_place};
use crate::scope::{StoreScope, scoped};
use crate::sql::{Row, Sql, SqlError, Statement};
use commerce::ids::StaffId;

macro_rules! staff {
    ($which:literal) => {
        concat!(
            "SELECT s.id, s.version, s.login, s.role_id, r.permissions, s.region_id, s.store_id, s.state, s.password, \
             s.invitation_expires_ms, s.code_generation, s.code_confirmed, s.code_step, s.failures, s.paused_until_ms, \
             s.invited_by, s.created_ms FROM staff s JOIN role r ON r.id = s.role_id ",
            $which
        )
    };
}

/// A person, whosever staff they are: for themselves, and for who has looked at their scope.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: StaffId) -> Result<Option<StoredStaff>, SqlError> {
    first(
        sql,
        Statement::new(staff!("WHERE s.id = ?1"), vec![id.to_string().into()]),
    )
    .await
}

/// The person who logs in by a name.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn by_login(sql: &dyn Sql, login: &str) -> Result<Option<StoredStaff>, SqlError> {
    first(
        sql,
        Statement::new(staff!("WHERE s.login = ?1"), vec![login.to_owned().into()]),
    )
    .await
}

/// The person whom an invitation is for.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn by_invitation(sql: &dyn Sql, lookup: &str) -> Result<Option<StoredStaff>, SqlError> {
    let statement = Statement::new(
        staff!("WHERE s.invitation_lookup = ?1"),
        vec![lookup.to_owned().into()],
    );
    first(sql, statement).await
}

/// The people of the stores within `scope`, after `after`, at most `limit`. Of one's own region or store, those who see to the region
/// as a whole are not among them.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    scope: &StoreScope,
    after: Option<StaffId>,
    limit: u32,
) -> Result<Vec<StoredStaff>, SqlError> {
    let statement = Statement::new(
        scoped!(scope, staff!("WHERE "), " AND s.id > ?2 ORDER BY s.id LIMIT ?3"),
        vec![
            scope.param(),
            after.map_or_else(String::new, |id| id.to_string()).into(),
            limit.into(),
        ],
    );
    sql.read(statement).await?.iter().map(staff).collect()
}

async fn first(sql: &dyn Sql, statement: Statement) -> Result<Option<StoredStaff>, SqlError> {
    sql.read(statement).await?.first().map(staff).transpose()
}

fn staff(row: &Row) -> Result<StoredStaff, SqlError> {
    Ok(StoredStaff {
        id: row.parse(0)?,
        version: row.int(1)?,
        login: row.text(2)?.to_owned(),
        role: row.parse(3)?,
        permissions: row.parse(4)?,
        scope: read_place(row, 5)?,
        state: row.parse(7)?,
        password: row.opt_text(8)?.map(str::to_owned),
        invitation_expires_ms: row.opt_int(9)?,
        code_generation: row.int(10)?,
        code_confirmed: row.int(11)? == 1,
        code_step: row.int(12)?,
        failures: row.int(13)?,
        paused_until_ms: row.int(14)?,
        invited_by: row.text(15)?.to_owned(),
        created_ms: row.int(16)?,
    })
}
