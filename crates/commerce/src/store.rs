//! A store: where it is, what it is called, and how, when and where it serves.

mod charges;
mod country;
mod draft;
mod import;
mod leaf_document;
mod mode;
mod promises;
mod record;
mod service;

pub use charges::{
    Charges, ChargesDraft, DELIVERY_TIERS_MAX, DeliveryTier, DeliveryTierDraft, FEE_MINOR_MAX, PackagingFee,
    PackagingFeeDraft, PackagingUnit, TaxRuleDraft, UnknownPackagingUnit,
};
pub use country::{Country, UnknownCountry};
pub use draft::{
    ADDRESS_CHARS_MAX, CITY_CHARS_MAX, POSTCODE_CHARS_MAX, PointDraft, REGION_CHARS_MAX,
    STORE_NAME_CHARS_MAX, StoreDraft,
};
pub use import::{ImportedStore, RowWarning, StoreRow};
pub use leaf_document::{LeafDocument, ListedStore, MalformedLeafDocument};
pub use mode::{Mode, Modes, UnknownMode};
pub use promises::{
    Appointment, BookingRefusal, BookingRule, BookingRuleDraft, CELL_MS, CHANGE_MINUTES_MAX,
    COURIER_METRES_DEFAULT, COURIER_METRES_MAX, Need, PREPARATION_MINUTES_MAX, Promises, PromisesDraft,
    QUEUE_MINUTES_MAX, RESOURCE_NAME_CHARS_MAX, RESOURCES_MAX, Resource, ResourceDraft,
    SLOT_CUT_OFF_MINUTES_MAX, SLOT_DAYS_AHEAD_MAX, SLOT_MINUTES_MAX, SLOT_MINUTES_MIN, SLOT_ORDERS_MAX, Slot,
    SlotRefusal, SlotRule, SlotRuleDraft, Taken, Window,
};
pub use record::{StoreRecord, StoreTerms};
pub use service::{Service, Unavailable};

use serde::{Deserialize, Serialize};

use crate::geo::Point;
use crate::ids::StoreId;
use crate::money::Currency;
use crate::text::Texts;

/// A store of the brand. In JSON it looks like its [`StoreDraft`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoreDraft", into = "StoreDraft")]
pub struct Store {
    /// The merchant's code.
    pub id: StoreId,
    /// Its name; in at least one language.
    pub name: Texts,
    /// Street and number, in the language of the place; may be empty.
    pub address: String,
    /// The city, in the language of the place; may be empty, as in a city state.
    pub city: String,
    /// The state or province, by name or code; may be empty.
    pub region: String,
    /// The country.
    pub country: Country,
    /// The postcode; may be empty.
    pub postcode: String,
    /// Where it is.
    pub point: Point,
    /// The currency that it counts in.
    pub currency: Currency,
    /// How, when and where it serves.
    pub service: Service,
    /// What it charges beside its goods, and how its sales are taxed.
    pub charges: Charges,
    /// By when it has an order ready, the slots that shoppers choose from, and what can be booked, if it says so.
    pub promises: Option<Promises>,
}

impl Store {
    /// Whether it can serve a customer at `customer` in a mode at an instant, in Unix milliseconds.
    ///
    /// # Errors
    /// See [`Service::availability`].
    pub fn availability(&self, mode: Mode, customer: Point, at_ms: i64) -> Result<(), Unavailable> {
        self.service.availability(self.point, mode, customer, at_ms)
    }

    /// What services can be booked with, where they can.
    pub fn bookings(&self) -> Option<&BookingRule> {
        self.promises.as_ref()?.bookings.as_ref()
    }
}
