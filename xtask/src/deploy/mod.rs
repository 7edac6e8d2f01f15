//! `deploy`: the files of `deploy/` that follow from `spin.toml`, so that a variable or a schedule is declared once.

mod crontab;
mod manifest;
mod spinkube;

use crate::{say, workspace};
use anyhow::{Context, Result};
use manifest::Manifest;
use std::fs;

/// Says in a written file where it comes from.
const WRITTEN: &str = "# Written by `cargo xtask deploy` from spin.toml; change that.";

/// Write the files of deploy/ that follow from spin.toml.
#[derive(clap::Args, Debug)]
pub struct Deploy {
    /// The application's image, as `spin registry push` calls it.
    #[arg(long, default_value = spinkube::IMAGE)]
    image: String,
}

impl Deploy {
    /// The command.
    pub fn run(&self) -> Result<()> {
        for (name, text) in files(&self.image)? {
            let path = workspace::root().join(name);
            fs::write(&path, text).with_context(|| name.to_owned())?;
            say::step(name);
        }
        Ok(())
    }
}

/// Every file that is not what `spin.toml` makes of it, each in a line.
pub fn complaints() -> Result<Vec<String>> {
    let is_stale = |(name, text): &(&str, String)| {
        let found = fs::read_to_string(workspace::root().join(name));
        !found.is_ok_and(|found| found == *text)
    };
    let stale = files(spinkube::IMAGE)?.into_iter().filter(is_stale);
    Ok(stale
        .map(|(name, _)| format!("{name}: spin.toml has changed; run `cargo xtask deploy`"))
        .collect())
}

fn files(image: &str) -> Result<[(&'static str, String); 3]> {
    let manifest = Manifest::read()?;
    Ok([
        ("deploy/schedules.crontab", crontab::schedules(&manifest)?),
        (
            "deploy/spinkube/application.yaml",
            spinkube::application(&manifest, image)?,
        ),
        ("deploy/spinkube/schedules.yaml", spinkube::schedules(&manifest)?),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// A folder with a `curl` that writes down how it was called, and fails.
    fn with_curl(named: &str) -> std::path::PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("{named}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let curl = folder.join("curl");
        let script = "#!/bin/sh\necho \"$@\" >> \"${0%/*}/arguments\"\ncat >> \"${0%/*}/input\"\nexit 22\n";
        fs::write(&curl, script).unwrap();
        fs::set_permissions(&curl, fs::Permissions::from_mode(0o755)).unwrap();
        folder
    }

    #[test]
    fn job_is_called_again_within_the_minute_and_its_token_is_no_argument() {
        let folder = with_curl("mendian-call-job");
        let path = std::env::join_paths([
            &folder,
            std::path::Path::new("/usr/bin"),
            std::path::Path::new("/bin"),
        ]);
        let status = Command::new("sh")
            .arg(workspace::root().join("deploy/call-job.sh"))
            .args(["POST", "/jobs/project", "1"])
            .env("PATH", path.unwrap())
            .env("MENDIAN_URL", "http://mall")
            .env("MENDIAN_JOB_TOKEN", "t0ken")
            .env("MENDIAN_JOB_SECONDS", "2")
            .status()
            .unwrap();
        let read = |name| fs::read_to_string(folder.join(name)).unwrap();
        let (arguments, input) = (read("arguments"), read("input"));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(status.code(), Some(22), "the last call failed");
        assert!(
            arguments.lines().count() >= 2 && arguments.contains("POST http://mall/jobs/project"),
            "{arguments}"
        );
        assert!(!arguments.contains("t0ken"), "{arguments}");
        assert_eq!(
            input.lines().next(),
            Some("header = \"authorization: Bearer t0ken\"")
        );
    }
}
