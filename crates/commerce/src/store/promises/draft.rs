use std::num::NonZero;

use serde::{Deserialize, Serialize};

use super::{
    BookingRuleDraft, COURIER_METRES_DEFAULT, COURIER_METRES_MAX, PREPARATION_MINUTES_MAX, Promises,
    QUEUE_MINUTES_MAX, SLOT_CUT_OFF_MINUTES_MAX, SLOT_DAYS_AHEAD_MAX, SLOT_MINUTES_MAX, SLOT_MINUTES_MIN,
    SLOT_ORDERS_MAX, SlotRule, Window,
};
use crate::field::{FieldError, Findings, Rule, in_range, within};
use crate::store::Mode;

/// Promises as they are written in JSON, not yet checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromisesDraft {
    /// In minutes.
    pub preparation_minutes: i64,
    /// In minutes, for each order before.
    #[serde(default)]
    pub queue_minutes: i64,
    /// In metres a minute; [`COURIER_METRES_DEFAULT`] when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub courier_metres: Option<i64>,
    /// Whether a courier brings what is delivered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub courier: bool,
    /// One for each mode at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<SlotRuleDraft>,
    /// What services can be booked with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bookings: Option<BookingRuleDraft>,
}

/// A rule of slots as it is written in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotRuleDraft {
    /// `pickup` or `delivery`.
    pub mode: String,
    /// The length of a slot.
    pub minutes: i64,
    /// Orders in one slot.
    pub orders: i64,
    /// How long before it begins a slot closes.
    #[serde(default)]
    pub cut_off_minutes: i64,
    /// How many days after today a slot can be chosen.
    #[serde(default)]
    pub days_ahead: i64,
}

impl PromisesDraft {
    /// Checks all promises.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self) -> Result<Promises, Vec<FieldError>> {
        let mut findings = Findings::default();
        let mut number = |field, value, min, max| findings.keep(small(field, value, min, max));
        let preparation = number(
            "preparation_minutes",
            self.preparation_minutes,
            0,
            PREPARATION_MINUTES_MAX,
        );
        let queue = number("queue_minutes", self.queue_minutes, 0, QUEUE_MINUTES_MAX);
        let metres = self.courier_metres.unwrap_or(i64::from(COURIER_METRES_DEFAULT));
        let metres = number("courier_metres", metres, 1, COURIER_METRES_MAX);
        let slots = findings.keep(read_slots(&self.slots));
        let bookings = self.bookings.as_ref().map(BookingRuleDraft::validate).transpose();
        let bookings = findings.keep(bookings.map_err(|errors| within("bookings", errors)));
        let promises = || {
            Some(Promises {
                preparation_minutes: preparation?,
                queue_minutes: queue?,
                courier_metres: NonZero::new(metres?)?,
                courier: self.courier,
                slots: slots?,
                bookings: bookings?,
            })
        };
        findings.finish(promises())
    }
}

impl SlotRuleDraft {
    fn validate(&self) -> Result<SlotRule, Vec<FieldError>> {
        let mut findings = Findings::default();
        let mode = match self.mode.parse() {
            // Nothing is prepared for who is in the shop, and a service is booked by its own length.
            Ok(mode @ (Mode::Pickup | Mode::Delivery)) => Ok(mode),
            _ => Err(FieldError::new("mode", Rule::unknown(&self.mode))),
        };
        let mode = findings.keep(mode);
        let mut number = |field, value, min, max| findings.keep(small(field, value, min, max));
        let minutes = number("minutes", self.minutes, SLOT_MINUTES_MIN, SLOT_MINUTES_MAX);
        let orders = number("orders", self.orders, 1, SLOT_ORDERS_MAX);
        let window = findings.keep(read_window(self.cut_off_minutes, self.days_ahead));
        let rule = || {
            Some(SlotRule {
                mode: mode?,
                minutes: NonZero::new(minutes?)?,
                orders: orders?,
                window: window?,
            })
        };
        findings.finish(rule())
    }
}

/// When something can be chosen.
pub(super) fn read_window(cut_off_minutes: i64, days_ahead: i64) -> Result<Window, Vec<FieldError>> {
    let mut findings = Findings::default();
    let cut_off = small("cut_off_minutes", cut_off_minutes, 0, SLOT_CUT_OFF_MINUTES_MAX);
    let cut_off = findings.keep(cut_off);
    let days_ahead = findings.keep(small("days_ahead", days_ahead, 0, SLOT_DAYS_AHEAD_MAX));
    let window = || {
        Some(Window {
            cut_off_minutes: cut_off?,
            days_ahead: days_ahead?,
        })
    };
    findings.finish(window())
}

