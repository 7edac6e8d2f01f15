//! The part of the contract that the function `portal` answers.

#[cfg(feature = "openapi")]
use crate::openapi::{Describe, Description};

/// The function's part of the contract.
#[cfg(feature = "openapi")]
pub fn describe(schemas: &mut schemars::SchemaGenerator) -> Vec<Description> {
    use crate::operation::portal::{
        GET_DOCS, GET_DOCS_SCRIPT, GET_DOCS_STYLE, GET_HEALTH, GET_HOME, GET_OPENAPI,
    };
    let pages = [
        (&GET_HOME, "What this is", "text/html"),
        (&GET_DOCS, "The contract, readable and to try out", "text/html"),
        (
            &GET_DOCS_SCRIPT,
            "Script of the readable contract",
            "text/javascript",
        ),
        (&GET_DOCS_STYLE, "Style of the pages", "text/css"),
    ];
    let mut all: Vec<Description> = pages
        .into_iter()
        .map(|(operation, summary, media_type)| {
            Describe::new(schemas, operation, summary, "Part of the portal.")
                .revalidates()
                .answers_text(media_type)
        })
        .collect();
    all.push(
        Describe::new(schemas, &GET_OPENAPI, "The contract", "This document.")
            .revalidates()
            .answers_any(),
    );
    let health = "`{\"status\":\"ok\"}`; touches no store.";
    all.push(Describe::new(schemas, &GET_HEALTH, "Whether it answers", health).answers_any());
    all
}
