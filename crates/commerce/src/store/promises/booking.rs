//! What services are booked with: which stylist or chair, from when to when.

mod draft;

pub use draft::{
    BookingRuleDraft, CHANGE_MINUTES_MAX, RESOURCE_NAME_CHARS_MAX, RESOURCES_MAX, ResourceDraft,
};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{DAY_MS, MINUTE_MS, Slot, SlotRefusal, Window};
use crate::hours::Timetable;
use crate::ids::{ResourceId, ResourceKind};
use crate::product::{BookableService, SERVICE_MINUTES_MAX};
use crate::text::Texts;

/// Time is booked in cells of so many milliseconds, counted from 1970-01-01 UTC: a quarter of an hour, which divides the offset of
/// every time zone. An appointment begins with a cell, and has a cell that it only begins to use for itself.
pub const CELL_MS: i64 = 15 * 60_000;

/// What services can be booked with at a store, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingRule {
    /// Who and what there is; 1 to [`RESOURCES_MAX`], each with an id of its own.
    pub resources: Vec<Resource>,
    /// When one can be booked.
    pub window: Window,
    /// Until how long before it begins the shopper may move or cancel an appointment, in minutes; at most
    /// [`CHANGE_MINUTES_MAX`].
    pub change_minutes: u32,
}

/// Who or what serves one appointment at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The merchant's code.
    pub id: ResourceId,
    /// What it can be booked for: a service names the kind that it needs.
    pub kind: ResourceKind,
    /// What shoppers read; in at least one language.
    pub name: Texts,
}

/// What a cart of services needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The kind of resource.
    pub kind: ResourceKind,
    /// How long, in minutes: one service after the other.
    pub minutes: u32,
}

/// A resource at a time, agreed on. Instants are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// With whom, or what.
    pub resource: ResourceId,
    /// Its kind.
    pub kind: ResourceKind,
    /// When it begins: a multiple of [`CELL_MS`].
    pub start_ms: i64,
    /// When it ends.
    pub end_ms: i64,
    /// Until when the shopper may move or cancel it.
    pub change_by_ms: i64,
}

/// Cells that appointments have, by resource and beginning.
pub type Taken = BTreeSet<(ResourceId, i64)>;

/// Why nothing can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookingRefusal {
    /// Not then.
    #[error(transparent)]
    Slot(#[from] SlotRefusal),
    /// The store has no such resource, or it cannot be booked for this.
    #[error("there is no such resource for this service")]
    UnknownResource,
    /// The services need resources of more than one kind; each kind is an order of its own.
    #[error("the services need resources of several kinds")]
    SeveralKinds,
    /// All services together take longer than [`SERVICE_MINUTES_MAX`].
    #[error("the services take too long together")]
    TooLong,
}

impl Need {
    /// What services need, each with how often; `None` for none.
    ///
    /// # Errors
    /// [`BookingRefusal::SeveralKinds`], [`BookingRefusal::TooLong`].
    pub fn of<'a>(
        services: impl IntoIterator<Item = (&'a BookableService, u32)>,
    ) -> Result<Option<Self>, BookingRefusal> {
        let mut need: Option<Self> = None;
        for (service, times) in services {
            let need = need.get_or_insert_with(|| Self {
                kind: service.resource.clone(),
                minutes: 0,
            });
            if need.kind != service.resource {
                return Err(BookingRefusal::SeveralKinds);
            }
            need.minutes = need.minutes.saturating_add(service.minutes.saturating_mul(times));
        }
        match need {
            Some(need) if need.minutes > SERVICE_MINUTES_MAX => Err(BookingRefusal::TooLong),
            need => Ok(need),
        }
    }

    fn length_ms(&self) -> i64 {
        i64::from(self.minutes) * i64::from(MINUTE_MS)
    }
}

