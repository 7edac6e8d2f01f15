//! Notifications of the sandbox, and who sends them.
//!
//! The sandbox keeps nothing and calls nobody. So the payer's client gets its notifications with what it needs to pay, signed,
//! and plays the gateway: it posts them to `/v1/payments/notifications/sandbox-pay`, as often and in whatever order it
//! likes. The body is `paid.REFERENCE`, `pending.REFERENCE` or `refund.REFERENCE`; the header `sandbox-signature` is its
//! signature. What is `paid` here is what a query says at that moment.

use crate::answer::{Failure, Refunded, Sandbox, State};
use crate::behaviour::Behaviour;
use crate::reference::Opened;

const PURPOSE: &str = "notification";
const HEADER: &str = "sandbox-signature";

/// What a notification is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    Payment(Opened, State),
    /// The refund of all that was paid, under the payment's number.
    Refund(Opened, Refunded),
}

impl Sandbox {
    /// What the payer's client is told: the notifications that it may send, as JSON.
    ///
    /// # Errors
    /// A key that cannot sign.
    pub(crate) fn client_action(&self, opened: &Opened, reference: &str) -> Result<String, Failure> {
        let kinds: &[&str] = match opened.behaviour {
            Behaviour::Paid
            | Behaviour::Late
            | Behaviour::WrongAmount
            | Behaviour::RefundRefused
            | Behaviour::DeliveryRefused => &["paid"],
            Behaviour::Pending | Behaviour::Refused | Behaviour::Lost => &[],
            Behaviour::Repeated => &["paid", "paid", "paid"],
            Behaviour::Reordered => &["paid", "pending"],
            Behaviour::RefundPending => &["paid", "refund"],
        };
        let mut notifications = Vec::new();
        for kind in kinds {
            let body = format!("{kind}.{reference}");
            let signature = self
                .key
                .sign(PURPOSE, body.as_bytes())
                .ok_or_else(|| Failure::Rejected("the key cannot sign".to_owned()))?;
            // A reference and a signature hold nothing that JSON escapes.
            notifications.push(format!(
                r#"{{"headers":{{"{HEADER}":"{signature}"}},"body":"{body}"}}"#
            ));
        }
        let notifications = notifications.join(",");
        Ok(format!(
            r#"{{"kind":"sandbox","notifications":[{notifications}]}}"#
        ))
    }

    /// What a notification is about.
    ///
    /// # Errors
    /// A missing or wrong signature, or a body that is not ours.
    pub(crate) fn read_notification(
        &self,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<Event, Failure> {
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
        let (kind, reference) = body.split_once('.').unwrap_or_default();
        let opened =
            Opened::read(reference, &self.key).ok_or_else(|| rejected("the body holds no reference"))?;
        match kind {
            "paid" => {
                let state = self.state(&opened)?;
                Ok(Event::Payment(self.as_paid(opened), state))
            }
            "pending" => Ok(Event::Payment(opened, State::Pending)),
            "refund" => {
                let refunded = self.refunded(&opened);
                Ok(Event::Refund(self.as_paid(opened), refunded))
            }
            _ => Err(rejected("the body is of no known kind")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::tests::{prepay, sandbox};
    use crate::reference::tests::{key, opened};

    fn sign(purpose: &str, body: &str) -> Vec<(String, String)> {
        vec![(HEADER.to_owned(), key().sign(purpose, body.as_bytes()).unwrap())]
    }

    #[test]
    fn only_a_signed_notification_is_read() {
        let sandbox = sandbox(Behaviour::Paid, 0);
        let (_, reference) = prepay(&sandbox, None);
        let body = format!("paid.{reference}");
        let signed = sign(PURPOSE, &body);
        assert_eq!(
            sandbox.read_notification(&signed, body.as_bytes()),
            Ok(Event::Payment(opened(), State::Paid))
        );
        assert!(sandbox.read_notification(&[], body.as_bytes()).is_err());
        assert!(sandbox.read_notification(&signed, b"paid.another body").is_err());
        let of_a_reference = sign("reference", &body);
        assert!(
            sandbox
                .read_notification(&of_a_reference, body.as_bytes())
                .is_err()
        );
    }

    #[test]
    fn client_can_send_every_notification_that_it_is_given() {
        for (behaviour, count) in [
            (Behaviour::Paid, 1),
            (Behaviour::Pending, 0),
            (Behaviour::Lost, 0),
            (Behaviour::Repeated, 3),
            (Behaviour::Reordered, 2),
            (Behaviour::RefundPending, 2),
        ] {
            let sandbox = sandbox(behaviour, 10_000);
            let (opened, reference) = prepay(&sandbox, None);
            let action = sandbox.client_action(&opened, &reference).unwrap();
            let sent: Vec<_> = action.split(r#""sandbox-signature":""#).skip(1).collect();
            assert_eq!(sent.len(), count, "{action}");
            for notification in sent {
                let (signature, rest) = notification.split_once('"').unwrap();
                let body = rest.split('"').nth(3).unwrap();
                let headers = [(HEADER.to_owned(), signature.to_owned())];
                assert!(
                    sandbox.read_notification(&headers, body.as_bytes()).is_ok(),
                    "{body}"
                );
            }
        }
    }

    #[test]
    fn late_notification_says_what_a_query_says() {
        for (age_ms, state) in [(0, State::Pending), (2_000, State::Paid)] {
            let sandbox = sandbox(Behaviour::Late, age_ms);
            let (late, reference) = prepay(&sandbox, None);
            let body = format!("paid.{reference}");
            assert_eq!(
                sandbox.read_notification(&sign(PURPOSE, &body), body.as_bytes()),
                Ok(Event::Payment(late, state))
            );
        }
    }
}
