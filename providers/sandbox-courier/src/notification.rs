//! Notifications of the sandbox, and who sends them.
//!
//! The sandbox keeps nothing and calls nobody. Whoever has its key plays the courier, and posts to
//! `/v1/couriers/notifications/sandbox-courier`, as often and in whatever order they like. The body is `STATE.REFERENCE`, where the
//! state is `requested`, `assigned`, `picked_up`, `delivered`, `no_courier`, `not_received` or `cancelled`; the header
//! `sandbox-signature` is its signature: base64url of HMAC-SHA256 over `courier notification`, a zero byte and the body.

use crate::answer::{Failure, Sandbox, State};
use crate::reference::TakenOn;

/// What the signature of a notification is for.
const PURPOSE: &str = "courier notification";
const HEADER: &str = "sandbox-signature";

impl Sandbox {
    /// Which delivery a notification is about, and where that is, as its sender says.
    ///
    /// # Errors
    /// A missing or wrong signature, or a body that is not ours.
    pub(crate) fn read_notification(
        &self,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<(TakenOn, State), Failure> {
        let rejected = |words: &str| Failure::Rejected(words.to_owned());
        let signature = headers
            .iter()
            .find(|(name, _)| name == HEADER)
            .map(|(_, value)| value.as_str())
            .ok_or_else(|| rejected("the header sandbox-signature is missing"))?;
        if !self.key.verifies(PURPOSE, body, signature) {
            return Err(rejected("the notification's signature is wrong"));
        }
        let body = std::str::from_utf8(body).map_err(|_| rejected("the body is not text"))?;
        let (state, reference) = body.split_once('.').unwrap_or_default();
        let taken_on = self
            .read(reference)
            .ok_or_else(|| rejected("the body holds no reference"))?;
        let state = match state {
            "requested" => State::Requested,
            "assigned" => State::Assigned,
            "picked_up" => State::PickedUp,
            "delivered" => State::Delivered,
            "no_courier" => State::NoCourier,
            "not_received" => State::NotReceived,
            "cancelled" => State::Cancelled,
            _ => return Err(rejected("the body names no state")),
        };
        Ok((taken_on, state))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::sandbox;
    use crate::behaviour::Behaviour;
    use crate::reference::tests::{key, taken_on};

    fn sign(purpose: &str, body: &str) -> Vec<(String, String)> {
        vec![(HEADER.to_owned(), key().sign(purpose, body.as_bytes()).unwrap())]
    }

    #[test]
    fn only_a_signed_notification_is_read() {
        let sandbox = sandbox(Behaviour::Requested, 0);
        let reference = taken_on(Behaviour::Requested).seal(&key()).unwrap();
        let body = format!("picked_up.{reference}");
        let signed = sign(PURPOSE, &body);
        assert_eq!(
            sandbox.read_notification(&signed, body.as_bytes()),
            Ok((taken_on(Behaviour::Requested), State::PickedUp))
        );
        let other_state = format!("delivered.{reference}");
        let of_a_reference = sign("courier reference", &body);
        for (headers, body) in [
            (&[][..], &body),
            (&signed, &other_state),
            (&of_a_reference, &body),
        ] {
            assert!(sandbox.read_notification(headers, body.as_bytes()).is_err());
        }
    }

    #[test]
    fn signed_text_that_is_no_notification_is_refused() {
        let sandbox = sandbox(Behaviour::Requested, 0);
        let reference = taken_on(Behaviour::Requested).seal(&key()).unwrap();
        for body in [
            String::new(),
            "delivered".to_owned(),
            format!("eaten.{reference}"),
            "delivered.01ARZ3NDEKTSV4RRFFQ69G5FAV.CNY.delivered.forged".to_owned(),
        ] {
            let read = sandbox.read_notification(&sign(PURPOSE, &body), body.as_bytes());
            assert!(read.is_err(), "{body}");
        }
    }
}
