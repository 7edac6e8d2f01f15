use std::collections::BTreeSet;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{StoreId, TemplateId};
use crate::money::{BasisPoints, Currency, Minor};
use crate::text::Texts;

/// The terms from which coupons are issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// The merchant's code.
    pub id: TemplateId,
    /// What it is called; in at least one language.
    pub name: Texts,
    /// What there is to say about it; may be empty.
    pub description: Texts,
    /// What it takes off.
    pub kind: Kind,
    /// The currency of its amounts; it is good only at stores that count in it.
    pub currency: Currency,
    /// The least subtotal that it applies to.
    pub threshold: Minor,
    /// The first instant at which it can be claimed and used, in Unix milliseconds.
    pub valid_from_ms: i64,
    /// The first instant at which it can no longer be claimed nor used, in Unix milliseconds.
    pub valid_until_ms: i64,
    /// How many days of 24 hours a coupon lasts after it was issued, where that ends before `valid_until_ms`.
    pub valid_days: Option<u32>,
    /// How many coupons are issued at most.
    pub total_limit: u32,
    /// How many of them one customer is issued at most.
    pub per_customer_limit: u32,
    /// Where it is good.
    pub scope: Scope,
    /// Whether coupons are issued.
    pub state: TemplateState,
}

/// What a coupon takes off the subtotal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Kind {
    /// A fixed amount.
    Amount {
        /// How much.
        amount: Minor,
    },
    /// A part of the subtotal.
    Percent {
        /// Which part.
        rate_bp: BasisPoints,
        /// The most that it takes off.
        cap: Option<Minor>,
    },
}

/// The stores at which a coupon is good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "ids", rename_all = "snake_case")]
pub enum Scope {
    /// Every store of the brand.
    All,
    /// These stores; at least one.
    Stores(BTreeSet<StoreId>),
}

impl Scope {
    /// Whether a store is among them.
    pub fn contains(&self, store: &StoreId) -> bool {
        match self {
            Self::All => true,
            Self::Stores(stores) => stores.contains(store),
        }
    }
}

/// Whether a template issues coupons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateState {
    /// Not yet.
    #[default]
    Draft,
    /// It does.
    Active,
    /// No more.
    Closed,
}

/// A text that names no state of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of draft, active, closed")]
pub struct UnknownTemplateState;

impl TemplateState {
    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }
}

impl FromStr for TemplateState {
    type Err = UnknownTemplateState;

    fn from_str(text: &str) -> Result<Self, UnknownTemplateState> {
        let known = [Self::Draft, Self::Active, Self::Closed]
            .into_iter()
            .find(|state| state.as_str() == text);
        known.ok_or(UnknownTemplateState)
    }
}
