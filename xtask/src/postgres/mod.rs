//! A real Postgres for tests and measurements, from whatever this machine has.

mod binaries;
mod server;

use crate::say;
use anyhow::{Result, bail};
use server::Server;

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
    /// The server that was started for this; none when one was given. Held for its end.
    _server: Option<Server>,
}

impl Postgres {
    /// `DATABASE_URL`, else a server of our own from the programs on this machine, else from Debian's package.
    pub fn provide(install: Install) -> Result<Self> {
        if let Ok(url) = std::env::var("DATABASE_URL") {
            say::detail("Postgres: the server of DATABASE_URL");
            return Ok(Self { url, _server: None });
        }
        let Some(binaries) = binaries::find().or_else(|| binaries::install(install)) else {
            bail!(
                "no Postgres: set DATABASE_URL to a server where databases can be created, or install the server \
                 (Debian: apt-get install postgresql)"
            );
        };
        let server = Server::start(&binaries)?;
        say::detail(&format!(
            "Postgres: {} on port {}",
            binaries.display(),
            server.port()
        ));
        Ok(Self {
            url: server.url(),
            _server: Some(server),
        })
    }

    /// A database on the server, whose user may create others.
    pub fn url(&self) -> &str {
        &self.url
    }
}
