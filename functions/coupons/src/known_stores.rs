//! Whether the stores of a scope exist.

use api::problem::Problem;
use commerce::coupon::Scope;
use commerce::field::{FieldError, Rule};
use storage::coupon_template;
use web::Call;

/// Names each store of a request that does not exist.
///
/// # Errors
/// `stores[i]` for each; a failure of storage.
pub async fn check_stores(call: &Call, sent: Option<&[String]>, scope: &Scope) -> Result<(), Problem> {
    let Scope::Stores(wanted) = scope else {
        return Ok(());
    };
    let known = coupon_template::known_stores(call.sql(), wanted)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let is_known = |sent: &str| sent.parse().is_ok_and(|store| known.contains(&store));
    let unknown: Vec<FieldError> = sent
        .unwrap_or_default()
        .iter()
        .enumerate()
        .filter(|(_, sent)| !is_known(sent))
        .map(|(index, sent)| FieldError::new(format!("stores[{index}]"), Rule::unknown(sent)))
        .collect();
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(unknown.into())
    }
}
