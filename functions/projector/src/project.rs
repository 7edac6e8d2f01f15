//! Key-value from SQL: what is waiting, or everything.

use api::problem::Problem;
use api::projector::ProjectReport;
use commerce::field::Rule;
use storage::projection::{self, Ports, Progress, ProjectError};
use web::{Call, Reply};

/// How long one call projects when it does not say, in milliseconds.
const RUN_MS_DEFAULT: i64 = 10_000;
/// How long one call may project, in seconds: less than a minute, for schedulers that come once a minute.
const RUN_SECONDS_MAX: i64 = 50;

/// Applies what waits in the outbox. With `seconds`, goes on looking for more until they are over, so that a
/// scheduler that comes once a minute still keeps key-value fresh.
pub async fn project(mut call: Call) -> Result<Reply, Problem> {
    let seconds: Option<i64> = call.query.optional("seconds", "a whole number")?;
    std::mem::take(&mut call.query).finish()?;
    if seconds.is_some_and(|seconds| !(1..=RUN_SECONDS_MAX).contains(&seconds)) {
        return Err(Problem::invalid(
            "seconds",
            Rule::OutOfRange {
                min: 1,
                max: RUN_SECONDS_MAX,
            },
        ));
    }
    let until_ms = call.now_ms + seconds.map_or(RUN_MS_DEFAULT, |seconds| seconds * 1_000);
    let clock = || call.platform.now_ms();
    let mut total = Progress::default();
    loop {
        let run = projection::run(ports(&call), &clock, &call.random_name(), until_ms).await;
        let progress = run.map_err(|error| failed(&call, error))?;
        total = Progress {
            entries: total.entries + progress.entries,
            ..progress
        };
        if seconds.is_none() || clock() >= until_ms {
            return Ok(Reply::ok(&report(total)));
        }
        call.platform.sleep(PAUSE_MS).await;
    }
}

/// Between two looks at the outbox, in milliseconds.
const PAUSE_MS: u64 = 500;

/// Writes all of key-value anew.
pub async fn rebuild(call: Call) -> Result<Reply, Problem> {
    let clock = || call.platform.now_ms();
    let progress = projection::rebuild(ports(&call), &clock, &call.random_name()).await;
    Ok(Reply::ok(&report(
        progress.map_err(|error| failed(&call, error))?,
    )))
}

fn ports(call: &Call) -> Ports<'_> {
    Ports {
        sql: call.sql(),
        key_value: call.key_value(),
    }
}

fn report(progress: Progress) -> ProjectReport {
    ProjectReport {
        entries: progress.entries,
        busy: progress.busy,
        more: progress.more,
    }
}

fn failed(call: &Call, error: ProjectError) -> Problem {
    match error {
        ProjectError::Sql(error) => call.sql_problem(&error),
        ProjectError::KeyValue(error) => call.key_value_problem(&error),
    }
}
