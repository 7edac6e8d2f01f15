//! Which database, and bringing it up to date.

use crate::say;
use crate::state::State;
use anyhow::{Context, Result, bail};
use rusqlite::{Connection, OpenFlags};
use rustls::{ClientConfig, RootCertStore};
use std::path::PathBuf;
use std::sync::Arc;
use storage::sql::Sql;
use storage::sql::native_postgres::NativePostgres;
use storage::sql::native_sqlite::NativeSqlite;
use tokio_postgres::config::Host;
use tokio_postgres_rustls::MakeRustlsConnect;

/// Port of a Postgres server that does not say otherwise.
const POSTGRES_PORT: u16 = 5432;

/// Where an application keeps its data.
#[derive(clap::Args, Debug, Clone)]
pub struct Place {
    /// Folder for databases, stores and development secrets.
    #[arg(long, value_name = "DIR", default_value = ".mendian")]
    pub state: PathBuf,
    /// A Postgres database instead of the embedded SQLite.
    #[arg(long, value_name = "postgres://…")]
    pub database_url: Option<String>,
}

impl Place {
    /// The command: brings the database up to date.
    pub fn migrate(&self) -> Result<()> {
        let state = State::open(&self.state)?;
        let applied = Database::of(self, &state)?.migrate()?;
        match applied.is_empty() {
            true => say::detail("nothing to do"),
            false => say::detail(&format!("applied {}", applied.join(", "))),
        }
        Ok(())
    }

    /// The database, to be asked while others are served.
    pub async fn ask(&self) -> Result<Box<dyn Sql>> {
        if self.database_url.is_none() && !self.state.is_dir() {
            bail!("{} is not there", self.state.display());
        }
        let state = State::open(&self.state)?;
        Ok(match Database::of(self, &state)? {
            Database::Sqlite(file) => {
                let connection = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_WRITE)
                    .with_context(|| format!("opening {}", file.display()))?;
                Box::new(NativeSqlite::new(connection))
            }
            Database::Postgres { url, .. } => Box::new(NativePostgres::new(connect(&url).await?)),
        })
    }
}

/// A database.
pub enum Database {
    /// A file in the state folder.
    Sqlite(PathBuf),
    /// A server.
    Postgres {
        /// As given; holds the password.
        url: String,
        /// `host:port`, what components must be allowed to reach.
        host: String,
        /// Name of the database on the server.
        name: String,
    },
}

impl Database {
    /// The database of a place.
    pub fn of(place: &Place, state: &State) -> Result<Self> {
        match &place.database_url {
            None => Ok(Self::Sqlite(state.sqlite())),
            Some(url) => Self::postgres(url),
        }
    }

    /// The database that a URL names.
    pub fn postgres(url: &str) -> Result<Self> {
        let config: tokio_postgres::Config = url.parse().context("the database URL")?;
        let host = match config.get_hosts() {
            [Host::Tcp(host), ..] => host,
            _ => anyhow::bail!("the database URL names no host"),
        };
        let port = config.get_ports().first().copied().unwrap_or(POSTGRES_PORT);
        Ok(Self::Postgres {
            url: url.to_owned(),
            host: format!("{host}:{port}"),
            name: config.get_dbname().unwrap_or_default().to_owned(),
        })
    }

    /// A name without secrets that tells it from others.
    pub fn identity(&self) -> String {
        match self {
            Self::Sqlite(_) => "sqlite".to_owned(),
            Self::Postgres { host, name, .. } => format!("postgres {host}/{name}"),
        }
    }

    /// The variables that point the application to it.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Sqlite(_) => Vec::new(),
            Self::Postgres { url, host, .. } => {
                vec![
                    ("SPIN_VARIABLE_DATABASE_URL", url.clone()),
                    ("SPIN_VARIABLE_DATABASE_HOST", host.clone()),
                ]
            }
        }
    }

    /// Applies the migrations that it lacks, and names them.
    pub fn migrate(&self) -> Result<Vec<&'static str>> {
        match self {
            Self::Sqlite(file) => {
                let mut connection =
                    Connection::open(file).with_context(|| format!("opening {}", file.display()))?;
                Ok(storage::migrate::migrate_sqlite(&mut connection)?)
            }
            Self::Postgres { url, .. } => runtime()?.block_on(async {
                let mut client = connect(url).await?;
                Ok(storage::migrate::migrate_postgres(&mut client).await?)
            }),
        }
    }
}

/// A runtime for one task.
pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("starting a runtime")
}

/// A connection, over TLS where the server offers it.
pub async fn connect(url: &str) -> Result<tokio_postgres::Client> {
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let tls = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let (client, connection) = tokio_postgres::connect(url, MakeRustlsConnect::new(tls))
        .await
        .context("connecting to Postgres")?;
    // It ends with the client; an error reaches whoever waits for a statement.
    tokio::spawn(connection);
    Ok(client)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_of_a_server_does_not_hold_its_password() {
        let database = Database::postgres("postgres://user:secret@db.example:6432/mall").unwrap();
        assert_eq!(database.identity(), "postgres db.example:6432/mall");
    }

    #[test]
    fn url_without_a_port_means_the_usual_one() {
        let database = Database::postgres("postgres://user@db.example/mall").unwrap();
        assert!(
            database
                .variables()
                .contains(&("SPIN_VARIABLE_DATABASE_HOST", "db.example:5432".to_owned()))
        );
    }
}
