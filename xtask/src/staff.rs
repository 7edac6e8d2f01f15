//! `staff`: the first user, or one who has lost everything.

use crate::database::{self, Place};
use crate::say;
use crate::state::State;
use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use clap::Subcommand;
use commerce::ids::{RoleId, StaffId};
use commerce::staff::{INVITATION_MS, read_login};
use std::time::{SystemTime, UNIX_EPOCH};
use storage::scope::StoreScope;
use storage::sql::{Script, Sql};
use storage::staff::{self, Invited};
use vault::LookupSecret;

/// Who invites: whoever can open the database.
const BY: &str = "operator";
/// The role that may do everything, unless the brand has edited it.
const ROLE: &str = "admin";
/// Holds the secret of a deployment; that of the state folder otherwise.
const SECRET: &str = "SPIN_VARIABLE_STAFF_SECRET";

/// Who works for the brand.
#[derive(clap::Args, Debug)]
pub struct Staff {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Invite the first administrator, or invite one anew, past everybody who could; prints the invitation. The secret of a
    /// deployment is read from the variable SPIN_VARIABLE_STAFF_SECRET.
    Bootstrap(Bootstrap),
}

#[derive(clap::Args, Debug)]
struct Bootstrap {
    /// The name that they log in with.
    #[arg(long)]
    login: String,
    #[command(flatten)]
    place: Place,
}

impl Staff {
    /// The command.
    pub fn run(&self) -> Result<()> {
        match &self.command {
            Command::Bootstrap(bootstrap) => bootstrap.run(),
        }
    }
}

impl Bootstrap {
    fn run(&self) -> Result<()> {
        let login = read_login(&self.login).map_err(|error| anyhow::anyhow!("--login: {}", error.rule))?;
        let state = State::open(&self.place.state)?;
        let secret = match std::env::var(SECRET) {
            Ok(secret) => secret,
            Err(_) if self.place.database_url.is_some() => {
                bail!("set {SECRET} to the secret of the deployment")
            }
            Err(_) => state.secrets()?.staff,
        };
        let secret = LookupSecret::new(secret).with_context(|| SECRET.to_owned())?;
        let random = |bytes: &mut [u8]| crate::state::fill_random(bytes);
        let mut bytes = [0; 32];
        random(&mut bytes)?;
        let invitation = BASE64.encode(bytes);
        let lookup = log_in::invitations(&secret).of(&[&invitation]);
        let mut id = [0; 10];
        random(&mut id)?;
        let now_ms = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
        database::runtime()?.block_on(async {
            let sql = self.place.ask().await?;
            invite(&*sql, &login, StaffId::new(now_ms, id), &lookup, now_ms).await
        })?;
        say::detail(&format!(
            "{login} is invited as `{ROLE}`, for three days. To accept:"
        ));
        println!(
            "curl $MALL/v1/staff/invitations/accept -H 'content-type: application/json' \
             -d '{{\"invitation\":\"{invitation}\",\"password\":\"…\"}}'"
        );
        Ok(())
    }
}

/// Somebody who is there already is invited anew, in their own role.
async fn invite(sql: &dyn Sql, login: &str, id: StaffId, lookup: &str, now_ms: i64) -> Result<()> {
    let expires_ms = now_ms.saturating_add(INVITATION_MS);
    let role: RoleId = ROLE.parse().context("the role's code")?;
    let mut script = Script::new();
    match staff::by_login(sql, login).await? {
        Some(known) => staff::invite_again(&mut script, &known, lookup, expires_ms, now_ms),
        None => staff::invite(
            &mut script,
            &Invited {
                id,
                login,
                role: &role,
                scope: &StoreScope::All,
                lookup,
                expires_ms,
                by: BY,
            },
            now_ms,
        ),
    }
    sql.write(script).await.context("writing the invitation")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use storage::sql::native_sqlite::NativeSqlite;
    use storage::staff::StaffState;

    fn id(number: u8) -> StaffId {
        StaffId::new(0, [number; 10])
    }

    #[test]
    fn first_one_is_invited_and_whoever_is_known_is_invited_anew_in_their_own_role() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        storage::migrate::migrate_sqlite(&mut connection).unwrap();
        let sql = NativeSqlite::new(connection);
        database::runtime().unwrap().block_on(async {
            invite(&sql, "chen", id(1), "first", 7).await.unwrap();
            let chen = staff::by_invitation(&sql, "first").await.unwrap().unwrap();
            assert_eq!(
                (chen.id, chen.role.as_str(), &chen.scope),
                (id(1), ROLE, &StoreScope::All)
            );
            assert_eq!(chen.invitation_expires_ms, Some(7 + INVITATION_MS));

            let mut script = Script::new();
            staff::accept(&mut script, &chen, "first", "$argon2id$", 8);
            sql.write(script).await.unwrap();
            invite(&sql, "chen", id(2), "second", 9).await.unwrap();
            assert!(staff::by_invitation(&sql, "first").await.unwrap().is_none());
            let again = staff::by_login(&sql, "chen").await.unwrap().unwrap();
            assert_eq!(
                (again.id, again.state, again.password),
                (id(1), StaffState::Invited, None)
            );
        });
    }
}
