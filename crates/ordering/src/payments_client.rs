//! The payment provider behind the function `payments`, in the JSON of [`api::payments`].
//!
//! An answer that is lost, late or makes no sense is `Unavailable`: nobody knows whether the call had an effect.

use crate::provider::{
    Answer, Delivery, Event, Handover, Notification, PaymentProvider, PaymentReport, PaymentRequest,
    PaymentState, Prepayment, ProviderError, RefundNotice, RefundRequest, RefundState,
};
use api::payments as wire;
use api::provider::NOTIFICATION;
use commerce::ids::OrderId;
use futures_util::future::LocalBoxFuture;
use http::HeaderMap;
use serde_json::Value;
use web::provider::{self, text};

/// How a request gets to `payments`.
pub trait Transport {
    /// Posts JSON to a path there; the body of an answer with status 200, or what went wrong.
    fn post<'a>(&'a self, path: &'static str, json: Vec<u8>) -> LocalBoxFuture<'a, Result<Vec<u8>, String>>;
}

/// Whichever provider `payments` has.
pub struct PaymentsClient<T>(pub T);

impl<T: Transport> PaymentsClient<T> {
    /// Posts a request; what the provider answered, as far as it did.
    async fn call(&self, path: &'static str, json: Option<Vec<u8>>) -> Result<Value, ProviderError> {
        let json = json.ok_or_else(|| ProviderError::Rejected("the request is no JSON".to_owned()))?;
        let answer = self
            .0
            .post(path, json)
            .await
            .map_err(ProviderError::Unavailable)?;
        provider::outcome(&answer)
    }

    async fn report(
        &self,
        path: &'static str,
        number: OrderId,
        reference: &str,
    ) -> Result<PaymentReport, ProviderError> {
        let named = wire::Named {
            number: number.to_string(),
            reference: reference.to_owned(),
        };
        let answer = self.call(path, serde_json::to_vec(&named).ok()).await?;
        report(&answer).ok_or_else(ProviderError::senseless)
    }
}

impl<T: Transport> PaymentProvider for PaymentsClient<T> {
    fn prepay(&self, request: PaymentRequest) -> Answer<'_, Prepayment> {
        Box::pin(async move {
            let request = wire::Prepay {
                number: request.number.to_string(),
                amount: request.amount.into(),
                description: request.description,
                expires_ms: request.expires_ms,
                payer: request.payer,
            };
            let answer = self.call(wire::PREPAY, serde_json::to_vec(&request).ok()).await?;
            prepayment(&answer).ok_or_else(ProviderError::senseless)
        })
    }

    fn query<'a>(&'a self, number: OrderId, reference: &'a str) -> Answer<'a, PaymentReport> {
        Box::pin(self.report(wire::QUERY, number, reference))
    }

    fn close<'a>(&'a self, number: OrderId, reference: &'a str) -> Answer<'a, PaymentReport> {
        Box::pin(self.report(wire::CLOSE, number, reference))
    }

    fn refund(&self, request: RefundRequest) -> Answer<'_, RefundState> {
        Box::pin(async move {
            let request = wire::Refund {
                number: request.number.to_string(),
                refund_number: request.refund_number,
                reference: request.reference,
                amount: request.amount.into(),
                paid: request.paid.into(),
                reason: request.reason.to_owned(),
            };
            let answer = self.call(wire::REFUND, serde_json::to_vec(&request).ok()).await?;
            refund_state(&answer).ok_or_else(ProviderError::senseless)
        })
    }

    fn report_delivery(&self, delivery: Delivery) -> Answer<'_, ()> {
        Box::pin(async move {
            let delivery = wire::Delivery {
                number: delivery.number.to_string(),
                reference: delivery.reference,
                handover: match delivery.handover {
                    Handover::CityDelivery => wire::Handover::CityDelivery,
                    Handover::Pickup => wire::Handover::Pickup,
                    Handover::Immaterial => wire::Handover::Immaterial,
                },
                at_ms: delivery.at_ms,
                description: delivery.description,
            };
            let answer = self
                .call(wire::DELIVERY, serde_json::to_vec(&delivery).ok())
                .await?;
            answer
                .is_null()
                .then_some(())
                .ok_or_else(ProviderError::senseless)
        })
    }

    fn read_notification<'a>(
        &'a self,
        provider: &'a str,
        headers: &'a HeaderMap,
        body: &'a [u8],
    ) -> Answer<'a, Notification> {
        Box::pin(async move {
            let received = provider::received(provider, headers, body);
            let answer = self
                .call(NOTIFICATION, serde_json::to_vec(&received).ok())
                .await?;
            notification(&answer).ok_or_else(ProviderError::senseless)
        })
    }
}

// Read by hand: what derives would make of these few fields is a fiftieth of the whole component.

fn prepayment(answer: &Value) -> Option<Prepayment> {
    Some(Prepayment {
        reference: text(answer, "reference")?,
        client_action: text(answer, "client_action")?,
    })
}

fn report(answer: &Value) -> Option<PaymentReport> {
    let amount = answer.get("amount")?;
    Some(PaymentReport {
        number: text(answer, "number")?,
        state: match answer.get("state")?.as_str()? {
            "pending" => PaymentState::Pending,
            "paid" => PaymentState::Paid,
            "refused" => PaymentState::Refused,
            "closed" => PaymentState::Closed,
            _ => return None,
        },
        amount_minor: amount.get("amount_minor")?.as_i64()?,
        currency: text(amount, "currency")?,
        transaction: text(answer, "transaction")?,
    })
}

fn refund_state(answer: &Value) -> Option<RefundState> {
    Some(match answer.as_str()? {
        "pending" => RefundState::Pending,
        "done" => RefundState::Done,
        "refused" => RefundState::Refused,
        _ => return None,
    })
}

fn notification(answer: &Value) -> Option<Notification> {
    let event = answer.get("event")?;
    Some(Notification {
        event: if let Some(payment) = event.get("payment") {
            Event::Payment(report(payment)?)
        } else if let Some(refund) = event.get("refund") {
            Event::Refund(RefundNotice {
                number: text(refund, "number")?,
                refund_number: text(refund, "refund_number")?,
                state: refund_state(refund.get("state")?)?,
            })
        } else {
            event.as_str().filter(|event| *event == "other")?;
            Event::Other
        },
        acknowledgement_type: text(answer, "acknowledgement_type")?,
        acknowledgement: text(answer, "acknowledgement")?,
    })
}
