//! Private data at rest: sealed field by field under a key of its owner, which is wrapped by a root key; found again by keyed hash.
//!
//! Pure: randomness is an argument, and nothing is read or written. What is sealed is bound to its [`Place`], so that a value
//! that is moved to another row, column or table does not open. Keys, and what was opened, print nothing of themselves and are
//! wiped when they are dropped. The primitives are XChaCha20-Poly1305, HMAC-SHA256 and HKDF-SHA256, and nothing else.
//! Absent from here: what is private, where it is kept, and who may open it.

mod cipher;
mod key;
mod keyed_hash;
mod opened;
mod padding;
mod place;
mod root_keys;

pub use cipher::NONCE_BYTES;
pub use key::{KEY_BYTES, Key};
pub use keyed_hash::{KeyedHash, LookupSecret, SECRET_BYTES_MIN, ShortSecret};
pub use opened::Opened;
pub use place::Place;
pub use root_keys::{RootKeys, RootKeysError, Wrapped};
