//! One template.

use crate::view;
use api::problem::{Code, Problem};
use storage::coupon_template;
use web::{Call, Reply};

/// The template that the path names.
pub async fn get_template(call: Call) -> Result<Reply, Problem> {
    let id = call.param("template")?;
    let stored = coupon_template::load(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Reply::ok(&view::template(&stored)))
}
