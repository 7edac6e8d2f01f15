//! The job that tells the gateway which orders were handed over, so that it lets go of the money.

use crate::provider::{Delivery, Handover, PaymentProvider, ProviderError};
use api::checkout::DeliveryReport;
use api::problem::{Code, Problem};
use commerce::pricing::Quote;
use commerce::store::Mode;
use commerce::text::Locale;
use storage::order;
use storage::payment::delivery::{self, DueDelivery, Told};
use web::{Call, Reply};

/// Handovers read at once.
const PAGE: u32 = 100;
/// How long a run may take, in milliseconds; the next one goes on.
const RUN_MS_MAX: i64 = 10_000;
/// Unanswered calls in a row after which the gateway is left alone until the next run.
const UNANSWERED_MAX: u32 = 3;
/// How long a handover waits after its first failed try, in milliseconds; each further one doubles it.
const RETRY_MS_MIN: i64 = 60_000;
/// How long it waits at most, in milliseconds: a day, since what is amiss is put right by a person.
const RETRY_MS_MAX: i64 = 24 * 60 * 60 * 1_000;
/// Longest description, in characters; the contract's limit.
const DESCRIPTION_CHARS_MAX: usize = 120;
/// In which language goods are named, where the brand has it: only gateways of the mainland ask for reports.
const LOCALE: Locale = Locale::ZhCn;

/// Tells of handovers. Each is a write of its own that compares when it was due, so runs may overlap and be cut off anywhere; a
/// repeated report is one report by the contract.
pub async fn report_deliveries(mut call: Call, provider: &dyn PaymentProvider) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let deadline_ms = call.now_ms.saturating_add(RUN_MS_MAX);
    let mut report = DeliveryReport::default();
    let (mut after, mut unanswered) = (None, 0);
    loop {
        let page = delivery::due(call.sql(), call.now_ms, after, PAGE)
            .await
            .map_err(|error| call.sql_problem(&error))?;
        let Some(last) = page.last() else {
            return Ok(Reply::ok(&report));
        };
        after = Some(*last);
        for due in &page {
            if call.platform.now_ms() >= deadline_ms || unanswered >= UNANSWERED_MAX {
                report.more = true;
                return Ok(Reply::ok(&report));
            }
            let came = tell(&call, provider, due).await;
            unanswered = if matches!(came, Ok(Came::Unanswered)) {
                unanswered + 1
            } else {
                0
            };
            match came {
                Ok(Came::Taken) => report.reported += 1,
                Ok(Came::Refused) => report.refused += 1,
                Ok(Came::Unanswered) => report.unanswered += 1,
                Ok(Came::Nothing) => {}
                // One handover that cannot be written must not keep all others from it; a busy database must.
                Err(problem) if problem.code == Code::Busy => return Err(problem),
                Err(_) => report.failed += 1,
            }
        }
    }
}

/// What came of telling of one.
enum Came {
    /// The gateway has taken it, written down by this call.
    Taken,
    /// The gateway says no. It is told again, later.
    Refused,
    /// Nobody knows. It is told again, later.
    Unanswered,
    /// There was nothing to tell, or another run was faster.
    Nothing,
}

async fn tell(call: &Call, provider: &dyn PaymentProvider, due: &DueDelivery) -> Result<Came, Problem> {
    let stored = order::load(call.sql(), due.order)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let (order, payment) = match stored {
        Some(stored) => (stored.order, stored.payment),
        None => return Ok(Came::Nothing),
    };
    let Some(payment) = payment else {
        return Ok(Came::Nothing);
    };
    if order.refunded >= order.quote.payable {
        note(call, due, Told::Needless).await?;
        return Ok(Came::Nothing);
    }
    let answer = provider.report_delivery(Delivery {
        number: due.order,
        reference: payment.reference,
        handover: handover(order.quote.mode),
        at_ms: due.at_ms,
        description: description(&order.quote),
    });
    let came = match answer.await {
        Ok(()) => Came::Taken,
        Err(error) => {
            call.platform.log(&format!("delivery {}: {error}", due.order));
            match error {
                ProviderError::Rejected(_) => Came::Refused,
                ProviderError::Unavailable(_) => Came::Unanswered,
            }
        }
    };
    let at_ms = call.platform.now_ms();
    let told = match came {
        Came::Taken => Told::Taken { at_ms },
        _ => Told::Failed {
            due_ms: at_ms.saturating_add(retry_ms(due.failures)),
        },
    };
    let is_noted = note(call, due, told).await?;
    Ok(if is_noted { came } else { Came::Nothing })
}

async fn note(call: &Call, due: &DueDelivery, told: Told) -> Result<bool, Problem> {
    delivery::note(call.sql(), due, told)
        .await
        .map_err(|error| call.sql_problem(&error))
}

/// How long a handover waits after a failed try with so many before it, in milliseconds.
fn retry_ms(failures: i64) -> i64 {
    let doublings = u32::try_from(failures).unwrap_or(u32::MAX);
    let waits = 2_i64.saturating_pow(doublings).saturating_mul(RETRY_MS_MIN);
    waits.min(RETRY_MS_MAX)
}

/// How goods of a mode come to the payer.
fn handover(mode: Mode) -> Handover {
    match mode {
        Mode::Delivery => Handover::CityDelivery,
        Mode::Pickup | Mode::InStore => Handover::Pickup,
        Mode::Booking => Handover::Immaterial,
    }
}

/// What was bought, as far as it fits.
fn description(quote: &Quote) -> String {
    let lines = quote.lines.iter().map(|line| {
        let name = LOCALE.pick(&line.name).unwrap_or(line.sku.as_str());
        format!("{name} ×{}", line.quantity)
    });
    let whole = lines.collect::<Vec<_>>().join(", ");
    whole.chars().take(DESCRIPTION_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_report_waits_longer_each_time_and_a_day_at_most() {
        let minutes = |failures| retry_ms(failures) / 60_000;
        assert_eq!(
            [0, 1, 2, 10, 11, i64::MAX].map(minutes),
            [1, 2, 4, 1_024, 1_440, 1_440]
        );
    }
}
