//! The audit log.

use serde::Serialize;

/// What a member of staff wrote: that it was committed, and not what it held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "AuditEntry"))]
pub struct AuditEntryView {
    /// `headquarters`, or `store:` and the code of the store whose staff it was.
    pub chain: String,
    /// Its number in the chain, from 1, without gaps.
    pub seq: i64,
    /// When, UTC epoch milliseconds.
    pub at_ms: i64,
    /// Who.
    pub principal: String,
    /// The `operationId`.
    pub operation: String,
    /// The path.
    pub target: String,
    /// SHA-256 of the request's body, in hexadecimal.
    pub body_sha256: String,
    /// The hash of the entry before; zeros for the first one.
    pub previous: String,
    /// SHA-256 over all of the above, in hexadecimal; how, is in docs/security.md.
    pub hash: String,
}
