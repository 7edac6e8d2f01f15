//! The component: the contract's types to ours and back, and the platform below the protocol.

#![allow(
    unsafe_code,
    reason = "the generated exports read what the host passes; nothing else here is unsafe"
)]

mod link;

use crate::Failure;
use crate::merchant::{Merchant, Variables};
use crate::provider as ours;
use crate::provider::{ACKNOWLEDGEMENT, NAME, WechatPay};
use link::SpinLink;
use std::cell::RefCell;
use std::rc::Rc;

mod bindings {
    #![allow(missing_docs, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/payment.wit",
        world: "payment-provider",
    });
}

use bindings::exports::mendian::payment::provider::{
    Delivery, Error, Event, Guest, Handover, Money, Notification, Payment, PaymentRequest, PaymentState,
    Prepayment, RefundNotice, RefundRequest, RefundState,
};

struct Component;

bindings::export!(Component with_types_in bindings);

thread_local! {
    /// Read once per instance: an instance lives for seconds, and keys take a while to read.
    static MERCHANT: RefCell<Option<Rc<Merchant>>> = const { RefCell::new(None) };
}

impl Guest for Component {
    fn name() -> String {
        NAME.to_owned()
    }

    async fn prepay(request: PaymentRequest) -> Result<Prepayment, Error> {
        let merchant = merchant().await?;
        let request = ours::PaymentRequest {
            number: request.number,
            amount_minor: request.amount.amount_minor,
            currency: request.amount.currency,
            description: request.description,
            expires_ms: request.expires_ms,
            payer: request.payer,
        };
        let prepayment = provider(&merchant).prepay(&request).await?;
        Ok(Prepayment {
            reference: prepayment.reference,
            client_action: prepayment.client_action,
        })
    }

    async fn query(number: String, reference: String) -> Result<Payment, Error> {
        let merchant = merchant().await?;
        Ok(payment(provider(&merchant).query(&number, &reference).await?))
    }

    async fn close(number: String, reference: String) -> Result<Payment, Error> {
        let merchant = merchant().await?;
        Ok(payment(provider(&merchant).close(&number, &reference).await?))
    }

    async fn refund(request: RefundRequest) -> Result<RefundState, Error> {
        let merchant = merchant().await?;
        if request.amount.currency != request.paid.currency {
            return Err(Error::Rejected("two currencies in one refund".to_owned()));
        }
        let refund = ours::RefundRequest {
            number: request.number,
            reference: request.reference,
            refund_number: request.refund_number,
            amount_minor: request.amount.amount_minor,
            paid_minor: request.paid.amount_minor,
            currency: request.amount.currency,
            reason: request.reason,
        };
        Ok(refund_state(provider(&merchant).refund(&refund).await?))
    }

    async fn parse_notification(
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Result<Notification, Error> {
        let merchant = merchant().await?;
        let event = match provider(&merchant).read_notification(&headers, &body)? {
            ours::Event::Payment(told) => Event::Payment(payment(told)),
            ours::Event::Refund(told) => Event::Refund(RefundNotice {
                number: told.number,
                refund_number: told.refund_number,
                state: refund_state(told.state),
                amount: Money {
                    amount_minor: told.amount_minor,
                    currency: "CNY".to_owned(),
                },
            }),
            ours::Event::Other => Event::Other,
        };
        Ok(Notification {
            event,
            acknowledgement_type: "application/json".to_owned(),
            acknowledgement: ACKNOWLEDGEMENT.to_owned(),
        })
    }

    async fn report_delivery(delivery: Delivery) -> Result<(), Error> {
        let merchant = merchant().await?;
        let delivery = ours::Delivery {
            number: delivery.number,
            reference: delivery.reference,
            handover: match delivery.handover {
                Handover::CityDelivery => ours::Handover::CityDelivery,
                Handover::Pickup => ours::Handover::Pickup,
                Handover::Immaterial => ours::Handover::Immaterial,
            },
            at_ms: delivery.at_ms,
            description: delivery.description,
        };
        Ok(provider(&merchant).report_delivery(&delivery).await?)
    }
}

fn provider(merchant: &Merchant) -> WechatPay<'_> {
    WechatPay {
        merchant,
        link: &SpinLink,
    }
}

async fn merchant() -> Result<Rc<Merchant>, Error> {
    if let Some(known) = MERCHANT.with_borrow(Clone::clone) {
        return Ok(known);
    }
    let variables = Variables {
        appid: variable("wechat_pay_appid").await?,
        mchid: variable("wechat_pay_mchid").await?,
        serial: variable("wechat_pay_serial").await?,
        private_key: variable("wechat_pay_private_key").await?,
        api_v3_key: variable("wechat_pay_api_v3_key").await?,
        platform_keys: variable("wechat_pay_platform_keys").await?,
        notify_url: variable("wechat_pay_notify_url").await?,
        gateway: variable("wechat_pay_gateway").await?,
        platform: variable("wechat_pay_platform").await?,
        app_secret: variable("wechat_pay_app_secret").await?,
    };
    let read = Merchant::read(variables).map_err(|error| Error::Unavailable(error.to_string()))?;
    let merchant = Rc::new(read);
    MERCHANT.with_borrow_mut(|known| *known = Some(merchant.clone()));
    Ok(merchant)
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

fn payment(payment: ours::Payment) -> Payment {
    Payment {
        number: payment.number,
        state: match payment.state {
            ours::State::Pending => PaymentState::Pending,
            ours::State::Paid => PaymentState::Paid,
            ours::State::Refused => PaymentState::Refused,
            ours::State::Closed => PaymentState::Closed,
        },
        amount: Money {
            amount_minor: payment.amount_minor,
            currency: payment.currency,
        },
        transaction: payment.transaction,
    }
}

fn refund_state(state: ours::RefundState) -> RefundState {
    match state {
        ours::RefundState::Pending => RefundState::Pending,
        ours::RefundState::Done => RefundState::Done,
        ours::RefundState::Refused => RefundState::Refused,
    }
}
