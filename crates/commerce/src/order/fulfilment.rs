use serde::{Deserialize, Serialize};

use crate::geo::{Point, distance_whole_metres};
use crate::money::Minor;
use crate::store::{Appointment, BookingRefusal, Mode, Slot, SlotRefusal, Store, Unavailable};

/// Where and when an order is fulfilled, as agreed when it was placed. Empty for what is taken along at once, and where
/// the store promises nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fulfilment {
    /// The slot that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<Slot>,
    /// Where it is brought to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<Destination>,
    /// By when it is ready to be fetched, or there; in Unix milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_ms: Option<i64>,
    /// With whom, and from when to when: of a service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking: Option<Appointment>,
}

/// Where an order is brought to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// In WGS-84.
    pub point: Point,
    /// How far it is from the store as the crow flies, in metres.
    pub metres: u32,
}

/// What a shopper wants of a store beside goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FulfilmentWish {
    /// How the goods get to the shopper.
    pub mode: Mode,
    /// When the wanted slot begins, in Unix milliseconds.
    pub slot_ms: Option<i64>,
    /// Where to bring it, in WGS-84.
    pub destination: Option<Point>,
}

/// Why a wish cannot be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FulfilmentRefusal {
    /// The store does not serve this way, not there, or not now.
    #[error(transparent)]
    Store(#[from] Unavailable),
    /// The slot cannot be chosen.
    #[error(transparent)]
    Slot(#[from] SlotRefusal),
    /// The services cannot be booked.
    #[error(transparent)]
    Booking(#[from] BookingRefusal),
    /// What is delivered needs a destination.
    #[error("a destination is missing")]
    NoDestination,
    /// Only what is delivered has one.
    #[error("there is a destination, and nothing is delivered")]
    Destination,
    /// The store does not deliver so small a basket.
    #[error("the basket is too small to be delivered")]
    BasketTooSmall,
}

impl Fulfilment {
    /// Whether nothing was agreed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Holds a wish against a store, when `queued` orders are to be prepared before it. Who serves a booking depends on its
    /// services, and on who is free: that is agreed on by [`BookingRule`](crate::store::BookingRule).
    ///
    /// An order may be placed while the store is closed by its hours, to be served later; not while it is closed for a time.
    /// A wish without a slot is a question for the price where the store has slots: an order must name one, see
    /// [`Fulfilment::lacks_slot`].
    ///
    /// # Errors
    /// See [`FulfilmentRefusal`].
    pub fn agree(
        store: &Store,
        wish: FulfilmentWish,
        queued: u32,
        now_ms: i64,
    ) -> Result<Self, FulfilmentRefusal> {
        let service = &store.service;
        if !service.modes.contains(wish.mode) {
            return Err(Unavailable::ModeNotServed.into());
        }
        let destination = destination(store, wish)?;
        if let Err(closed @ Unavailable::TemporarilyClosed { .. }) = service.is_open(now_ms) {
            return Err(closed.into());
        }
        let rule = store
            .promises
            .as_ref()
            .and_then(|promises| promises.slots_of(wish.mode));
        let slot = match (wish.slot_ms, rule) {
            (None, _) => None,
            _ if wish.mode == Mode::Booking => None,
            (Some(_), None) => return Err(SlotRefusal::NotOffered.into()),
            (Some(slot_ms), Some(rule)) => Some(rule.slot(&service.timetable, slot_ms, now_ms)?),
        };
        let promised_ms = match (slot, wish.mode) {
            // Fetched from its beginning on, brought until its end.
            (Some(slot), Mode::Pickup) => Some(slot.start_ms),
            (Some(slot), _) => Some(slot.end_ms),
            (None, Mode::Pickup | Mode::Delivery) if rule.is_none() => {
                soonest(store, destination, queued, now_ms)
            }
            (None, _) => None,
        };
        Ok(Self {
            slot,
            destination,
            promised_ms,
            booking: None,
        })
    }

    /// What delivery of goods of `subtotal` at list prices costs; zero for what is not delivered.
    ///
    /// # Errors
    /// [`FulfilmentRefusal::BasketTooSmall`], and [`Unavailable::OutOfDeliveryArea`] where no tier reaches.
    pub fn delivery_fee(&self, store: &Store, subtotal: Minor) -> Result<Minor, FulfilmentRefusal> {
        let Some(Destination { metres, .. }) = self.destination else {
            return Ok(Minor::ZERO);
        };
        match store.charges.delivery_fee(metres, subtotal) {
            Some(fee) => Ok(fee),
            None if store.charges.delivers_as_far_as(metres) => Err(FulfilmentRefusal::BasketTooSmall),
            None => Err(Unavailable::OutOfDeliveryArea.into()),
        }
    }

    /// Whether an order in a mode must name a slot at the store, and this does not.
    pub fn lacks_slot(&self, store: &Store, mode: Mode) -> bool {
        if mode == Mode::Booking {
            return self.booking.is_none();
        }
        let promises = store.promises.as_ref();
        self.slot.is_none() && promises.is_some_and(|promises| promises.slots_of(mode).is_some())
    }
}

fn destination(store: &Store, wish: FulfilmentWish) -> Result<Option<Destination>, FulfilmentRefusal> {
    let point = match (wish.mode, wish.destination) {
        (Mode::Delivery, Some(point)) => point,
        (Mode::Delivery, None) => return Err(FulfilmentRefusal::NoDestination),
        (_, Some(_)) => return Err(FulfilmentRefusal::Destination),
        (_, None) => return Ok(None),
    };
    store.service.reaches(store.point, wish.mode, point)?;
    let metres = distance_whole_metres(store.point, point);
    Ok(Some(Destination { point, metres }))
}

/// By when it is ready, or there, without a slot.
fn soonest(store: &Store, destination: Option<Destination>, queued: u32, now_ms: i64) -> Option<i64> {
    let promises = store.promises.as_ref()?;
    let ready_ms = promises.ready_ms(&store.service.timetable, now_ms, queued)?;
    let way_ms = destination.map_or(0, |destination| promises.courier_ms(destination.metres));
    Some(ready_ms.saturating_add(way_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON_MS: i64 = 1_767_225_600_000 + 4 * 3_600_000;
    const MINUTE_MS: i64 = 60_000;

    /// In Shanghai, open from 8 to 22, delivers 3 km: 3 yuan up to 1 km, 6 yuan beyond from 20 yuan on.
    fn store(promises: &str) -> Store {
        let hours: String = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            .map(|day| format!(r#""{day}":[["08:00","22:00"]]"#))
            .join(",");
        serde_json::from_str(&format!(
            r#"{{"id":"s1","name":{{"en":"Store"}},"country":"CN","point":{{"lat":31.0,"lng":121.0}},
            "zone":"Asia/Shanghai","modes":["pickup","delivery","in_store"],"delivery_area":{{"radius_metres":3000}},
            "hours":{{"weekly":{{{hours}}}}},"charges":{{"delivery":[{{"up_to_metres":1000,"fee_minor":300}},
            {{"up_to_metres":2500,"from_subtotal_minor":2000,"fee_minor":600}}]}},"promises":{promises}}}"#
        ))
        .unwrap()
    }

    fn north(store: &Store, metres: f64) -> Point {
        let lat = store.point.lat_degrees() + metres / 111_195.0;
        Point::from_degrees(lat, store.point.lng_degrees()).unwrap()
    }

    fn wish(mode: Mode, destination: Option<Point>, slot_ms: Option<i64>) -> FulfilmentWish {
        FulfilmentWish {
            mode,
            slot_ms,
            destination,
        }
    }

    #[test]
    fn delivery_costs_and_takes_as_long_as_it_is_far() {
        let store = store(r#"{"preparation_minutes":15,"queue_minutes":2,"courier_metres":200}"#);
        let agree = |metres: f64, subtotal: i64| {
            let wish = wish(Mode::Delivery, Some(north(&store, metres)), None);
            let agreed = Fulfilment::agree(&store, wish, 3, NOON_MS)?;
            Ok((agreed.promised_ms, agreed.delivery_fee(&store, Minor(subtotal))?))
        };
        for (metres, subtotal, fee, minutes) in [(900.0, 100, 300, 5), (2_000.0, 2_000, 600, 10)] {
            let promised_ms = NOON_MS + (15 + 3 * 2 + minutes) * MINUTE_MS;
            let expected = Ok((Some(promised_ms), Minor(fee)));
            assert_eq!(agree(metres, subtotal), expected, "{metres} m");
        }
        let too_far = Err(Unavailable::OutOfDeliveryArea.into());
        assert_eq!(agree(2_000.0, 1_999), Err(FulfilmentRefusal::BasketTooSmall));
        assert_eq!(agree(2_600.0, 9_999), too_far, "beyond the last tier");
        assert_eq!(agree(3_100.0, 9_999), too_far, "beyond the area");
    }

    #[test]
    fn what_is_delivered_has_a_destination_and_nothing_else_has() {
        let store = store("null");
        let here = Some(north(&store, 10.0));
        for (mode, destination, expected) in [
            (Mode::Delivery, None, Err(FulfilmentRefusal::NoDestination)),
            (Mode::Pickup, here, Err(FulfilmentRefusal::Destination)),
            (Mode::InStore, None, Ok(true)),
            (Mode::Booking, None, Err(Unavailable::ModeNotServed.into())),
        ] {
            let wish = wish(mode, destination, None);
            let agreed = Fulfilment::agree(&store, wish, 0, NOON_MS);
            assert_eq!(agreed.map(|agreed| agreed.is_empty()), expected, "{mode}");
        }
    }

    #[test]
    fn slot_is_chosen_where_there_are_slots_and_nowhere_else() {
        let store = store(
            r#"{"preparation_minutes":15,"slots":[{"mode":"pickup","minutes":30,"orders":5,"cut_off_minutes":15}]}"#,
        );
        let slot_ms = NOON_MS + 30 * MINUTE_MS;
        let agree = |mode, slot_ms| {
            let destination = (mode == Mode::Delivery).then(|| north(&store, 10.0));
            let wish = wish(mode, destination, slot_ms);
            Fulfilment::agree(&store, wish, 0, NOON_MS)
        };
        let chosen = agree(Mode::Pickup, Some(slot_ms)).unwrap();
        assert_eq!(chosen.promised_ms, Some(slot_ms));
        assert!(!chosen.lacks_slot(&store, Mode::Pickup));
        let asked = agree(Mode::Pickup, None).unwrap();
        assert_eq!(asked.promised_ms, None);
        assert!(asked.lacks_slot(&store, Mode::Pickup) && !asked.lacks_slot(&store, Mode::Delivery));
        assert_eq!(
            agree(Mode::Delivery, Some(slot_ms)),
            Err(SlotRefusal::NotOffered.into())
        );
        assert_eq!(
            agree(Mode::Pickup, Some(NOON_MS)),
            Err(SlotRefusal::Closed.into())
        );
    }
}
