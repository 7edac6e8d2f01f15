//! The categories of the brand.

use crate::memory::read;
use api::catalog::CategoryList;
use api::problem::Problem;
use http::header::CONTENT_LANGUAGE;
use storage::projection::keys;
use web::{Call, Reply};

/// Lists them all, in the caller's language.
pub async fn list_categories(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let stored = read(&call, &keys::categories(call.locale.as_str())).await?;
    let reply = match stored {
        Some(list) => Reply::stored_json(list),
        None => Reply::ok(&CategoryList::default()),
    };
    Ok(reply
        .with(CONTENT_LANGUAGE, call.locale.as_str())
        .public(call.if_none_match(), "public, max-age=1"))
}
