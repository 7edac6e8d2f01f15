//! The payment provider: late, silent, forgetful and sometimes of another opinion, but never lying about money.
//!
//! It keeps to `wit/payment.wit`: one payment and one refund per number, however often a call is repeated; nothing arrives
//! after a close; nobody pays what nobody was told to pay.

use super::gate::Strike;
use super::world::{Weather, World};
use commerce::ids::OrderId;
use http::HeaderMap;
use ordering::provider::{
    Answer, Delivery, Event, Notification, PaymentProvider, PaymentReport, PaymentRequest, PaymentState,
    Prepayment, ProviderError, RefundNotice, RefundRequest, RefundState,
};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Payments that are made the moment somebody asks, as by a stored card; per thousand.
const INSTANT: u64 = 500;
/// Payments of another amount than asked for; per thousand.
const WRONG_AMOUNT: u64 = 30;
/// Answers that are older than the truth; per thousand.
const LATE: u64 = 150;
/// Refunds that the provider will not make; per thousand.
const REFUSED_REFUND: u64 = 20;

/// One payment, as the provider knows it.
#[derive(Debug, Clone)]
pub struct Account {
    /// What was asked for, in minor units.
    pub asked_minor: i64,
    /// The currency.
    pub currency: String,
    /// What the payer will pay.
    will_pay_minor: i64,
    is_instant: bool,
    /// What was paid.
    pub paid_minor: Option<i64>,
    /// What was given back.
    pub refunded_minor: i64,
    /// Each refund, by its number.
    pub refunds: BTreeMap<String, i64>,
    /// Nothing can arrive any more.
    pub is_closed: bool,
    /// It will not be given back.
    pub refuses_refund: bool,
    /// When its goods were handed over, as it was told.
    pub handed_over_ms: Option<i64>,
}

impl Account {
    fn report(&self, number: String, state: PaymentState) -> PaymentReport {
        PaymentReport {
            transaction: format!("bank-{number}"),
            number,
            state,
            amount_minor: self.paid_minor.unwrap_or(self.asked_minor),
            currency: self.currency.clone(),
        }
    }
}

/// The provider's own books.
#[derive(Default)]
pub struct Bank {
    accounts: RefCell<BTreeMap<String, Account>>,
    references: Cell<u64>,
    /// What it has to tell by itself: late, repeated and out of order, but only what is true.
    notices: RefCell<Vec<Event>>,
}

impl Bank {
    /// What it knows of the payment with this number.
    pub fn account(&self, number: &str) -> Option<Account> {
        self.accounts.borrow().get(number).cloned()
    }

    /// A payer who was told how to pay does so, unless it is too late.
    pub fn pay(&self, number: &str) -> bool {
        let mut accounts = self.accounts.borrow_mut();
        match accounts.get_mut(number) {
            Some(account) if !account.is_closed && account.paid_minor.is_none() => {
                account.paid_minor = Some(account.will_pay_minor);
                let report = account.report(number.to_owned(), PaymentState::Paid);
                self.notices.borrow_mut().push(Event::Payment(report));
                true
            }
            _ => false,
        }
    }

    /// How many notices it has written so far; each may be sent at any time, as often as it likes, by its number.
    pub fn notices(&self) -> usize {
        self.notices.borrow().len()
    }

    fn read(&self, body: &[u8]) -> Result<Notification, ProviderError> {
        let number = std::str::from_utf8(body)
            .ok()
            .and_then(|text| text.parse::<usize>().ok());
        let notices = self.notices.borrow();
        let event = number.and_then(|number| notices.get(number)).cloned();
        Ok(Notification {
            event: event.ok_or_else(|| ProviderError::Rejected("a forgery".to_owned()))?,
            acknowledgement_type: "text/plain".to_owned(),
            acknowledgement: "heard".to_owned(),
        })
    }

    fn open(&self, world: &World, request: &PaymentRequest) -> Result<Prepayment, ProviderError> {
        let number = request.number.to_string();
        let asked_minor = request.amount.amount_minor.get();
        let currency = request.amount.currency.to_string();
        let mut accounts = self.accounts.borrow_mut();
        let account = accounts.entry(number.clone()).or_insert_with(|| {
            let is_wrong = world.chance.happens(WRONG_AMOUNT);
            Account {
                asked_minor,
                currency: currency.clone(),
                will_pay_minor: if is_wrong { asked_minor + 1 } else { asked_minor },
                is_instant: world.chance.happens(INSTANT),
                paid_minor: None,
                refunded_minor: 0,
                refunds: BTreeMap::new(),
                is_closed: false,
                refuses_refund: world.chance.happens(REFUSED_REFUND),
                handed_over_ms: None,
            }
        });
        if (account.asked_minor, &account.currency) != (asked_minor, &currency) {
            world.wrong(format!("payment {number} was opened twice, of different amounts"));
        }
        if account.is_closed {
            return Err(ProviderError::Rejected("closed".to_owned()));
        }
        self.references.set(self.references.get() + 1);
        Ok(Prepayment {
            reference: format!("{number}/{}", self.references.get()),
            client_action: r#"{"kind":"simulated"}"#.to_owned(),
        })
    }

