//! Identifiers made by the mall: sortable by time, unguessable.
//!
//! A ULID is 48 bits of Unix milliseconds and 80 random bits, as 26 characters of Crockford's base32
//! (<https://github.com/ulid/spec>). All have one length, so none is a prefix of another. Only the canonical
//! upper-case form is read, so that one order has one name in caches, logs and idempotency keys.

use std::fmt;
use std::str::FromStr;

use super::{IdError, string_conversions};

/// The length of every ULID, in characters.
pub const ULID_CHARS: usize = 26;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MILLIS_MAX: u64 = (1 << 48) - 1;

fn pack(millis: i64, random: [u8; 10]) -> u128 {
    let millis = u64::try_from(millis).unwrap_or(0).min(MILLIS_MAX);
    random
        .iter()
        .fold(u128::from(millis), |bits, byte| bits << 8 | u128::from(*byte))
}

fn write(bits: u128, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    use fmt::Write as _;
    for place in (0..ULID_CHARS).rev() {
        let digit = (bits >> (5 * place)) as usize & 31;
        out.write_char(char::from(ALPHABET[digit]))?;
    }
    Ok(())
}

/// A ULID as text, for what is no newtype of ours alone.
pub(super) fn text(millis: i64, random: [u8; 10]) -> String {
    struct Text(u128);
    impl fmt::Display for Text {
        fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            write(self.0, out)
        }
    }
    Text(pack(millis, random)).to_string()
}

fn read(text: &str) -> Result<u128, IdError> {
    // 26 characters hold 130 bits: the first may only carry 3.
    if text.len() != ULID_CHARS || text.as_bytes()[0] > b'7' {
        return Err(IdError::NotUlid);
    }
    text.bytes().try_fold(0u128, |bits, byte| {
        let digit = ALPHABET
            .iter()
            .position(|letter| *letter == byte)
            .ok_or(IdError::NotUlid)?;
        Ok(bits << 5 | digit as u128)
    })
}

macro_rules! ulid {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// A new identifier from the time, in Unix milliseconds (held within 0 to 2⁴⁸ − 1), and 80 random bits
            /// of cryptographic quality.
            pub fn new(millis: i64, random: [u8; 10]) -> Self {
                Self(pack(millis, random))
            }

            /// When it was made, in Unix milliseconds.
            pub fn made_at_ms(self) -> i64 {
                (self.0 >> 80) as i64
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                read(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(self.0, out)
            }
        }

        string_conversions!($name);
    };
}

ulid! {
    /// An order.
    OrderId
}
ulid! {
    /// A coupon in a customer's wallet.
    CouponId
}
ulid! {
    /// A refund; its number at the gateway too.
    RefundId
}
ulid! {
    /// A delivery by a courier; its number there too.
    DeliveryId
}
ulid! {
    /// A transfer of stock between stores.
    TransferId
}
ulid! {
    /// A session of a shopper, or of a member of staff: one log-in, on one device.
    SessionId
}
ulid! {
    /// A member of staff.
    StaffId
}
ulid! {
    /// A key of a device, a partner or a job.
    KeyId
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_example_of_the_ulid_specification_is_read_and_written() {
        let id: OrderId = "01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap();
        assert_eq!(id.made_at_ms(), 1_469_922_850_259);
        assert_eq!(id.to_string(), "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    }

    #[test]
    fn only_the_canonical_form_is_read() {
        for text in [
            "",
            "01arz3ndektsv4rrffq69g5fav",
            "81ARZ3NDEKTSV4RRFFQ69G5FAV",
            "01ARZ3NDEKTSV4RRFFQ69G5FA",
            "01ARZ3NDEKTSV4RRFFQ69G5FAVV",
            "01ARZ3NDEKTSV4RRFFQ69G5FAI",
            "店店店店店店店店ab",
        ] {
            assert_eq!(text.parse::<OrderId>(), Err(IdError::NotUlid), "{text:?}");
        }
    }

    #[test]
    fn a_clock_out_of_range_is_held_at_its_ends() {
        assert_eq!(OrderId::new(-1, [0; 10]).made_at_ms(), 0);
        assert_eq!(
            OrderId::new(i64::MAX, [255; 10]).to_string(),
            "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"
        );
    }

    proptest! {
        #[test]
        fn text_and_value_agree_and_sort_by_time(
            earlier in 0..1i64 << 47, later in 1..1i64 << 40, a: [u8; 10], b: [u8; 10],
        ) {
            let first = CouponId::new(earlier, a);
            let second = CouponId::new(earlier + later, b);
            prop_assert!(first < second && first.to_string() < second.to_string());
            prop_assert_eq!(first.to_string().parse(), Ok(first));
        }
    }
}
