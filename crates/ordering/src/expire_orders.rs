//! The job that ends what nobody came back for.

use crate::end_payment::end_payment;
use crate::provider::PaymentProvider;
use crate::settle::{Settled, settle_order};
use crate::standing::{Standing, standing};
use api::checkout::ExpireReport;
use api::problem::{Code, Problem};
use storage::order::{self, STATE, StoredOrder, close};
use storage::sql::{Script, SqlError};
use storage::{idempotency, payment};
use web::{Call, Reply};

/// Orders or payments read at once.
const PAGE: u32 = 100;
/// How long a run may take, in milliseconds; the next one goes on.
const RUN_MS_MAX: i64 = 10_000;
/// How long an overdue order whose payment nobody can tell is kept, in milliseconds. Then its goods are worth more to
/// others: it expires, and what was paid is refunded.
const PATIENCE_MS: i64 = 10 * 60 * 1_000;
/// Unanswered questions in a row after which a run asks no more: waiting for a silent gateway, it would end few orders.
const UNANSWERED_MAX: u32 = 3;
/// Idempotency keys forgotten in one run.
const KEYS_MAX: u32 = 5_000;

/// Expires overdue orders, ends the payments of ended orders and forgets old keys. Each order is a write of its own that
/// compares its state, so runs may overlap and be cut off anywhere.
pub async fn expire_orders(mut call: Call, provider: &dyn PaymentProvider) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let deadline_ms = call.now_ms.saturating_add(RUN_MS_MAX);
    let mut report = ExpireReport::default();
    expire_overdue(&call, provider, deadline_ms, &mut report).await?;
    end_payments(&call, provider, deadline_ms, &mut report).await?;
    report.keys_forgotten = idempotency::forget_old(call.sql(), call.now_ms, KEYS_MAX)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    report.more |= report.keys_forgotten == u64::from(KEYS_MAX);
    Ok(Reply::ok(&report))
}

async fn expire_overdue(
    call: &Call,
    provider: &dyn PaymentProvider,
    deadline_ms: i64,
    report: &mut ExpireReport,
) -> Result<(), Problem> {
    let mut after = None;
    let mut unanswered = 0;
    loop {
        let page = order::overdue(call.sql(), call.now_ms, after, PAGE)
            .await
            .map_err(|error| call.sql_problem(&error))?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some((last.order.pay_by_ms, last.order.id));
        for stored in &page {
            if call.platform.now_ms() >= deadline_ms {
                report.more = true;
                return Ok(());
            }
            let standing = standing(provider, stored, unanswered < UNANSWERED_MAX).await;
            unanswered = match standing {
                Standing::Unknown => unanswered + 1,
                Standing::Paid | Standing::Unpaid => 0,
            };
            if let Err(problem) = expire(call, stored, standing, report).await {
                // One order that cannot end must not keep all others from it; a busy database must.
                if problem.code == Code::Busy {
                    return Err(problem);
                }
                report.failed += 1;
            }
        }
    }
}

async fn expire(
    call: &Call,
    stored: &StoredOrder,
    standing: Standing,
    report: &mut ExpireReport,
) -> Result<(), Problem> {
    match standing {
        Standing::Unpaid => {}
        Standing::Unknown if call.now_ms < stored.order.pay_by_ms.saturating_add(PATIENCE_MS) => {
            return Ok(());
        }
        Standing::Unknown => {}
        Standing::Paid => {
            if let Settled::Now(_) = settle_order(call, stored, None).await? {
                report.settled += 1;
            }
            return Ok(());
        }
    }
    let mut script = Script::new();
    close::expire(&mut script, &stored.order, call.now_ms);
    match call.sql().write(script).await {
        Ok(_) => report.expired += 1,
        Err(SqlError::Refused { label: STATE, .. }) => {}
        Err(SqlError::Refused { label, .. }) => {
            // What an unpaid order holds is there: this cannot be, and must be seen.
            call.platform
                .log(&format!("expiring {}: {label}", stored.order.id));
            return Err(Problem::new(Code::Internal));
        }
        Err(error) => return Err(call.sql_problem(&error)),
    }
    Ok(())
}

async fn end_payments(
    call: &Call,
    provider: &dyn PaymentProvider,
    deadline_ms: i64,
    report: &mut ExpireReport,
) -> Result<(), Problem> {
    let mut after = None;
    loop {
        let page = payment::closing(call.sql(), after, PAGE)
            .await
            .map_err(|error| call.sql_problem(&error))?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.order);
        for closing in &page {
            if call.platform.now_ms() >= deadline_ms {
                report.more = true;
                return Ok(());
            }
            if end_payment(call, provider, closing.order, &closing.reference).await? {
                report.payments_ended += 1;
            }
        }
    }
}
