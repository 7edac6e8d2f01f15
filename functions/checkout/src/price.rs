//! From a wish to a price: quickly from the projections, or exactly from the truth.

use crate::refusal::{Line, Refusal};
use crate::view;
use crate::wish::Wish;
use api::problem::Problem;
use commerce::coupon::Coupon;
use commerce::ids::CustomerId;
use commerce::money::Minor;
use commerce::pricing::{PricedLine, PricingError, PricingInput, Quote, quote};
use commerce::store::{Store, Unavailable};
use storage::coupon;
use storage::order::terms::{self, TermsBySku};
use storage::projection::keys;
use web::Call;

/// Where facts come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Key-value: near, perhaps a moment old.
    Projections,
    /// SQL: exact.
    Truth,
}

/// A cart that the store can sell now.
#[derive(Debug, Clone, PartialEq)]
pub struct Priced {
    /// Who sells.
    pub store: Store,
    /// What it costs.
    pub quote: Quote,
}

/// Prices a wish. A refusal rests on the truth, whatever the projections say; so does a price unlike the one in `seen`.
///
/// # Errors
/// The refusal as a problem, or a failure of storage.
pub async fn price(
    call: &Call,
    customer: &CustomerId,
    wish: &Wish,
    seen: Option<Minor>,
) -> Result<Priced, Problem> {
    let coupon = load_coupon(call, customer, wish).await?;
    if let Ok(Ok(priced)) = attempt(call, customer, wish, coupon.as_ref(), seen, Source::Projections).await {
        return Ok(priced);
    }
    price_exactly_with(call, customer, wish, coupon.as_ref(), seen).await
}

/// Prices a wish from the truth alone.
///
/// # Errors
/// As [`price`].
pub async fn price_exactly(
    call: &Call,
    customer: &CustomerId,
    wish: &Wish,
    seen: Option<Minor>,
) -> Result<Priced, Problem> {
    let coupon = load_coupon(call, customer, wish).await?;
    price_exactly_with(call, customer, wish, coupon.as_ref(), seen).await
}

async fn price_exactly_with(
    call: &Call,
    customer: &CustomerId,
    wish: &Wish,
    coupon: Option<&Coupon>,
    seen: Option<Minor>,
) -> Result<Priced, Problem> {
    let outcome = attempt(call, customer, wish, coupon, seen, Source::Truth).await?;
    outcome.map_err(|refusal| {
        if let Refusal::Defect(words) = &refusal {
            call.platform.log(&format!("pricing at {}: {words}", wish.store));
        }
        refusal.problem()
    })
}

/// Coupons are never projected: money and limits stay in SQL.
async fn load_coupon(call: &Call, customer: &CustomerId, wish: &Wish) -> Result<Option<Coupon>, Problem> {
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

async fn attempt(
    call: &Call,
    customer: &CustomerId,
    wish: &Wish,
    coupon: Option<&Coupon>,
    seen: Option<Minor>,
    source: Source,
) -> Result<Result<Priced, Refusal>, Problem> {
    let Some(store) = load_store(call, wish, source).await? else {
        return Ok(Err(Refusal::NoStore(wish.store.clone())));
    };
    if let Err(unavailable) = serves(&store, wish, call.now_ms) {
        return Ok(Err(Refusal::Store(unavailable)));
    }
    let terms = load_terms(call, &store, wish, source).await?;
    Ok(
        decide(&store, wish, &terms, coupon, customer, call.now_ms).and_then(|quote| {
            if seen.is_some_and(|seen| seen != quote.payable) {
                let view = view::quote(&store, &quote, call.locale, call.now_ms);
                return Err(Refusal::Price(Box::new(view)));
            }
            Ok(Priced { store, quote })
        }),
    )
}

async fn load_store(call: &Call, wish: &Wish, source: Source) -> Result<Option<Store>, Problem> {
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

/// An order may be placed while the store is closed by its hours, to be served later; not while it is closed for a time.
fn serves(store: &Store, wish: &Wish, now_ms: i64) -> Result<(), Unavailable> {
    if !store.service.modes.contains(wish.mode) {
        return Err(Unavailable::ModeNotServed);
    }
    match store.service.is_open(now_ms) {
        Err(closed @ Unavailable::TemporarilyClosed { .. }) => Err(closed),
        _ => Ok(()),
    }
}

async fn load_terms(call: &Call, store: &Store, wish: &Wish, source: Source) -> Result<TermsBySku, Problem> {
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

fn decide(
    store: &Store,
    wish: &Wish,
    terms: &TermsBySku,
    coupon: Option<&Coupon>,
    customer: &CustomerId,
    now_ms: i64,
) -> Result<Quote, Refusal> {
    let mut refused = Vec::new();
    let mut lines = Vec::with_capacity(wish.cart.lines().len());
    for line in wish.cart.lines() {
        match terms.get(&line.sku) {
            None => refused.push((line.sku.clone(), Line::NotSold)),
            Some(terms) if terms.available < i64::from(line.quantity) => {
                let available = terms.available;
                refused.push((line.sku.clone(), Line::Short { available }));
            }
            Some(terms) => lines.push(PricedLine {
                sku: line.sku.clone(),
                name: terms.name.clone(),
                quantity: line.quantity,
                unit_price: terms.price,
            }),
        }
    }
    if !refused.is_empty() {
        return Err(wish.refuse_lines(refused));
    }
    quote(PricingInput {
        store: &store.id,
        currency: store.currency,
        mode: wish.mode,
        customer,
        lines,
        coupon,
        delivery_fee: Minor::ZERO,
        now_ms,
    })
    .map_err(|error| match error {
        PricingError::Coupon(refusal) => Refusal::Coupon(Some(refusal)),
        defect @ (PricingError::Negative | PricingError::Money(_)) => Refusal::Defect(defect.to_string()),
    })
}
