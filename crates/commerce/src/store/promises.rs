//! By when a store has an order ready, who brings it, the slots that shoppers choose from, and what can be booked.

mod booking;
mod draft;

pub use booking::{
    Appointment, BookingRefusal, BookingRule, BookingRuleDraft, CELL_MS, CHANGE_MINUTES_MAX, Need,
    RESOURCE_NAME_CHARS_MAX, RESOURCES_MAX, Resource, ResourceDraft, Taken,
};
pub use draft::{PromisesDraft, SlotRuleDraft};

use std::num::NonZero;

use serde::{Deserialize, Serialize};

use super::Mode;
use crate::hours::{Span, Timetable};

/// The longest preparation, in minutes.
pub const PREPARATION_MINUTES_MAX: u32 = 1_440;
/// The longest time that an order before it may cost an order, in minutes.
pub const QUEUE_MINUTES_MAX: u32 = 60;
/// The fastest courier, in metres a minute.
pub const COURIER_METRES_MAX: u32 = 2_000;
/// The courier of a store that does not say: 15 km/h, an electric bicycle in a city with its stairs and gates.
pub const COURIER_METRES_DEFAULT: u32 = 250;
/// The shortest slot, in minutes.
pub const SLOT_MINUTES_MIN: u32 = 5;
/// The longest slot, in minutes.
pub const SLOT_MINUTES_MAX: u32 = 480;
/// The most orders of a slot.
pub const SLOT_ORDERS_MAX: u32 = 10_000;
/// The longest time before a slot at which it closes, in minutes.
pub const SLOT_CUT_OFF_MINUTES_MAX: u32 = 10_080;
/// How far ahead a slot can be chosen at most, in days.
pub const SLOT_DAYS_AHEAD_MAX: u32 = 60;

/// The most orders before it that an order is said to wait for.
const QUEUED_MAX: u32 = 1_000;
const MINUTE_MS: u32 = 60_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// By when a store has an order ready, and the slots that shoppers choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promises {
    /// How long an order is prepared, in minutes; at most [`PREPARATION_MINUTES_MAX`].
    pub preparation_minutes: u32,
    /// How much longer for each order that is to be prepared before it, in minutes; at most [`QUEUE_MINUTES_MAX`].
    pub queue_minutes: u32,
    /// How far a courier gets in a minute, in metres; at most [`COURIER_METRES_MAX`].
    pub courier_metres: NonZero<u32>,
    /// Whether a courier brings what is delivered, rather than the store's own people.
    pub courier: bool,
    /// In which modes shoppers choose a slot; at most one rule for each.
    pub slots: Vec<SlotRule>,
    /// What services can be booked with, where they can.
    pub bookings: Option<BookingRule>,
}

/// The slots of a mode: stretches of one length from each opening to its closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotRule {
    /// The mode.
    pub mode: Mode,
    /// The length of a slot, in minutes; [`SLOT_MINUTES_MIN`] to [`SLOT_MINUTES_MAX`].
    pub minutes: NonZero<u32>,
    /// Orders in one slot, 1 to [`SLOT_ORDERS_MAX`].
    pub orders: u32,
    /// When one can be chosen.
    pub window: Window,
}

/// When something that begins later can be chosen: not too late, and not too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How long before it begins it closes, in minutes; at most [`SLOT_CUT_OFF_MINUTES_MAX`].
    pub cut_off_minutes: u32,
    /// How many days after today it can be chosen, on the store's calendar; at most [`SLOT_DAYS_AHEAD_MAX`].
    pub days_ahead: u32,
}

/// A slot: from its beginning to just before its end, in Unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// When it begins; what it is known by.
    pub start_ms: i64,
    /// When it ends.
    pub end_ms: i64,
}

/// Why a slot cannot be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlotRefusal {
    /// Where slots are chosen, one must be.
    #[error("a slot must be chosen")]
    Missing,
    /// There are no slots in this mode.
    #[error("the store has no slots in this mode")]
    NotOffered,
    /// No slot begins at this instant.
    #[error("no slot begins then")]
    Unknown,
    /// It is too near, or past.
    #[error("the slot is closed")]
    Closed,
    /// It is too far ahead.
    #[error("the slot is not open yet")]
    TooFarAhead,
    /// As many orders as it takes have it.
    #[error("the slot is full")]
    Full,
}

