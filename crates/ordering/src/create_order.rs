//! Placing an order: reads from key-value, and one write that compares all it rests on with the truth.

use crate::price::{Priced, check_limits, check_slot, price, price_exactly};
use crate::refusal::Refusal;
use crate::view;
use crate::wish::{Arrangement, Wish};
use api::checkout::CreateOrder;
use api::problem::{Code, Problem};
use commerce::ids::{CustomerId, OrderId};
use commerce::money::Minor;
use commerce::order::Order;
use commerce::store::SlotRefusal;
use http::StatusCode;
use storage::idempotency::KEY_USED;
use storage::order::limit::LIMIT;
use storage::order::place::place;
use storage::order::slot::SLOT;
use storage::order::unpaid::{UNPAID, UNPAID_ORDERS_MAX};
use storage::sql::{Script, SqlError};
use web::replay::{Prepared, replay_or, replay_used};
use web::{Call, Idempotency, Reply};

/// Tries of the write, each after another look at the truth.
const TRIES_MAX: u32 = 4;

/// Places an order, once per key.
pub async fn create_order(call: Call) -> Result<Reply, Problem> {
    let customer = call.shopper()?;
    let key = call.idempotency()?;
    let request: CreateOrder = call.json()?;
    let wish = Wish::read(
        ("store", &request.store),
        &request.mode,
        &request.lines,
        request.coupon.as_deref(),
        request.points,
        Arrangement {
            slot_ms: request.slot_ms,
            destination: request.destination,
            resource: request.resource.as_deref(),
        },
    )?;
    let seen = Some(Minor(request.seen_payable_minor));
    match try_create(&call, customer, &key, &wish, seen).await {
        Ok(reply) => Ok(reply),
        // Whoever repeats a request may meet its first effect: the last unit, or the coupon, is gone to their own order.
        Err(problem) => replay_or(&call, &key, problem).await,
    }
}

async fn try_create(
    call: &Call,
    customer: &CustomerId,
    key: &Idempotency,
    wish: &Wish,
    seen: Option<Minor>,
) -> Result<Reply, Problem> {
    let mut priced = price(call, customer, wish, seen).await?;
    for _ in 0..TRIES_MAX {
        if priced.fulfilment.lacks_slot(&priced.store, wish.fulfilment.mode) {
            return Err(Refusal::from(SlotRefusal::Missing).problem());
        }
        let (script, answer) = write(call, customer, key, priced)?;
        match call.sql().write(script).await {
            Ok(_) => return Ok(answer.reply()),
            Err(SqlError::Refused { label: KEY_USED, .. }) => return replay_used(call, key).await,
            Err(SqlError::Refused { label: UNPAID, .. }) => {
                return Err(Problem::new(Code::TooManyUnpaidOrders)
                    .with_extra("unpaid_orders_max", UNPAID_ORDERS_MAX.into()));
            }
            Err(SqlError::Refused { label: LIMIT, .. }) => {
                priced = price_exactly(call, customer, wish, seen).await?;
                // Of what another order has given back meanwhile there is enough again.
                check_limits(call, customer, wish, &priced).await?;
            }
            Err(SqlError::Refused { label: SLOT, .. }) => {
                priced = price_exactly(call, customer, wish, seen).await?;
                // Somebody may have given it back meanwhile.
                check_slot(call, &priced).await?;
            }
            // The projections were behind, or somebody was faster: the truth says which, or that there is enough again.
            Err(SqlError::Refused { .. }) => priced = price_exactly(call, customer, wish, seen).await?,
            Err(error) => return Err(call.sql_problem(&error)),
        }
    }
    Err(Problem::new(Code::Busy))
}

fn write(
    call: &Call,
    customer: &CustomerId,
    key: &Idempotency,
    priced: Priced,
) -> Result<(Script, Prepared), Problem> {
    let id = OrderId::new(call.now_ms, call.random());
    let Priced {
        store,
        quote,
        fulfilment,
        basis,
    } = priced;
    let order = Order::place(id, store.id, customer.clone(), quote, fulfilment, call.now_ms);
    let answer = Prepared::new(key, StatusCode::CREATED, &view::order(&order, call.locale))?;
    let mut script = Script::new();
    answer.keep(&mut script, key, call.now_ms);
    let zone = &store.service.timetable.zone;
    place(&mut script, &order, zone, &basis).map_err(|error| call.sql_problem(&error))?;
    Ok((script, answer))
}
