//! What a price rests on: quickly from the projections, or exactly from the truth.

use crate::refusal::Refusal;
use crate::wish::Wish;
use api::problem::Problem;
use commerce::coupon::Coupon;
use commerce::ids::CustomerId;
use commerce::money::{Currency, Minor};
use commerce::order::FulfilmentWish;
use commerce::pricing::Redemption;
use commerce::store::{Mode, Store};
use storage::order::slot;
use storage::order::terms::{self, TermsBySku};
use storage::pricing_plan::{self, PricingPlan};
use storage::projection::keys;
use storage::{coupon, points};
use web::Call;

/// Where facts come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Key-value: near, perhaps a moment old.
    Projections,
    /// SQL: exact.
    Truth,
}

/// The store, if there is one.
///
/// # Errors
/// A failure of storage.
pub async fn load_store(call: &Call, wish: &Wish, source: Source) -> Result<Option<Store>, Problem> {
    match source {
        Source::Projections => {
            let page = call
                .key_value()
                .get(&keys::store(&wish.store))
                .await
                .map_err(|error| call.key_value_problem(&error))?;
            // A page that cannot be read counts as absent: the truth is asked then.
            Ok(page.and_then(|page| serde_json::from_str(std::str::from_utf8(&page).ok()?).ok()))
        }
        Source::Truth => {
            let stored = storage::store::load(call.sql(), &wish.store)
                .await
                .map_err(|error| call.sql_problem(&error))?;
            Ok(stored.map(|stored| stored.store))
        }
    }
}

/// The promotions that may run, and what points are worth.
///
/// # Errors
/// A failure of storage.
pub async fn load_plan(call: &Call, source: Source) -> Result<PricingPlan, Problem> {
    if source == Source::Projections {
        let projected = pricing_plan::projected(call.key_value()).await;
        if let Some(plan) = projected.map_err(|error| call.key_value_problem(&error))? {
            return Ok(plan);
        }
    }
    pricing_plan::exact(call.sql())
        .await
        .map_err(|error| call.sql_problem(&error))
}

/// On what terms the store sells the cart.
///
/// # Errors
/// A failure of storage.
pub async fn load_terms(
    call: &Call,
    store: &Store,
    wish: &Wish,
    source: Source,
) -> Result<TermsBySku, Problem> {
    let (skus, currency) = (wish.skus(), store.currency);
    match source {
        Source::Projections => terms::projected(call.key_value(), &wish.store, currency, &skus, call.locale)
            .await
            .map_err(|error| call.key_value_problem(&error)),
        Source::Truth => terms::exact(call.sql(), &wish.store, currency, &skus, call.locale)
            .await
            .map_err(|error| call.sql_problem(&error)),
    }
}

/// How many orders are to be made ready before this one; no read where the store does not count them, and where a slot says
/// when.
///
/// # Errors
/// A failure of storage.
pub async fn load_queued(call: &Call, store: &Store, wish: &Wish) -> Result<u32, Problem> {
    let FulfilmentWish { mode, slot_ms, .. } = wish.fulfilment;
    let counts = store
        .promises
        .as_ref()
        .is_some_and(|promises| promises.queue_minutes > 0 && promises.slots_of(mode).is_none());
    if !counts || slot_ms.is_some() || !matches!(mode, Mode::Pickup | Mode::Delivery) {
        return Ok(0);
    }
    slot::queued(call.sql(), &store.id)
        .await
        .map_err(|error| call.sql_problem(&error))
}

/// The coupon of the wish. Coupons are never projected: money and limits stay in SQL.
///
/// # Errors
/// The refusal of one that the customer does not have; a failure of storage.
pub async fn load_coupon(call: &Call, customer: &CustomerId, wish: &Wish) -> Result<Option<Coupon>, Problem> {
    let Some(id) = wish.coupon else {
        return Ok(None);
    };
    let coupon = coupon::load_for_order(call.sql(), id, customer)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    match coupon {
        Some(coupon) => Ok(Some(coupon)),
        None => Err(Refusal::Coupon(None).problem()),
    }
}

/// The points of the wish, with what the customer has of them; no read where none are wanted.
///
/// # Errors
/// A failure of storage.
pub async fn load_redemption(
    call: &Call,
    customer: &CustomerId,
    wish: &Wish,
    currency: Currency,
) -> Result<Option<Redemption>, Problem> {
    if wish.points == Minor::ZERO {
        return Ok(None);
    }
    let balance = points::balance(call.sql(), customer, currency)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(Some(Redemption {
        wanted: wish.points,
        balance,
    }))
}
