//! An application with data of its own, which can be started more than once.

use crate::Bench;
use crate::api::Api;
use crate::counting::Counting;
use crate::manifest::{self, Bodies};
use crate::running::{Running, Schedules, Start};
use anyhow::{Context, Result, anyhow};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use web::Principal;

/// Signs the tokens of applications that live as long as a measurement.
const TOKEN_SECRET: &str = "signs the tokens of a measurement, nothing else";
const SANDBOX_PAY_KEY: &str = "signs the payments of a measurement, nothing else";
const ROOT_KEYS: &str = "bench:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const LOOKUP_SECRET: &str = "a look-up secret that only the bench knows";
const STAFF_SECRET: &str = "a secret of staff that only the bench knows";
/// How long tokens are valid.
const TOKEN_LIFE: Duration = Duration::from_secs(86_400);

/// Where orders are kept.
#[derive(Debug, Clone)]
pub enum Database {
    /// A file in the state folder.
    Sqlite,
    /// A database on a server.
    Postgres {
        /// The whole address.
        url: String,
        /// `host:port`.
        host: String,
    },
}

/// An application that is not running.
pub struct Application<'a> {
    bench: &'a Bench,
    folder: PathBuf,
    database: Database,
}

impl<'a> Application<'a> {
    /// An empty application on a migrated SQLite database.
    pub fn on_sqlite(bench: &'a Bench, name: &str) -> Result<Self> {
        let folder = bench.scratch.folder(name)?;
        let application = Self {
            bench,
            folder,
            database: Database::Sqlite,
        };
        let file = application.sqlite_file();
        let mut connection = rusqlite::Connection::open(&file).with_context(|| file.display().to_string())?;
        storage::migrate::migrate_sqlite(&mut connection)?;
        Ok(application)
    }

    /// An empty application on a database that is migrated already.
    pub fn on(bench: &'a Bench, name: &str, database: Database) -> Result<Self> {
        Ok(Self {
            bench,
            folder: bench.scratch.folder(name)?,
            database,
        })
    }

    /// Its database, if that is a file.
    pub fn sqlite_file(&self) -> PathBuf {
        self.folder.join("sqlite_db.db")
    }

    /// Starts it in a process of its own, with the baseline that knows `bodies`, and waits until it answers.
    pub fn start(&self, bodies: &Bodies) -> Result<Running> {
        self.start_with(bodies, &self.bench.scratch.cache(), Schedules::Off)
    }

    /// As [`Application::start`], with the schedules of the manifest.
    pub fn start_with_schedules(&self) -> Result<Running> {
        self.start_with(&Bodies::new(), &self.bench.scratch.cache(), Schedules::On)
    }

    /// As [`Application::start`], with compiled components in `cache` alone.
    pub fn start_with_cache(&self, cache: &Path) -> Result<Running> {
        self.start_with(&Bodies::new(), cache, Schedules::Off)
    }

    fn start_with(&self, bodies: &Bodies, cache: &Path, schedules: Schedules) -> Result<Running> {
        Running::start(&Start {
            program: &self.bench.host,
            manifest: manifest::write(&self.bench.root, &self.folder, bodies)?,
            state: &self.folder,
            cache,
            variables: self.variables()?,
            schedules,
        })
    }

    /// Starts it in this process, where the calls of its components to the host are counted.
    pub fn count(&self) -> Result<Counting> {
        let manifest = manifest::write(&self.bench.root, &self.folder, &Bodies::new())?;
        Counting::start(
            local_edge::Edge::builder()
                .manifest(manifest)
                .state_dir(&self.folder)
                .cache_dir(self.bench.scratch.cache())
                .variables(self.variables()?)
                .schedules(false)
                .count_instructions(true),
        )
    }

    fn variables(&self) -> Result<Vec<(String, String)>> {
        let mut variables = vec![
            ("token_secret", TOKEN_SECRET.to_owned()),
            ("sandbox_pay_key", SANDBOX_PAY_KEY.to_owned()),
            ("job_token", token(&Principal::Job)?),
            ("sandbox_identity", "on".to_owned()),
            ("root_keys", ROOT_KEYS.to_owned()),
            ("lookup_secret", LOOKUP_SECRET.to_owned()),
            ("staff_secret", STAFF_SECRET.to_owned()),
            // Few callers make the load.
            ("rate_limits", "off".to_owned()),
        ];
        if let Database::Postgres { url, host } = &self.database {
            variables.push(("database_url", url.clone()));
            variables.push(("database_host", host.clone()));
        }
        Ok(variables
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect())
    }
}

/// A token that all applications of this run accept.
pub fn token(principal: &Principal) -> Result<String> {
    let expires = SystemTime::now().duration_since(UNIX_EPOCH)? + TOKEN_LIFE;
    web::token::mint(TOKEN_SECRET, principal, i64::try_from(expires.as_secs())?)
        .map_err(|error| anyhow!("minting a token: {error:?}"))
}

/// Headquarters at `url`.
pub fn headquarters(url: &str) -> Result<Api> {
    Ok(Api::new(url, &token(&Principal::headquarters("bench"))?))
}
