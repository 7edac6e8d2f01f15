//! The gateway against our records.

use api::analytics::{
    GatewaySideView, PAYMENT_RANGE_MS_MAX, PaymentDifferenceView, PaymentDifferencesPage, PaymentTotalView,
};
use api::money::MoneyView;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::field::Rule;
use storage::report::{self, DifferingPayment, OpenedRange, PaymentKey, PaymentTotal};
use web::{Call, Query, Reply};

const INSTANT: &str = "UTC epoch milliseconds";

/// Payments whose two sides differ, with the totals of both sides on the first page.
pub async fn list_payment_differences(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let range = range(&mut query)?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let after: Option<PaymentKey> = query.optional("cursor", "a cursor of this list")?;
    query.finish()?;
    let rows = report::payment_differences(call.sql(), range, after, limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let totals = match after {
        Some(_) => None,
        None => Some(
            report::payment_totals(call.sql(), range)
                .await
                .map_err(|error| call.sql_problem(&error))?,
        ),
    };
    let page = Page::cut(rows, limit, |last| last.key.to_string());
    Ok(Reply::ok(&PaymentDifferencesPage {
        items: page.items.into_iter().map(view).collect(),
        next_cursor: page.next_cursor,
        totals: totals.map(|totals| totals.into_iter().map(total).collect()),
    }))
}

/// Takes `from_ms` and `to_ms`. A gateway's day is that of its own calendar, so the reader says when it begins and ends.
fn range(query: &mut Query) -> Result<OpenedRange, Problem> {
    let from_ms: i64 = query.required("from_ms", INSTANT)?;
    let to_ms: i64 = query.required("to_ms", INSTANT)?;
    let expected = match to_ms.checked_sub(from_ms) {
        Some(1..=PAYMENT_RANGE_MS_MAX) => return Ok(OpenedRange { from_ms, to_ms }),
        Some(..=0) => "an instant after `from_ms`",
        Some(_) | None => "at most 31 days after `from_ms`",
    };
    Err(Problem::invalid("to_ms", Rule::Format { expected }))
}

fn view(payment: DifferingPayment) -> PaymentDifferenceView {
    PaymentDifferenceView {
        order: payment.key.order.to_string(),
        store: payment.store.to_string(),
        difference: payment.difference.as_str(),
        state: payment.state.as_str(),
        amount: payment.amount.into(),
        gateway: payment.gateway_state.map(|state| GatewaySideView {
            state: state.as_str(),
            amount: MoneyView {
                amount_minor: payment.gateway_minor,
                currency: payment.gateway_currency,
            },
            number: payment.gateway_number,
            asked_ms: payment.asked_ms,
        }),
        opened_ms: payment.key.opened_ms,
    }
}

fn total(total: PaymentTotal) -> PaymentTotalView {
    let money = |amount| MoneyView::new(amount, total.currency);
    PaymentTotalView {
        payments: total.payments,
        ours: money(total.ours),
        refunded: money(total.refunded),
        gateway: money(total.gateway),
        waiting: total.waiting,
        differences: total.differences,
        deliveries_due: total.deliveries_due,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(), &str>) {
        let read = range(&mut Query::parse(text));
        let named = read
            .as_ref()
            .map(drop)
            .map_err(|problem| problem.fields[0].field.as_str());
        assert_eq!(named, expected, "{text}");
    }

    #[test]
    fn report_is_about_one_millisecond_to_thirty_one_days() {
        check("from_ms=0&to_ms=1", Ok(()));
        check("from_ms=0&to_ms=2678400000", Ok(()));
        check("from_ms=0&to_ms=2678400001", Err("to_ms"));
        check("from_ms=0&to_ms=0", Err("to_ms"));
        check(
            "from_ms=-9223372036854775808&to_ms=9223372036854775807",
            Err("to_ms"),
        );
        check("from_ms=today&to_ms=1", Err("from_ms"));
        check("to_ms=1", Err("from_ms"));
    }
}
