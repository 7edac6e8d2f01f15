//! A shopper's account: what they say of themselves, where things are brought to, what they agreed to, and how long a log-in lasts.

mod address;
mod birthday;
mod consent;
mod mask;
mod phone;
mod profile;
pub mod session;

pub use address::{ADDRESSES_MAX, Address, AddressDraft};
pub use birthday::{Birthday, BirthdayDraft};
pub use consent::Purpose;
pub use mask::{mask_name, mask_phone};
pub use phone::read_phone;
pub use profile::{NAME_CHARS_MAX, Profile, ProfileDraft};
