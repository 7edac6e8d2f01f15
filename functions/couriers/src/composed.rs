//! The courier that is composed into this component: the contract's types to JSON's and back.

use crate::provider::{Answer, Provider};
use api::couriers::{Accepted, Delivery, DeliveryState, Event, FailureReason, Named, Place, Request};
use api::money::MoneyView;
use api::provider::{Notification, Outcome};

mod bindings {
    #![allow(missing_docs, unsafe_code, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/courier.wit",
        world: "courier-client",
    });
}

use bindings::mendian::courier::provider as wit;

/// Whichever component spin.toml names.
pub struct Composed;

impl Provider for Composed {
    fn name(&self) -> String {
        wit::name()
    }

    fn request(&self, request: Request) -> Answer<'_, Accepted> {
        Box::pin(async move {
            let requested = wit::request(wit::DeliveryRequest {
                number: request.number,
                store: point(request.store),
                store_name: request.store_name,
                destination: point(request.destination),
                promised_ms: request.promised_ms,
                value: wit::Money {
                    amount_minor: request.value.amount_minor,
                    currency: request.value.currency,
                },
                units: request.units,
            });
            outcome(requested.await, |accepted| Accepted {
                reference: accepted.reference,
                delivery: delivery(accepted.delivery),
            })
        })
    }

    fn query(&self, Named { number, reference }: Named) -> Answer<'_, Delivery> {
        Box::pin(async move { outcome(wit::query(number, reference).await, delivery) })
    }

    fn cancel(&self, Named { number, reference }: Named) -> Answer<'_, Delivery> {
        Box::pin(async move { outcome(wit::cancel(number, reference).await, delivery) })
    }

    fn parse_notification(
        &self,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Answer<'_, Notification<Event>> {
        Box::pin(async move { outcome(wit::parse_notification(headers, body).await, notification) })
    }
}

fn outcome<T, R>(answer: Result<T, wit::Error>, view: impl FnOnce(T) -> R) -> Outcome<R> {
    match answer {
        Ok(answer) => Outcome::Done(view(answer)),
        Err(wit::Error::Rejected(words)) => Outcome::Rejected(words),
        Err(wit::Error::Unavailable(words)) => Outcome::Unavailable(words),
    }
}

fn point(place: Place) -> wit::Point {
    wit::Point {
        lat_e7: place.lat_e7,
        lng_e7: place.lng_e7,
    }
}

fn delivery(delivery: wit::Delivery) -> Delivery {
    Delivery {
        number: delivery.number,
        state: match delivery.state {
            wit::DeliveryState::Requested => DeliveryState::Requested,
            wit::DeliveryState::Assigned => DeliveryState::Assigned,
            wit::DeliveryState::PickedUp => DeliveryState::PickedUp,
            wit::DeliveryState::Delivered => DeliveryState::Delivered,
            wit::DeliveryState::Failed(reason) => DeliveryState::Failed(failure(reason)),
            wit::DeliveryState::Cancelled => DeliveryState::Cancelled,
        },
        fee: MoneyView {
            amount_minor: delivery.fee.amount_minor,
            currency: delivery.fee.currency,
        },
    }
}

fn failure(reason: wit::FailureReason) -> FailureReason {
    match reason {
        wit::FailureReason::NoCourier => FailureReason::NoCourier,
        wit::FailureReason::NotHandedOver => FailureReason::NotHandedOver,
        wit::FailureReason::NotReceived => FailureReason::NotReceived,
        wit::FailureReason::Lost => FailureReason::Lost,
        wit::FailureReason::Other => FailureReason::Other,
    }
}

fn notification(notification: wit::Notification) -> Notification<Event> {
    Notification {
        event: match notification.event {
            wit::Event::Delivery(told) => Event::Delivery(delivery(told)),
            wit::Event::Other => Event::Other,
        },
        acknowledgement_type: notification.acknowledgement_type,
        acknowledgement: notification.acknowledgement,
    }
}
