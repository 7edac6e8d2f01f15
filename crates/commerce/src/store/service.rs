use super::{Mode, Modes};
use crate::geo::{DeliveryArea, Point};
use crate::hours::{OpenStatus, Timetable};

/// How, when and where a store serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The modes that it serves.
    pub modes: Modes,
    /// Where it delivers to; there when it serves [`Mode::Delivery`], and kept while it does not.
    pub delivery_area: Option<DeliveryArea>,
    /// When it is open.
    pub timetable: Timetable,
}

/// Why a store cannot serve. What cannot change today goes before what can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// It does not serve the mode.
    #[error("the store does not serve this mode")]
    ModeNotServed,
    /// It delivers, but not there.
    #[error("the store does not deliver there")]
    OutOfDeliveryArea,
    /// It is closed for a time, whatever its hours say.
    #[error("the store is temporarily closed")]
    TemporarilyClosed {
        /// When it opens, in Unix milliseconds, if that is known.
        opens_at_ms: Option<i64>,
    },
    /// It is closed by its hours.
    #[error("the store is closed")]
    Closed {
        /// When it opens, in Unix milliseconds, if it does within a year.
        opens_at_ms: Option<i64>,
    },
}

impl Service {
    /// Whether a store at `store` serves the mode to a customer at `customer`, whatever the time.
    ///
    /// # Errors
    /// [`Unavailable::ModeNotServed`], [`Unavailable::OutOfDeliveryArea`].
    pub fn reaches(&self, store: Point, mode: Mode, customer: Point) -> Result<(), Unavailable> {
        if !self.modes.contains(mode) {
            return Err(Unavailable::ModeNotServed);
        }
        let delivers_there = || {
            self.delivery_area
                .as_ref()
                .is_some_and(|area| area.contains(store, customer))
        };
        if mode == Mode::Delivery && !delivers_there() {
            return Err(Unavailable::OutOfDeliveryArea);
        }
        Ok(())
    }

    /// Whether it is open at an instant, in Unix milliseconds.
    ///
    /// # Errors
    /// [`Unavailable::TemporarilyClosed`], [`Unavailable::Closed`].
    pub fn is_open(&self, at_ms: i64) -> Result<(), Unavailable> {
        if self.timetable.is_open(at_ms) {
            return Ok(());
        }
        match self.timetable.status(at_ms) {
            OpenStatus::Open { .. } => Ok(()),
            OpenStatus::Closed { opens_at_ms } => Err(Unavailable::Closed { opens_at_ms }),
            OpenStatus::TemporarilyClosed { opens_at_ms } => {
                Err(Unavailable::TemporarilyClosed { opens_at_ms })
            }
        }
    }

    /// Whether a store at `store` can serve a customer at `customer` in a mode at an instant, in Unix milliseconds.
    ///
    /// # Errors
    /// The first reason against it, in the order of [`Unavailable`].
    pub fn availability(
        &self,
        store: Point,
        mode: Mode,
        customer: Point,
        at_ms: i64,
    ) -> Result<(), Unavailable> {
        self.reaches(store, mode, customer)?;
        self.is_open(at_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hours::{Closure, Interval, OpeningHours};

    const NOON_MS: i64 = 12 * 3_600_000;
    const NIGHT_MS: i64 = 23 * 3_600_000;

    fn service() -> Service {
        Service {
            modes: [Mode::Pickup, Mode::Delivery].into_iter().collect(),
            delivery_area: Some(DeliveryArea::Radius(3_000)),
            timetable: Timetable {
                zone: "UTC".parse().unwrap(),
                hours: OpeningHours::daily(Interval::parse("08:00", "22:00").unwrap()),
                closure: None,
            },
        }
    }

    #[track_caller]
    fn check(
        service: &Service,
        mode: Mode,
        metres_north: f64,
        at_ms: i64,
        expected: Result<(), Unavailable>,
    ) {
        let store = Point::from_degrees(31.0, 121.0).unwrap();
        let customer = Point::from_degrees(31.0 + metres_north / 111_195.0, 121.0).unwrap();
        assert_eq!(service.availability(store, mode, customer, at_ms), expected);
    }

    #[test]
    fn a_store_serves_its_modes_in_its_area_while_it_is_open() {
        let closed = Err(Unavailable::Closed {
            opens_at_ms: Some(32 * 3_600_000),
        });
        check(&service(), Mode::Pickup, 1e6, NOON_MS, Ok(()));
        check(&service(), Mode::Delivery, 2_999.0, NOON_MS, Ok(()));
        check(
            &service(),
            Mode::Delivery,
            3_001.0,
            NOON_MS,
            Err(Unavailable::OutOfDeliveryArea),
        );
        check(
            &service(),
            Mode::Booking,
            0.0,
            NOON_MS,
            Err(Unavailable::ModeNotServed),
        );
        check(&service(), Mode::Pickup, 0.0, NIGHT_MS, closed);
    }

    #[test]
    fn what_cannot_change_today_is_the_reason_before_what_can() {
        let mut service = service();
        service.timetable.closure = Some(Closure {
            from_ms: 0,
            until_ms: None,
            reason: "refit".into(),
        });
        check(
            &service,
            Mode::Pickup,
            0.0,
            NIGHT_MS,
            Err(Unavailable::TemporarilyClosed { opens_at_ms: None }),
        );
        check(
            &service,
            Mode::Delivery,
            9_000.0,
            NIGHT_MS,
            Err(Unavailable::OutOfDeliveryArea),
        );
        check(
            &service,
            Mode::InStore,
            0.0,
            NIGHT_MS,
            Err(Unavailable::ModeNotServed),
        );
    }

    #[test]
    fn a_store_that_delivers_nowhere_does_not_deliver() {
        let mut service = service();
        service.delivery_area = None;
        check(
            &service,
            Mode::Delivery,
            0.0,
            NOON_MS,
            Err(Unavailable::OutOfDeliveryArea),
        );
    }
}
