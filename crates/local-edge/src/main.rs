//! `local-edge up`: serves a Spin application.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use local_edge::Edge;
use tokio::signal::unix::{SignalKind, signal};

#[derive(Parser)]
#[command(about = "Serves Spin applications", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve an application until Ctrl-C.
    Up(Up),
}

#[derive(clap::Args)]
struct Up {
    /// The manifest.
    #[arg(short, long, default_value = "spin.toml")]
    from: PathBuf,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The folder for databases and stores.
    #[arg(long, default_value = ".spin")]
    state: PathBuf,
    /// The folder for compiled components [default: one for all applications of this user].
    #[arg(long)]
    cache: Option<PathBuf>,
    /// Set an application variable; also read from SPIN_VARIABLE_NAME.
    #[arg(long = "variable", value_name = "NAME=VALUE", value_parser = pair)]
    variables: Vec<(String, String)>,
    /// How long a component may take to begin its response, in seconds.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    request_timeout: Option<Duration>,
    /// Longest request body, in bytes.
    #[arg(long, value_name = "BYTES")]
    max_body: Option<u64>,
    /// Largest memory of an instance, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    max_memory: usize,
    /// Do not run the manifest's schedules.
    #[arg(long)]
    no_schedules: bool,
    /// Print neither what components print nor the routes.
    #[arg(short, long)]
    quiet: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.into(), value.into()))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number")?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments {
        command: Command::Up(up),
    } = Arguments::parse();
    match serve(up).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("local-edge: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(up: Up) -> Result<(), Box<dyn std::error::Error>> {
    // Before the start, so that no signal finds nobody.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut builder = Edge::builder()
        .manifest(up.from)
        .listen(up.listen)
        .state_dir(up.state)
        .variables(up.variables)
        .environment_variables(true)
        .max_memory(up.max_memory << 20)
        .schedules(!up.no_schedules)
        .quiet(up.quiet);
    if let Some(cache) = up.cache {
        builder = builder.cache_dir(cache);
    }
    if let Some(limit) = up.request_timeout {
        builder = builder.request_timeout(limit);
    }
    if let Some(bytes) = up.max_body {
        builder = builder.max_body(bytes);
    }
    let edge = builder.start().await?;
    println!("Serving {}", edge.url());
    if !up.quiet {
        for (route, component) in edge.routes() {
            println!("  {component}: {}{route}", edge.url());
        }
    }
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    edge.shutdown().await;
    Ok(())
}
