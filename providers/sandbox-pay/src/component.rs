//! The component: the contract's types to ours and back.

#![allow(
    unsafe_code,
    reason = "the generated exports read what the host passes; nothing else here is unsafe"
)]

use crate::answer::{Sandbox, State};
use crate::outcome::Outcome;
use crate::reference::Opened;
use crate::seal::{KEY_BYTES_MIN, Key};

mod bindings {
    #![allow(missing_docs, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/payment.wit",
        world: "payment-provider",
    });
}

use bindings::exports::mendian::payment::provider::{
    Error, Guest, Money, Payment, PaymentRequest, PaymentState, Prepayment, RefundRequest, RefundState,
};

struct Component;

bindings::export!(Component with_types_in bindings);

impl Guest for Component {
    async fn prepay(request: PaymentRequest) -> Result<Prepayment, Error> {
        let opened = Opened {
            number: request.number,
            amount_minor: request.amount.amount_minor,
            currency: request.amount.currency,
        };
        let reference = sandbox().await?.prepay(&opened).map_err(Error::Rejected)?;
        Ok(Prepayment {
            reference,
            client_action: r#"{"kind":"sandbox"}"#.to_owned(),
        })
    }

    async fn query(number: String, reference: String) -> Result<Payment, Error> {
        payment(sandbox().await?.query(&number, &reference))
    }

    async fn close(number: String, reference: String) -> Result<Payment, Error> {
        payment(sandbox().await?.close(&number, &reference))
    }

    async fn refund(request: RefundRequest) -> Result<RefundState, Error> {
        let refunded = Opened {
            number: request.number,
            amount_minor: request.amount.amount_minor,
            currency: request.amount.currency,
        };
        sandbox()
            .await?
            .refund(&refunded, &request.reference)
            .map(|()| RefundState::Done)
            .map_err(Error::Rejected)
    }

    async fn parse_notification(headers: Vec<(String, String)>, body: Vec<u8>) -> Result<Payment, Error> {
        payment(sandbox().await?.read_notification(&headers, &body))
    }
}

async fn sandbox() -> Result<Sandbox, Error> {
    let key = Key::new(variable("sandbox_pay_key").await?).ok_or_else(|| {
        Error::Unavailable(format!("sandbox_pay_key is shorter than {KEY_BYTES_MIN} bytes"))
    })?;
    let outcome: Outcome = variable("sandbox_pay_outcome")
        .await?
        .parse()
        .map_err(Error::Unavailable)?;
    Ok(Sandbox { key, outcome })
}

async fn variable(name: &str) -> Result<String, Error> {
    spin_sdk::variables::get(name)
        .await
        .map_err(|_| Error::Unavailable(format!("the variable {name} is not set")))
}

fn payment(found: Result<(Opened, State), String>) -> Result<Payment, Error> {
    let (opened, state) = found.map_err(Error::Rejected)?;
    Ok(Payment {
        transaction: format!("sandbox-{}", opened.number),
        number: opened.number,
        state: match state {
            State::Pending => PaymentState::Pending,
            State::Paid => PaymentState::Paid,
            State::Refused => PaymentState::Refused,
            State::Closed => PaymentState::Closed,
        },
        amount: Money {
            amount_minor: opened.amount_minor,
            currency: opened.currency,
        },
    })
}
