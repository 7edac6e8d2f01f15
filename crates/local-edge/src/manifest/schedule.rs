//! `[[component.ID.tool.schedule.jobs]]`.

use std::collections::BTreeMap;
use std::time::Duration;

use super::read::{Result, deserialize};
use super::schema::{self, ComponentTable, ScheduleTable};
use super::{Job, ManifestError, Variable};

/// The tool table that holds schedules.
const SCHEDULE_TOOL: &str = "schedule";

pub fn read_schedule(
    id: &str,
    table: &ComponentTable,
    variables: &BTreeMap<String, Variable>,
) -> Result<Vec<Job>> {
    let key = format!("component.{id}.tool.{SCHEDULE_TOOL}");
    let Some(tool) = table.tool.get(SCHEDULE_TOOL) else {
        return Ok(Vec::new());
    };
    let shape: ScheduleTable = deserialize(&key, tool.clone().into())?;
    let read = |job: schema::JobTable| {
        let refused =
            |field: &str, reason: String| Err(ManifestError::refused(format!("{key}.jobs.{field}"), reason));
        let Some(every) = interval(&job.every) else {
            return refused(
                "every",
                format!(
                    "{:?} is not an interval such as \"500ms\", \"5s\", \"10m\" or \"1h\"",
                    job.every
                ),
            );
        };
        if !job.path.starts_with('/') {
            return refused("path", format!("{:?} must start with a slash", job.path));
        }
        if let Some(name) = job
            .token_variable
            .as_ref()
            .filter(|name| !variables.contains_key(*name))
        {
            return refused("token_variable", format!("no application variable {name:?}"));
        }
        let method = job.method.unwrap_or_else(|| "POST".into());
        Ok(Job {
            every,
            method,
            path: job.path,
            token_variable: job.token_variable,
        })
    };
    shape.jobs.into_iter().map(read).collect()
}

/// `"5s"`: a positive whole number and one of `ms`, `s`, `m`, `h`.
fn interval(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = text[..digits].parse().ok().filter(|number| *number > 0)?;
    match &text[digits..] {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => number.checked_mul(60).map(Duration::from_secs),
        "h" => number.checked_mul(3600).map(Duration::from_secs),
        _ => None,
    }
}
