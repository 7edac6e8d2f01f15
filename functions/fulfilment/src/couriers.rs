//! The courier behind the function `couriers`, in the JSON of [`api::couriers`].

use api::couriers::{CANCEL, COMPONENT, Named, Place, QUERY, REQUEST, Request};
use api::money::MoneyView;
use api::provider::NOTIFICATION;
use commerce::geo::Point;
use commerce::ids::DeliveryId;
use commerce::money::{Minor, Money};
use commerce::order::{CourierFailure, CourierWord, Order};
use commerce::store::Store;
use serde_json::Value;
use web::Call;
use web::provider::{ProviderError, outcome, received, text};

/// How long an answer is waited for, in milliseconds. A provider asks its courier once or twice, for four seconds at most each
/// time.
const ANSWER_MS_MAX: u64 = 10_000;
/// Longest name of a store, in characters; the contract's limit.
const NAME_CHARS_MAX: usize = 40;

/// What the courier says of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The delivery's number, as the courier named it.
    pub number: String,
    /// What it says.
    pub word: CourierWord,
    /// What it charges.
    pub fee: Money,
}

/// A notification whose signature was verified.
pub struct Notification {
    /// What it says of a delivery; `None` for what nothing follows from.
    pub report: Option<Report>,
    /// The media type of the acknowledgement.
    pub acknowledgement_type: String,
    /// By which the courier knows that it was heard.
    pub acknowledgement: String,
}

/// Requests a delivery of an order from its store. What the courier needs to find it again, and where it is by now.
///
/// # Errors
/// As the contract says.
pub async fn request(
    call: &Call,
    number: DeliveryId,
    order: &Order,
    store: &Store,
) -> Result<(String, Report), ProviderError> {
    let destination = order.fulfilment.destination.ok_or_else(|| {
        // An order without one is never made due.
        ProviderError::Rejected("the order has no destination".to_owned())
    })?;
    let name = call.locale.pick(&store.name).unwrap_or(store.id.as_str());
    let units = order.quote.lines.iter().map(|line| line.quantity);
    let request = Request {
        number: number.to_string(),
        store: place(store.point),
        store_name: name.chars().take(NAME_CHARS_MAX).collect(),
        destination: place(destination.point),
        promised_ms: order.fulfilment.promised_ms,
        value: MoneyView::new(order.quote.payable, order.quote.currency),
        units: units.fold(0, u32::saturating_add),
    };
    let answer = post(call, REQUEST, serde_json::to_vec(&request).ok()).await?;
    let accepted = || Some((text(&answer, "reference")?, report(answer.get("delivery")?)?));
    let (reference, report) = accepted().ok_or_else(ProviderError::senseless)?;
    Ok((reference, of(number, report)?))
}

/// Says where a delivery is.
///
/// # Errors
/// As the contract says.
pub async fn query(call: &Call, number: DeliveryId, reference: &str) -> Result<Report, ProviderError> {
    ask(call, QUERY, number, reference).await
}

/// Cancels a delivery, and says where it ended.
///
/// # Errors
/// As the contract says.
pub async fn cancel(call: &Call, number: DeliveryId, reference: &str) -> Result<Report, ProviderError> {
    ask(call, CANCEL, number, reference).await
}

/// Verifies and reads a notification that arrived for the provider of this name.
///
/// # Errors
/// As the contract says.
pub async fn read_notification(call: &Call, provider: &str) -> Result<Notification, ProviderError> {
    let received = received(provider, &call.headers, &call.body);
    let answer = post(call, NOTIFICATION, serde_json::to_vec(&received).ok()).await?;
    notification(&answer).ok_or_else(ProviderError::senseless)
}

async fn ask(
    call: &Call,
    path: &'static str,
    number: DeliveryId,
    reference: &str,
) -> Result<Report, ProviderError> {
    let named = Named {
        number: number.to_string(),
        reference: reference.to_owned(),
    };
    let answer = post(call, path, serde_json::to_vec(&named).ok()).await?;
    of(number, report(&answer).ok_or_else(ProviderError::senseless)?)
}

async fn post(call: &Call, path: &'static str, json: Option<Vec<u8>>) -> Result<Value, ProviderError> {
    let json = json.ok_or_else(|| ProviderError::Rejected("the request is no JSON".to_owned()))?;
    let answer = call.platform.call_component(COMPONENT, path, json, ANSWER_MS_MAX);
    outcome(&answer.await.map_err(ProviderError::Unavailable)?)
}

/// An answer about another delivery than was asked about is none.
fn of(number: DeliveryId, report: Report) -> Result<Report, ProviderError> {
    if report.number == number.to_string() {
        Ok(report)
    } else {
        Err(ProviderError::senseless())
    }
}

fn place(point: Point) -> Place {
    Place {
        lat_e7: point.lat_e7(),
        lng_e7: point.lng_e7(),
    }
}

// Read by hand, as in `ordering`: derived readers are large.

fn report(answer: &Value) -> Option<Report> {
    let fee = answer.get("fee")?;
    let amount = fee.get("amount_minor")?.as_i64().filter(|amount| *amount >= 0)?;
    Some(Report {
        number: text(answer, "number")?,
        word: word(answer.get("state")?)?,
        fee: Money::new(Minor(amount), fee.get("currency")?.as_str()?.parse().ok()?),
    })
}

fn word(state: &Value) -> Option<CourierWord> {
    if let Some(reason) = state.get("failed") {
        let reason = reason.as_str()?.parse().ok();
        // Refused is what is said to a request.
        let reason = reason.filter(|reason| *reason != CourierFailure::Refused)?;
        return Some(CourierWord::Failed(reason));
    }
    Some(match state.as_str()? {
        "requested" => CourierWord::Requested,
        "assigned" => CourierWord::Assigned,
        "picked_up" => CourierWord::PickedUp,
        "delivered" => CourierWord::Delivered,
        "cancelled" => CourierWord::Cancelled,
        _ => return None,
    })
}

fn notification(answer: &Value) -> Option<Notification> {
    let event = answer.get("event")?;
    Some(Notification {
        report: match event.get("delivery") {
            Some(delivery) => Some(report(delivery)?),
            None => event.as_str().filter(|event| *event == "other").map(|_| None)?,
        },
        acknowledgement_type: text(answer, "acknowledgement_type")?,
        acknowledgement: text(answer, "acknowledgement")?,
    })
}
