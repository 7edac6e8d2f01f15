use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::DAY_MS;
use crate::field::{FieldError, Findings, Rule};
use crate::ids::{CampaignId, TemplateId};

/// The longest sleep that a campaign waits for, in days: ten years.
pub const SLEEPING_DAYS_MAX: u32 = 3_650;

/// A recall: customers who have not ordered for some days get a coupon, each at most once per campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// The merchant's code.
    pub id: CampaignId,
    /// The terms of the coupon.
    pub template: TemplateId,
    /// For how many days of 24 hours a customer has not ordered.
    pub sleeping_days: u32,
    /// Whether it runs.
    pub state: CampaignState,
}

/// Whether a campaign runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// It issues coupons whenever the job runs.
    Active,
    /// It issues none, and may go on later; who had a coupon gets no second.
    Paused,
}

/// A text that names no state of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of active, paused")]
pub struct UnknownCampaignState;

/// A campaign as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignDraft {
    /// What should be a code.
    pub id: String,
    /// What should be the code of a template.
    pub template: String,
    /// For how many days a customer has not ordered.
    pub sleeping_days: i64,
    /// Whether it runs.
    pub state: CampaignState,
}

impl CampaignDraft {
    /// Checks all fields. Whether the template exists is for who knows them.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self) -> Result<Campaign, Vec<FieldError>> {
        let mut findings = Findings::default();
        let id = findings.keep(self.id.parse().map_err(|_| FieldError::new("id", Rule::CODE)));
        let template = findings.keep(
            self.template
                .parse()
                .map_err(|_| FieldError::new("template", Rule::CODE)),
        );
        let days = u32::try_from(self.sleeping_days)
            .ok()
            .filter(|days| (1..=SLEEPING_DAYS_MAX).contains(days));
        if days.is_none() {
            findings.report(
                "sleeping_days",
                Rule::OutOfRange {
                    min: 1,
                    max: i64::from(SLEEPING_DAYS_MAX),
                },
            );
        }
        let campaign = || {
            Some(Campaign {
                id: id?,
                template: template?,
                sleeping_days: days?,
                state: self.state,
            })
        };
        findings.finish(campaign())
    }
}

impl Campaign {
    /// The latest instant, in Unix milliseconds, at which a customer who now counts as sleeping may have last ordered.
    ///
    /// A query for `last_order_ms <= asleep_since_ms(now)` finds just those for whom [`super::OrderFacts::is_sleeping`] holds.
    pub fn asleep_since_ms(&self, now_ms: i64) -> i64 {
        now_ms.saturating_sub(i64::from(self.sleeping_days) * DAY_MS)
    }
}

impl CampaignState {
    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
        }
    }
}

impl FromStr for CampaignState {
    type Err = UnknownCampaignState;

    fn from_str(text: &str) -> Result<Self, UnknownCampaignState> {
        let known = [Self::Active, Self::Paused]
            .into_iter()
            .find(|state| state.as_str() == text);
        known.ok_or(UnknownCampaignState)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::OrderFacts;
    use crate::money::{Currency, Minor, Money};
    use proptest::prelude::*;

    fn draft(sleeping_days: i64) -> CampaignDraft {
        let (id, template) = ("come-back".to_owned(), "spring".to_owned());
        CampaignDraft {
            id,
            template,
            sleeping_days,
            state: CampaignState::Active,
        }
    }

    fn check(draft: &CampaignDraft, expected: &[&str]) {
        let errors = draft.validate().err().unwrap_or_default();
        assert_eq!(
            errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn sleep_lasts_from_a_day_to_ten_years() {
        check(&draft(1), &[]);
        check(&draft(3_650), &[]);
        for days in [0, -1, 3_651, i64::MAX] {
            check(&draft(days), &["sleeping_days must be between 1 and 3650"]);
        }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let draft = CampaignDraft {
            id: String::new(),
            template: "a b".to_owned(),
            ..draft(0)
        };
        let code = "must be a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -";
        let (id, template) = (format!("id {code}"), format!("template {code}"));
        check(
            &draft,
            &[&id, &template, "sleeping_days must be between 1 and 3650"],
        );
    }

    #[test]
    fn name_of_a_state_is_read_back() {
        for state in [CampaignState::Active, CampaignState::Paused] {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        assert_eq!("ended".parse::<CampaignState>(), Err(UnknownCampaignState));
    }

    proptest! {
        #[test]
        fn query_and_predicate_find_the_same_customers(
            last_ms in 0..4 * 3_650 * DAY_MS, after_ms in 0..2 * 3_650 * DAY_MS, days in 1..=3_650_i64,
        ) {
            let now_ms = last_ms + after_ms;
            let campaign = draft(days).validate().unwrap();
            let facts = OrderFacts::first(Money::new(Minor(1), Currency::CNY), last_ms);
            prop_assert_eq!(
                last_ms <= campaign.asleep_since_ms(now_ms),
                facts.is_sleeping(campaign.sleeping_days, now_ms)
            );
        }
    }
}
