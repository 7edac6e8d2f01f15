//! The job that makes the refunds that are due.

use crate::make_refund::{Made, make_due};
use crate::provider::PaymentProvider;
use api::checkout::RefundReport;
use api::problem::{Code, Problem};
use storage::refund;
use web::{Call, Reply};

/// Refunds read at once.
const PAGE: u32 = 100;
/// How long a run may take, in milliseconds; the next one goes on.
const RUN_MS_MAX: i64 = 10_000;
/// Unanswered questions in a row after which the gateway is left alone until the next run.
const UNANSWERED_MAX: u32 = 3;

/// Makes refunds. Each is ended by a write of its own that compares its state, so runs may overlap and be cut off anywhere; the
/// gateway knows each by its number, so that asking again never pays twice.
pub async fn refund_payments(mut call: Call, provider: &dyn PaymentProvider) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let deadline_ms = call.now_ms.saturating_add(RUN_MS_MAX);
    let mut report = RefundReport::default();
    let (mut after, mut unanswered) = (None, 0);
    loop {
        let page = refund::due(call.sql(), after, PAGE)
            .await
            .map_err(|error| call.sql_problem(&error))?;
        let Some(last) = page.last() else {
            return Ok(Reply::ok(&report));
        };
        after = Some(last.id);
        for due in &page {
            if call.platform.now_ms() >= deadline_ms || unanswered >= UNANSWERED_MAX {
                report.more = true;
                return Ok(Reply::ok(&report));
            }
            let made = make_due(&call, provider, due).await;
            unanswered = if matches!(made, Ok(Made::Unanswered)) {
                unanswered + 1
            } else {
                0
            };
            match made {
                Ok(Made::Ended) => report.ended += 1,
                Ok(Made::Open) => report.open += 1,
                Ok(Made::Unanswered) => report.unanswered += 1,
                // One refund that cannot be written must not keep all others from it; a busy database must.
                Err(problem) if problem.code == Code::Busy => return Err(problem),
                Err(_) => report.failed += 1,
            }
        }
    }
}
