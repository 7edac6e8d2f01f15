//! Gives new tokens for a refresh token.

use crate::create_session::tokens;
use crate::keys::Keys;
use api::accounts::RefreshSession;
use api::problem::Problem;
use web::{Call, Reply};

/// Rotates the refresh token of a shopper.
pub async fn refresh_session(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: RefreshSession = call.json()?;
    let keys = Keys::of(&call).await?.tokens();
    log_in::refresh(&call, &keys, &request.refresh_token, async |stored, text| {
        tokens(&call, stored, text).await
    })
    .await
}
