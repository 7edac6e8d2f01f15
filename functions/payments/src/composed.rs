//! The provider that is composed into this component: the contract's types to JSON's and back.

use crate::provider::{Answer, Provider};
use api::money::MoneyView;
use api::payments::{
    Delivery, Event, Handover, Named, Payment, PaymentState, Prepay, Prepayment, Refund, RefundNotice,
    RefundState,
};
use api::provider::{Notification, Outcome};

mod bindings {
    #![allow(missing_docs, unsafe_code, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/payment.wit",
        world: "payment-client",
    });
}

use bindings::mendian::payment::provider as wit;

/// Whichever component spin.toml names.
pub struct Composed;

impl Provider for Composed {
    fn name(&self) -> String {
        wit::name()
    }

    fn prepay(&self, request: Prepay) -> Answer<'_, Prepayment> {
        Box::pin(async move {
            let opened = wit::prepay(wit::PaymentRequest {
                number: request.number,
                amount: money(request.amount),
                description: request.description,
                expires_ms: request.expires_ms,
                payer: request.payer,
            });
            outcome(opened.await, |prepayment| Prepayment {
                reference: prepayment.reference,
                client_action: prepayment.client_action,
            })
        })
    }

    fn query(&self, Named { number, reference }: Named) -> Answer<'_, Payment> {
        Box::pin(async move { outcome(wit::query(number, reference).await, payment) })
    }

    fn close(&self, Named { number, reference }: Named) -> Answer<'_, Payment> {
        Box::pin(async move { outcome(wit::close(number, reference).await, payment) })
    }

    fn refund(&self, request: Refund) -> Answer<'_, RefundState> {
        Box::pin(async move {
            let refunded = wit::refund(wit::RefundRequest {
                number: request.number,
                reference: request.reference,
                refund_number: request.refund_number,
                amount: money(request.amount),
                paid: money(request.paid),
                reason: request.reason,
            });
            outcome(refunded.await, refund_state)
        })
    }

    fn parse_notification(
        &self,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Answer<'_, Notification<Event>> {
        Box::pin(async move { outcome(wit::parse_notification(headers, body).await, notification) })
    }

    fn report_delivery(&self, delivery: Delivery) -> Answer<'_, ()> {
        Box::pin(async move {
            let reported = wit::report_delivery(wit::Delivery {
                number: delivery.number,
                reference: delivery.reference,
                handover: match delivery.handover {
                    Handover::CityDelivery => wit::Handover::CityDelivery,
                    Handover::Pickup => wit::Handover::Pickup,
                    Handover::Immaterial => wit::Handover::Immaterial,
                },
                at_ms: delivery.at_ms,
                description: delivery.description,
            });
            outcome(reported.await, |()| ())
        })
    }
}

fn outcome<T, R>(answer: Result<T, wit::Error>, view: impl FnOnce(T) -> R) -> Outcome<R> {
    match answer {
        Ok(answer) => Outcome::Done(view(answer)),
        Err(wit::Error::Rejected(words)) => Outcome::Rejected(words),
        Err(wit::Error::Unavailable(words)) => Outcome::Unavailable(words),
    }
}

fn money(money: MoneyView) -> wit::Money {
    wit::Money {
        amount_minor: money.amount_minor,
        currency: money.currency,
    }
}

fn money_view(money: wit::Money) -> MoneyView {
    MoneyView {
        amount_minor: money.amount_minor,
        currency: money.currency,
    }
}

fn payment(payment: wit::Payment) -> Payment {
    Payment {
        number: payment.number,
        state: match payment.state {
            wit::PaymentState::Pending => PaymentState::Pending,
            wit::PaymentState::Paid => PaymentState::Paid,
            wit::PaymentState::Refused => PaymentState::Refused,
            wit::PaymentState::Closed => PaymentState::Closed,
        },
        amount: money_view(payment.amount),
        transaction: payment.transaction,
    }
}

fn refund_state(state: wit::RefundState) -> RefundState {
    match state {
        wit::RefundState::Pending => RefundState::Pending,
        wit::RefundState::Done => RefundState::Done,
        wit::RefundState::Refused => RefundState::Refused,
    }
}

fn notification(notification: wit::Notification) -> Notification<Event> {
    Notification {
        event: match notification.event {
            wit::Event::Payment(told) => Event::Payment(payment(told)),
            wit::Event::Refund(told) => Event::Refund(RefundNotice {
                number: told.number,
                refund_number: told.refund_number,
                state: refund_state(told.state),
                amount: money_view(told.amount),
            }),
            wit::Event::Other => Event::Other,
        },
        acknowledgement_type: notification.acknowledgement_type,
        acknowledgement: notification.acknowledgement,
    }
}
