//! What the contract says of the operations of `analytics`.

use super::{
    BalanceView, CreateEvents, CustomerFactsView, EventReport, PaymentDifferencesPage, SalesPage, ViewsPage,
};
use crate::openapi::{Describe, Description};
use crate::operation::analytics::{
    CREATE_EVENTS, GET_CUSTOMER_FACTS, LIST_BALANCES, LIST_PAYMENT_DIFFERENCES, LIST_SALES, LIST_VIEWS,
};
use crate::page::Page;
use schemars::SchemaGenerator;
use serde_json::json;

/// The function's part of the contract.
pub fn describe(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &CREATE_EVENTS,
            "Record what was looked at",
            "The caller's own events, up to 100 at a time. Sending a batch again does no harm: each event is counted once.",
        )
        .body::<CreateEvents>()
        .answers::<EventReport>(200),
        ranged(Describe::new(
            schemas,
            &LIST_SALES,
            "Sales by store and day",
            "Paid orders by day, store and currency, live. A clerk sees the own store.",
        ))
        .answers::<SalesPage>(200),
        ranged(Describe::new(
            schemas,
            &LIST_VIEWS,
            "Views by store and day",
            "Views by day, store, kind and product, live. A clerk sees the own store.",
        ))
        .answers::<ViewsPage>(200),
        customer(schemas),
        balances(schemas),
        payments(schemas),
    ]
}

fn ranged(describe: Describe<'_>) -> Describe<'_> {
    let day = || json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "example": "2026-01-31"});
    let store = json!({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"});
    describe
        .query(
            "from",
            true,
            day(),
            "The first day, in the stores' own calendars.",
        )
        .query(
            "to",
            true,
            day(),
            "The last day, included; at most 92 days in all.",
        )
        .query("store", false, store, "Only this store.")
        .paged()
}

fn balances(schemas: &mut SchemaGenerator) -> Description {
    Describe::new(
        schemas,
        &LIST_BALANCES,
        "The books",
        "Double entry, per store and currency, written with the orders and refunds themselves: what was debited and credited in \
         each account.",
    )
    .query(
        "store",
        false,
        json!({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}),
        "Only this store's.",
    )
    .paged()
    .answers::<Page<BalanceView>>(200)
}

fn payments(schemas: &mut SchemaGenerator) -> Description {
    let instant = || json!({"type": "integer", "format": "int64", "example": 1_767_225_600_000_i64});
    Describe::new(
        schemas,
        &LIST_PAYMENT_DIFFERENCES,
        "The payment gateway against our records",
        "Payments by when they were opened: each one whose two sides differ, by name, and the totals of both sides. The \
         job `reconcile_payments` asks the gateway about every payment once it has ended; what it has not asked about yet \
         is counted as `waiting`. A daily report is that of the gateway's own day.",
    )
    .query("from_ms", true, instant(), "The first instant, UTC epoch milliseconds.")
    .query(
        "to_ms",
        true,
        instant(),
        "The instant after the last; at most 31 days later.",
    )
    .paged()
    .answers::<PaymentDifferencesPage>(200)
}

fn customer(schemas: &mut SchemaGenerator) -> Description {
    let currency = json!({"type": "string", "pattern": "^[A-Z]{3}$"});
    let bands =
        json!({"type": "string", "pattern": "^[0-9]+(,[0-9]+){3}$", "default": "10000,50000,200000,1000000"});
    Describe::new(
        schemas,
        &GET_CUSTOMER_FACTS,
        "A customer's recency, frequency and money",
        "What the customer's paid orders add up to, scored. Somebody without a paid order is not known here.",
    )
    .query(
        "currency",
        false,
        currency,
        "The currency whose amount is scored; without it, the one in which most minor units were spent.",
    )
    .query(
        "money_bands",
        false,
        bands,
        "The amounts, rising, in minor units, from which money scores 2, 3, 4 and 5.",
    )
    .answers::<CustomerFactsView>(200)
}
