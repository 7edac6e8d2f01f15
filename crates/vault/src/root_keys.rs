//! Keys that wrap the keys of customers. The first one wraps, the others still unwrap, until nothing is wrapped by them.

use crate::Place;
use crate::cipher::NONCE_BYTES;
use crate::key::{KEY_BYTES, Key};
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;

/// Keys at most: more than a rotation ever needs.
const KEYS_MAX: usize = 8;
/// Longest name of a key, in characters.
const NAME_CHARS_MAX: usize = 20;
/// With or without its padding, as tools write it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The root keys of an application. Prints their names alone.
#[derive(Debug, Clone)]
pub struct RootKeys(Vec<(String, Key)>);

/// Why a text is no list of root keys. Tells nothing of the keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RootKeysError {
    /// There is none.
    #[error("has no key")]
    None,
    /// More than anybody needs.
    #[error("has more than {KEYS_MAX} keys")]
    TooMany,
    /// An entry that is not `name:base64`.
    #[error("entry {0} is not NAME:BASE64, with a name of A-Z, a-z, 0-9, _ and -")]
    Entry(usize),
    /// A key that has not 32 bytes.
    #[error("the key of entry {0} has not {KEY_BYTES} bytes")]
    Length(usize),
    /// Two keys have one name.
    #[error("two keys are called {0}")]
    Twice(String),
}

/// A key, wrapped by a root key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    /// The root key's name.
    pub root: String,
    /// The key itself, sealed.
    pub sealed: String,
}

impl RootKeys {
    /// Reads `name:base64` entries, separated by white space or commas, the one that wraps first.
    ///
    /// # Errors
    /// See [`RootKeysError`].
    pub fn read(text: &str) -> Result<Self, RootKeysError> {
        let entries = text.split(|char: char| char.is_whitespace() || char == ',');
        let mut keys: Vec<(String, Key)> = Vec::new();
        for (at, entry) in entries.filter(|entry| !entry.is_empty()).enumerate() {
            let number = at + 1;
            let (name, key) = entry
                .split_once(':')
                .filter(|(name, _)| is_name(name))
                .ok_or(RootKeysError::Entry(number))?;
            let bytes = BASE64.decode(key).map_err(|_| RootKeysError::Entry(number))?;
            let bytes = Zeroizing::new(bytes);
            let bytes = <[u8; KEY_BYTES]>::try_from(&bytes[..]).map_err(|_| RootKeysError::Length(number))?;
            if keys.iter().any(|(known, _)| known == name) {
                return Err(RootKeysError::Twice(name.to_owned()));
            }
            keys.push((name.to_owned(), Key::new(bytes)));
        }
        match keys.len() {
            0 => Err(RootKeysError::None),
            1..=KEYS_MAX => Ok(Self(keys)),
            _ => Err(RootKeysError::TooMany),
        }
    }

    /// The name of the key that wraps.
    #[must_use]
    pub fn newest(&self) -> &str {
        self.0.first().map_or("", |(name, _)| name)
    }

    /// Wraps a key for its place, with a nonce that is never used again.
    #[must_use]
    pub fn wrap(&self, place: Place<'_>, nonce: [u8; NONCE_BYTES], key: &Key) -> Option<Wrapped> {
        let (name, root) = self.0.first()?;
        Some(Wrapped {
            root: name.clone(),
            sealed: root.seal_bytes(place, nonce, key.bytes()),
        })
    }

    /// Unwraps a key; `None` when its root key is not here, or it is another place's.
    #[must_use]
    pub fn unwrap(&self, place: Place<'_>, wrapped: &Wrapped) -> Option<Key> {
        let (_, root) = self.0.iter().find(|(name, _)| *name == wrapped.root)?;
        let bytes = root.open_bytes(place, &wrapped.sealed)?;
        Some(Key::new(<[u8; KEY_BYTES]>::try_from(&bytes[..]).ok()?))
    }
}

fn is_name(name: &str) -> bool {
    (1..=NAME_CHARS_MAX).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "a:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    const B: &str = "b:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI";
    const PLACE: Place<'_> = Place {
        table: "account",
        column: "data_key",
        row: &["c1"],
    };

    fn keys(text: &str) -> RootKeys {
        RootKeys::read(text).unwrap()
    }

    #[test]
    fn what_an_older_key_wrapped_is_unwrapped_while_the_newer_one_wraps() {
        let data = Key::new([9; KEY_BYTES]);
        let old = keys(A).wrap(PLACE, [1; NONCE_BYTES], &data).unwrap();
        let both = keys(&format!("{B}\n{A}"));
        assert_eq!((both.newest(), &*old.root), ("b", "a"));
        assert_eq!(both.unwrap(PLACE, &old).unwrap().bytes(), data.bytes());
        let new = both.wrap(PLACE, [2; NONCE_BYTES], &data).unwrap();
        assert_eq!(new.root, "b");
        assert_eq!(keys(B).unwrap(PLACE, &new).unwrap().bytes(), data.bytes());
        assert!(keys(B).unwrap(PLACE, &old).is_none(), "the old key is gone");
        let renamed = Wrapped {
            root: "b".to_owned(),
            ..old
        };
        assert!(both.unwrap(PLACE, &renamed).is_none(), "another key's");
        let elsewhere = Place {
            row: &["c2"],
            ..PLACE
        };
        assert!(both.unwrap(elsewhere, &new).is_none(), "another customer's");
    }

    #[test]
    fn text_that_is_no_list_of_keys_is_refused_without_telling_of_them() {
        let short = "a:AQEBAQ==";
        for (text, expected) in [
            (" \n", RootKeysError::None),
            ("AQEBAQ==", RootKeysError::Entry(1)),
            (":AQEBAQ==", RootKeysError::Entry(1)),
            ("a:no base64", RootKeysError::Entry(1)),
            (short, RootKeysError::Length(1)),
            (&format!("{A} {A}"), RootKeysError::Twice("a".to_owned())),
        ] {
            let error = RootKeys::read(text).unwrap_err();
            assert_eq!(error, expected);
            assert!(!error.to_string().contains("AQEB"), "{error}");
        }
        let many: Vec<String> = (0..9).map(|n| A.replacen('a', &format!("k{n}"), 1)).collect();
        assert_eq!(
            RootKeys::read(&many.join(" ")).unwrap_err(),
            RootKeysError::TooMany
        );
        assert_eq!(format!("{:?}", keys(A)), r#"RootKeys([("a", Key(…))])"#);
    }
}
