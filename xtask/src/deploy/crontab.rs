//! Schedules for cron.

use super::WRITTEN;
use super::manifest::{Cron, Manifest};
use anyhow::Result;
use std::fmt::Write;

/// Where deploy/mendian.service has the application.
const FOLDER: &str = "/opt/mendian";

/// `deploy/schedules.crontab`.
pub fn schedules(manifest: &Manifest) -> Result<String> {
    let mut text = format!(
        "{WRITTEN}\n\
         # For cron, beside `spin up`: set the two below, then `crontab deploy/schedules.crontab`.\n\
         MENDIAN_URL=http://127.0.0.1:3000\n\
         # cargo xtask token --role job\n\
         MENDIAN_JOB_TOKEN=\n\n"
    );
    for Cron {
        name: _,
        method,
        path,
        when,
        every_s,
    } in manifest.jobs()?
    {
        // In a crontab a percent sign ends the command.
        let path = path.replace('%', "\\%");
        writeln!(
            text,
            "{when} {FOLDER}/deploy/call-job.sh {method} '{path}' {every_s}"
        )?;
    }
    Ok(text)
}
