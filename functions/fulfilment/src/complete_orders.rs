//! The job that completes orders after a silence.

use api::fulfilment::CompleteReport;
use api::problem::Problem;
use commerce::order::{OrderEvent, OrderState, SILENCES};
use commerce::store::Mode;
use storage::order::advance::advance;
use storage::order::history::By;
use storage::order::{STATE, StoredOrder, silent};
use storage::sql::{Script, SqlError};
use web::{Call, Reply};

/// Orders read at once.
const PAGE: u32 = 100;
/// How long a run may take, in milliseconds; the next one goes on.
const RUN_MS_MAX: i64 = 10_000;

/// Completes orders. Each is a write of its own that compares its state, so runs may overlap and be cut off anywhere.
pub async fn complete_orders(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let deadline_ms = call.now_ms.saturating_add(RUN_MS_MAX);
    let mut report = CompleteReport::default();
    for (mode, state, seconds) in SILENCES {
        complete_silent(&call, (mode, state), seconds, deadline_ms, &mut report).await?;
    }
    Ok(Reply::ok(&report))
}

async fn complete_silent(
    call: &Call,
    which: (Mode, OrderState),
    seconds: i64,
    deadline_ms: i64,
    report: &mut CompleteReport,
) -> Result<(), Problem> {
    let before_ms = call.now_ms.saturating_sub(seconds.saturating_mul(1_000));
    let mut after = None;
    loop {
        let page = silent(call.sql(), which, before_ms, after, PAGE)
            .await
            .map_err(|error| call.sql_problem(&error))?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some((last.order.moved_ms, last.order.id));
        for stored in &page {
            if call.platform.now_ms() >= deadline_ms {
                report.more = true;
                return Ok(());
            }
            complete(call, stored, report).await?;
        }
    }
}

async fn complete(call: &Call, stored: &StoredOrder, report: &mut CompleteReport) -> Result<(), Problem> {
    let mut order = stored.order.clone();
    if order.apply(OrderEvent::Complete, call.now_ms).is_err() {
        return Ok(());
    }
    let mut script = Script::new();
    advance(&mut script, &stored.order, &order, OrderEvent::Complete, By::JOB);
    match call.sql().write(script).await {
        Ok(_) => report.completed += 1,
        // Somebody did something with it at this moment.
        Err(SqlError::Refused { label: STATE, .. }) => {}
        Err(error) => return Err(call.sql_problem(&error)),
    }
    Ok(())
}
