//! The component: the contract's types to ours and back.

#![allow(
    unsafe_code,
    reason = "the generated exports read what the host passes; nothing else here is unsafe"
)]

use crate::answer::{Failure, Refunded, Sandbox, State};
use crate::notification::Event as Told;
use crate::reference::Opened;
use sandbox_seal::{KEY_BYTES_MIN, Key};
use std::time::{SystemTime, UNIX_EPOCH};

mod bindings {
    #![allow(missing_docs, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/payment.wit",
        world: "payment-provider",
    });
}

use bindings::exports::mendian::payment::provider::{
    Delivery, Error, Event, Guest, Money, Notification, Payment, PaymentRequest, PaymentState, Prepayment,
    RefundNotice, RefundRequest, RefundState,
};

struct Component;

bindings::export!(Component with_types_in bindings);

impl Guest for Component {
    fn name() -> String {
        "sandbox-pay".to_owned()
    }

    async fn prepay(request: PaymentRequest) -> Result<Prepayment, Error> {
        let sandbox = sandbox().await?;
        let Money {
            amount_minor,
            currency,
        } = request.amount;
        let (opened, reference) =
            sandbox.prepay(request.number, amount_minor, currency, request.payer.as_deref())?;
        let client_action = sandbox.client_action(&opened, &reference)?;
        Ok(Prepayment {
            reference,
            client_action,
        })
    }

    async fn query(number: String, reference: String) -> Result<Payment, Error> {
        let (opened, state) = sandbox().await?.query(&number, &reference)?;
        Ok(payment(opened, state))
    }

    async fn close(number: String, reference: String) -> Result<Payment, Error> {
        let (opened, state) = sandbox().await?.close(&number, &reference)?;
        Ok(payment(opened, state))
    }

    async fn refund(request: RefundRequest) -> Result<RefundState, Error> {
        let Money {
            amount_minor,
            currency,
        } = request.amount;
        let refunded =
            sandbox()
                .await?
                .refund(&request.number, &request.reference, amount_minor, &currency)?;
        Ok(refund_state(refunded))
    }

    async fn parse_notification(
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Result<Notification, Error> {
        let event = match sandbox().await?.read_notification(&headers, &body)? {
            Told::Payment(opened, state) => Event::Payment(payment(opened, state)),
            Told::Refund(opened, refunded) => Event::Refund(RefundNotice {
                refund_number: opened.number.clone(),
                number: opened.number,
                state: refund_state(refunded),
                amount: Money {
                    amount_minor: opened.amount_minor,
                    currency: opened.currency,
                },
            }),
        };
        Ok(Notification {
            event,
            acknowledgement_type: "text/plain".to_owned(),
            acknowledgement: "success".to_owned(),
        })
    }

    async fn report_delivery(delivery: Delivery) -> Result<(), Error> {
        Ok(sandbox()
            .await?
            .take_delivery(&delivery.number, &delivery.reference)?)
    }
}

async fn sandbox() -> Result<Sandbox, Error> {
    let key = Key::new(variable("sandbox_pay_key").await?).ok_or_else(|| {
        Error::Unavailable(format!("sandbox_pay_key is shorter than {KEY_BYTES_MIN} bytes"))
    })?;
    let behaviour = variable("sandbox_pay_outcome")
        .await?
        .parse()
        .map_err(Error::Unavailable)?;
    let delay_ms = variable("sandbox_pay_delay_ms")
        .await?
        .parse()
        .map_err(|_| Error::Unavailable("sandbox_pay_delay_ms is not a number".to_owned()))?;
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

fn payment(opened: Opened, state: State) -> Payment {
    Payment {
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
    }
}

fn refund_state(refunded: Refunded) -> RefundState {
    match refunded {
        Refunded::Pending => RefundState::Pending,
        Refunded::Done => RefundState::Done,
        Refunded::Refused => RefundState::Refused,
    }
}
