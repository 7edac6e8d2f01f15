//! Tokens for development.

use crate::state::{Secrets, State};
use anyhow::{Context, Result, anyhow};
use clap::ValueEnum;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use web::Principal;

const DAY_S: i64 = 86_400;

/// Who the token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// A customer.
    Shopper,
    /// Staff of one store, who may do everything there.
    Clerk,
    /// Staff of the brand, who may do everything at all stores.
    Headquarters,
    /// The platform's scheduler.
    Job,
}

/// Mint a token for development.
#[derive(clap::Args, Debug)]
pub struct Token {
    /// Who the token is for.
    #[arg(long, value_enum)]
    role: Role,
    /// Their name.
    #[arg(long, default_value = "demo")]
    id: String,
    /// The clerk's store.
    #[arg(long, required_if_eq("role", "clerk"))]
    store: Option<String>,
    /// How long it is valid.
    #[arg(long, default_value_t = 30)]
    days: u16,
    /// State folder of the application that is to accept it.
    #[arg(long, value_name = "DIR", default_value = ".mendian")]
    state: PathBuf,
}

impl Token {
    /// The command: prints the token.
    pub fn run(&self) -> Result<()> {
        let secrets = State::open(&self.state)?.secrets()?;
        let principal = principal(self.role, &self.id, self.store.as_deref())?;
        println!("{}", mint(&secrets, &principal, self.days)?);
        Ok(())
    }
}

/// The principal of a role.
pub fn principal(role: Role, id: &str, store: Option<&str>) -> Result<Principal> {
    Ok(match role {
        Role::Shopper => Principal::Shopper(id.parse().context("the shopper's id")?),
        Role::Clerk => {
            let store = store.context("a clerk has a store")?;
            Principal::of_store(id, store.parse().context("the clerk's store")?)
        }
        Role::Headquarters => Principal::headquarters(id),
        Role::Job => Principal::Job,
    })
}

/// A token that is valid for some days.
pub fn mint(secrets: &Secrets, principal: &Principal, days: u16) -> Result<String> {
    let now_s = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .context("the clock is before 1970")?
        .as_secs();
    let expires_s = i64::try_from(now_s)? + i64::from(days) * DAY_S;
    web::token::mint(&secrets.token, principal, expires_s)
        .map_err(|error| anyhow!("minting a token: {error:?}"))
}
