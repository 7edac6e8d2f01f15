//! By when a store has an order ready, and its slots.

use commerce::store::{BookingRuleDraft, PromisesDraft, ResourceDraft, SlotRuleDraft};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// What services can be booked with, where they can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bookings: Option<BookingRule>,
}

/// What services can be booked with, and when: a quarter of an hour after another, while the store is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct BookingRule {
    /// Who and what there is; each serves one booking at a time.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 100)))]
    pub resources: Vec<Resource>,
    /// How long before it begins a booking closes, in minutes.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 10_080)))]
    pub cut_off_minutes: i64,
    /// How many days after today can be booked, on the store's calendar.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 60)))]
    pub days_ahead: i64,
    /// Until how long before it begins the shopper may move a booking, or cancel a paid one, in minutes.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 40_320)))]
    pub change_minutes: i64,
}

/// Who or what serves bookings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Resource {
    /// The merchant's code.
    #[cfg_attr(feature = "openapi", schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["mei"])))]
    pub id: String,
    /// What it can be booked for: a service names the kind that it needs.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["stylist"]))
    )]
    pub kind: String,
    /// What shoppers read, by language tag.
    pub name: BTreeMap<String, String>,
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
            bookings: promises.bookings.map(BookingRuleDraft::from),
        }
    }
}

impl From<BookingRule> for BookingRuleDraft {
    fn from(rule: BookingRule) -> Self {
        let resources = rule.resources.into_iter().map(|resource| ResourceDraft {
            id: resource.id,
            kind: resource.kind,
            name: resource.name,
        });
        Self {
            resources: resources.collect(),
            cut_off_minutes: rule.cut_off_minutes,
            days_ahead: rule.days_ahead,
            change_minutes: rule.change_minutes,
        }
    }
}
