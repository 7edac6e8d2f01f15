//! By when a store has an order ready, and its slots.

use commerce::store::{PromisesDraft, SlotRuleDraft};
use serde::{Deserialize, Serialize};

/// By when a store has an order ready, and the slots that shoppers choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Promises {
    /// How long an order is prepared, in minutes.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 1_440), example = 15))]
    pub preparation_minutes: i64,
    /// How much longer for each order without a slot that is to be made ready before it, in minutes.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 60)))]
    pub queue_minutes: i64,
    /// How far a courier gets in a minute, in metres; 250 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 2_000)))]
    pub courier_metres: Option<i64>,
    /// Whether a courier brings what is delivered: asked for each order that is made ready.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub courier: bool,
    /// In which modes shoppers choose a slot; one rule for each at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schemars(length(max = 4)))]
    pub slots: Vec<SlotRule>,
}

/// The slots of a mode: stretches of one length from each opening of the store to its closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SlotRule {
    /// The mode.
    #[cfg_attr(feature = "openapi", schemars(extend("enum" = ["pickup", "delivery"])))]
    pub mode: String,
    /// The length of a slot, in minutes.
    #[cfg_attr(feature = "openapi", schemars(range(min = 5, max = 480), example = 30))]
    pub minutes: i64,
    /// How many orders one slot takes.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 10_000), example = 20))]
    pub orders: i64,
    /// How long before it begins a slot closes, in minutes.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 10_080)))]
    pub cut_off_minutes: i64,
    /// How many days after today a slot can be chosen, on the store's calendar.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 60)))]
    pub days_ahead: i64,
}

impl From<Promises> for PromisesDraft {
    fn from(promises: Promises) -> Self {
        let slots = promises.slots.into_iter().map(|rule| SlotRuleDraft {
            mode: rule.mode,
            minutes: rule.minutes,
            orders: rule.orders,
            cut_off_minutes: rule.cut_off_minutes,
            days_ahead: rule.days_ahead,
        });
        Self {
            preparation_minutes: promises.preparation_minutes,
            queue_minutes: promises.queue_minutes,
            courier_metres: promises.courier_metres,
            courier: promises.courier,
            slots: slots.collect(),
        }
    }
}
