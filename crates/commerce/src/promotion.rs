//! Promotions as headquarters keeps them: each puts a rule of the brand's to use, with parameters.
//!
//! What a rule is stays the brand's business: a component behind `wit/promotion.wit`. Here is which rule runs when and where,
//! and the [`Question`] that the rules are asked. What an answer takes off is decided by [`crate::pricing`].

mod draft;
mod question;

pub use draft::{PARAMETERS_CHARS_MAX, PROMOTION_STORES_MAX, PromotionDraft, SORT_MAX};
pub use question::{
    Answered, Answers, AskedCart, AskedLine, AskedPromotion, CheckOutcome, CheckRequest, Outcome, Question,
};

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::coupon::Scope;
use crate::ids::{PromotionId, RuleName, StoreId};
use crate::text::Texts;

/// The most promotions that are active at once, whatever their dates: what every quote looks through.
pub const PROMOTIONS_ACTIVE_MAX: u32 = 50;

/// A promotion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    /// The merchant's code.
    pub id: PromotionId,
    /// What it is called, as shoppers read it.
    pub name: Texts,
    /// The rule that it puts to use.
    pub rule: RuleName,
    /// What the rule is told: a JSON object, which only the rule understands.
    pub parameters: String,
    /// Where it runs.
    pub scope: Scope,
    /// The first instant at which it runs, in Unix milliseconds.
    pub valid_from_ms: i64,
    /// The first instant at which it no longer runs, in Unix milliseconds.
    pub valid_until_ms: i64,
    /// Its place among all: each promotion works on what the ones before it left; equal ones by id.
    pub sort: i32,
    /// Whether it runs.
    pub state: PromotionState,
}

/// Whether a promotion runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromotionState {
    /// It does, between its dates.
    Active,
    /// It does not.
    Paused,
}

/// A text that names no state of a promotion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of active, paused")]
pub struct UnknownPromotionState;

impl Promotion {
    /// Whether it runs at a store at an instant, in Unix milliseconds.
    pub fn runs(&self, store: &StoreId, now_ms: i64) -> bool {
        self.state == PromotionState::Active
            && (self.valid_from_ms..self.valid_until_ms).contains(&now_ms)
            && self.scope.contains(store)
    }
}

impl PromotionState {
    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
        }
    }
}

impl FromStr for PromotionState {
    type Err = UnknownPromotionState;

    fn from_str(text: &str) -> Result<Self, UnknownPromotionState> {
        [Self::Active, Self::Paused]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(UnknownPromotionState)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promotion_runs_between_its_dates_at_its_stores_while_it_is_active() {
        let promotion = draft::tests::draft().validate().unwrap();
        let (s1, s2): (StoreId, StoreId) = ("s1".parse().unwrap(), "s2".parse().unwrap());
        for (store, now_ms, runs) in [
            (&s1, 1_000, true),
            (&s1, 8_999, true),
            (&s1, 999, false),
            (&s1, 9_000, false),
            (&s2, 1_000, false),
        ] {
            assert_eq!(promotion.runs(store, now_ms), runs, "{store} at {now_ms}");
        }
        let paused = Promotion {
            state: PromotionState::Paused,
            ..promotion
        };
        assert!(!paused.runs(&s1, 1_000));
    }

    #[test]
    fn state_has_one_name() {
        for state in [PromotionState::Active, PromotionState::Paused] {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        assert_eq!("on".parse::<PromotionState>(), Err(UnknownPromotionState));
    }
}
