//! What the sandbox answers, call by call, without a host.

use crate::behaviour::Behaviour;
use crate::reference::Opened;
use sandbox_seal::Key;

/// Where a payment is; see the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Pending,
    Paid,
    Refused,
    Closed,
}

/// Where a refund is; see the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refunded {
    Pending,
    Done,
    Refused,
}

/// Why a call came to nothing; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    Rejected(String),
    Unavailable(String),
}

/// What the variables say, and the time.
pub(crate) struct Sandbox {
    /// `sandbox_pay_key`.
    pub key: Key,
    /// `sandbox_pay_outcome`.
    pub behaviour: Behaviour,
    /// `sandbox_pay_delay_ms`, counted from the making of a payment's number.
    pub delay_ms: i64,
    /// UTC epoch milliseconds.
    pub now_ms: i64,
}

impl Sandbox {
    /// Opens a payment; a payer whose name is a behaviour chooses it. The payment, and its reference.
    ///
    /// # Errors
    /// What the contract forbids.
    pub(crate) fn prepay(
        &self,
        number: String,
        amount_minor: i64,
        currency: String,
        payer: Option<&str>,
    ) -> Result<(Opened, String), Failure> {
        let opened = Opened {
            number,
            amount_minor,
            currency,
            behaviour: payer
                .and_then(|payer| payer.parse().ok())
                .unwrap_or(self.behaviour),
        };
        if !opened.is_sound() {
            return Err(rejected(format!("payment {:?} is not sound", opened.number)));
        }
        let reference = opened
            .seal(&self.key)
            .ok_or_else(|| rejected("the key cannot sign".to_owned()))?;
        Ok((opened, reference))
    }

    /// The payment of a reference, with what was paid or asked for, and where it is.
    ///
    /// # Errors
    /// A reference that is not ours, or another payment's; an answer that is to be lost.
    pub(crate) fn query(&self, number: &str, reference: &str) -> Result<(Opened, State), Failure> {
        let opened = self.open(number, reference)?;
        let state = self.state(&opened)?;
        Ok((self.as_paid(opened), state))
    }

    /// Closes a payment: what is paid stays paid, and who is about to pay cannot be kept from it.
    ///
    /// # Errors
    /// As [`Sandbox::query`].
    pub(crate) fn close(&self, number: &str, reference: &str) -> Result<(Opened, State), Failure> {
        let (opened, state) = self.query(number, reference)?;
        let state = match (opened.behaviour, state) {
            (_, State::Paid) => State::Paid,
            (Behaviour::Late | Behaviour::Repeated | Behaviour::Reordered, State::Pending) => State::Pending,
            (_, State::Pending | State::Refused | State::Closed) => State::Closed,
        };
        Ok((opened, state))
    }

    /// Gives back an amount of a payment.
    ///
    /// # Errors
    /// As [`Sandbox::query`], and an amount that was not paid.
    pub(crate) fn refund(
        &self,
        number: &str,
        reference: &str,
        amount_minor: i64,
        currency: &str,
    ) -> Result<Refunded, Failure> {
        let (paid, state) = self.query(number, reference)?;
        let is_within = (1..=paid.amount_minor).contains(&amount_minor);
        if state != State::Paid || !is_within || paid.currency != currency {
            return Err(rejected("no such amount was paid".to_owned()));
        }
        Ok(self.refunded(&paid))
    }

    /// Where a refund of this payment is now.
    pub(crate) fn refunded(&self, paid: &Opened) -> Refunded {
        match paid.behaviour {
            Behaviour::RefundPending if !self.is_over(paid) => Refunded::Pending,
            Behaviour::RefundRefused => Refunded::Refused,
            _ => Refunded::Done,
        }
    }

    /// Takes it that the goods of a payment were handed over.
    ///
    /// # Errors
    /// As [`Sandbox::query`], a payment that is not paid, and one whose handover is to be refused.
    pub(crate) fn take_delivery(&self, number: &str, reference: &str) -> Result<(), Failure> {
        let (paid, state) = self.query(number, reference)?;
        if state != State::Paid {
            return Err(rejected("the payment is not paid".to_owned()));
        }
        if paid.behaviour == Behaviour::DeliveryRefused {
            return Err(rejected("the delivery is refused, as told".to_owned()));
        }
        Ok(())
    }

    pub(crate) fn state(&self, opened: &Opened) -> Result<State, Failure> {
        Ok(match opened.behaviour {
            Behaviour::Paid
            | Behaviour::WrongAmount
            | Behaviour::RefundPending
            | Behaviour::RefundRefused
            | Behaviour::DeliveryRefused => State::Paid,
            Behaviour::Pending => State::Pending,
            Behaviour::Refused => State::Refused,
            Behaviour::Late | Behaviour::Repeated | Behaviour::Reordered if self.is_over(opened) => {
                State::Paid
            }
            Behaviour::Late | Behaviour::Repeated | Behaviour::Reordered => State::Pending,
            Behaviour::Lost if self.is_over(opened) => State::Paid,
            Behaviour::Lost => return Err(Failure::Unavailable("the answer is lost, as told".to_owned())),
        })
    }

    /// The payment with the amount that comes of it.
    pub(crate) fn as_paid(&self, mut opened: Opened) -> Opened {
        if opened.behaviour == Behaviour::WrongAmount {
            opened.amount_minor = match opened.amount_minor {
                1 => 2,
                more => more - 1,
            };
        }
        opened
    }

    fn open(&self, number: &str, reference: &str) -> Result<Opened, Failure> {
        Opened::read(reference, &self.key)
            .filter(|opened| opened.number == number)
            .ok_or_else(|| rejected(format!("the reference is not that of payment {number:?}")))
    }

    /// Whether the delay is over.
    fn is_over(&self, opened: &Opened) -> bool {
        let made_at_ms = opened.made_at_ms().unwrap_or(i64::MIN);
        self.now_ms.saturating_sub(made_at_ms) >= self.delay_ms
    }
}

fn rejected(words: String) -> Failure {
    Failure::Rejected(words)
}

#[cfg(test)]
pub(crate) mod tests;
