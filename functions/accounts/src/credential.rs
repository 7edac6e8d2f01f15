//! The credential that opens a platform: kept in SQL for all instances, and renewed by one at a time.

use crate::identities::{self, Nothing};
use api::problem::Problem;
use storage::credential;
use web::Call;
use web::provider::ProviderError;

/// How long whoever renews may take, in milliseconds: longer than the answer is waited for.
const CLAIM_MS: i64 = 8_000;
/// How long others wait before they look again, in milliseconds, and how often.
const WAIT_MS: u64 = 250;
const WAITS_MAX: u32 = 24;

/// What is kept for a provider and was not `refused`, renewed if it has to be.
///
/// # Errors
/// A failure of storage; what is said of a renewal that failed.
pub async fn kept(call: &Call, provider: &str, refused: Option<&str>) -> Result<String, Problem> {
    for _ in 0..WAITS_MAX {
        let stored = credential::load(call.sql(), provider)
            .await
            .map_err(|error| call.sql_problem(&error))?;
        let usable = stored.filter(|stored| Some(&*stored.kept) != refused);
        let now_ms = call.platform.now_ms();
        if let Some(stored) = &usable
            && stored.renew_ms > now_ms
        {
            return Ok(stored.kept.clone());
        }
        if let Some(renewed) = renew(call, provider, refused, now_ms).await? {
            return Ok(renewed);
        }
        // Somebody renews it: the old one is good for as long.
        if let Some(stored) = usable {
            return Ok(stored.kept);
        }
        call.platform.sleep(WAIT_MS).await;
    }
    let late = ProviderError::Unavailable("somebody renews the credential for ever".to_owned());
    Err(identities::problem(call, &Nothing::Failed(late)))
}

/// Renews it, unless somebody else does at this moment.
async fn renew(
    call: &Call,
    provider: &str,
    refused: Option<&str>,
    now_ms: i64,
) -> Result<Option<String>, Problem> {
    let sql = |error| call.sql_problem(&error);
    let holder: String = call
        .random::<16>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let claimed = credential::claim(call.sql(), provider, &holder, now_ms, now_ms + CLAIM_MS).await;
    if !claimed.map_err(sql)? {
        return Ok(None);
    }
    // Somebody may have renewed it between our look and our claim.
    let stored = credential::load(call.sql(), provider).await.map_err(sql)?;
    let fresh = stored.filter(|stored| Some(&*stored.kept) != refused && stored.renew_ms > now_ms);
    if let Some(fresh) = fresh {
        credential::release(call.sql(), provider, &holder)
            .await
            .map_err(sql)?;
        return Ok(Some(fresh.kept));
    }
    match identities::renew(call, provider).await {
        Ok(renewed) => {
            let keeping = credential::keep(call.sql(), provider, &holder, &renewed).await;
            keeping.map_err(sql)?;
            Ok(Some(renewed.kept))
        }
        Err(nothing) => {
            credential::release(call.sql(), provider, &holder)
                .await
                .map_err(sql)?;
            Err(identities::problem(call, &nothing))
        }
    }
}
