//! A payment provider that does as a test says, and remembers what it was asked.

use checkout::provider::{
    Answer, PaymentProvider, PaymentReport, PaymentRequest, PaymentState, Prepayment, ProviderError,
    RefundRequest, RefundState,
};
use commerce::ids::OrderId;
use futures_util::future::ready;
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
        *self
            .refunds
            .borrow_mut()
            .entry(request.number.to_string())
            .or_default() += 1;
        Box::pin(ready(Ok(RefundState::Done)))
    }
}
