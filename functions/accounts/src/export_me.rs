//! Everything that is kept about the caller.

use crate::account::Account;
use crate::keys::Keys;
use crate::{places, view};
use api::accounts::{ExportView, ExportedIdentityView, ExportedOrderView};
use api::coupons::PointsBalanceView;
use api::problem::Problem;
use commerce::geo::CoordinateSystem;
use storage::account::export::{coupons, orders};
use storage::account::{address, identity};
use storage::points;
use storage::session;
use storage::sql::SqlError;
use web::{Call, Reply};

/// What is private, opened, and what else is kept under the caller's id.
pub async fn export_me(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let keys = Keys::of(&call).await?;
    let account = Account::mine(&call, &keys).await?;
    let customer = &account.stored.customer;
    let sql = |error: SqlError| call.sql_problem(&error);
    let mut identities = Vec::new();
    for stored in identity::of(call.sql(), customer).await.map_err(sql)? {
        let place = [&*account.id, &*stored.provider];
        let subject = account.read(&call, places::subject(&place), &stored.subject)?;
        identities.push(ExportedIdentityView {
            subject: subject.expose().to_owned(),
            since_ms: stored.created_ms,
            provider: stored.provider,
        });
    }
    let book = address::of(call.sql(), customer).await.map_err(sql)?;
    let addresses = book
        .iter()
        .map(|stored| view::address(&call, &account, stored, CoordinateSystem::Wgs84));
    let addresses = addresses.collect::<Result<_, _>>()?;
    let sessions = session::of(call.sql(), customer, call.now_ms)
        .await
        .map_err(sql)?;
    let orders = orders(call.sql(), customer).await.map_err(sql)?;
    let coupons = coupons(call.sql(), customer).await.map_err(sql)?;
    let balances = points::balances(call.sql(), customer).await.map_err(sql)?;
    Ok(Reply::ok(&ExportView {
        exported_ms: call.now_ms,
        me: view::me(&call, &account).await?,
        identities,
        addresses,
        sessions: sessions
            .iter()
            .map(|session| log_in::view(session, call.session))
            .collect(),
        orders: orders
            .into_iter()
            .map(|order| ExportedOrderView {
                id: order.id.to_string(),
                store: order.store.to_string(),
                state: order.state,
                placed_ms: order.placed_ms,
            })
            .collect(),
        coupons: coupons.iter().map(ToString::to_string).collect(),
        points: balances
            .into_iter()
            .map(|(currency, points)| PointsBalanceView {
                currency: currency.to_string(),
                points: points.get(),
            })
            .collect(),
    }))
}
