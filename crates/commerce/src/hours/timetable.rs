use std::num::NonZero;

use jiff::tz::AmbiguousOffset;

use super::weekly::date_of;
use super::zone::Offset;
use super::{Closure, Interval, OpeningHours, Zone};

#[cfg(test)]
mod tests;

/// How far ahead an opening is looked for, in days.
const AHEAD_DAYS: i64 = 366;
/// A day without a change of the clock, in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;
/// After so long without closing, in milliseconds, a store is said not to close.
const ALWAYS_MS: i64 = 8 * 24 * 3_600_000;

/// When a store is open: its hours, where its clock stands, and whether it is closed for a time.
///
/// Where clocks are put back, a time that comes twice opens the store the first time and closes it the second. Where they
/// are put forward, a time that is left out opens and closes it at the moment of the change. Instants are in Unix
/// milliseconds; outside of years -9999 to 9999 every store is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// The zone of the store's clock.
    pub zone: Zone,
    /// Weekly hours and exceptions.
    pub hours: OpeningHours,
    /// A temporary closure, past, present or to come.
    pub closure: Option<Closure>,
}

/// Whether a store is open at an instant, and when that changes. Instants are in Unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenStatus {
    /// It is open.
    Open {
        /// When it closes; `None` when it does not within a week.
        closes_at_ms: Option<i64>,
    },
    /// It is closed by its hours.
    Closed {
        /// When it opens; `None` when it does not within a year.
        opens_at_ms: Option<i64>,
    },
    /// It is closed for a time, whatever its hours say.
    TemporarilyClosed {
        /// When it opens; `None` when it does not within a year of the closure's end, or the end is not known.
        opens_at_ms: Option<i64>,
    },
}

/// From an instant to just before another, in Unix milliseconds.
pub type Span = (i64, i64);

impl Timetable {
    /// Whether the store is open at an instant.
    pub fn is_open(&self, at_ms: i64) -> bool {
        !self.is_closed_for_a_time(at_ms)
            && self
                .spans(at_ms)
                .take_while(|(open, _)| *open <= at_ms)
                .any(|(_, close)| at_ms < close)
    }

    /// Whether the store is open at an instant, and when that changes.
    pub fn status(&self, at_ms: i64) -> OpenStatus {
        if self.is_closed_for_a_time(at_ms) {
            return OpenStatus::TemporarilyClosed {
                opens_at_ms: self.next_opening(at_ms),
            };
        }
        match self.span_ending_after(at_ms) {
            Some((open, _)) if open <= at_ms => OpenStatus::Open {
                closes_at_ms: self.closes_at(at_ms),
            },
            _ => OpenStatus::Closed {
                opens_at_ms: self.next_opening(at_ms),
            },
        }
    }

    /// The first instant from `at_ms` on at which the store is open, `at_ms` itself if it is; `None` when there is none
    /// within a year.
    pub fn next_opening(&self, at_ms: i64) -> Option<i64> {
        let opens_from = |from_ms: i64| self.span_ending_after(from_ms).map(|(open, _)| open.max(from_ms));
        let opens_at_ms = opens_from(at_ms)?;
        match &self.closure {
            Some(closure) if closure.is_on(opens_at_ms) => opens_from(closure.until_ms?),
            _ => Some(opens_at_ms),
        }
    }

    /// When the store, open at `at_ms`, closes; `None` when it is closed, and when it does not close within a week.
    pub fn closes_at(&self, at_ms: i64) -> Option<i64> {
        let (_, close) = self.span_ending_after(at_ms).filter(|(open, _)| *open <= at_ms)?;
        let close = Some(close).filter(|close| *close < at_ms.saturating_add(ALWAYS_MS));
        match &self.closure {
            Some(closure) if closure.is_on(at_ms) => None,
            Some(Closure { from_ms, .. }) if *from_ms > at_ms => {
                Some(close.map_or(*from_ms, |close| close.min(*from_ms)))
            }
            _ => close,
        }
    }

