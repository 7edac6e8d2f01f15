//! Views of the function `projector`.

use serde::Serialize;

/// What a run of the projector did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ProjectReport {
    /// Outbox entries applied, or keys written by a rebuild.
    pub entries: u64,
    /// Another run is at work and does the rest.
    pub busy: bool,
    /// Time ran out; call again.
    pub more: bool,
}

/// The function's part of the contract.
#[cfg(feature = "openapi")]
pub fn describe(schemas: &mut schemars::SchemaGenerator) -> Vec<crate::openapi::Description> {
    use crate::openapi::Describe;
    use crate::operation::projector::{PROJECT, REBUILD};
    let seconds = serde_json::json!({"type": "integer", "minimum": 1, "maximum": 50});
    vec![
        Describe::new(
            schemas,
            &PROJECT,
            "Bring key-value up to date",
            "Scheduled; harmless to repeat.",
        )
        .query(
            "seconds",
            false,
            seconds,
            "Go on looking for more so long, for schedulers that come once a minute.",
        )
        .answers::<ProjectReport>(200),
        Describe::new(
            schemas,
            &REBUILD,
            "Write all of key-value anew",
            "After a loss of key-value, or a new release.",
        )
        .answers::<ProjectReport>(200),
    ]
}
