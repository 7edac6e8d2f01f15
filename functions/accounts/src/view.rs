//! What callers see.

use crate::account::Account;
use crate::places;
use api::accounts::{AddressView, BirthdayView, ConsentView, MeView};
use api::problem::{Code, Problem};
use commerce::account::{Address, Birthday};
use commerce::geo::CoordinateSystem;
use storage::account::address::StoredAddress;
use storage::account::consent::{self, StoredConsent};
use vault::Place;
use web::Call;

/// An account, with all that its owner agreed to.
///
/// # Errors
/// A failure of storage; [`Code::Internal`] when something does not open.
pub async fn me(call: &Call, account: &Account) -> Result<MeView, Problem> {
    let stored = &account.stored;
    let id = [&*account.id];
    let open = |place: Place<'_>, sealed: &Option<String>| {
        let opened = sealed.as_ref().map(|sealed| account.read(call, place, sealed));
        Ok::<_, Problem>(opened.transpose()?.map(|text| text.expose().to_owned()))
    };
    let birthday = open(places::birthday(&id), &stored.birthday)?;
    let consents = consent::of(call.sql(), &stored.customer)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(MeView {
        customer: account.id.clone(),
        version: stored.version,
        name: open(places::name(&id), &stored.name)?,
        language: stored.language.clone(),
        birthday: birthday.map(|text| read_birthday(&text)).transpose()?,
        phone: open(places::phone(&id), &stored.phone)?,
        home_store: stored.home_store.as_ref().map(ToString::to_string),
        member_since_ms: stored.created_ms,
        consents: consents.iter().map(consent_view).collect(),
    })
}

fn read_birthday(text: &str) -> Result<BirthdayView, Problem> {
    let birthday: Birthday = text.parse().map_err(|_| Problem::new(Code::Internal))?;
    Ok(BirthdayView {
        year: birthday.year.map(i64::from),
        month: birthday.month.into(),
        day: birthday.day.into(),
    })
}

fn consent_view(consent: &StoredConsent) -> ConsentView {
    ConsentView {
        purpose: consent.purpose.as_str(),
        given: consent.given,
        given_ms: consent.given_ms,
        withdrawn_ms: consent.withdrawn_ms,
    }
}

/// An address, in a system of coordinates.
///
/// # Errors
/// [`Code::Internal`] when it does not open.
pub fn address(
    call: &Call,
    account: &Account,
    stored: &StoredAddress,
    system: CoordinateSystem,
) -> Result<AddressView, Problem> {
    let id = stored.id.to_string();
    let opened = account.read(call, places::address(&[&account.id, &id]), &stored.address)?;
    let address: Address = serde_json::from_str(opened.expose()).map_err(|_| Problem::new(Code::Internal))?;
    Ok(address_view(id, address, stored.updated_ms, system))
}

/// An address that is open already.
pub fn address_view(id: String, address: Address, updated_ms: i64, system: CoordinateSystem) -> AddressView {
    let point = address.point.map(|point| system.from_wgs84(point));
    AddressView {
        id,
        label: address.label,
        recipient: address.recipient,
        phone: address.phone,
        region: address.region,
        detail: address.detail,
        lat: point.map(commerce::geo::Point::lat_degrees),
        lng: point.map(commerce::geo::Point::lng_degrees),
        updated_ms,
    }
}
