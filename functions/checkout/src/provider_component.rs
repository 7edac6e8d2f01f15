//! The payment provider that is composed into this component.

use crate::provider::{
    Answer, PaymentProvider, PaymentReport, PaymentRequest, PaymentState, Prepayment, ProviderError,
    RefundRequest, RefundState,
};
use commerce::ids::OrderId;
use commerce::money::Money;

mod bindings {
    #![allow(missing_docs, unsafe_code, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/payment.wit",
        world: "payment-client",
    });
}

use bindings::mendian::payment::provider as wit;

/// Whichever component spin.toml names.
pub struct ComposedProvider;

impl PaymentProvider for ComposedProvider {
    fn prepay(&self, request: PaymentRequest) -> Answer<'_, Prepayment> {
        Box::pin(async move {
            let opened = wit::prepay(wit::PaymentRequest {
                number: request.number.to_string(),
                amount: money(request.amount),
                description: request.description,
                expires_ms: request.expires_ms,
            });
            let prepayment = opened.await.map_err(failed)?;
            Ok(Prepayment {
                reference: prepayment.reference,
                client_action: prepayment.client_action,
            })
        })
    }

    fn query<'a>(&'a self, number: OrderId, reference: &'a str) -> Answer<'a, PaymentReport> {
        Box::pin(async move {
            wit::query(number.to_string(), reference.to_owned())
                .await
                .map(report)
                .map_err(failed)
        })
    }

    fn close<'a>(&'a self, number: OrderId, reference: &'a str) -> Answer<'a, PaymentReport> {
        Box::pin(async move {
            wit::close(number.to_string(), reference.to_owned())
                .await
                .map(report)
                .map_err(failed)
        })
    }

    fn refund(&self, request: RefundRequest) -> Answer<'_, RefundState> {
        Box::pin(async move {
            let number = request.number.to_string();
            let refunded = wit::refund(wit::RefundRequest {
                // One refund per payment, so its number serves for both.
                refund_number: number.clone(),
                number,
                reference: request.reference,
                amount: money(request.amount),
                paid: money(request.amount),
                reason: "The order was closed before it was paid".to_owned(),
            });
            Ok(match refunded.await.map_err(failed)? {
                wit::RefundState::Pending => RefundState::Pending,
                wit::RefundState::Done => RefundState::Done,
                wit::RefundState::Refused => RefundState::Refused,
            })
        })
    }
}

fn money(money: Money) -> wit::Money {
    wit::Money {
        amount_minor: money.amount_minor.get(),
        currency: money.currency.to_string(),
    }
}

fn report(payment: wit::Payment) -> PaymentReport {
    PaymentReport {
        number: payment.number,
        state: match payment.state {
            wit::PaymentState::Pending => PaymentState::Pending,
            wit::PaymentState::Paid => PaymentState::Paid,
            wit::PaymentState::Refused => PaymentState::Refused,
            wit::PaymentState::Closed => PaymentState::Closed,
        },
        amount_minor: payment.amount.amount_minor,
        currency: payment.amount.currency,
    }
}

fn failed(error: wit::Error) -> ProviderError {
    match error {
        wit::Error::Rejected(text) => ProviderError::Rejected(text),
        wit::Error::Unavailable(text) => ProviderError::Unavailable(text),
    }
}
