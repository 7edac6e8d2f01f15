use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ChargesDraft, Country, Mode, Modes, PromisesDraft, Service, Store};
use crate::field::{FieldError, Findings, Rule, within};
use crate::geo::{DeliveryArea, DeliveryAreaDraft, Point};
use crate::hours::{ClosureDraft, OpeningHoursDraft, Timetable, Zone};
use crate::ids::StoreId;
use crate::money::Currency;
use crate::text::{self, Texts};

#[cfg(test)]
mod tests;

/// The longest name of a store, in characters.
pub const STORE_NAME_CHARS_MAX: usize = 100;
/// The longest address, in characters.
pub const ADDRESS_CHARS_MAX: usize = 200;
/// The longest name of a city, in characters.
pub const CITY_CHARS_MAX: usize = 60;
/// The longest name or code of a region, in characters.
pub const REGION_CHARS_MAX: usize = 60;
/// The longest postcode, in characters.
pub const POSTCODE_CHARS_MAX: usize = 12;

/// A store as it is written in JSON, not yet checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoreDraft {
    /// The merchant's code.
    pub id: String,
    /// By language tag; at least one.
    pub name: BTreeMap<String, String>,
    /// Street and number; may be empty.
    pub address: String,
    /// The city; may be empty.
    pub city: String,
    /// The state or province; may be empty.
    pub region: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// May be empty.
    pub postcode: String,
    /// Where it is, in WGS-84.
    pub point: Option<PointDraft>,
    /// IANA time zone.
    pub zone: String,
    /// ISO 4217 code; that of the country when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// `pickup`, `delivery`, `in_store`, `booking`; at least one.
    pub modes: Vec<String>,
    /// Where it delivers to; required when `delivery` is among the modes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_area: Option<DeliveryAreaDraft>,
    /// When it is open.
    pub hours: OpeningHoursDraft,
    /// A temporary closure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closure: Option<ClosureDraft>,
    /// What it charges beside its goods, and how its sales are taxed; nothing when missing.
    #[serde(skip_serializing_if = "ChargesDraft::is_empty")]
    pub charges: ChargesDraft,
    /// By when it has an order ready; nothing is promised when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promises: Option<PromisesDraft>,
}

/// A position as it is written in JSON, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointDraft {
    /// Latitude, -90 to 90.
    pub lat: f64,
    /// Longitude, -180 to 180.
    pub lng: f64,
}

impl StoreDraft {
    /// Checks the whole draft.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self) -> Result<Store, Vec<FieldError>> {
        let mut findings = Findings::default();
        let id = findings.keep(read_id(&self.id));
        let name = findings.keep(Texts::read_required(
            "name",
            &self.name,
            text::line,
            STORE_NAME_CHARS_MAX,
        ));
        let address = findings.keep(optional_line("address", &self.address, ADDRESS_CHARS_MAX));
        let city = findings.keep(optional_line("city", &self.city, CITY_CHARS_MAX));
        let region = findings.keep(optional_line("region", &self.region, REGION_CHARS_MAX));
        let country = findings.keep(read_country(&self.country));
        let postcode = findings.keep(optional_line("postcode", &self.postcode, POSTCODE_CHARS_MAX));
        let point = findings.keep(read_point(self.point));
        let currency = country.and_then(|country| findings.keep(self.read_currency(country)));
        let service = self.read_service(&mut findings);
        let charges = self.charges.validate();
        let charges = findings.keep(charges.map_err(|errors| within("charges", errors)));
        let promises = self.promises.as_ref();
        let promises = promises.map(|draft| draft.validate().map_err(|errors| within("promises", errors)));
        let promises = findings.keep(promises.transpose());
        let store = || {
            Some(Store {
                id: id?,
                name: name?,
                address: address?,
                city: city?,
                region: region?,
                country: country?,
                postcode: postcode?,
                point: point?,
                currency: currency?,
                service: service?,
                charges: charges?,
                promises: promises?,
            })
        };
        findings.finish(store())
    }

    fn read_currency(&self, country: Country) -> Result<Currency, FieldError> {
        match &self.currency {
            Some(code) => code
                .parse()
                .map_err(|_| FieldError::new("currency", Rule::unknown(code))),
            None => Currency::of_country(country.as_str())
                .ok_or_else(|| FieldError::new("currency", Rule::Required)),
        }
    }

    fn read_service(&self, findings: &mut Findings) -> Option<Service> {
        let zone = findings.keep(
            self.zone
                .parse::<Zone>()
                .map_err(|error| error.at("zone", &self.zone)),
        );
        let modes = findings.keep(read_modes(&self.modes));
        let delivers = modes.is_some_and(|modes| modes.contains(Mode::Delivery));
        let delivery_area = findings.keep(read_area(self.delivery_area.as_ref(), delivers));
        let hours = findings.keep(self.hours.validate().map_err(|errors| within("hours", errors)));
        let closure = self
            .closure
            .as_ref()
            .map(|closure| closure.validate().map_err(|errors| within("closure", errors)));
        let closure = findings.keep(closure.transpose());
        let timetable = Timetable {
            zone: zone?,
            hours: hours?,
            closure: closure?,
        };
        Some(Service {
            modes: modes?,
            delivery_area: delivery_area?,
            timetable,
        })
    }
}

