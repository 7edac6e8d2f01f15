//! A payment provider that does as a test says, and remembers what it was asked.

use commerce::ids::OrderId;
use futures_util::future::ready;
use http::HeaderMap;
use ordering::provider::{
    Answer, Delivery, Event, Notification, PaymentProvider, PaymentReport, PaymentRequest, PaymentState,
    Prepayment, ProviderError, RefundNotice, RefundRequest, RefundState,
};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What happens while the provider is asked.
type Meanwhile = Box<dyn FnOnce()>;

pub struct FakeProvider {
    /// Where every payment is.
    pub state: Cell<PaymentState>,
    /// What it says was paid, instead of what was asked for.
    pub paid_minor: Cell<Option<i64>>,
    /// The currency that it says, instead of the one asked for.
    pub paid_currency: Cell<Option<&'static str>>,
    /// Whether it does not answer.
    pub is_down: Cell<bool>,
    /// Whether refunds are refused.
    pub refuses_refunds: Cell<bool>,
    /// Whether refunds are accepted and not done.
    pub delays_refunds: Cell<bool>,
    /// Questions asked.
    pub queries: Cell<u32>,
    /// Done once, in the middle of the next `query`.
    pub meanwhile: RefCell<Option<Meanwhile>>,
    /// Payments opened, by number.
    pub opened: RefCell<BTreeMap<String, PaymentRequest>>,
    /// Refunds made: how often each payment was refunded.
    pub refunds: RefCell<BTreeMap<String, u32>>,
    /// Calls of `close`.
    pub closes: Cell<u32>,
}

impl FakeProvider {
    pub fn new() -> Rc<Self> {
        Rc::new(Self {
            state: Cell::new(PaymentState::Paid),
            paid_minor: Cell::default(),
            paid_currency: Cell::default(),
            is_down: Cell::default(),
            refuses_refunds: Cell::default(),
            delays_refunds: Cell::default(),
            queries: Cell::default(),
            meanwhile: RefCell::default(),
            opened: RefCell::default(),
            refunds: RefCell::default(),
            closes: Cell::default(),
        })
    }

    fn report(&self, number: OrderId, state: PaymentState) -> Result<PaymentReport, ProviderError> {
        if self.is_down.get() {
            return Err(ProviderError::Unavailable("down".to_owned()));
        }
        let opened = self.opened.borrow();
        let payment = opened
            .get(&number.to_string())
            .ok_or_else(|| ProviderError::Rejected("unknown payment".to_owned()))?;
        Ok(PaymentReport {
            number: number.to_string(),
            state,
            amount_minor: self.paid_minor.get().unwrap_or(payment.amount.amount_minor.get()),
            currency: self
                .paid_currency
                .get()
                .map_or_else(|| payment.amount.currency.to_string(), str::to_owned),
            transaction: format!("fake-{number}"),
        })
    }
}

impl PaymentProvider for FakeProvider {
    fn prepay(&self, request: PaymentRequest) -> Answer<'_, Prepayment> {
        if self.is_down.get() {
            return Box::pin(ready(Err(ProviderError::Unavailable("down".to_owned()))));
        }
        let number = request.number.to_string();
        let before = self.opened.borrow_mut().insert(number.clone(), request.clone());
        assert!(
            before.is_none_or(|before| before == request),
            "a payment was opened twice with other arguments"
        );
        Box::pin(ready(Ok(Prepayment {
            reference: format!("ref-{number}"),
            client_action: r#"{"kind":"fake"}"#.to_owned(),
        })))
    }

    fn query<'a>(&'a self, number: OrderId, reference: &'a str) -> Answer<'a, PaymentReport> {
        assert_eq!(reference, format!("ref-{number}"));
        self.queries.set(self.queries.get() + 1);
        if let Some(meanwhile) = self.meanwhile.take() {
            meanwhile();
        }
        Box::pin(ready(self.report(number, self.state.get())))
    }

    fn close<'a>(&'a self, number: OrderId, reference: &'a str) -> Answer<'a, PaymentReport> {
        assert_eq!(reference, format!("ref-{number}"));
        self.closes.set(self.closes.get() + 1);
        let state = match self.state.get() {
            PaymentState::Paid => PaymentState::Paid,
            _ => PaymentState::Closed,
        };
        Box::pin(ready(self.report(number, state)))
    }

    fn refund(&self, request: RefundRequest) -> Answer<'_, RefundState> {
        if self.is_down.get() {
            return Box::pin(ready(Err(ProviderError::Unavailable("down".to_owned()))));
        }
        if self.refuses_refunds.get() {
            return Box::pin(ready(Ok(RefundState::Refused)));
        }
        if self.delays_refunds.get() {
            return Box::pin(ready(Ok(RefundState::Pending)));
        }
        *self
            .refunds
            .borrow_mut()
            .entry(request.number.to_string())
            .or_default() += 1;
        Box::pin(ready(Ok(RefundState::Done)))
    }

    /// Handovers belong to shops that serve orders, see the tests of `fulfilment`.
    fn report_delivery(&self, delivery: Delivery) -> Answer<'_, ()> {
        panic!("{delivery:?}")
    }

    /// A notification is `payment NUMBER` or `refund NUMBER`, signed by the header `fake-signature: genuine`; what it says of
    /// a payment is what a query says.
    fn read_notification<'a>(
        &'a self,
        provider: &'a str,
        headers: &'a HeaderMap,
        body: &'a [u8],
    ) -> Answer<'a, Notification> {
        let is_genuine = headers
            .get("fake-signature")
            .is_some_and(|value| value == "genuine");
        if provider != "fake" || !is_genuine {
            return Box::pin(ready(Err(ProviderError::Rejected("a forgery".to_owned()))));
        }
        let text = String::from_utf8_lossy(body).into_owned();
        let event = match text.split_once(' ') {
            Some(("payment", number)) => match number.parse() {
                Ok(number) => self.report(number, self.state.get()).map(Event::Payment),
                Err(_) => Ok(Event::Payment(PaymentReport {
                    number: number.to_owned(),
                    state: PaymentState::Paid,
                    amount_minor: 1,
                    currency: "CNY".to_owned(),
                    transaction: String::new(),
                })),
            },
            Some(("refund", number)) => Ok(Event::Refund(RefundNotice {
                number: number.to_owned(),
                refund_number: number.to_owned(),
                state: RefundState::Done,
            })),
            _ => Ok(Event::Other),
        };
        Box::pin(ready(event.map(|event| Notification {
            event,
            acknowledgement_type: "application/json".to_owned(),
            acknowledgement: r#"{"heard":true}"#.to_owned(),
        })))
    }
}
