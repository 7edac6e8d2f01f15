//! An application with the demo brand for as long as a test or a measurement needs it.

use super::api::Api;
use super::host::{self, Host};
use super::{demo, rebuild};
use crate::database::{self, Database};
use crate::say;
use crate::state::{Secrets, State, random_hex};
use crate::token::{self, Role};
use anyhow::Result;
use std::net::TcpListener;
use std::path::Path;
use tokio::runtime::Runtime;

/// How long its tokens are valid, in days.
const TOKEN_DAYS: u16 = 1;

/// One caller of each role does what thousands would.
const UNLIMITED: &[(&str, &str)] = &[("SPIN_VARIABLE_RATE_LIMITS", "off")];

/// A running application on a free port, with a state folder of its own. Dropping it stops it and removes the folder.
pub struct Temporary {
    runtime: Runtime,
    // Taken when it is dropped.
    host: Option<Host>,
    state: State,
    secrets: Secrets,
    url: String,
}

impl Temporary {
    /// Starts one on an SQLite database, with the demo brand in it.
    pub fn start(program: &Path) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("mendian-{}", &random_hex()?[..16]));
        let state = State::open(&folder)?;
        let database = Database::Sqlite(state.sqlite());
        database.migrate()?;
        let secrets = state.secrets()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let runtime = database::runtime()?;
        let (host, url) = runtime.block_on(async {
            let host = Host::start(program, &state, &secrets, &database, address, UNLIMITED)?;
            let url = host.url();
            host::answers(&url).await?;
            anyhow::Ok((host, url))
        })?;
        let started = Self {
            runtime,
            host: Some(host),
            state,
            secrets,
            url,
        };
        rebuild(&started.url, &started.secrets)?;
        say::timed("demo brand", || {
            demo::load(&Api::new(&started.url, &started.token(Role::Headquarters)?))
        })?;
        Ok(started)
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A token for one of its callers; the clerk's store is that of the printed examples.
    pub fn token(&self, role: Role) -> Result<String> {
        let principal = token::principal(role, "fuzz", Some(super::banner::STORE))?;
        token::mint(&self.secrets, &principal, TOKEN_DAYS)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(host) = self.host.take()
            && let Err(error) = self.runtime.block_on(host.stop())
        {
            say::failure(&error);
        }
        // A leftover in the temporary folder harms nobody.
        _ = std::fs::remove_dir_all(self.state.folder());
    }
}
