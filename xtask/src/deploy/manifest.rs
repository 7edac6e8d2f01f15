//! What a deployment needs of `spin.toml`.

use crate::workspace;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A scheduler that counts in minutes knows no shorter interval, and a longer one only in whole minutes that divide the hour.
const MINUTE_S: u32 = 60;

/// The application.
#[derive(Deserialize)]
pub struct Manifest {
    /// Its variables, by name.
    pub variables: BTreeMap<String, Variable>,
    component: BTreeMap<String, Component>,
}

/// A variable.
#[derive(Deserialize)]
pub struct Variable {
    /// Its value when nobody sets it; required without.
    pub default: Option<String>,
    /// Whether nobody may see it.
    #[serde(default)]
    pub secret: bool,
}

#[derive(Deserialize)]
struct Component {
    #[serde(default)]
    tool: Tool,
}

#[derive(Default, Deserialize)]
struct Tool {
    #[serde(default)]
    schedule: Schedule,
}

#[derive(Default, Deserialize)]
struct Schedule {
    jobs: Vec<Job>,
}

/// A job, as a component declares it.
#[derive(Deserialize)]
struct Job {
    every: String,
    method: String,
    path: String,
}

/// A job, for a scheduler that counts in minutes.
pub struct Cron {
    /// The last part of its path: its name.
    pub name: String,
    /// How it is called.
    pub method: String,
    /// Where.
    pub path: String,
    /// The five fields of a crontab.
    pub when: String,
    /// Seconds from one call to the next within a run.
    pub every_s: u32,
}

impl Manifest {
    /// Reads it.
    pub fn read() -> Result<Self> {
        let text = std::fs::read_to_string(workspace::root().join("spin.toml")).context("spin.toml")?;
        toml::from_str(&text).context("spin.toml")
    }

    /// All jobs, by name.
    pub fn jobs(&self) -> Result<Vec<Cron>> {
        let jobs = self
            .component
            .values()
            .flat_map(|component| &component.tool.schedule.jobs);
        let mut jobs = jobs.map(cron).collect::<Result<Vec<_>>>()?;
        jobs.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(jobs)
    }
}

fn cron(job: &Job) -> Result<Cron> {
    let every_s = seconds(&job.every).with_context(|| format!("{}: every = {:?}", job.path, job.every))?;
    let minutes = every_s.div_ceil(MINUTE_S);
    let when = match minutes {
        1 => "* * * * *".to_owned(),
        2..60 if 60 % minutes == 0 => format!("*/{minutes} * * * *"),
        60 => "0 * * * *".to_owned(),
        _ => bail!("{}: every {} is no whole part of an hour", job.path, job.every),
    };
    let path = job.path.split('?').next().unwrap_or_default();
    Ok(Cron {
        name: path.rsplit('/').next().unwrap_or_default().to_owned(),
        method: job.method.clone(),
        path: job.path.clone(),
        when,
        every_s,
    })
}

/// Whole seconds of `"15s"`, `"10m"` or `"1h"`; a second where it is less.
fn seconds(text: &str) -> Result<u32> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u32 = digits.parse().context("not a number")?;
    let factor = match text.strip_prefix(digits) {
        Some("ms") => return Ok(number.div_ceil(1_000)),
        Some("s") => 1,
        Some("m") => MINUTE_S,
        Some("h") => 60 * MINUTE_S,
        _ => bail!("not an interval"),
    };
    number.checked_mul(factor).context("too long")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(every: &str, expect: Option<(&str, u32)>) {
        let job = Job {
            every: every.to_owned(),
            method: "POST".to_owned(),
            path: "/jobs/project?seconds=9".to_owned(),
        };
        let found = cron(&job).ok();
        let found = found.as_ref().map(|cron| (cron.when.as_str(), cron.every_s));
        assert_eq!(found, expect, "{every}");
    }

    #[test]
    fn interval_becomes_minutes_of_a_crontab() {
        check("500ms", Some(("* * * * *", 1)));
        check("15s", Some(("* * * * *", 15)));
        check("60s", Some(("* * * * *", 60)));
        check("5m", Some(("*/5 * * * *", 300)));
        check("1h", Some(("0 * * * *", 3_600)));
        for refused in ["7m", "2h", "s", "5", "-1s", "99999999h"] {
            check(refused, None);
        }
    }

    #[test]
    fn job_is_named_by_the_end_of_its_path() {
        let manifest = Manifest::read().unwrap();
        let jobs = manifest.jobs().unwrap();
        let names: Vec<&str> = jobs.iter().map(|job| job.name.as_str()).collect();
        assert!(
            names.contains(&"project") && names.contains(&"expire-orders"),
            "{names:?}"
        );
    }
}
