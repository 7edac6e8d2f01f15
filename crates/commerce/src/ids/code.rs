//! Codes that the merchant chose: kept as they are, checked for length and alphabet.

use std::fmt;
use std::str::FromStr;

use super::{IdError, string_conversions};

/// The longest code, in characters.
pub const CODE_CHARS_MAX: usize = 40;

/// Checks that `text` has 1 to `max` characters of `A-Z a-z 0-9 _ -`.
pub(super) fn check(text: &str, max: usize) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if !text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    {
        return Err(IdError::Character);
    }
    if text.len() > max {
        return Err(IdError::TooLong { max });
    }
    Ok(())
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The code as it is stored and shown.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                check(text, CODE_CHARS_MAX)?;
                Ok(Self(text.into()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        string_conversions!($name);
    };
}

code! {
    /// A store, by the merchant's own stable code (`47370-257954`).
    StoreId
}
code! {
    /// A product: what a page shows. What is bought is one of its variants, a [`super::SkuId`].
    ProductId
}
code! {
    /// A category of products.
    CategoryId
}
code! {
    /// A customer of the brand.
    CustomerId
}
code! {
    /// An address in a customer's own book: two customers may have one of the same name.
    AddressId
}
code! {
    /// A coupon template: the terms from which coupons are issued.
    TemplateId
}
code! {
    /// A campaign: one run of issuing coupons, at most once to each customer.
    CampaignId
}

code! {
    /// A promotion: one use of a brand's rule, with its parameters.
    PromotionId
}
code! {
    /// A rule for promotions, by the name that its component gives itself.
    RuleName
}

code! {
    /// Who or what a service needs at a store: a stylist, a chair.
    ResourceId
}
code! {
    /// What kind of resource a service needs, such as `stylist`.
    ResourceKind
}

code! {
    /// A role of staff: a name for what one may do.
    RoleId
}
code! {
    /// A region: stores that one member of staff sees to together.
    RegionId
}

impl CustomerId {
    /// A new customer of ours, from the time in Unix milliseconds and 80 random bits of cryptographic quality: sortable, and not to be
    /// guessed. A merchant's own customers keep the codes that they have.
    pub fn new(millis: i64, random: [u8; 10]) -> Self {
        Self(super::ulid::text(millis, random).into())
    }
}

impl ProductId {
    /// The product named in a SKU, which was checked when the SKU was read.
    pub(super) fn of_checked(code: &str) -> Self {
        Self(code.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<(), IdError>) {
        assert_eq!(
            text.parse::<StoreId>().map(|id| assert_eq!(id.to_string(), text)),
            expect,
            "{text:?}"
        );
    }

    #[test]
    fn new_customer_has_a_sortable_code() {
        let (first, second) = (CustomerId::new(1_000, [255; 10]), CustomerId::new(1_001, [0; 10]));
        assert!(first < second, "{first} {second}");
        assert_eq!(first.to_string().parse(), Ok(first));
    }

    #[test]
    fn a_merchants_code_is_kept_and_anything_else_is_refused_by_rule() {
        check("47370-257954", Ok(()));
        check("a", Ok(()));
        check(&"x".repeat(40), Ok(()));
        check("", Err(IdError::Empty));
        check(&"x".repeat(41), Err(IdError::TooLong { max: 40 }));
        for text in ["a b", "a/b", "a.b", "店", "a'--", "a\0", "a\n"] {
            check(text, Err(IdError::Character));
        }
    }
}
