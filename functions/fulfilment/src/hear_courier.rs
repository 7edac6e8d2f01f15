//! What follows from a courier's word on a delivery, whoever asked for it: a notification came, or the job asked. Late, repeated,
//! reordered and raced words have one effect, because each is held against what is stored.

use crate::couriers::Report;
use api::problem::{Code, Problem};
use commerce::ids::DeliveryId;
use commerce::money::Money;
use commerce::order::{CourierDelivery, CourierWord};
use storage::courier::{self, COURIER};
use storage::order::advance::advance;
use storage::order::history::By;
use storage::order::{self, STATE};
use storage::sql::{Script, SqlError};
use web::Call;

/// How often something may come between reading and writing before the caller is told to come again.
const TRIES: u32 = 5;

/// Acts on a report; whether it brought news. One about a delivery that is none of ours brings none: the merchant may have others
/// carried too.
///
/// # Errors
/// A failure of storage; [`Code::Busy`] when others were faster too often.
pub async fn hear(call: &Call, report: &Report) -> Result<bool, Problem> {
    match report.number.parse() {
        Ok(id) => hear_word(call, id, report.word, Some(report.fee)).await,
        Err(_) => {
            call.platform.log("a delivery that is none of ours");
            Ok(false)
        }
    }
}

/// Acts on a word about a delivery; whether it was news. The order follows in the same write.
///
/// # Errors
/// As [`hear`].
pub async fn hear_word(
    call: &Call,
    id: DeliveryId,
    word: CourierWord,
    fee: Option<Money>,
) -> Result<bool, Problem> {
    for _ in 0..TRIES {
        let stored = courier::load(call.sql(), id).await;
        let Some(before) = stored.map_err(|error| call.sql_problem(&error))? else {
            call.platform.log(&format!("delivery {id} is none of ours"));
            return Ok(false);
        };
        let now_ms = call.platform.now_ms();
        let Some(after) = before.heard(word, fee, now_ms) else {
            return Ok(false);
        };
        let mut script = Script::new();
        follow(call, &mut script, &after, now_ms).await?;
        courier::advance(&mut script, &before, &after);
        match call.sql().write(script).await {
            Ok(_) => return Ok(true),
            // Somebody was faster: what is news now?
            Err(SqlError::Refused {
                label: COURIER | STATE,
                ..
            }) => {}
            Err(error) => return Err(call.sql_problem(&error)),
        }
    }
    Err(Problem::new(Code::Busy))
}

/// Adds the steps by which the order follows its courier, as far as it has not yet, and is not past it.
async fn follow(
    call: &Call,
    script: &mut Script,
    delivery: &CourierDelivery,
    now_ms: i64,
) -> Result<(), Problem> {
    let events = delivery.order_events();
    if events.is_empty() {
        return Ok(());
    }
    let stored = order::load(call.sql(), delivery.order).await;
    let stored = stored.map_err(|error| call.sql_problem(&error))?;
    let Some(mut before) = stored.map(|stored| stored.order) else {
        return Ok(());
    };
    for event in events {
        let mut after = before.clone();
        if after.apply(*event, now_ms).is_ok() {
            advance(script, &before, &after, *event, By::COURIER);
            before = after;
        }
    }
    Ok(())
}
