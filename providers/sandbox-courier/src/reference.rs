//! A delivery's reference: the delivery itself, signed.

use crate::behaviour::Behaviour;
use sandbox_seal::Key;

const PURPOSE: &str = "courier reference";

/// A delivery as it was taken on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TakenOn {
    /// The delivery's number.
    pub number: String,
    /// The currency of the fee, ISO 4217.
    pub currency: String,
    /// What becomes of it.
    pub behaviour: Behaviour,
}

impl TakenOn {
    /// `number.currency.behaviour.signature`. The fields hold no dot: see [`TakenOn::is_sound`].
    pub(crate) fn seal(&self, key: &Key) -> Option<String> {
        let text = format!("{}.{}.{}", self.number, self.currency, self.behaviour.as_str());
        Some(format!("{text}.{}", key.sign(PURPOSE, text.as_bytes())?))
    }

    /// Reads a reference that [`TakenOn::seal`] made with the same key.
    pub(crate) fn read(reference: &str, key: &Key) -> Option<Self> {
        let (text, signature) = reference.rsplit_once('.')?;
        if !key.verifies(PURPOSE, text.as_bytes(), signature) {
            return None;
        }
        let mut fields = text.split('.');
        let taken_on = Self {
            number: fields.next()?.to_owned(),
            currency: fields.next()?.to_owned(),
            behaviour: fields.next()?.parse().ok()?,
        };
        fields.next().is_none().then_some(taken_on)
    }

    /// Whether the contract allows such a delivery.
    pub(crate) fn is_sound(&self) -> bool {
        self.made_at_ms().is_some()
            && self.currency.len() == 3
            && self.currency.bytes().all(|byte| byte.is_ascii_uppercase())
    }

    /// When the delivery's number was made, in UTC epoch milliseconds.
    pub(crate) fn made_at_ms(&self) -> Option<i64> {
        sandbox_seal::made_at_ms(&self.number)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn key() -> Key {
        Key::new("a courier's key that only tests know".to_owned()).unwrap()
    }

    pub(crate) fn taken_on(behaviour: Behaviour) -> TakenOn {
        TakenOn {
            number: "01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(),
            currency: "CNY".to_owned(),
            behaviour,
        }
    }

    #[test]
    fn reference_gives_back_the_delivery_that_was_taken_on() {
        for behaviour in Behaviour::ALL {
            let reference = taken_on(behaviour).seal(&key()).unwrap();
            assert_eq!(TakenOn::read(&reference, &key()), Some(taken_on(behaviour)));
            assert!(reference.len() <= 512);
        }
    }

    #[test]
    fn reference_with_any_byte_changed_or_of_another_key_is_refused() {
        let reference = taken_on(Behaviour::Delivered).seal(&key()).unwrap();
        for at in 0..reference.len() {
            let mut altered = reference.clone().into_bytes();
            altered[at] = if altered[at] == b'1' { b'2' } else { b'1' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(TakenOn::read(&altered, &key()), None, "byte {at}");
        }
        let other = Key::new("another courier's key of many bytes".to_owned()).unwrap();
        assert_eq!(TakenOn::read(&reference, &other), None);
    }
}
