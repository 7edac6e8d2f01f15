//! The books of the stores.

use api::analytics::BalanceView;
use api::money::MoneyView;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use storage::ledger::{Balance, BalanceKey, balances};
use web::{Call, Reply};

/// What stands in each account, by store, currency and account.
pub async fn list_balances(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let store = query.optional("store", "the code of a store")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let after: Option<BalanceKey> = query.optional("cursor", "the next_cursor of a page")?;
    query.finish()?;
    let rows = balances(call.sql(), store.as_ref(), after.as_ref(), limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let page = Page::cut(rows, limit, |last| last.key.to_string());
    Ok(Reply::ok(&Page {
        items: page.items.iter().map(view).collect(),
        next_cursor: page.next_cursor,
    }))
}

fn view(balance: &Balance) -> BalanceView {
    let key = &balance.key;
    BalanceView {
        store: key.store.to_string(),
        account: key.account.as_str().to_owned(),
        debits: MoneyView::new(balance.debits, key.currency),
        credits: MoneyView::new(balance.credits, key.currency),
    }
}
