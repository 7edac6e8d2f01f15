//! The machine under the figures.

use serde::Serialize;
use std::fs;

/// What a reader has to know of the machine.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// The processor, as the kernel names it.
    pub cpu: String,
    /// Cores that this process may use.
    pub cores: usize,
    /// Processes that wanted a core, averaged over the minute before: others' work, which disturbs.
    pub load_before: f64,
}

/// Looks at the machine.
pub fn describe() -> Machine {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown", |(_, name)| name);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    Machine {
        cpu: cpu.to_owned(),
        cores: std::thread::available_parallelism().map_or(0, usize::from),
        load_before: load
            .split(' ')
            .next()
            .and_then(|load| load.parse().ok())
            .unwrap_or(0.0),
    }
}