impl Promises {
    /// By when an order that is placed at `now_ms` is ready, with so many before it; in Unix milliseconds. One that would not be
    /// ready before the store closes is prepared once it has opened again. `None` when it does not open within a year.
    pub fn ready_ms(&self, timetable: &Timetable, now_ms: i64, queued: u32) -> Option<i64> {
        let minutes = self.preparation_minutes + self.queue_minutes * queued.min(QUEUED_MAX);
        let work_ms = i64::from(minutes) * i64::from(MINUTE_MS);
        let opens_ms = timetable.next_opening(now_ms)?;
        let ready_ms = opens_ms.saturating_add(work_ms);
        match timetable.closes_at(opens_ms) {
            Some(closes_ms) if ready_ms > closes_ms => {
                Some(timetable.next_opening(closes_ms)?.saturating_add(work_ms))
            }
            _ => Some(ready_ms),
        }
    }

    /// How long a courier takes for a distance in metres, in milliseconds: begun minutes count.
    pub fn courier_ms(&self, metres: u32) -> i64 {
        i64::from(metres.div_ceil(self.courier_metres.get())) * i64::from(MINUTE_MS)
    }

    /// The slots of a mode, where shoppers choose one.
    pub fn slots_of(&self, mode: Mode) -> Option<&SlotRule> {
        self.slots.iter().find(|rule| rule.mode == mode)
    }
}

impl SlotRule {
    /// The slot that begins at `start_ms`, if it can be chosen at `now_ms`.
    ///
    /// # Errors
    /// See [`SlotRefusal`]; that it is full is not known here.
    pub fn slot(&self, timetable: &Timetable, start_ms: i64, now_ms: i64) -> Result<Slot, SlotRefusal> {
        // Before anything is computed: a caller may send any number.
        self.window.check(timetable, start_ms, now_ms)?;
        let until_ms = start_ms.saturating_add(1);
        let mut slots = timetable.stretches(start_ms, until_ms, self.length_ms());
        slots
            .find(|(from_ms, _)| *from_ms == start_ms)
            .map(Slot::from)
            .ok_or(SlotRefusal::Unknown)
    }

    /// The slots that begin on a day of the store's calendar, in days since 1970-01-01, and can be chosen at `now_ms`: by
    /// their beginning. None of a day beyond [`Window::last_day`].
    pub fn slots_on(&self, timetable: &Timetable, day: i64, now_ms: i64) -> Vec<Slot> {
        if !self.window.holds_day(timetable, day, now_ms) {
            return Vec::new();
        }
        let from_ms = self.window.first_ms(now_ms);
        // No clock is a day off, so the local day lies within.
        let stretches = timetable.stretches(day * DAY_MS, (day + 2) * DAY_MS, self.length_ms());
        let mut slots: Vec<Slot> = stretches
            .filter(|(start_ms, _)| *start_ms >= from_ms && timetable.zone.epoch_day(*start_ms) == day)
            .map(Slot::from)
            .collect();
        slots.sort_unstable();
        slots.dedup_by_key(|slot| slot.start_ms);
        slots
    }

    fn length_ms(&self) -> NonZero<u32> {
        self.minutes
            .saturating_mul(NonZero::new(MINUTE_MS).unwrap_or(NonZero::<u32>::MIN))
    }
}

impl Window {
    /// Whether what begins at `start_ms` can be chosen at `now_ms`.
    ///
    /// # Errors
    /// [`SlotRefusal::Closed`], [`SlotRefusal::TooFarAhead`].
    pub fn check(&self, timetable: &Timetable, start_ms: i64, now_ms: i64) -> Result<(), SlotRefusal> {
        if start_ms < self.first_ms(now_ms) {
            return Err(SlotRefusal::Closed);
        }
        if timetable.zone.epoch_day(start_ms) > self.last_day(timetable, now_ms) {
            return Err(SlotRefusal::TooFarAhead);
        }
        Ok(())
    }

    /// The last day of which something can be chosen at `now_ms`, in days of the store's calendar since 1970-01-01.
    pub fn last_day(&self, timetable: &Timetable, now_ms: i64) -> i64 {
        timetable.zone.epoch_day(now_ms) + i64::from(self.days_ahead)
    }

    /// Whether something of a day can be chosen at `now_ms`, in days of the store's calendar since 1970-01-01.
    fn holds_day(&self, timetable: &Timetable, day: i64, now_ms: i64) -> bool {
        (timetable.zone.epoch_day(now_ms)..=self.last_day(timetable, now_ms)).contains(&day)
    }

    /// The earliest beginning that can be chosen at `now_ms`.
    fn first_ms(&self, now_ms: i64) -> i64 {
        now_ms.saturating_add(i64::from(self.cut_off_minutes) * i64::from(MINUTE_MS))
    }
}

impl From<Span> for Slot {
    fn from((start_ms, end_ms): Span) -> Self {
        Self { start_ms, end_ms }
    }
}

#[cfg(test)]
mod tests;
