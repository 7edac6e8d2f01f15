//! The component: the contract's types to ours and back.

#![allow(
    unsafe_code,
    reason = "the generated exports read what the host passes; nothing else here is unsafe"
)]

use crate::answer::{FEE_MINOR, Failure, Sandbox, State};
use crate::reference::TakenOn;
use sandbox_seal::{KEY_BYTES_MIN, Key};
use std::time::{SystemTime, UNIX_EPOCH};

mod bindings {
    #![allow(missing_docs, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/courier.wit",
        world: "courier-provider",
    });
}

use bindings::exports::mendian::courier::provider::{
    Acceptance, Delivery, DeliveryRequest, DeliveryState, Error, Event, FailureReason, Guest, Money,
    Notification,
};

struct Component;

bindings::export!(Component with_types_in bindings);

impl Guest for Component {
    fn name() -> String {
        "sandbox-courier".to_owned()
    }

    async fn request(request: DeliveryRequest) -> Result<Acceptance, Error> {
        let (taken_on, reference, state) =
            sandbox().await?.request(request.number, request.value.currency)?;
        Ok(Acceptance {
            reference,
            delivery: delivery(taken_on, state),
        })
    }

    async fn query(number: String, reference: String) -> Result<Delivery, Error> {
        let (taken_on, state) = sandbox().await?.query(&number, &reference)?;
        Ok(delivery(taken_on, state))
    }

    async fn cancel(number: String, reference: String) -> Result<Delivery, Error> {
        let (taken_on, state) = sandbox().await?.cancel(&number, &reference)?;
        Ok(delivery(taken_on, state))
    }

    async fn parse_notification(
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Result<Notification, Error> {
        let (taken_on, state) = sandbox().await?.read_notification(&headers, &body)?;
        Ok(Notification {
            event: Event::Delivery(delivery(taken_on, state)),
            acknowledgement_type: "text/plain".to_owned(),
            acknowledgement: "success".to_owned(),
        })
    }
}

async fn sandbox() -> Result<Sandbox, Error> {
    let key = Key::new(variable("sandbox_courier_key").await?).ok_or_else(|| {
        Error::Unavailable(format!(
            "sandbox_courier_key is shorter than {KEY_BYTES_MIN} bytes"
        ))
    })?;
    let behaviour = variable("sandbox_courier_outcome")
        .await?
        .parse()
        .map_err(Error::Unavailable)?;
    let delay_ms = variable("sandbox_courier_delay_ms")
        .await?
        .parse()
        .map_err(|_| Error::Unavailable("sandbox_courier_delay_ms is not a number".to_owned()))?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(Sandbox {
        key,
        behaviour,
        delay_ms,
        now_ms: i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
    })
}

async fn variable(name: &str) -> Result<String, Error> {
    spin_sdk::variables::get(name)
        .await
        .map_err(|_| Error::Unavailable(format!("the variable {name} is not set")))
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Rejected(words) => Self::Rejected(words),
            Failure::Unavailable(words) => Self::Unavailable(words),
        }
    }
}

fn delivery(taken_on: TakenOn, state: State) -> Delivery {
    Delivery {
        number: taken_on.number,
        state: match state {
            State::Requested => DeliveryState::Requested,
            State::Assigned => DeliveryState::Assigned,
            State::PickedUp => DeliveryState::PickedUp,
            State::Delivered => DeliveryState::Delivered,
            State::NoCourier => DeliveryState::Failed(FailureReason::NoCourier),
            State::NotReceived => DeliveryState::Failed(FailureReason::NotReceived),
            State::Cancelled => DeliveryState::Cancelled,
        },
        fee: Money {
            amount_minor: FEE_MINOR,
            currency: taken_on.currency,
        },
    }
}