/// A small whole number.
pub(super) fn small(field: &str, value: i64, min: u32, max: u32) -> Result<u32, FieldError> {
    // In range, it fits.
    in_range(field, value, i64::from(min), i64::from(max)).map(|value| u32::try_from(value).unwrap_or(max))
}

fn read_slots(drafts: &[SlotRuleDraft]) -> Result<Vec<SlotRule>, Vec<FieldError>> {
    let max = Mode::ALL.len();
    if drafts.len() > max {
        return Err(FieldError::new("slots", Rule::TooMany { max }).into());
    }
    let mut findings = Findings::default();
    let mut rules: Vec<SlotRule> = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let at = format!("slots[{index}]");
        if let Some(rule) = findings.keep(draft.validate().map_err(|errors| within(&at, errors))) {
            if rules.iter().any(|known| known.mode == rule.mode) {
                findings.report(format!("{at}.mode"), Rule::Duplicate);
            }
            rules.push(rule);
        }
    }
    findings.finish(Some(rules))
}

impl From<Promises> for PromisesDraft {
    fn from(promises: Promises) -> Self {
        let slots = promises.slots.iter().map(|rule| SlotRuleDraft {
            mode: rule.mode.to_string(),
            minutes: rule.minutes.get().into(),
            orders: rule.orders.into(),
            cut_off_minutes: rule.window.cut_off_minutes.into(),
            days_ahead: rule.window.days_ahead.into(),
        });
        Self {
            preparation_minutes: promises.preparation_minutes.into(),
            queue_minutes: promises.queue_minutes.into(),
            courier_metres: Some(promises.courier_metres.get().into()),
            courier: promises.courier,
            slots: slots.collect(),
            bookings: promises.bookings.map(BookingRuleDraft::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROMISES: &str = r#"{"preparation_minutes":15,"queue_minutes":2,
        "slots":[{"mode":"pickup","minutes":30,"orders":20,"cut_off_minutes":20,"days_ahead":3},
                 {"mode":"delivery","minutes":60,"orders":8}]}"#;

    #[track_caller]
    fn check(change: impl FnOnce(&mut PromisesDraft), expected: &[&str]) {
        let mut draft: PromisesDraft = serde_json::from_str(PROMISES).unwrap();
        change(&mut draft);
        let errors = draft.validate().err().unwrap_or_default();
        let sentences: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(sentences, expected);
    }

    #[test]
    fn promises_survive_json() {
        for courier in [false, true] {
            let mut draft: PromisesDraft = serde_json::from_str(PROMISES).unwrap();
            draft.courier |= courier;
            let promises = draft.validate().unwrap();
            assert_eq!(promises.courier, courier);
            assert_eq!(promises.courier_metres.get(), COURIER_METRES_DEFAULT);
            let again = serde_json::to_string(&PromisesDraft::from(promises.clone())).unwrap();
            let again: PromisesDraft = serde_json::from_str(&again).unwrap();
            assert_eq!(again.validate(), Ok(promises));
        }
    }

    #[test]
    fn every_wrong_field_is_named_by_its_path() {
        check(
            |draft| {
                draft.preparation_minutes = -1;
                draft.queue_minutes = 61;
                draft.courier_metres = Some(0);
                draft.slots[0].mode = "in_store".into();
                draft.slots[0].minutes = 4;
                draft.slots[0].orders = 0;
                draft.slots[1].cut_off_minutes = i64::MAX;
                draft.slots[1].days_ahead = 61;
            },
            &[
                "preparation_minutes must be between 0 and 1440",
                "queue_minutes must be between 0 and 60",
                "courier_metres must be between 1 and 2000",
                r#"slots[0].mode is unknown: "in_store""#,
                "slots[0].minutes must be between 5 and 480",
                "slots[0].orders must be between 1 and 10000",
                "slots[1].cut_off_minutes must be between 0 and 10080",
                "slots[1].days_ahead must be between 0 and 60",
            ],
        );
        check(
            |draft| draft.slots[1].mode = "pickup".into(),
            &["slots[1].mode was given before"],
        );
        check(
            |draft| draft.slots = vec![draft.slots[0].clone(); 5],
            &["slots must hold at most 4 entries"],
        );
    }
}
