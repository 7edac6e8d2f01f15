//! Requests that the host makes by itself, again and again.

use std::sync::Arc;
use std::time::Duration;

use http::Request;
use http::header::{AUTHORIZATION, HOST};
use http_body_util::{BodyExt, Empty};
use tokio::task::JoinSet;
use wasmtime_wasi_http::Error;

use crate::application::RunningApplication;
use crate::logs::{LogSource, Logs};
use crate::manifest::{Application, Job};
use crate::variables::Variables;

/// Starts every job of the application. Dropping the set ends them.
///
/// A job never overlaps itself: the interval counts from the end of one run to the start of the next.
pub fn start(
    app: &Application,
    running: &Arc<RunningApplication>,
    variables: &Variables,
    logs: &Logs,
) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    for (id, component) in &app.components {
        for job in &component.schedule {
            let token = job
                .token_variable
                .as_ref()
                .and_then(|name| variables.get(name))
                .map(str::to_owned);
            jobs.spawn(repeat(
                id.clone(),
                job.clone(),
                token,
                running.clone(),
                logs.clone(),
            ));
        }
    }
    jobs
}

async fn repeat(id: String, job: Job, token: Option<String>, running: Arc<RunningApplication>, logs: Logs) {
    loop {
        tokio::time::sleep(job.every).await;
        if let Err(reason) = run(&job, token.as_deref(), &running).await {
            logs.push(
                &id,
                LogSource::Host,
                &format!("scheduled {} {} failed: {reason}", job.method, job.path),
            );
            // A failing job must not turn a short interval into a storm.
            tokio::time::sleep(Duration::from_secs(1).saturating_sub(job.every)).await;
        }
    }
}

async fn run(job: &Job, token: Option<&str>, running: &RunningApplication) -> Result<(), String> {
    let mut request = Request::builder().method(job.method.as_str()).uri(&job.path);
    request = request.header(HOST, running.address().to_string());
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    let body = Empty::new().map_err(Error::from).boxed_unsync();
    let request = request.body(body).map_err(|error| error.to_string())?;
    let response = running
        .serve(request, running.address())
        .await
        .map_err(|error| error.to_string())?;
    let status = response.status();
    // The work may go on while the response is sent; only its end is the end of the run.
    let body = response
        .into_body()
        .collect()
        .await
        .map_err(|error| error.to_string())?
        .to_bytes();
    match status.is_success() {
        true => Ok(()),
        false => Err(format!(
            "{status} {}",
            String::from_utf8_lossy(&body[..body.len().min(200)])
        )),
    }
}
