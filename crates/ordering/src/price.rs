//! From a wish to a price.

use crate::booking::book;
use crate::facts::{Source, load_coupon, load_plan, load_queued, load_redemption, load_store, load_terms};
use crate::promotions;
use crate::refusal::{Line, Refusal};
use crate::view;
use crate::wish::Wish;
use api::problem::Problem;
use commerce::coupon::Coupon;
use commerce::ids::{CategoryId, CustomerId, SkuId};
use commerce::money::Minor;
use commerce::order::Fulfilment;
use commerce::pricing::{PricedLine, PricingError, PricingInput, Quote, quote};
use commerce::product::BookableService;
use commerce::promotion::Promotion;
use commerce::store::{Mode, SlotRefusal, Store};
use futures_util::future::join;
use storage::order::place::Basis;
use storage::order::terms::TermsBySku;
use storage::order::{limit, slot};
use web::Call;

/// A cart that the store can sell now.
#[derive(Debug, Clone, PartialEq)]
pub struct Priced {
    /// Who sells.
    pub store: Store,
    /// What it costs.
    pub quote: Quote,
    /// Where and when.
    pub fulfilment: Fulfilment,
    /// What the price rests on besides.
    pub basis: Basis,
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

async fn attempt(
    call: &Call,
    customer: &CustomerId,
    wish: &Wish,
    coupon: Option<&Coupon>,
    seen: Option<Minor>,
    source: Source,
) -> Result<Result<Priced, Refusal>, Problem> {
    // Neither waits for the other.
    let (store, plan) = join(load_store(call, wish, source), load_plan(call, source)).await;
    let (Some(store), plan) = (store?, plan?) else {
        return Ok(Err(Refusal::NoStore(wish.store.clone())));
    };
    let queued = load_queued(call, &store, wish).await?;
    let mut fulfilment = match Fulfilment::agree(&store, wish.fulfilment, queued, call.now_ms) {
        Ok(fulfilment) => fulfilment,
        Err(refusal) => return Ok(Err(refusal.into())),
    };
    let terms = load_terms(call, &store, wish, source).await?;
    let lines = match lines(wish, &terms) {
        Ok(lines) => lines,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match book(call, &store, wish, &terms).await? {
        Ok(booking) => fulfilment.booking = booking,
        Err(refusal) => return Ok(Err(refusal.into())),
    }
    let delivery_fee = match delivery_fee(&store, &fulfilment, &lines) {
        Ok(fee) => fee,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mode = wish.fulfilment.mode;
    let redemption = load_redemption(call, customer, wish, store.currency).await?;
    let running = plan.running(&store.id, call.now_ms);
    let asked: Vec<&Promotion> = running.iter().map(|planned| &planned.promotion).collect();
    let answers = promotions::ask(call, &store, mode, &lines, &asked).await;
    let lines: Vec<PricedLine> = lines.into_iter().map(|(line, _)| line).collect();
    let units = lines.iter().map(|line| line.quantity).sum();
    let priced = store.charges.packaging_fee(mode, units);
    let priced = priced.map_err(PricingError::from).and_then(|packaging_fee| {
        quote(PricingInput {
            store: &store.id,
            currency: store.currency,
            mode,
            customer,
            lines,
            promotions: answers,
            coupon,
            points: plan.points_in(store.currency),
            redemption,
            packaging_fee,
            delivery_fee,
            tax: store.charges.tax,
            now_ms: call.now_ms,
        })
    });
    Ok(priced.map_err(Refusal::from).and_then(|quote| {
        if seen.is_some_and(|seen| seen != quote.payable) {
            let view = view::quote(&store, &quote, &fulfilment, call.locale, call.now_ms);
            return Err(Refusal::Price(Box::new(view)));
        }
        let versions = running.iter();
        let promotions = versions
            .map(|planned| (planned.promotion.id.clone(), planned.version))
            .collect();
        Ok(Priced {
            store,
            quote,
            fulfilment,
            basis: Basis {
                promotions,
                limited: limited(wish, &terms),
                services: services(wish, &terms),
            },
        })
    }))
}

/// What delivery costs for the lines at their prices.
fn delivery_fee(
    store: &Store,
    fulfilment: &Fulfilment,
    lines: &[(PricedLine, Vec<CategoryId>)],
) -> Result<Minor, Refusal> {
    let subtotal = lines.iter().try_fold(Minor::ZERO, |sum, (line, _)| {
        sum.checked_add(line.unit_price.times(line.quantity)?)
    });
    let subtotal = subtotal.map_err(PricingError::from)?;
    Ok(fulfilment.delivery_fee(store, subtotal)?)
}

/// Refuses a slot that is full. Whether it is when the order is placed is compared there.
///
/// # Errors
/// The refusal as a problem, or a failure of storage.
pub async fn check_slot(call: &Call, priced: &Priced) -> Result<(), Problem> {
    let Priced {
        store,
        quote: Quote { mode, .. },
        fulfilment: Fulfilment { slot: Some(slot), .. },
        ..
    } = priced
    else {
        return Ok(());
    };
    let rule = store
        .promises
        .as_ref()
        .and_then(|promises| promises.slots_of(*mode));
    let only = (slot.start_ms, slot.start_ms);
    let loads = slot::loads(call.sql(), &store.id, *mode, only)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let taken = loads.get(&slot.start_ms).copied().unwrap_or(0);
    if rule.is_some_and(|rule| taken < i64::from(rule.orders)) {
        return Ok(());
    }
    Err(Refusal::from(SlotRefusal::Full).problem())
}

/// Refuses lines of which the customer may not order so many any more; no read where nothing is limited. Whether they may when
/// the order is placed is compared there.
///
/// # Errors
/// The refusal as a problem, or a failure of storage.
pub async fn check_limits(
    call: &Call,
    customer: &CustomerId,
    wish: &Wish,
    priced: &Priced,
) -> Result<(), Problem> {
    if priced.basis.limited.is_empty() {
        return Ok(());
    }
    let day = priced.store.service.timetable.zone.epoch_day(call.now_ms);
    let left = limit::left(call.sql(), customer, &priced.basis.limited, day)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let over = wish.cart.lines().iter().filter_map(|line| {
        let (_, left) = left.iter().find(|(sku, _)| *sku == line.sku)?;
        let left = *left;
        (left < i64::from(line.quantity)).then(|| (line.sku.clone(), Line::Limited { left }))
    });
    let over: Vec<_> = over.collect();
    if over.is_empty() {
        return Ok(());
    }
    Err(wish.refuse_lines(over).problem())
}

fn limited(wish: &Wish, terms: &TermsBySku) -> Vec<SkuId> {
    let lines = wish.cart.lines().iter();
    lines
        .filter(|line| terms.get(&line.sku).is_some_and(|terms| terms.is_limited))
        .map(|line| line.sku.clone())
        .collect()
}

fn services(wish: &Wish, terms: &TermsBySku) -> Vec<(SkuId, BookableService)> {
    let lines = wish.cart.lines().iter();
    lines
        .filter_map(|line| Some((line.sku.clone(), terms.get(&line.sku)?.service.clone()?)))
        .collect()
}

/// The lines at their prices, each with the categories that it is found in.
fn lines(wish: &Wish, terms: &TermsBySku) -> Result<Vec<(PricedLine, Vec<CategoryId>)>, Refusal> {
    let is_booking = wish.fulfilment.mode == Mode::Booking;
    let mut refused = Vec::new();
    let mut lines = Vec::with_capacity(wish.cart.lines().len());
    for line in wish.cart.lines() {
        match terms.get(&line.sku) {
            None => refused.push((line.sku.clone(), Line::NotSold)),
            // What is booked is a service, and a service is booked.
            Some(terms) if terms.service.is_some() != is_booking => {
                let refusal = if is_booking {
                    Line::NotBooked
                } else {
                    Line::OnlyBooked
                };
                refused.push((line.sku.clone(), refusal));
            }
            Some(terms) if terms.available < i64::from(line.quantity) => {
                let available = terms.available;
                refused.push((line.sku.clone(), Line::Short { available }));
            }
            Some(terms) => {
                let priced = PricedLine {
                    sku: line.sku.clone(),
                    name: terms.name.clone(),
                    quantity: line.quantity,
                    unit_price: terms.price,
                };
                lines.push((priced, terms.categories.clone()));
            }
        }
    }
    if refused.is_empty() {
        Ok(lines)
    } else {
        Err(wish.refuse_lines(refused))
    }
}
