//! What the sandbox answers, call by call, without a host.

use crate::outcome::Outcome;
use crate::reference::Opened;
use crate::seal::Key;

/// Where a payment is; see the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Pending,
    Paid,
    Refused,
    Closed,
}

/// What the variables say.
pub(crate) struct Sandbox {
    /// `sandbox_pay_key`.
    pub key: Key,
    /// `sandbox_pay_outcome`.
    pub outcome: Outcome,
}

impl Sandbox {
    /// The reference of a payment that is opened now.
    ///
    /// # Errors
    /// What the contract forbids, in words.
    pub(crate) fn prepay(&self, payment: &Opened) -> Result<String, String> {
        if !payment.is_sound() {
            return Err(format!("payment {:?} is not sound", payment.number));
        }
        payment
            .seal(&self.key)
            .ok_or_else(|| "the key cannot sign".to_owned())
    }

    /// The payment of a reference, and where it is.
    ///
    /// # Errors
    /// A reference that is not ours, or another payment's.
    pub(crate) fn query(&self, number: &str, reference: &str) -> Result<(Opened, State), String> {
        let state = match self.outcome {
            Outcome::Paid => State::Paid,
            Outcome::Pending => State::Pending,
            Outcome::Refused => State::Refused,
        };
        Ok((self.open(number, reference)?, state))
    }

    /// Closes a payment: what is paid stays paid.
    ///
    /// # Errors
    /// As [`Sandbox::query`].
    pub(crate) fn close(&self, number: &str, reference: &str) -> Result<(Opened, State), String> {
        let state = match self.outcome {
            Outcome::Paid => State::Paid,
            Outcome::Pending | Outcome::Refused => State::Closed,
        };
        Ok((self.open(number, reference)?, state))
    }

    /// Whether this amount of a payment can be given back.
    ///
    /// # Errors
    /// As [`Sandbox::query`], and an amount that was not paid.
    pub(crate) fn refund(&self, refunded: &Opened, reference: &str) -> Result<(), String> {
        let paid = self.open(&refunded.number, reference)?;
        let is_within = (1..=paid.amount_minor).contains(&refunded.amount_minor);
        match self.outcome {
            Outcome::Paid if is_within && paid.currency == refunded.currency => Ok(()),
            _ => Err("no such amount was paid".to_owned()),
        }
    }

    fn open(&self, number: &str, reference: &str) -> Result<Opened, String> {
        Opened::read(reference, &self.key)
            .filter(|opened| opened.number == number)
            .ok_or_else(|| format!("the reference is not that of payment {number:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::tests::{key, opened};

    fn sandbox(outcome: Outcome) -> Sandbox {
        Sandbox { key: key(), outcome }
    }

    fn check(outcome: Outcome, queried: State, closed: State) {
        let sandbox = sandbox(outcome);
        let reference = sandbox.prepay(&opened()).unwrap();
        assert_eq!(
            sandbox.query(&opened().number, &reference),
            Ok((opened(), queried))
        );
        assert_eq!(
            sandbox.close(&opened().number, &reference),
            Ok((opened(), closed))
        );
    }

    #[test]
    fn outcome_decides_where_a_payment_is_and_what_is_paid_stays_paid() {
        check(Outcome::Paid, State::Paid, State::Paid);
        check(Outcome::Pending, State::Pending, State::Closed);
        check(Outcome::Refused, State::Refused, State::Closed);
    }

    #[test]
    fn repeated_prepay_is_the_same_payment() {
        let sandbox = sandbox(Outcome::Paid);
        assert_eq!(sandbox.prepay(&opened()), sandbox.prepay(&opened()));
    }

    #[test]
    fn reference_of_another_payment_is_refused() {
        let sandbox = sandbox(Outcome::Paid);
        let reference = sandbox.prepay(&opened()).unwrap();
        assert!(sandbox.query("01ARZ3NDEKTSV4RRFFQ69G5FAW", &reference).is_err());
    }

    #[test]
    fn only_what_was_paid_is_refunded() {
        let reference = sandbox(Outcome::Paid).prepay(&opened()).unwrap();
        for (outcome, amount_minor, currency, granted) in [
            (Outcome::Paid, 1_250, "CNY", true),
            (Outcome::Paid, 1_251, "CNY", false),
            (Outcome::Paid, 0, "CNY", false),
            (Outcome::Paid, 1_250, "JPY", false),
            (Outcome::Pending, 1_250, "CNY", false),
        ] {
            let refunded = Opened {
                amount_minor,
                currency: currency.to_owned(),
                ..opened()
            };
            let answer = sandbox(outcome).refund(&refunded, &reference);
            assert_eq!(answer.is_ok(), granted, "{outcome:?} {amount_minor} {currency}");
        }
    }
}
