//! Writes to a store, as its own staff make them.

use commerce::transfer::{CountDraft, Transfer, TransferLine, TransferState};
use futures_util::future::LocalBoxFuture;
use storage::assortment::{self, SellingStore};
use storage::handover::{self, Outcome};
use storage::sql::{Script, Sql};
use storage::stock::{self, StockChange, Why};
use storage::stock_import::{self, StockWrite};
use storage::{courier, price, stock_alert, transfer};

/// A write; what is to be seen is what it leaves.
pub type Write = for<'a> fn(&'a dyn Sql, &'a SellingStore) -> LocalBoxFuture<'a, ()>;

const NOW_MS: i64 = 1_000;
const WHY: Why<'static> = Why {
    by: "clerk",
    reason: "counted",
};

/// Each with its name.
pub fn all() -> Vec<(&'static str, Write)> {
    vec![
        ("stock that is counted", |sql, store| {
            change(sql, store, StockChange::Count(7))
        }),
        ("stock that comes in", |sql, store| {
            change(sql, store, StockChange::Move(1))
        }),
        ("stock of an import", |sql, store| {
            let write = StockWrite {
                store: store.id().clone(),
                sku: "tea.m".parse().unwrap(),
                on_hand: 6,
                price: Some(commerce::money::Minor(800)),
            };
            run(sql, stock_import::put_all(&[write], "clerk", NOW_MS))
        }),
        ("a threshold", |sql, store| {
            let sku = "tea.m".parse().unwrap();
            run(sql, stock_alert::put_threshold(store, &sku, Some(3), NOW_MS))
        }),
        ("a threshold taken away", |sql, store| {
            let sku = "tea.m".parse().unwrap();
            run(sql, stock_alert::put_threshold(store, &sku, None, NOW_MS))
        }),
        ("an assortment", |sql, store| {
            let product = "tea".parse().unwrap();
            run(sql, assortment::put(store, &product, Some(true), NOW_MS))
        }),
        ("an assortment left to headquarters", |sql, store| {
            let product = "tea".parse().unwrap();
            run(sql, assortment::put(store, &product, None, NOW_MS))
        }),
        ("a price", |sql, store| {
            let (sku, price) = ("tea.m".parse().unwrap(), commerce::money::Minor(700));
            run(sql, price::put_own(store, &sku, Some(price), NOW_MS))
        }),
        ("a price left to headquarters", |sql, store| {
            let sku = "tea.m".parse().unwrap();
            run(sql, price::put_own(store, &sku, None, NOW_MS))
        }),
        ("a code that was tried", |sql, store| {
            let mut script = Script::new();
            handover::note_check(&mut script, store.id(), None, "clerk", Outcome::Refused, NOW_MS);
            run(sql, script)
        }),
        ("a transfer that is sent", |sql, store| {
            let mut script = Script::new();
            transfer::send(&mut script, &sent(store, "00000000000000000000TRANS3"));
            run(sql, script)
        }),
        ("a transfer that is cancelled", |sql, store| {
            let mut cancelled = sent(store, "00000000000000000000TRANS1");
            cancelled.cancel("clerk", NOW_MS).unwrap();
            let mut script = Script::new();
            transfer::cancel(&mut script, &cancelled);
            run(sql, script)
        }),
        ("a transfer that is received", |sql, store| {
            let mut received = sent(store, "00000000000000000000TRANS2");
            std::mem::swap(&mut received.from, &mut received.to);
            let counted = CountDraft {
                sku: "tea.m".to_owned(),
                received: 1,
            };
            received.receive(&[counted], "clerk", NOW_MS).unwrap();
            let mut script = Script::new();
            transfer::receive(&mut script, &received);
            run(sql, script)
        }),
        ("a courier who is called off", |sql, _| {
            let mut script = Script::new();
            courier::call_off(&mut script, "00000000000000000000PAYED1".parse().unwrap(), NOW_MS);
            run(sql, script)
        }),
    ]
}

fn run(sql: &dyn Sql, script: Script) -> LocalBoxFuture<'_, ()> {
    Box::pin(async move { drop(sql.write(script).await) })
}

fn change<'a>(sql: &'a dyn Sql, store: &'a SellingStore, change: StockChange) -> LocalBoxFuture<'a, ()> {
    Box::pin(async move {
        let lines = [("tea.m".parse().unwrap(), change)];
        drop(stock::put(sql, store, &lines, WHY, NOW_MS).await);
    })
}

/// One unit on its way from a store to the third.
fn sent(store: &SellingStore, id: &str) -> Transfer {
    Transfer {
        id: id.parse().unwrap(),
        from: store.id().clone(),
        to: "s3".parse().unwrap(),
        reason: "too many".to_owned(),
        state: TransferState::InTransit,
        lines: vec![TransferLine {
            sku: "tea.m".parse().unwrap(),
            sent: 1,
            received: None,
        }],
        sent_by: "clerk".to_owned(),
        sent_ms: NOW_MS,
        ended_by: None,
        ended_ms: None,
    }
}
