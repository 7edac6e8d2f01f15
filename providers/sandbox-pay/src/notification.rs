//! Notifications of the sandbox: a payment's reference as the body, signed in the header `sandbox-signature`.

use crate::answer::{Sandbox, State};
use crate::reference::Opened;

const PURPOSE: &str = "notification";
const HEADER: &str = "sandbox-signature";

impl Sandbox {
    /// The payment that a notification is about, and where it is.
    ///
    /// # Errors
    /// A missing or wrong signature, or a body that is no reference of ours.
    pub(crate) fn read_notification(
        &self,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<(Opened, State), String> {
        let signature = headers
            .iter()
            .find(|(name, _)| name == HEADER)
            .map(|(_, value)| value.as_str())
            .ok_or_else(|| format!("the header {HEADER} is missing"))?;
        if !self.key.verifies(PURPOSE, body, signature) {
            return Err("the notification's signature is wrong".to_owned());
        }
        let reference = std::str::from_utf8(body).map_err(|_| "the body is not text".to_owned())?;
        let opened =
            Opened::read(reference, &self.key).ok_or_else(|| "the body is not a reference".to_owned())?;
        self.query(&opened.number, reference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Outcome;
    use crate::reference::tests::{key, opened};

    #[test]
    fn only_a_signed_notification_is_read() {
        let sandbox = Sandbox {
            key: key(),
            outcome: Outcome::Paid,
        };
        let body = sandbox.prepay(&opened()).unwrap().into_bytes();
        let headers = |signature: String| vec![(HEADER.to_owned(), signature)];
        let signed = headers(key().sign(PURPOSE, &body).unwrap());
        assert_eq!(
            sandbox.read_notification(&signed, &body),
            Ok((opened(), State::Paid))
        );
        assert!(sandbox.read_notification(&[], &body).is_err());
        assert!(sandbox.read_notification(&signed, b"another body").is_err());
        let of_a_reference = headers(key().sign("reference", &body).unwrap());
        assert!(sandbox.read_notification(&of_a_reference, &body).is_err());
    }
}