    /// Stretches of `length_ms` one after another from each opening of a day to its closing, of the openings that may still
    /// last at `at_ms` and begin before `until_ms`. What does not fit before closing is left out, and so is what a temporary
    /// closure touches. Openings that overlap give stretches that do.
    pub fn stretches(
        &self,
        at_ms: i64,
        until_ms: i64,
        length_ms: NonZero<u32>,
    ) -> impl Iterator<Item = Span> {
        let length_ms = i64::from(length_ms.get());
        let openings = self.spans(at_ms).take_while(move |(open, _)| *open < until_ms);
        let stretches = openings.flat_map(move |(open, close)| {
            (0..(close - open) / length_ms)
                .map(move |nth| (open + nth * length_ms, open + (nth + 1) * length_ms))
        });
        stretches.filter(|stretch| {
            self.closure
                .as_ref()
                .is_none_or(|closure| !closure.touches(*stretch))
        })
    }

    fn is_closed_for_a_time(&self, at_ms: i64) -> bool {
        self.closure.as_ref().is_some_and(|closure| closure.is_on(at_ms))
    }

    /// The first time open that is not over at `at_ms`, by hours alone; stretches without a gap between them are one, at
    /// least as far as a week ahead.
    fn span_ending_after(&self, at_ms: i64) -> Option<Span> {
        let mut joined: Option<Span> = None;
        for (open, close) in self.spans(at_ms) {
            match &mut joined {
                Some(span) if open <= span.1 => span.1 = span.1.max(close),
                Some(span) if span.1 > at_ms => break,
                _ => joined = Some((open, close)),
            }
            if joined.is_some_and(|span| span.1 >= span.0.max(at_ms).saturating_add(ALWAYS_MS)) {
                break;
            }
        }
        joined.filter(|span| span.1 > at_ms)
    }

    /// The times open by hours alone, in the order of their opening, from those that may still last at `at_ms`.
    fn spans(&self, at_ms: i64) -> impl Iterator<Item = Span> {
        let offset = self.zone.offset(at_ms);
        // An interval closes at the end of the next day at the latest; one more day absorbs any change of the clock.
        let first = offset.map(|offset| (at_ms + offset.offset_ms).div_euclid(DAY_MS) - 2);
        let days = first.into_iter().flat_map(|first| first..first + AHEAD_DAYS);
        days.flat_map(move |day| {
            self.hours
                .on_day(day)
                .iter()
                .filter_map(move |interval| self.span(day, *interval, offset?))
        })
    }

    fn span(&self, day: i64, interval: Interval, near: Offset) -> Option<Span> {
        let open = self.instant(day, interval.open(), near, Edge::Opening)?;
        let close = self.instant(day, interval.close(), near, Edge::Closing)?;
        (open < close).then_some((open, close))
    }

    /// When the store's clock shows a minute of a day, counted from 1970-01-01, which may be on the day after.
    ///
    /// `near` is how the clock stands about then: where it keeps standing so for long enough, no calendar is needed.
    fn instant(&self, day: i64, minute: u16, near: Offset, edge: Edge) -> Option<i64> {
        let at_ms = day * DAY_MS + i64::from(minute) * 60_000 - near.offset_ms;
        if near.is_steady_around(at_ms) {
            return Some(at_ms);
        }
        const DAY: u16 = 24 * 60;
        let date = date_of(day + i64::from(minute / DAY))?;
        let minute = minute % DAY;
        let time = date.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        let zone = self.zone.rules();
        let timestamp = match (zone.to_ambiguous_timestamp(time).offset(), edge) {
            (AmbiguousOffset::Unambiguous { offset }, _) => offset.to_timestamp(time).ok()?,
            (AmbiguousOffset::Fold { before, .. }, Edge::Opening) => before.to_timestamp(time).ok()?,
            (AmbiguousOffset::Fold { after, .. }, Edge::Closing) => after.to_timestamp(time).ok()?,
            // By the new offset, a time that was left out lies before the change.
            (AmbiguousOffset::Gap { after, .. }, _) => {
                zone.following(after.to_timestamp(time).ok()?).next()?.timestamp()
            }
        };
        Some(timestamp.as_millisecond())
    }
}

#[derive(Clone, Copy)]
enum Edge {
    Opening,
    Closing,
}