fn read_id(id: &str) -> Result<StoreId, FieldError> {
    let expected = "a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -";
    id.parse()
        .map_err(|_| FieldError::new("id", Rule::Format { expected }))
}

fn optional_line(field: &str, value: &str, chars_max: usize) -> Result<String, FieldError> {
    if value.trim().is_empty() {
        Ok(String::new())
    } else {
        text::line(field, value, chars_max)
    }
}

fn read_country(code: &str) -> Result<Country, FieldError> {
    let rule = || {
        if code.is_empty() {
            Rule::Required
        } else {
            Rule::unknown(code)
        }
    };
    code.parse().map_err(|_| FieldError::new("country", rule()))
}

fn read_point(point: Option<PointDraft>) -> Result<Point, Vec<FieldError>> {
    let Some(PointDraft { lat, lng }) = point else {
        return Err(FieldError::new("point", Rule::Required).into());
    };
    Point::from_degrees(lat, lng).map_err(|errors| within("point", errors))
}

pub(super) fn read_modes(names: &[String]) -> Result<Modes, Vec<FieldError>> {
    if names.is_empty() {
        return Err(FieldError::new("modes", Rule::TooFew { min: 1 }).into());
    }
    let mut findings = Findings::default();
    let mut modes = Vec::with_capacity(Mode::ALL.len());
    for (index, name) in names.iter().enumerate() {
        match name.parse::<Mode>() {
            Ok(mode) if modes.contains(&mode) => findings.report(format!("modes[{index}]"), Rule::Duplicate),
            Ok(mode) => modes.push(mode),
            Err(_) => findings.report(format!("modes[{index}]"), Rule::unknown(name)),
        }
    }
    findings.finish(Some(modes.into_iter().collect()))
}

fn read_area(
    draft: Option<&DeliveryAreaDraft>,
    delivers: bool,
) -> Result<Option<DeliveryArea>, Vec<FieldError>> {
    match draft {
        Some(draft) => draft
            .validate()
            .map(Some)
            .map_err(|errors| within("delivery_area", errors)),
        None if delivers => Err(FieldError::new("delivery_area", Rule::Required).into()),
        None => Ok(None),
    }
}

impl TryFrom<StoreDraft> for Store {
    type Error = String;

    fn try_from(draft: StoreDraft) -> Result<Self, String> {
        let sentences = |errors: Vec<FieldError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>();
        draft.validate().map_err(|errors| sentences(errors).join("; "))
    }
}

impl From<Store> for StoreDraft {
    fn from(store: Store) -> Self {
        let Service {
            modes,
            delivery_area,
            timetable,
        } = store.service;
        Self {
            id: store.id.to_string(),
            name: store
                .name
                .iter()
                .map(|(tag, name)| (tag.to_string(), name.to_owned()))
                .collect(),
            address: store.address,
            city: store.city,
            region: store.region,
            country: store.country.to_string(),
            postcode: store.postcode,
            point: Some(PointDraft {
                lat: store.point.lat_degrees(),
                lng: store.point.lng_degrees(),
            }),
            zone: timetable.zone.to_string(),
            currency: Some(store.currency.to_string()),
            modes: modes.iter().map(|mode| mode.to_string()).collect(),
            delivery_area: delivery_area.as_ref().map(DeliveryAreaDraft::from),
            hours: timetable.hours.into(),
            closure: timetable.closure.map(ClosureDraft::from),
            charges: store.charges.into(),
            promises: store.promises.map(PromisesDraft::from),
        }
    }
}