impl BookingRule {
    /// The time from `start_ms` on, if it can be booked at `now_ms` while the store is open.
    ///
    /// # Errors
    /// See [`SlotRefusal`]; that nobody is free then is not known here.
    pub fn slot(
        &self,
        timetable: &Timetable,
        need: &Need,
        start_ms: i64,
        now_ms: i64,
    ) -> Result<Slot, SlotRefusal> {
        self.window.check(timetable, start_ms, now_ms)?;
        fitting(timetable, need, start_ms).ok_or(SlotRefusal::Unknown)
    }

    /// The times on a day of the store's calendar, in days since 1970-01-01, that can be booked at `now_ms` as far as the store's
    /// hours go: by their beginning.
    pub fn slots_on(&self, timetable: &Timetable, need: &Need, day: i64, now_ms: i64) -> Vec<Slot> {
        // A day outside of the window has none; asked first, since a caller may send any.
        if !self.window.holds_day(timetable, day, now_ms) {
            return Vec::new();
        }
        // No clock is a day off, so the local day lies within.
        let from_ms = self.window.first_ms(now_ms).max((day - 1) * DAY_MS);
        let first = from_ms.div_euclid(CELL_MS) + i64::from(from_ms.rem_euclid(CELL_MS) > 0);
        let last = (day + 2) * DAY_MS / CELL_MS;
        (first..last)
            .map(|cell| cell * CELL_MS)
            .filter(|start_ms| timetable.zone.epoch_day(*start_ms) == day)
            .filter_map(|start_ms| fitting(timetable, need, start_ms))
            .collect()
    }

    /// The resources that can serve a need; only the one that is wanted, where one is.
    ///
    /// # Errors
    /// [`BookingRefusal::UnknownResource`] when there is none.
    pub fn able(
        &self,
        kind: &ResourceKind,
        wanted: Option<&ResourceId>,
    ) -> Result<Vec<&Resource>, BookingRefusal> {
        let resources = self.resources.iter();
        let able: Vec<&Resource> = resources
            .filter(|resource| resource.kind == *kind && wanted.is_none_or(|wanted| *wanted == resource.id))
            .collect();
        if able.is_empty() {
            return Err(BookingRefusal::UnknownResource);
        }
        Ok(able)
    }

    /// An appointment with a resource.
    pub fn appoint(&self, resource: &Resource, slot: Slot) -> Appointment {
        let change_ms = i64::from(self.change_minutes) * i64::from(MINUTE_MS);
        Appointment {
            resource: resource.id.clone(),
            kind: resource.kind.clone(),
            start_ms: slot.start_ms,
            end_ms: slot.end_ms,
            change_by_ms: slot.start_ms.saturating_sub(change_ms),
        }
    }
}

impl Appointment {
    /// From when to when.
    pub fn slot(&self) -> Slot {
        Slot {
            start_ms: self.start_ms,
            end_ms: self.end_ms,
        }
    }
}

impl Slot {
    /// The cells that an appointment of this time has, by their beginning, ascending.
    pub fn cells(self) -> impl Iterator<Item = i64> + Clone {
        let count = (self.end_ms - self.start_ms + CELL_MS - 1) / CELL_MS;
        (0..count).map(move |nth| self.start_ms + nth * CELL_MS)
    }

    /// Whether a resource has none of its cells taken.
    pub fn is_free(self, resource: &ResourceId, taken: &Taken) -> bool {
        self.cells()
            .all(|cell| !taken.contains(&(resource.clone(), cell)))
    }
}

/// The time from `start_ms` on, if it is of the grid and the store is open all the time.
fn fitting(timetable: &Timetable, need: &Need, start_ms: i64) -> Option<Slot> {
    let end_ms = start_ms.checked_add(need.length_ms())?;
    let is_open = start_ms % CELL_MS == 0 && timetable.is_open(start_ms);
    let lasts = || {
        timetable
            .closes_at(start_ms)
            .is_none_or(|closes_ms| end_ms <= closes_ms)
    };
    (is_open && lasts()).then_some(Slot { start_ms, end_ms })
}

#[cfg(test)]
mod tests;
