//! Every query that takes a scope, asked for what the second store has.

use commerce::hours::Day;
use commerce::ids::{OrderId, SkuId, StoreId};
use futures_util::future::LocalBoxFuture;
use std::collections::BTreeSet;
use storage::assortment::{SellingStore, currencies};
use storage::order::booking;
use storage::report::{self, DayRange};
use storage::scope::StoreScope;
use storage::sql::{Sql, SqlError};
use storage::{access_key, handover, order, staff, stock, stock_alert, stock_import};

/// A query; its answer is counted by the port.
pub type Ask = for<'a> fn(&'a dyn Sql, &'a StoreScope) -> LocalBoxFuture<'a, Result<(), SqlError>>;

fn there() -> StoreId {
    "s2".parse().unwrap()
}

fn sku() -> SkuId {
    "tea.m".parse().unwrap()
}

fn its_order() -> OrderId {
    "00000000000000000000PAYED1".parse().unwrap()
}

fn days() -> DayRange {
    let day = |text: &str| text.parse::<Day>().unwrap();
    DayRange {
        from: day("2026-01-01"),
        to: day("2026-01-31"),
    }
}

/// `file::function` of each, as `sources` names them.
pub fn all() -> Vec<(&'static str, Ask)> {
    vec![
        ("assortment::find", |sql, scope| {
            Box::pin(async move { SellingStore::find(sql, scope, &there()).await.map(drop) })
        }),
        ("assortment::currencies", |sql, scope| {
            Box::pin(async move { currencies(sql, scope, &BTreeSet::from([there()])).await.map(drop) })
        }),
        ("access_key::list", |sql, scope| {
            Box::pin(async move { access_key::list(sql, scope, None, 10).await.map(drop) })
        }),
        ("staff::read::list", |sql, scope| {
            Box::pin(async move { staff::list(sql, scope, None, 10).await.map(drop) })
        }),
        ("stock::list", |sql, scope| {
            Box::pin(async move { stock::list(sql, scope, &there(), None, 10).await.map(drop) })
        }),
        ("stock_alert::list", |sql, scope| {
            Box::pin(async move { stock_alert::list(sql, scope, true, None, 10).await.map(drop) })
        }),
        ("stock_import::facts", |sql, scope| {
            Box::pin(async move {
                stock_import::facts(sql, scope, &[(&there(), &sku())])
                    .await
                    .map(drop)
            })
        }),
        ("order::list_of_store", |sql, scope| {
            Box::pin(async move {
                order::list_of_store(sql, scope, &there(), None, None, 10)
                    .await
                    .map(drop)
            })
        }),
        ("order::load_of_store", |sql, scope| {
            Box::pin(async move {
                order::load_of_store(sql, scope, &there(), its_order())
                    .await
                    .map(drop)
            })
        }),
        ("order::booking::read::agenda", |sql, scope| {
            Box::pin(async move {
                booking::agenda(sql, scope, &there(), (0, i64::MAX))
                    .await
                    .map(drop)
            })
        }),
        ("handover::waiting", |sql, scope| {
            Box::pin(async move { handover::waiting(sql, scope, &there()).await.map(drop) })
        }),
        ("handover::checks", |sql, scope| {
            Box::pin(async move { handover::checks(sql, scope, &there(), None, 10).await.map(drop) })
        }),
        ("report::sales::sales", |sql, scope| {
            Box::pin(async move { report::sales(sql, scope, days(), None, 10).await.map(drop) })
        }),
        ("report::sales::sales_totals", |sql, scope| {
            Box::pin(async move { report::sales_totals(sql, scope, days()).await.map(drop) })
        }),
        ("report::views::views", |sql, scope| {
            Box::pin(async move { report::views(sql, scope, days(), None, 10).await.map(drop) })
        }),
        ("report::views::view_totals", |sql, scope| {
            Box::pin(async move { report::view_totals(sql, scope, days()).await.map(drop) })
        }),
    ]
}
