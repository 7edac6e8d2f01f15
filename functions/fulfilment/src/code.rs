//! The shopper's code, its payload and staff's confirmation: all made from the order's id with a key, so that none is stored.
//!
//! The key is derived from the token secret under a label of its own (RFC 5869 calls it domain separation): what it makes is no
//! token, and no token is what it makes. Every text names what it is for, so that none passes for another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use commerce::ids::{OrderId, StoreId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use web::Call;

/// How long a payload is shown, in milliseconds. It is good for one such step more before and after, for clocks that differ and
/// for a hand that is slow.
pub const STEP_MS: i64 = 30_000;
/// How long a preview can be confirmed, in milliseconds.
pub const CONFIRM_MS: i64 = 120_000;

const KEY_LABEL: &[u8] = b"mendian handover key v1";
const CONFIRMATION: &str = "MC1";
/// Length of the code, in characters of 5 bits.
const CODE_CHARS: usize = 8;
/// Crockford's base32, which has no letter that is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Bytes of a signature: 128 bits.
const SIGNATURE_BYTES: usize = 16;

/// What a payload is shown for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload {
    /// To get the order.
    Handover,
    /// To give goods of it back.
    Return,
}

impl Payload {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Handover => "MH1",
            Self::Return => "MR1",
        }
    }
}

/// Makes and reads codes.
pub struct Codes(Hmac<Sha256>);

/// Who confirms a preview, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Desk<'a> {
    /// The store.
    pub store: &'a StoreId,
    /// The caller, by a name that is unique among all.
    pub actor: &'a str,
}

impl Codes {
    /// The codes of this mall; `None` without its secret.
    pub async fn of(call: &Call) -> Option<Self> {
        let secret = call.platform.variable("token_secret").await?;
        Self::new(&secret)
    }

    fn new(secret: &str) -> Option<Self> {
        let key = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
            .ok()?
            .chain_update(KEY_LABEL)
            .finalize()
            .into_bytes();
        Hmac::new_from_slice(&key).ok().map(Self)
    }

    /// The eight characters of an order, such as `7K3M92QX`.
    pub fn code(&self, order: OrderId) -> String {
        let mac = self.mac(&format!("code.{order}"));
        // Each character is five bits of a byte of its own: none depends on another.
        let characters = mac.finalize().into_bytes().into_iter().take(CODE_CHARS);
        characters
            .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)))
            .map(|letter| char::from(*letter))
            .collect()
    }

    /// The payload of an order at an instant, and when its step ends, in UTC epoch milliseconds.
    pub fn payload(&self, payload: Payload, order: OrderId, now_ms: i64) -> (String, i64) {
        let step = now_ms.div_euclid(STEP_MS);
        let text = self.sign(&format!("{}.{order}.{step}", payload.as_str()), "");
        (text, step.saturating_add(1).saturating_mul(STEP_MS))
    }

    /// The order of a payload that is good at an instant.
    pub fn read_payload(&self, payload: Payload, text: &str, now_ms: i64) -> Option<OrderId> {
        let fields = self.verify(text, "")?;
        let [kind, order, step] = fields[..] else {
            return None;
        };
        if kind != payload.as_str() {
            return None;
        }
        let apart = step
            .parse::<i64>()
            .ok()?
            .checked_sub(now_ms.div_euclid(STEP_MS))?;
        (-1..=1).contains(&apart).then(|| order.parse().ok())?
    }

    /// What confirms that an order was shown at a desk.
    pub fn confirmation(&self, order: OrderId, desk: Desk<'_>, confirm_by_ms: i64) -> String {
        self.sign(&format!("{CONFIRMATION}.{order}.{confirm_by_ms}"), &scope(desk))
    }

    /// The order of a confirmation that is good at an instant, at the desk where it was shown.
    pub fn read_confirmation(&self, text: &str, desk: Desk<'_>, now_ms: i64) -> Option<OrderId> {
        let fields = self.verify(text, &scope(desk))?;
        let [CONFIRMATION, order, confirm_by_ms] = fields[..] else {
            return None;
        };
        (now_ms < confirm_by_ms.parse().ok()?).then(|| order.parse().ok())?
    }

    /// `text` with its signature, which is also of `scope`.
    fn sign(&self, text: &str, scope: &str) -> String {
        let signature = self.mac(&format!("{text}\0{scope}")).finalize().into_bytes();
        format!("{text}.{}", BASE64.encode(&signature[..SIGNATURE_BYTES]))
    }

    fn verify<'a>(&self, text: &'a str, scope: &str) -> Option<Vec<&'a str>> {
        let (signed, signature) = text.rsplit_once('.')?;
        let signature = BASE64.decode(signature).ok()?;
        if signature.len() != SIGNATURE_BYTES {
            return None;
        }
        // Constant-time comparison.
        self.mac(&format!("{signed}\0{scope}"))
            .verify_truncated_left(&signature)
            .ok()?;
        Some(signed.split('.').collect())
    }

    fn mac(&self, text: &str) -> Hmac<Sha256> {
        self.0.clone().chain_update(text)
    }
}

