//! The part of the contract that the function `portal` answers.

#[cfg(feature = "openapi")]
use crate::openapi::{Describe, Description};

/// The function's part of the contract.
#[cfg(feature = "openapi")]
pub fn describe(schemas: &mut schemars::SchemaGenerator) -> Vec<Description> {
    use crate::operation::portal::{GET_DOCS, GET_HEALTH, GET_HOME, GET_OPENAPI};
    vec![
        Describe::new(schemas, &GET_HOME, "What this is", "A page for people.")
            .revalidates()
            .answers_text("text/html"),
        Describe::new(schemas, &GET_OPENAPI, "The contract", "This document.")
            .revalidates()
            .answers_any(),
        Describe::new(
            schemas,
            &GET_DOCS,
            "The contract, readable",
            "A page to read and to try out.",
        )
        .revalidates()
        .answers_text("text/html"),
        Describe::new(
            schemas,
            &GET_HEALTH,
            "Whether it answers",
            "`{\"status\":\"ok\"}`; touches no store.",
        )
        .answers_any(),
    ]
}
