//! The job that brings customers' keys to the newest root key.

use crate::keys::Keys;
use api::accounts::RotationReport;
use api::problem::Problem;
use storage::account::root_key::{behind, rewrap};
use storage::sql::Script;
use web::{Call, Reply};

/// Customers of one write.
const PAGE: u32 = 100;
/// How long one run begins new pages, in milliseconds.
const RUN_MS_MAX: i64 = 10_000;

/// Wraps keys anew, page by page. A customer's key stays what it is, so that nothing has to be sealed anew and everything is readable
/// all the time; the compare-and-set of each leaves alone what somebody else did meanwhile.
pub async fn rotate_keys(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let keys = Keys::of(&call).await?;
    let until_ms = call.now_ms.saturating_add(RUN_MS_MAX);
    let mut report = RotationReport::default();
    let mut after = None;
    loop {
        let page = behind(call.sql(), keys.roots.newest(), after.as_ref(), PAGE)
            .await
            .map_err(|error| call.sql_problem(&error))?;
        let Some((last, _)) = page.last() else {
            break;
        };
        if call.platform.now_ms() >= until_ms {
            report.more = true;
            break;
        }
        after = Some(last.clone());
        let mut script = Script::new();
        for (customer, before) in &page {
            let id = customer.to_string();
            match keys.unwrap(&id, before) {
                Some(key) => rewrap(&mut script, customer, before, &keys.wrap(&call, &id, &key)?),
                None => report.unreadable += 1,
            }
        }
        let written = call.sql().write(script).await;
        report.rotated += written
            .map_err(|error| call.sql_problem(&error))?
            .into_iter()
            .sum::<u64>();
    }
    if report.unreadable > 0 {
        let line = format!("{} customers have a root key that is not set", report.unreadable);
        call.platform.log(&line);
    }
    Ok(Reply::ok(&report))
}
