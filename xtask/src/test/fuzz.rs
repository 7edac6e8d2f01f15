//! Schemathesis: requests made from the contract, sound and unsound, by every role. No answer may be a server error.

use crate::token::Role;
use crate::up::Temporary;
use crate::workspace::{self, on_path, output};
use crate::{build, say};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The version is fixed, so that a run can be repeated.
const PACKAGE: &str = "schemathesis==4.32.5";
/// Requests of each kind for each operation and role.
const EXAMPLES_MAX: &str = "25";
const SEED: &str = "20260101";
const ROLES: [(Role, &str); 4] = [
    (Role::Headquarters, "headquarters"),
    (Role::Clerk, "clerk"),
    (Role::Shopper, "shopper"),
    (Role::Job, "job"),
];

/// The stage. Says so, and passes, where Schemathesis cannot be had.
pub fn run_stage() -> Result<()> {
    let Some(schemathesis) = schemathesis() else {
        say::detail("skipped: Schemathesis needs python3 with venv, and PyPI");
        return Ok(());
    };
    let application = Temporary::start(&build::host()?)?;
    // Each role's requests are made by one process, which computes more than it waits.
    std::thread::scope(|scope| {
        let runs = ROLES.map(|(role, name)| {
            let (schemathesis, application) = (&schemathesis, &application);
            (
                name,
                scope.spawn(move || as_role(schemathesis, application, role)),
            )
        });
        let mut failed = Vec::new();
        for (name, run) in runs {
            let Ok(output) = run.join() else {
                bail!("calling as {name} panicked");
            };
            let output = output?;
            say::detail(&format!("as {name}"));
            print!("{}", String::from_utf8_lossy(&output.stdout));
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
            if !output.status.success() {
                failed.push(name);
            }
        }
        match failed.is_empty() {
            true => Ok(()),
            false => bail!("failures as {}", failed.join(", ")),
        }
    })
}

fn as_role(schemathesis: &Path, application: &Temporary, role: Role) -> Result<Output> {
    let mut command = Command::new(schemathesis);
    command.current_dir(workspace::component_target());
    command.args(["run", &format!("{}/openapi.json", application.url())]);
    command.args([
        "--checks",
        "not_a_server_error",
        // It waits as long as it is asked to; the end-to-end suite has it.
        "--exclude-operation-id",
        "project",
        "--max-examples",
        EXAMPLES_MAX,
        "--seed",
        SEED,
    ]);
    command.args([
        "--phases",
        "examples,coverage,fuzzing",
        "--generation-database",
        "none",
        "--warnings",
        "off",
    ]);
    command
        .arg("--header")
        .arg(format!("authorization: Bearer {}", application.token(role)?));
    command.output().context("starting Schemathesis")
}

/// The program, installed in a virtual environment under the target folder when it is not there yet.
fn schemathesis() -> Option<PathBuf> {
    let python = on_path("python3")?;
    let folder = workspace::component_target().join("schemathesis");
    let program = folder.join("bin/schemathesis");
    if program.is_file() {
        return Some(program);
    }
    say::detail("installing Schemathesis");
    let installed = output(Command::new(python).args(["-m", "venv"]).arg(&folder)).and_then(|_| {
        let mut install = Command::new(folder.join("bin/pip"));
        output(install.args(["install", "--quiet", "--disable-pip-version-check", PACKAGE]))
    });
    match installed {
        Ok(_) => Some(program),
        Err(error) => {
            say::detail(&format!("{error:#}"));
            None
        }
    }
}
