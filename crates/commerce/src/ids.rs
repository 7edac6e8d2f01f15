//! Identifiers: one newtype for each thing that can be named, so that a store is never taken for an order.
//!
//! Two families. *Codes* ([`StoreId`], [`ProductId`], [`SkuId`], …) are chosen by the merchant and stay as they were
//! imported. *Ulids* ([`OrderId`], [`CouponId`], [`RefundId`], [`DeliveryId`], [`TransferId`], [`SessionId`],
//! [`StaffId`], [`KeyId`]) are made here: they sort by the
//! time they were made and cannot be guessed, because a stranger may try them. All are strings in JSON and in SQL.

mod code;
mod sku;
mod ulid;

pub use code::{
    AddressId, CODE_CHARS_MAX, CampaignId, CategoryId, CustomerId, ProductId, PromotionId, RegionId,
    ResourceId, ResourceKind, RoleId, RuleName, StoreId, TemplateId,
};
pub use sku::{SkuId, VARIANT_CHARS_MAX};
pub use ulid::{CouponId, DeliveryId, KeyId, OrderId, RefundId, SessionId, StaffId, TransferId, ULID_CHARS};

/// Why a text is not an identifier. The message names the rule, not the text, which may be anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing is left to name.
    #[error("must not be empty")]
    Empty,
    /// Longer than its column, key or label allows.
    #[error("must have at most {max} characters")]
    TooLong {
        /// The longest allowed, in characters.
        max: usize,
    },
    /// Identifiers appear in URLs, keys and file names unescaped, so only A-Z, a-z, 0-9, `_` and `-` are allowed.
    #[error("may only contain A-Z, a-z, 0-9, '_' and '-'")]
    Character,
    /// A SKU that is not `<product>.<variant>`.
    #[error("must be <product>.<variant>")]
    NoVariant,
    /// Not the one canonical form of a ULID.
    #[error("must be 26 characters of upper-case Crockford base32, the first 0 to 7")]
    NotUlid,
}

/// Conversions that every identifier has: `FromStr` is given, the rest follows.
macro_rules! string_conversions {
    ($name:ident) => {
        impl TryFrom<&str> for $name {
            type Error = $crate::ids::IdError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::ids::IdError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
use string_conversions;
