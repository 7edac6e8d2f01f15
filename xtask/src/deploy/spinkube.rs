//! The application and its schedules on Kubernetes with SpinKube (`core.spinkube.dev/v1alpha1`).

use super::WRITTEN;
use super::manifest::{Cron, Manifest, Variable};
use crate::workspace;
use anyhow::{Context, Result};
use std::fmt::Write;

/// The image, until `--image` names another.
pub const IMAGE: &str = "registry.example/mendian:latest";
/// The Secret that holds the variables, by their names.
const SECRET: &str = "mendian";
/// Variables that a cluster cannot do without, whatever their defaults are good for on one machine.
const NEEDED: [&str; 3] = ["database_host", "database_url", "job_token"];
/// What calls the jobs.
const CURL_IMAGE: &str = "docker.io/curlimages/curl:8.17.0";
/// Where the containers of the jobs find their script.
const SCRIPTS: &str = "/scripts";
/// Requests of a machine before another is wanted are a matter of the cluster's own autoscaler.
const REPLICAS: u32 = 2;

/// `deploy/spinkube/application.yaml`.
pub fn application(manifest: &Manifest, image: &str) -> Result<String> {
    let mut text = format!(
        "{WRITTEN}\n\
         # The Secret `{SECRET}` holds key_value_url (redis://…) and the variables, of which those that are not optional must be there:\n\
         # without database_url every replica would have a database of its own.\n\
         apiVersion: core.spinkube.dev/v1alpha1\n\
         kind: SpinApp\n\
         metadata:\n  name: mendian\n\
         spec:\n\
         \x20 image: {image}\n\
         \x20 executor: containerd-shim-spin\n\
         \x20 replicas: {REPLICAS}\n\
         \x20 checks:\n\
         \x20   readiness:\n\
         \x20     httpGet:\n\
         \x20       path: /.well-known/spin/health\n\
         \x20 runtimeConfig:\n\
         \x20   keyValueStores:\n\
         \x20     - name: default\n\
         \x20       type: redis\n\
         \x20       options:\n\
         \x20         - name: url\n\
         \x20           valueFrom:\n\
         \x20             secretKeyRef:\n\
         \x20               name: {SECRET}\n\
         \x20               key: key_value_url\n\
         \x20 variables:\n"
    );
    for (name, variable) in &manifest.variables {
        let Variable { default, secret } = variable;
        let is_needed = default.is_none() || NEEDED.contains(&name.as_str());
        match default {
            Some(value) if !is_needed && !secret && !value.is_empty() => {
                writeln!(text, "    - name: {name}\n      value: {}", quoted(value)?)?;
            }
            _ => {
                writeln!(
                    text,
                    "    - name: {name}\n      valueFrom:\n        secretKeyRef:\n          name: {SECRET}\n          \
                     key: {name}\n          optional: {}",
                    !is_needed
                )?;
            }
        }
    }
    Ok(text)
}

/// `deploy/spinkube/schedules.yaml`.
pub fn schedules(manifest: &Manifest) -> Result<String> {
    let script = std::fs::read_to_string(workspace::root().join("deploy/call-job.sh"));
    let script = script.context("deploy/call-job.sh")?;
    let mut text = format!(
        "{WRITTEN}\n\
         apiVersion: v1\n\
         kind: ConfigMap\n\
         metadata:\n  name: mendian-call-job\n\
         data:\n  call-job.sh: |\n"
    );
    for line in script.lines() {
        let indent = if line.is_empty() { "" } else { "    " };
        writeln!(text, "{indent}{line}")?;
    }
    for Cron {
        name,
        method,
        path,
        when,
        every_s,
    } in manifest.jobs()?
    {
        write!(
            text,
            "---\n\
             apiVersion: batch/v1\n\
             kind: CronJob\n\
             metadata:\n  name: mendian-{name}\n\
             spec:\n\
             \x20 schedule: \"{when}\"\n\
             \x20 concurrencyPolicy: Forbid\n\
             \x20 successfulJobsHistoryLimit: 1\n\
             \x20 failedJobsHistoryLimit: 3\n\
             \x20 jobTemplate:\n\
             \x20   spec:\n\
             \x20     backoffLimit: 0\n\
             \x20     activeDeadlineSeconds: 180\n\
             \x20     template:\n\
             \x20       spec:\n\
             \x20         restartPolicy: Never\n\
             \x20         automountServiceAccountToken: false\n\
             \x20         containers:\n\
             \x20           - name: call-job\n\
             \x20             image: {CURL_IMAGE}\n\
             \x20             command: [\"sh\", \"{SCRIPTS}/call-job.sh\", {}, {}, \"{every_s}\"]\n\
             \x20             env:\n\
             \x20               - name: MENDIAN_URL\n\
             \x20                 value: http://mendian\n\
             \x20               - name: MENDIAN_JOB_TOKEN\n\
             \x20                 valueFrom:\n\
             \x20                   secretKeyRef:\n\
             \x20                     name: {SECRET}\n\
             \x20                     key: job_token\n\
             \x20             volumeMounts:\n\
             \x20               - name: scripts\n\
             \x20                 mountPath: {SCRIPTS}\n\
             \x20                 readOnly: true\n\
             \x20         volumes:\n\
             \x20           - name: scripts\n\
             \x20             configMap:\n\
             \x20               name: mendian-call-job\n",
            quoted(&method)?,
            quoted(&path)?,
        )?;
    }
    Ok(text)
}

/// A string of YAML: JSON's strings are some.
fn quoted(text: &str) -> Result<String> {
    Ok(serde_json::to_string(text)?)
}
