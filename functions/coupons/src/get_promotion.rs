//! One promotion.

use crate::view;
use api::problem::{Code, Problem};
use storage::promotion;
use web::{Call, Reply};

/// The promotion that the path names.
pub async fn get_promotion(call: Call) -> Result<Reply, Problem> {
    let id = call.param("promotion")?;
    let stored = promotion::load(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Reply::ok(&view::promotion(&stored)))
}
