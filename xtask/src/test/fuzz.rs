//! Schemathesis: requests made from the contract, sound and unsound, by every role. No answer may be a server error.

use crate::token::Role;
use crate::up::Temporary;
use crate::workspace::{self, on_path, output, run};
use crate::{build, say};
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

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
    for (role, name) in ROLES {
        say::detail(&format!("as {name}"));
        let mut command = Command::new(&schemathesis);
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
        run(&mut command)?;
    }
    Ok(())
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