/// What a shopper read out, as it is compared: letters that are taken for digits are those digits.
///
/// `None` when it cannot be a code.
pub fn spoken(text: &str) -> Option<String> {
    let letters = text.chars().filter(|letter| !matches!(letter, ' ' | '-'));
    let code: String = letters
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        })
        .collect();
    let is_code = code.len() == CODE_CHARS && code.bytes().all(|byte| ALPHABET.contains(&byte));
    is_code.then_some(code)
}

fn scope(desk: Desk<'_>) -> String {
    format!("{}\0{}", desk.store, desk.actor)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_MS: i64 = 1_767_240_010_000;

    fn codes() -> Codes {
        Codes::new("a token secret that only tests know").unwrap()
    }

    fn order(number: u8) -> OrderId {
        OrderId::new(NOW_MS, [number; 10])
    }

    #[test]
    fn payload_is_good_for_its_step_and_the_steps_beside_it() {
        let (payload, renew_ms) = codes().payload(Payload::Handover, order(1), NOW_MS);
        assert_eq!(renew_ms, NOW_MS + 20_000);
        for (apart_ms, good) in [
            (-40_001, false),
            (-40_000, true),
            (0, true),
            (49_999, true),
            (50_000, false),
        ] {
            let read = codes().read_payload(Payload::Handover, &payload, NOW_MS + apart_ms);
            assert_eq!(read, good.then(|| order(1)), "{apart_ms} ms later");
        }
    }

    #[test]
    fn text_with_any_byte_changed_is_refused() {
        let store = "s1".parse().unwrap();
        let desk = Desk {
            store: &store,
            actor: "staff:k",
        };
        let (payload, _) = codes().payload(Payload::Handover, order(1), NOW_MS);
        let confirmation = codes().confirmation(order(1), desk, NOW_MS + CONFIRM_MS);
        for text in [payload, confirmation] {
            for at in 0..text.len() {
                let mut altered = text.clone().into_bytes();
                altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
                let altered = String::from_utf8(altered).unwrap();
                if altered != text {
                    assert_eq!(
                        codes().read_payload(Payload::Handover, &altered, NOW_MS),
                        None,
                        "byte {at}"
                    );
                    assert_eq!(
                        codes().read_confirmation(&altered, desk, NOW_MS),
                        None,
                        "byte {at}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_text_of_one_kind_is_none_of_another() {
        let store = "s1".parse().unwrap();
        let desk = Desk {
            store: &store,
            actor: "staff:k",
        };
        let (payload, _) = codes().payload(Payload::Handover, order(1), NOW_MS);
        let confirmation = codes().confirmation(order(1), desk, NOW_MS + CONFIRM_MS);
        assert_eq!(codes().read_confirmation(&payload, desk, NOW_MS), None);
        assert_eq!(codes().read_payload(Payload::Return, &payload, NOW_MS), None);
        assert_eq!(
            codes().read_payload(Payload::Handover, &confirmation, NOW_MS),
            None
        );
        let others = Codes::new("another secret of at least 32 bytes!!").unwrap();
        assert_eq!(others.read_payload(Payload::Handover, &payload, NOW_MS), None);
    }

    #[test]
    fn confirmation_is_for_its_desk_and_its_two_minutes() {
        let [here, there] = ["s1", "s2"].map(|store| store.parse().unwrap());
        let desk = |store, actor| Desk { store, actor };
        let text = codes().confirmation(order(1), desk(&here, "k1"), NOW_MS + CONFIRM_MS);
        let read = |desk, now_ms| codes().read_confirmation(&text, desk, now_ms);
        assert_eq!(read(desk(&here, "k1"), NOW_MS + CONFIRM_MS - 1), Some(order(1)));
        assert_eq!(read(desk(&here, "k1"), NOW_MS + CONFIRM_MS), None);
        assert_eq!(read(desk(&here, "k2"), NOW_MS), None);
        assert_eq!(read(desk(&there, "k1"), NOW_MS), None);
    }

    #[test]
    fn code_is_read_as_it_is_spoken() {
        let code = codes().code(order(1));
        assert_eq!(code.len(), CODE_CHARS);
        assert_ne!(code, codes().code(order(2)));
        let (left, right) = code.split_at(4);
        assert_eq!(
            spoken(&format!("{} {right}", left.to_lowercase())),
            Some(code.clone())
        );
        assert_eq!(spoken("OILoil00"), Some("01101100".to_owned()));
        for none in ["", "1234567", "123456789", "UUUUUUUU", "取货码取货码取货"] {
            assert_eq!(spoken(none), None, "{none}");
        }
    }
}
