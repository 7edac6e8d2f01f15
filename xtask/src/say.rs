//! What the tool says while it works, on standard error: answers alone go to standard output.

use std::time::{Duration, Instant};

/// Announces a step.
pub fn step(text: &str) {
    eprintln!("\u{25b8} {text}");
}

/// Adds a line to the step before.
pub fn detail(text: &str) {
    eprintln!("  {text}");
}

/// Says why the tool gives up, cause by cause.
pub fn failure(error: &anyhow::Error) {
    eprintln!("error: {error:#}");
}

/// Announces a step, does it, and says how long it took.
pub fn timed<T>(text: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    step(text);
    let start = Instant::now();
    let done = work()?;
    detail(&format!("{text}: {}", seconds(start.elapsed())));
    Ok(done)
}

/// A duration for people, such as `1.4 s`.
pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
