//! `up`: everything from a source tree to an application that answers.

mod api;
mod banner;
mod demo;
mod host;
mod temporary;

use crate::database::{self, Database, Place};
use crate::state::{Secrets, State};
use crate::token::{self, Role};
use crate::{build, say};
use anyhow::{Context, Result, bail};
use api::Api;
use host::Host;
use std::future::pending;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use storage::projection::catalog::stored::LAYOUT;
use tokio::signal::unix::{Signal, SignalKind, signal};

pub use temporary::Temporary;

/// How long the printed tokens are valid, in days.
const TOKEN_DAYS: u16 = 30;

/// Build, migrate and serve the application; load the demo brand when there is no store.
#[derive(clap::Args, Debug)]
pub struct Up {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    #[command(flatten)]
    place: Place,
    /// Begin with empty databases.
    #[arg(long)]
    fresh: bool,
}

/// Write all of key-value anew from SQL, in a running application.
#[derive(clap::Args, Debug)]
pub struct Rebuild {
    /// Where the application listens.
    #[arg(long, default_value = "http://127.0.0.1:3000")]
    url: String,
    /// State folder of the application.
    #[arg(long, value_name = "DIR", default_value = ".mendian")]
    state: PathBuf,
}

impl Rebuild {
    /// The command.
    pub fn run(&self) -> Result<()> {
        let secrets = State::open(&self.state)?.secrets()?;
        say::timed("rebuilding key-value", || rebuild(&self.url, &secrets))
    }
}

impl Up {
    /// The command: returns after Ctrl-C.
    pub fn run(&self) -> Result<()> {
        // Said before the minutes that building may take.
        TcpListener::bind(self.listen)
            .with_context(|| format!("cannot listen on {}; --listen names another address", self.listen))?;
        let state = State::open(&self.place.state)?;
        if self.fresh {
            if self.place.database_url.is_some() {
                bail!("--fresh does not empty a Postgres database; create a new one and name that");
            }
            state.empty()?;
        }
        build::components()?;
        let program = build::host()?;
        let database = Database::of(&self.place, &state)?;
        say::timed("migrations", || database.migrate())?;
        let runtime = database::runtime()?;
        let done = runtime.block_on(self.serve(&program, &state, &database));
        // A load that Ctrl-C interrupted may still wait for an answer; the next `up` begins it again.
        runtime.shutdown_background();
        done
    }

    async fn serve(&self, program: &std::path::Path, state: &State, database: &Database) -> Result<()> {
        let secrets = state.secrets()?;
        // What another release projected has another layout.
        let projected = format!("{} layout {LAYOUT}", database.identity());
        let stale = state.adopt_key_value(&projected)?;
        let mut stop = Stop::new()?;
        say::step("application");
        let mut host = Host::start(program, state, &secrets, database, self.listen, &[])?;
        let url = host.url();
        let introduce = async {
            host::answers(&url).await?;
            let (state, url) = (state.clone(), url.clone());
            tokio::task::spawn_blocking(move || introduce(&url, &state, &projected, &secrets, stale))
                .await??;
            pending::<Result<()>>().await
        };
        let failed = tokio::select! {
            () = stop.asked() => None,
            status = host.wait() => bail!("the host ended with {}", status?),
            failure = introduce => failure.err(),
        };
        say::step("stopping");
        host.stop().await?;
        failed.map_or(Ok(()), Err)
    }
}

/// Fills what is empty, then says how to go on.
fn introduce(url: &str, state: &State, projected: &str, secrets: &Secrets, stale: bool) -> Result<()> {
    let headquarters = token::mint(
        secrets,
        &token::principal(Role::Headquarters, "demo", None)?,
        TOKEN_DAYS,
    )?;
    let api = Api::new(url, &headquarters);
    if stale {
        say::timed("rebuilding key-value", || rebuild(url, secrets))?;
        state.key_value_is_of(projected)?;
    }
    if state.demo_is_loading() || demo::is_wanted(&api)? {
        state.set_demo_is_loading(true)?;
        say::timed("demo brand", || demo::load(&api))?;
        state.set_demo_is_loading(false)?;
    }
    let clerk = token::mint(
        secrets,
        &token::principal(Role::Clerk, "demo", Some(banner::STORE))?,
        TOKEN_DAYS,
    )?;
    let shopper = token::mint(
        secrets,
        &token::principal(Role::Shopper, "demo", None)?,
        TOKEN_DAYS,
    )?;
    print!(
        "{}",
        banner::text(
            url,
            &banner::Tokens {
                shopper,
                clerk,
                headquarters
            }
        )
    );
    Ok(())
}

fn rebuild(url: &str, secrets: &Secrets) -> Result<()> {
    let job = token::mint(secrets, &web::Principal::Job, 1)?;
    Api::new(url, &job).post("/jobs/rebuild").map(drop)
}

/// Ctrl-C, or the signal of a service manager.
struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    fn new() -> Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
