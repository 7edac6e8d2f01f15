//! A real Postgres for tests and measurements, from whatever this machine has.

mod package;

use crate::say;
use anyhow::{Result, bail};
use postgres_server::{PROGRAMS_VARIABLE, Server, find};
use std::ffi::OsString;
use std::path::PathBuf;

/// Names the server to whoever is called with an environment.
const URL_VARIABLE: &str = "DATABASE_URL";

/// Whether packages may be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Install {
    /// Debian's package, when this is root on Debian.
    Allowed,
    /// Nothing.
    Forbidden,
}

/// A server that answers for as long as this lives.
pub struct Postgres {
    url: String,
    /// The server's programs, for a server that is to crash and for what comes with them; none where only a server was given.
    programs: Option<PathBuf>,
    /// The server that was started for this; none when one was given. Held for its end.
    _server: Option<Server>,
}

impl Postgres {
    /// `DATABASE_URL`, else a server of our own from the programs on this machine, else from Debian's package.
    pub fn provide(install: Install) -> Result<Self> {
        if let Ok(url) = std::env::var(URL_VARIABLE) {
            say::detail("Postgres: the server of DATABASE_URL");
            return Ok(Self {
                url,
                programs: find(),
                _server: None,
            });
        }
        let Some(programs) = find().or_else(|| package::install(install)) else {
            bail!(
                "no Postgres: set DATABASE_URL to a server where databases can be created, or install the server \
                 (Debian: apt-get install postgresql)"
            );
        };
        let server = Server::start(&programs)?;
        say::detail(&format!(
            "Postgres: {} on port {}",
            programs.display(),
            server.port()
        ));
        Ok(Self {
            url: server.url(),
            programs: Some(programs),
            _server: Some(server),
        })
    }

    /// A database on the server, whose user may create others.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Fails where the server's programs are not on this machine, so that nothing that needs them is left out in silence.
    pub fn demand_programs(&self) -> Result<()> {
        if self.programs.is_none() {
            bail!(
                "a server that is to crash needs Postgres's programs here (Debian: apt-get install postgresql)"
            );
        }
        Ok(())
    }

    /// What tells a child process of it.
    pub fn environment(&self) -> Vec<(&'static str, OsString)> {
        let url = (URL_VARIABLE, OsString::from(&self.url));
        let programs = self
            .programs
            .iter()
            .map(|folder| (PROGRAMS_VARIABLE, folder.into()));
        std::iter::once(url).chain(programs).collect()
    }
}
