//! Stores between the wire and the domain.

use api::problem::{Code, Problem};
use commerce::geo::DeliveryAreaDraft;
use commerce::hours::{ClosureDraft, OpeningHoursDraft};
use commerce::ids::StoreId;
use commerce::store::{PointDraft, Store, StoreDraft};

/// The draft that a request describes.
pub fn draft(id: &StoreId, request: api::stores::PutStore) -> StoreDraft {
    StoreDraft {
        id: id.to_string(),
        name: request.name,
        address: request.address,
        city: request.city,
        region: request.region,
        country: request.country,
        postcode: request.postcode,
        point: Some(PointDraft {
            lat: request.point.lat,
            lng: request.point.lng,
        }),
        zone: request.zone,
        currency: request.currency,
        modes: request.modes,
        delivery_area: request.delivery_area.map(|area| DeliveryAreaDraft {
            radius_metres: area.radius_metres,
            polygon: area.polygon,
        }),
        hours: OpeningHoursDraft {
            weekly: request.hours.weekly,
            exceptions: request.hours.exceptions,
        },
        closure: request.closure.map(closure_draft),
        charges: request.charges.into(),
        promises: request.promises.map(Into::into),
    }
}

/// The closure that a request describes.
pub fn closure_draft(closure: api::stores::Closure) -> ClosureDraft {
    ClosureDraft {
        from_ms: closure.from_ms,
        until_ms: closure.until_ms,
        reason: closure.reason,
    }
}

/// A store as it is stored in key-value and shown: one form, so that what is stored can be sent as it is.
///
/// # Errors
/// [`Code::Internal`] if it cannot be written as JSON.
pub fn page(store: &Store) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(store).map_err(|_| Problem::new(Code::Internal))
}
