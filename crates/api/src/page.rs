//! Cursor pagination.

use serde::Serialize;

/// Entries of a page when the caller does not say.
pub const PAGE_LIMIT_DEFAULT: u32 = 20;
/// Entries of a page at most.
pub const PAGE_LIMIT_MAX: u32 = 100;

/// A page of a list. `next_cursor` is absent on the last page; it is opaque and belongs to this list alone.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Page<T> {
    /// The entries, in the order of the list.
    pub items: Vec<T>,
    /// What to send as `cursor` for the page after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Cuts `rows`, fetched with one more than `limit`, to a page; `cursor` names the last row kept.
    pub fn cut(mut rows: Vec<T>, limit: u32, cursor: impl FnOnce(&T) -> String) -> Self {
        let limit = limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = if more { rows.last().map(cursor) } else { None };
        Self {
            items: rows,
            next_cursor,
        }
    }
}