    fn look(
        &self,
        world: &World,
        number: OrderId,
        reference: &str,
        closes: bool,
    ) -> Result<PaymentReport, ProviderError> {
        let number = number.to_string();
        if reference.split_once('/').map(|(of, _)| of) != Some(&number) {
            world.wrong(format!("payment {number} was asked for as {reference}"));
        }
        let mut accounts = self.accounts.borrow_mut();
        let Some(account) = accounts.get_mut(&number) else {
            world.wrong(format!("payment {number} was asked for and never opened"));
            return Err(ProviderError::Rejected("unknown".to_owned()));
        };
        let is_rough = world.weather.get() != Weather::CALM;
        if !closes && account.is_instant && !account.is_closed && world.chance.happens(700) {
            account.paid_minor.get_or_insert(account.will_pay_minor);
        }
        let state = match account.paid_minor {
            Some(_) if !closes && is_rough && world.chance.happens(LATE) => PaymentState::Pending,
            Some(_) => PaymentState::Paid,
            None if account.is_closed => PaymentState::Closed,
            None if closes && is_rough && world.chance.happens(LATE) => PaymentState::Pending,
            None if closes => {
                account.is_closed = true;
                PaymentState::Closed
            }
            None if is_rough && world.chance.happens(LATE) => PaymentState::Refused,
            None => PaymentState::Pending,
        };
        Ok(account.report(number, state))
    }

    fn refund(&self, world: &World, request: &RefundRequest) -> Result<RefundState, ProviderError> {
        let number = request.number.to_string();
        let mut accounts = self.accounts.borrow_mut();
        let Some(account) = accounts.get_mut(&number) else {
            world.wrong(format!("payment {number} was refunded and never opened"));
            return Err(ProviderError::Rejected("unknown".to_owned()));
        };
        let (amount_minor, paid_minor) = (request.amount.amount_minor.get(), request.paid.amount_minor.get());
        let currencies = [request.amount.currency, request.paid.currency];
        if account.paid_minor != Some(paid_minor)
            || currencies
                .iter()
                .any(|currency| currency.as_str() != account.currency)
        {
            world.wrong(format!("refund {request:?} of {account:?}"));
        }
        if account.refuses_refund {
            return Ok(RefundState::Refused);
        }
        // The same number is the same refund.
        let before = account
            .refunds
            .insert(request.refund_number.clone(), amount_minor);
        account.refunded_minor = account.refunds.values().sum();
        if before.is_some_and(|before| before != amount_minor) || account.refunded_minor > paid_minor {
            world.wrong(format!("refund {request:?} of {account:?}"));
        }
        let is_rough = world.weather.get() != Weather::CALM;
        let state = match is_rough && world.chance.happens(LATE) {
            true => RefundState::Pending,
            false => RefundState::Done,
        };
        self.notices.borrow_mut().push(Event::Refund(RefundNotice {
            refund_number: request.refund_number.clone(),
            number,
            state: RefundState::Done,
        }));
        Ok(state)
    }
}

impl Bank {
    /// Takes it that goods were handed over; now and then it wants to hear of it again.
    fn hear_of_delivery(&self, world: &World, delivery: &Delivery) -> Result<(), ProviderError> {
        let mut accounts = self.accounts.borrow_mut();
        let account = accounts.get_mut(&delivery.number.to_string());
        let Some(account) = account.filter(|account| account.paid_minor.is_some()) else {
            world.wrong(format!("{delivery:?} of a payment that was not made"));
            return Err(ProviderError::Rejected("unpaid".to_owned()));
        };
        if world.weather.get() != Weather::CALM && world.chance.happens(LATE) {
            return Err(ProviderError::Rejected("not yet".to_owned()));
        }
        let before = account.handed_over_ms.replace(delivery.at_ms);
        if before.is_some_and(|before| before != delivery.at_ms) {
            world.wrong(format!("{delivery:?} was handed over at {before:?} before"));
        }
        Ok(())
    }
}

/// The way to the bank, with accidents.
pub struct Provider(pub Rc<World>);

fn failure(_: Strike) -> ProviderError {
    ProviderError::Unavailable("simulated".to_owned())
}

impl PaymentProvider for Provider {
    fn prepay(&self, request: PaymentRequest) -> Answer<'_, Prepayment> {
        Box::pin(async move {
            let frame = self.0.frame();
            let what = || format!("prepay {}", request.number);
            let effect = async { self.0.bank.open(&self.0, &request) };
            frame.call(what, failure, effect).await
        })
    }

    fn query<'a>(&'a self, number: OrderId, reference: &'a str) -> Answer<'a, PaymentReport> {
        Box::pin(async move {
            let frame = self.0.frame();
            let effect = async { self.0.bank.look(&self.0, number, reference, false) };
            frame.call(|| format!("query {number}"), failure, effect).await
        })
    }

    fn close<'a>(&'a self, number: OrderId, reference: &'a str) -> Answer<'a, PaymentReport> {
        Box::pin(async move {
            let frame = self.0.frame();
            let effect = async { self.0.bank.look(&self.0, number, reference, true) };
            frame.call(|| format!("close {number}"), failure, effect).await
        })
    }

    fn refund(&self, request: RefundRequest) -> Answer<'_, RefundState> {
        Box::pin(async move {
            let frame = self.0.frame();
            let what = || format!("refund {}", request.number);
            let effect = async { self.0.bank.refund(&self.0, &request) };
            frame.call(what, failure, effect).await
        })
    }

    fn report_delivery(&self, delivery: Delivery) -> Answer<'_, ()> {
        Box::pin(async move {
            let frame = self.0.frame();
            let what = || format!("deliver {}", delivery.number);
            let effect = async { self.0.bank.hear_of_delivery(&self.0, &delivery) };
            frame.call(what, failure, effect).await
        })
    }

    fn read_notification<'a>(
        &'a self,
        _provider: &'a str,
        _headers: &'a HeaderMap,
        body: &'a [u8],
    ) -> Answer<'a, Notification> {
        Box::pin(async move {
            let frame = self.0.frame();
            let effect = async { self.0.bank.read(body) };
            frame
                .call(|| "read a notification".to_owned(), failure, effect)
                .await
        })
    }
}
