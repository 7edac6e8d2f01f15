//! Build, run, test and measure the project: `cargo xtask <command>`.

mod audit;
mod bench;
mod build;
mod check;
mod database;
mod deploy;
mod lint;
mod postgres;
mod prove;
mod say;
mod staff;
mod state;
mod test;
mod tidy;
mod token;
mod up;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Build, run, test and measure the project.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build, migrate and serve the application; load the demo brand when there is no store.
    Up(up::Up),
    /// Check and test everything: formatting, lints, native tests, the built components on SQLite and Postgres.
    Test(test::Test),
    /// Measure the application beside the least that the platform can do; print one table.
    Bench(bench::Bench),
    /// Prove by machine-made faults and races that stock, coupons and money add up.
    Prove(prove::Prove),
    /// Formatting, lints and tidiness only.
    Lint,
    /// Print every invariant of a database, and what breaks it; fail when one does not hold.
    Check(check::Check),
    /// The audit log of a database.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Build the components and the host.
    Build,
    /// Bring a database up to date.
    Migrate(database::Place),
    /// Write all of key-value anew from SQL, in a running application.
    Rebuild(up::Rebuild),
    /// Write the files of deploy/ that follow from spin.toml.
    Deploy(deploy::Deploy),
    /// Invite the first administrator.
    Staff(staff::Staff),
    /// Mint a token for development.
    Token(token::Token),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Up(up) => up.run(),
        Command::Test(test) => test.run(),
        Command::Bench(bench) => bench.run(),
        Command::Prove(prove) => prove.run(),
        Command::Lint => lint::run(),
        Command::Check(check) => check.run(),
        Command::Audit(audit) => audit.run(),
        Command::Build => build::everything(),
        Command::Migrate(place) => place.migrate(),
        Command::Rebuild(rebuild) => rebuild.run(),
        Command::Deploy(deploy) => deploy.run(),
        Command::Staff(staff) => staff.run(),
        Command::Token(token) => token.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::failure(&error);
            ExitCode::FAILURE
        }
    }
}
