//! The job that asks the courier: for deliveries that are due, about those that no notification came of, and to cancel those that
//! were called off.

use crate::couriers;
use crate::hear_courier::{hear, hear_word};
use api::fulfilment::DispatchReport;
use api::problem::{Code, Problem};
use commerce::order::{CourierDelivery, CourierFailure, CourierState, CourierWord, Order};
use commerce::store::Store;
use storage::{courier, order, store};
use web::provider::ProviderError;
use web::{Call, Reply};

/// Deliveries read at once.
const PAGE: u32 = 100;
/// How long a run may take, in milliseconds; the next one goes on.
const RUN_MS_MAX: i64 = 10_000;
/// Unanswered calls in a row after which the courier is left alone until the next run.
const UNANSWERED_MAX: u32 = 3;

/// Calls the courier about each delivery whose turn it is. Each call is written down before it is made, and what it brings by a
/// write that compares, so runs may overlap and be cut off anywhere; the courier knows each delivery by its number, so that asking
/// again never brings two riders.
pub async fn dispatch_deliveries(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let deadline_ms = call.now_ms.saturating_add(RUN_MS_MAX);
    let mut report = DispatchReport::default();
    let (mut after, mut unanswered) = (None, 0);
    loop {
        let page = courier::due(call.sql(), call.now_ms, after.as_ref(), PAGE)
            .await
            .map_err(|error| call.sql_problem(&error))?;
        let Some(last) = page.last() else {
            return Ok(Reply::ok(&report));
        };
        after = Some(last.clone());
        for due in &page {
            if call.platform.now_ms() >= deadline_ms || unanswered >= UNANSWERED_MAX {
                report.more = true;
                return Ok(Reply::ok(&report));
            }
            let came = attend(&call, due).await;
            unanswered = if matches!(came, Ok(Came::Unanswered)) {
                unanswered + 1
            } else {
                0
            };
            match came {
                Ok(Came::Moved) => report.moved += 1,
                Ok(Came::Unchanged) => report.unchanged += 1,
                Ok(Came::Refused) => report.refused += 1,
                Ok(Came::Unanswered) => report.unanswered += 1,
                Ok(Came::Nothing) => {}
                // One delivery that cannot be written must not keep all others from it; a busy database must.
                Err(problem) if problem.code == Code::Busy => return Err(problem),
                Err(_) => report.failed += 1,
            }
        }
    }
}

/// What came of calling the courier about one.
enum Came {
    /// It came further.
    Moved,
    /// The courier says what was known.
    Unchanged,
    /// The courier says no.
    Refused,
    /// Nobody knows.
    Unanswered,
    /// There was nothing to call about, or another run was faster.
    Nothing,
}

async fn attend(call: &Call, due: &CourierDelivery) -> Result<Came, Problem> {
    let asked = due.asked(call.platform.now_ms());
    let claimed = courier::claim(call.sql(), due, &asked).await;
    if !claimed.map_err(|error| call.sql_problem(&error))? {
        return Ok(Came::Nothing);
    }
    let answer = match &due.reference {
        Some(reference) if due.state == CourierState::Cancelling => {
            couriers::cancel(call, due.id, reference).await
        }
        Some(reference) => couriers::query(call, due.id, reference).await,
        None => return request(call, due).await,
    };
    match answer {
        Ok(report) => moved(hear(call, &report).await),
        Err(error) => Ok(unheard(call, due, &error)),
    }
}

/// Requests a delivery whose reference is not known, and goes on to cancel one that is not wanted any more.
async fn request(call: &Call, due: &CourierDelivery) -> Result<Came, Problem> {
    let Some((order, store)) = what_is_carried(call, due).await? else {
        return Ok(Came::Nothing);
    };
    let is_wanted = match due.state {
        CourierState::Cancelling => false,
        CourierState::Due => order.is_carriable(),
        _ => true,
    };
    if !is_wanted && due.attempts == 0 {
        // The courier has never heard of it.
        return moved(hear_word(call, due.id, CourierWord::Cancelled, None).await);
    }
    let report = match couriers::request(call, due.id, &order, &store).await {
        Ok((reference, report)) => {
            courier::keep_reference(call.sql(), due.id, &reference)
                .await
                .map_err(|error| call.sql_problem(&error))?;
            match is_wanted {
                true => Ok(report),
                false => couriers::cancel(call, due.id, &reference).await,
            }
        }
        Err(error @ ProviderError::Rejected(_)) => {
            // What is rejected is no delivery.
            let word = match is_wanted {
                true => CourierWord::Failed(CourierFailure::Refused),
                false => CourierWord::Cancelled,
            };
            hear_word(call, due.id, word, None).await?;
            Err(error)
        }
        Err(error) => Err(error),
    };
    match report {
        Ok(report) => moved(hear(call, &report).await),
        Err(error) => Ok(unheard(call, due, &error)),
    }
}

async fn what_is_carried(call: &Call, due: &CourierDelivery) -> Result<Option<(Order, Store)>, Problem> {
    let stored = order::load(call.sql(), due.order).await;
    let Some(stored) = stored.map_err(|error| call.sql_problem(&error))? else {
        return Ok(None);
    };
    let store = store::load(call.sql(), &stored.order.store).await;
    let store = store.map_err(|error| call.sql_problem(&error))?;
    Ok(store.map(|store| (stored.order, store.store)))
}

fn moved(heard: Result<bool, Problem>) -> Result<Came, Problem> {
    heard.map(|is_news| if is_news { Came::Moved } else { Came::Unchanged })
}

/// Nothing is written down: it was, before the call, that it waits for its turn again.
fn unheard(call: &Call, due: &CourierDelivery, error: &ProviderError) -> Came {
    call.platform.log(&format!("delivery {}: {error}", due.id));
    match error {
        ProviderError::Rejected(_) => Came::Refused,
        ProviderError::Unavailable(_) => Came::Unanswered,
    }
}
