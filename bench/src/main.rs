//! Measures the application beside the least that the platform can do, and prints one table.
//!
//! Everything that is compared runs side by side: the same host program, the same run, turn and turn about. The load comes
//! from this process, the answers from a `local-edge` of its own; both share the machine's cores, which makes every ratio
//! come out nearer to 1 than it would with a load from elsewhere.

mod api;
mod application;
mod brand;
mod carts;
mod chain;
mod checkout;
mod contention;
mod counter;
mod counting;
mod figures;
mod flash_sale;
mod flat;
mod load;
mod log_in;
mod machine;
mod manifest;
mod pgbench;
mod pickups;
mod places;
mod plan;
mod platform;
mod postgres;
mod price_change;
mod race;
mod report;
mod requests;
mod running;
mod scratch;
mod start;
mod table;
mod wire;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use plan::Plan;
use postgres_server::PROGRAMS_VARIABLE;
use report::Report;
use scratch::Scratch;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is measured, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Section {
    /// Product pages, listings and the nearest stores beside the same bytes from memory.
    Platform,
    /// The same requests with 10, 400 and 5,000 stores.
    Flat,
    /// Orders per second on SQLite and on Postgres beside `SELECT 1`.
    Checkout,
    /// Orders of one article beside interactive transactions, and on SQLite beside another journal.
    Contention,
    /// What scanning to pay and verifying a pickup take beside a quote.
    Counter,
    /// Many callers for few units, and what others notice.
    FlashSale,
    /// What logging in takes.
    LogIn,
    /// Sizes, memory, and the time to the first answer.
    Start,
}

/// Measures the application; the components and the host are built already. DATABASE_URL names a Postgres server on which
/// databases may be created; without it, the rows of Postgres are left out.
#[derive(Parser)]
#[command(name = "bench")]
struct Arguments {
    /// Short windows and few rounds: shows that it works, and little more.
    #[arg(long)]
    quick: bool,
    /// Only this; may be repeated.
    #[arg(long, value_enum, value_name = "SECTION")]
    only: Vec<Section>,
    /// Where the figures go.
    #[arg(long, value_name = "FILE", default_value = "target/bench.json")]
    json: PathBuf,
    /// Fail when a target is missed.
    #[arg(long)]
    check: bool,
}

/// What every section needs.
struct Bench {
    /// The folder of the workspace.
    root: PathBuf,
    /// The host's program.
    host: PathBuf,
    /// Folder for everything that is thrown away in the end.
    scratch: Scratch,
    /// How long, how often, how many.
    plan: Plan,
    /// The Postgres server.
    database_url: Option<String>,
    /// The folder of its programs.
    programs: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(missed) if missed > 0 && arguments.check => {
            eprintln!("error: {missed} targets missed");
            ExitCode::FAILURE
        }
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Measures, prints, writes; the number of missed targets.
fn run(arguments: &Arguments) -> Result<usize> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the workspace's folder")?
        .to_path_buf();
    let own = std::env::current_exe().context("finding this program")?;
    let bench = Bench {
        root,
        host: own.with_file_name("local-edge"),
        scratch: Scratch::new()?,
        plan: Plan::new(arguments.quick),
        database_url: std::env::var("DATABASE_URL").ok(),
        programs: std::env::var_os(PROGRAMS_VARIABLE).map(PathBuf::from),
    };
    let mut report = Report::new(machine::describe(), bench.plan.describe());
    let sections = [
        (
            Section::Platform,
            platform::measure as fn(&Bench, &mut Report) -> Result<()>,
        ),
        (Section::Flat, flat::measure),
        (Section::Checkout, checkout::measure),
        (Section::Contention, contention::measure),
        (Section::Counter, counter::measure),
        (Section::FlashSale, flash_sale::measure),
        (Section::LogIn, log_in::measure),
        (Section::Start, start::measure),
    ];
    for (section, measure) in sections {
        if arguments.only.is_empty() || arguments.only.contains(&section) {
            measure(&bench, &mut report)?;
        }
    }
    print!("{}", table::render(&report));
    let file = bench.root.join(&arguments.json);
    let json = serde_json::to_string_pretty(&report)?;
    std::fs::write(&file, json).with_context(|| file.display().to_string())?;
    eprintln!("\u{25b8} figures: {}", file.display());
    Ok(report.missed())
}

/// Says on standard error what is going on.
fn say(text: &str) {
    eprintln!("\u{25b8} {text}");
}
