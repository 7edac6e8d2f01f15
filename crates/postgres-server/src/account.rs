//! Who runs the server: it refuses to run as root.

use anyhow::{Context, Result};
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// A user of this machine.
pub enum Account {
    /// The one that this runs as.
    Own,
    /// Another one, since this runs as root.
    Other {
        /// Its number.
        user: u32,
        /// Its group's.
        group: u32,
    },
}

impl Account {
    /// This one unless it is root; then `postgres`, or else `nobody`.
    pub fn choose() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Own);
        }
        let accounts = fs::read_to_string("/etc/passwd").context("reading /etc/passwd")?;
        let find = |name: &str| {
            let fields: Vec<&str> = accounts
                .lines()
                .map(|line| line.split(':'))
                .find_map(|mut fields| (fields.next() == Some(name)).then(|| fields.collect()))?;
            Some(Self::Other {
                user: fields.get(1)?.parse().ok()?,
                group: fields.get(2)?.parse().ok()?,
            })
        };
        find("postgres")
            .or_else(|| find("nobody"))
            .context("Postgres does not run as root, and there is no other user")
    }

    /// Makes the path if it is absent, as a folder that only this account may enter, and hands it over.
    pub fn own(&self, path: &Path) -> Result<()> {
        if !path.exists() {
            fs::create_dir(path)?;
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        }
        match self {
            Self::Own => Ok(()),
            Self::Other { user, group } => Ok(chown(path, Some(*user), Some(*group))?),
        }
    }

    /// A program that runs as this account.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Self::Other { user, group } = self {
            command.uid(*user).gid(*group);
        }
        command
    }
}
