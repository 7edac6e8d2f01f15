//! A payment's reference: the payment itself, signed.

use crate::behaviour::Behaviour;
use sandbox_seal::Key;

const PURPOSE: &str = "reference";

/// A payment as it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opened {
    /// The payment's number.
    pub number: String,
    /// What is to be paid, in minor units.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// What becomes of it.
    pub behaviour: Behaviour,
}

impl Opened {
    /// `number.amount.currency.behaviour.signature`. The fields hold no dot: see [`Opened::is_sound`].
    pub(crate) fn seal(&self, key: &Key) -> Option<String> {
        let behaviour = self.behaviour.as_str();
        let text = format!(
            "{}.{}.{}.{behaviour}",
            self.number, self.amount_minor, self.currency
        );
        Some(format!("{text}.{}", key.sign(PURPOSE, text.as_bytes())?))
    }

    /// Reads a reference that [`Opened::seal`] made with the same key.
    pub(crate) fn read(reference: &str, key: &Key) -> Option<Self> {
        let (text, signature) = reference.rsplit_once('.')?;
        if !key.verifies(PURPOSE, text.as_bytes(), signature) {
            return None;
        }
        let mut fields = text.split('.');
        let opened = Self {
            number: fields.next()?.to_owned(),
            amount_minor: fields.next()?.parse().ok()?,
            currency: fields.next()?.to_owned(),
            behaviour: fields.next()?.parse().ok()?,
        };
        fields.next().is_none().then_some(opened)
    }

    /// Whether the contract allows such a payment.
    pub(crate) fn is_sound(&self) -> bool {
        self.made_at_ms().is_some()
            && self.amount_minor > 0
            && self.currency.len() == 3
            && self.currency.bytes().all(|byte| byte.is_ascii_uppercase())
    }

    /// When the payment's number was made, in UTC epoch milliseconds.
    pub(crate) fn made_at_ms(&self) -> Option<i64> {
        sandbox_seal::made_at_ms(&self.number)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn key() -> Key {
        Key::new("a payment key that only tests know".to_owned()).unwrap()
    }

    pub(crate) fn opened() -> Opened {
        Opened {
            number: "01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(),
            amount_minor: 1_250,
            currency: "CNY".to_owned(),
            behaviour: Behaviour::Paid,
        }
    }

    #[test]
    fn reference_gives_back_the_payment_that_was_opened() {
        let reference = opened().seal(&key()).unwrap();
        assert_eq!(Opened::read(&reference, &key()), Some(opened()));
        assert!(reference.len() <= 512);
    }

    #[test]
    fn reference_with_any_byte_changed_is_refused() {
        let reference = opened().seal(&key()).unwrap();
        for at in 0..reference.len() {
            let mut altered = reference.clone().into_bytes();
            altered[at] = if altered[at] == b'1' { b'2' } else { b'1' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(Opened::read(&altered, &key()), None, "byte {at}");
        }
    }

    #[test]
    fn reference_of_another_key_is_refused() {
        let other = Key::new("another payment key of thirty-two bytes".to_owned()).unwrap();
        assert_eq!(Opened::read(&opened().seal(&other).unwrap(), &key()), None);
    }

    #[test]
    fn payment_that_the_contract_forbids_is_not_sound() {
        assert!(opened().is_sound());
        for change in [
            |opened: &mut Opened| opened.amount_minor = 0,
            |opened: &mut Opened| opened.amount_minor = -1,
            |opened: &mut Opened| opened.currency = "cny".to_owned(),
            |opened: &mut Opened| opened.number = "a.1.JPY".to_owned(),
            |opened: &mut Opened| opened.number = "01ARZ3NDEKTSV4RRFFQ69G5FA".to_owned(),
            |opened: &mut Opened| opened.number.clear(),
        ] {
            let mut changed = opened();
            change(&mut changed);
            assert!(!changed.is_sound(), "{changed:?}");
        }
    }
}
