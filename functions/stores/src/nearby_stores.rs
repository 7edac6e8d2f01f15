//! The nearest stores that can serve a shopper now.

use crate::cart::{Lack, Wanted};
use crate::index;
use api::problem::{Code, Problem};
use api::stores::{
    LEFT_OUT_MAX, LeftOut, NEARBY_CANDIDATES_MAX, NEARBY_LIMIT_DEFAULT, NEARBY_LIMIT_MAX, Nearby,
    NearbyStore, Position,
};
use commerce::field::Rule;
use commerce::geo::{CoordinateSystem, Point, Search, Step};
use commerce::hours::OpenStatus;
use commerce::store::{LeafDocument, Mode, StoreRecord, Unavailable};
use commerce::text::Locale;
use std::rc::Rc;
use web::{Call, Query, Reply};

/// What the shopper asks for.
struct Wish {
    /// Where they are, WGS-84.
    point: Point,
    coord: CoordinateSystem,
    mode: Option<Mode>,
    open_now: bool,
    limit: usize,
    lines: Vec<String>,
}

/// Stores that are open, serve the mode and have the whole cart, nearest first.
pub async fn nearby_stores(mut call: Call) -> Result<Reply, Problem> {
    let wish = read_wish(std::mem::take(&mut call.query))?;
    let wanted = Wanted::load(&call, &wish.lines).await?;
    // A directory that is older than the leaves is read again, once.
    for attempt in 0..2 {
        if attempt > 0 {
            index::forget();
        }
        if let Some(nearby) = search(&call, &wish, wanted.as_ref()).await? {
            return Ok(Reply::ok(&nearby));
        }
    }
    call.platform
        .log("key-value: the directory of stores does not fit its leaves; rebuild key-value");
    Err(Problem::new(Code::Busy))
}

fn read_wish(mut query: Query) -> Result<Wish, Problem> {
    let degrees =
        |value: Option<String>, name: &str| value.ok_or_else(|| Problem::invalid(name, Rule::Required));
    let lat = degrees(query.text("lat")?, "lat")?;
    let lng = degrees(query.text("lng")?, "lng")?;
    let sent = Point::parse(&lat, &lng)?;
    let coord = match query.text("coord")?.as_deref() {
        None | Some("wgs84") => CoordinateSystem::Wgs84,
        Some("gcj02") => CoordinateSystem::Gcj02,
        Some(other) => return Err(Problem::invalid("coord", Rule::unknown(other))),
    };
    let wish = Wish {
        point: coord.to_wgs84(sent),
        coord,
        mode: query.optional("mode", "pickup, delivery, in_store or booking")?,
        open_now: query.optional("open_now", "true or false")?.unwrap_or(true),
        limit: query.limit(NEARBY_LIMIT_DEFAULT, NEARBY_LIMIT_MAX)? as usize,
        lines: query.all("sku"),
    };
    query.finish()?;
    Ok(wish)
}

/// `None` when the directory turns out to be older than the leaves.
async fn search(call: &Call, wish: &Wish, wanted: Option<&Wanted>) -> Result<Option<Nearby>, Problem> {
    let tree = index::tree(call).await?;
    let mut search: Search<'_, Rc<LeafDocument>> = Search::new(&tree, wish.point, f64::INFINITY);
    let mut nearby = Nearby {
        stores: Vec::new(),
        left_out: Vec::new(),
        gave_up: false,
    };
    let mut candidates = 0;
    while nearby.stores.len() < wish.limit {
        match search.step() {
            Step::Read(cell) => {
                if search.supply(index::leaf(call, cell).await?).is_err() {
                    return Ok(None);
                }
            }
            Step::Candidate(candidate) => {
                candidates += 1;
                if candidates > NEARBY_CANDIDATES_MAX {
                    nearby.gave_up = true;
                    break;
                }
                let record = search
                    .document(candidate)
                    .and_then(|document| document.record(candidate.row));
                // A row of another release: the next rebuild replaces it.
                let Some(Ok(store)) = record else { continue };
                let distance_metres = candidate.metres.round() as u32;
                match refusal(call, wish, wanted, &store).await? {
                    None => nearby.stores.push(view(call, wish, &store, distance_metres)),
                    Some(refusal) if nearby.left_out.len() < LEFT_OUT_MAX => {
                        nearby
                            .left_out
                            .push(left_out(call.locale, &store, distance_metres, refusal));
                    }
                    Some(_) => {}
                }
            }
            Step::Exhausted => break,
        }
    }
    if let Some(last) = nearby.stores.last() {
        nearby
            .left_out
            .retain(|store| store.distance_metres <= last.distance_metres);
    }
    Ok(Some(nearby))
}

/// Why a store cannot serve.
enum Refusal {
    Unavailable(Unavailable),
    Lacks(Lack),
}

async fn refusal(
    call: &Call,
    wish: &Wish,
    wanted: Option<&Wanted>,
    store: &StoreRecord,
) -> Result<Option<Refusal>, Problem> {
    let reaches = wish.mode.map_or(Ok(()), |mode| {
        store.service.reaches(store.point, mode, wish.point)
    });
    let is_open = || {
        if wish.open_now {
            store.service.is_open(call.now_ms)
        } else {
            Ok(())
        }
    };
    if let Err(unavailable) = reaches.and_then(|()| is_open()) {
        return Ok(Some(Refusal::Unavailable(unavailable)));
    }
    match wanted {
        Some(wanted) => Ok(wanted
            .lack(call, &store.id, store.currency)
            .await?
            .map(Refusal::Lacks)),
        None => Ok(None),
    }
}

fn left_out(locale: Locale, store: &StoreRecord, distance_metres: u32, refusal: Refusal) -> LeftOut {
    let (reason, lack) = match refusal {
        Refusal::Unavailable(Unavailable::ModeNotServed) => ("mode_not_served", None),
        Refusal::Unavailable(Unavailable::OutOfDeliveryArea) => ("out_of_delivery_area", None),
        Refusal::Unavailable(Unavailable::TemporarilyClosed { .. }) => ("temporarily_closed", None),
        Refusal::Unavailable(Unavailable::Closed { .. }) => ("closed", None),
        Refusal::Lacks(lack) => ("lacks_sku", Some(lack)),
    };
    LeftOut {
        id: store.id.to_string(),
        name: name(locale, store),
        distance_metres,
        reason,
        available: lack.as_ref().map(|lack| lack.available),
        sku: lack.map(|lack| lack.sku),
    }
}

fn view(call: &Call, wish: &Wish, store: &StoreRecord, distance_metres: u32) -> NearbyStore {
    let shown = wish.coord.from_wgs84(store.point);
    let (open, closes_at_ms, opens_at_ms) = match store.service.timetable.status(call.now_ms) {
        OpenStatus::Open { closes_at_ms } => (true, closes_at_ms, None),
        OpenStatus::Closed { opens_at_ms } | OpenStatus::TemporarilyClosed { opens_at_ms } => {
            (false, None, opens_at_ms)
        }
    };
    NearbyStore {
        id: store.id.to_string(),
        name: name(call.locale, store),
        distance_metres,
        position: Position {
            lat: shown.lat_degrees(),
            lng: shown.lng_degrees(),
        },
        currency: store.currency.to_string(),
        modes: store.service.modes.iter().map(Mode::as_str).collect(),
        open,
        closes_at_ms,
        opens_at_ms,
    }
}

fn name(locale: Locale, store: &StoreRecord) -> String {
    locale.pick(&store.name).unwrap_or_default().to_owned()
}
