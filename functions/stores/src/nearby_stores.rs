//! The nearest stores that can serve a shopper now.

use crate::cart::{Lack, Wanted};
use crate::index;
use crate::nearby_json::NearbyJson;
use api::problem::{Code, Problem};
use api::stores::{
    LEFT_OUT_MAX, LeftOut, NEARBY_CANDIDATES_MAX, NEARBY_LIMIT_DEFAULT, NEARBY_LIMIT_MAX, NearbyStore,
    Position,
};
use commerce::cart::Cart;
use commerce::field::Rule;
use commerce::geo::{CoordinateSystem, Point, Search, Step};
use commerce::hours::OpenStatus;
use commerce::store::{LeafDocument, ListedStore, Mode, StoreTerms, Unavailable};
use commerce::text::Locale;
use http::header::CACHE_CONTROL;
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
}

/// Stores that are open, serve the mode and have the whole cart, nearest first.
pub async fn nearby_stores(mut call: Call) -> Result<Reply, Problem> {
    let (wish, cart) = read_wish(std::mem::take(&mut call.query))?;
    let wanted = Wanted::load(&call, cart).await?;
    // A directory that is older than the leaves is read again, once.
    for attempt in 0..2 {
        if attempt > 0 {
            index::forget();
        }
        if let Some(nearby) = search(&call, &wish, wanted.as_ref()).await? {
            return Ok(Reply::stored_json(nearby).with(CACHE_CONTROL, "no-store"));
        }
    }
    call.platform
        .log("key-value: the directory of stores does not fit its leaves; rebuild key-value");
    Err(Problem::new(Code::Busy))
}

fn read_wish(mut query: Query) -> Result<(Wish, Option<Cart>), Problem> {
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
    };
    let cart = query.cart()?;
    query.finish()?;
    Ok((wish, cart))
}

/// `None` when the directory turns out to be older than the leaves.
async fn search(call: &Call, wish: &Wish, wanted: Option<&Wanted>) -> Result<Option<Vec<u8>>, Problem> {
    let tree = index::tree(call).await?;
    let mut search: Search<'_, Rc<LeafDocument>> = Search::new(&tree, wish.point, f64::INFINITY);
    let mut clock = Clock::new(call.now_ms);
    let mut stores = NearbyJson::new();
    let mut left_out: Vec<LeftOut> = Vec::new();
    let (mut candidates, mut gave_up, mut last_metres) = (0, false, None);
    while stores.len() < wish.limit {
        match search.step() {
            Step::Read(cell) => {
                if search.supply(index::leaf(call, cell).await?).is_err() {
                    return Ok(None);
                }
            }
            Step::Candidate(candidate) => {
                candidates += 1;
                if candidates > NEARBY_CANDIDATES_MAX {
                    gave_up = true;
                    break;
                }
                let store = search
                    .document(candidate)
                    .and_then(|document| document.store(candidate.row));
                // A row of another release: the next rebuild replaces it.
                let Some(Ok(store)) = store else { continue };
                let distance_metres = candidate.metres.round() as u32;
                let status = clock.status(store.terms);
                match refusal(call, wish, wanted, &store, status).await? {
                    None => {
                        stores.push(&view(call.locale, wish, &store, status, distance_metres));
                        last_metres = Some(distance_metres);
                    }
                    Some(refusal) if left_out.len() < LEFT_OUT_MAX => {
                        left_out.push(leave_out(call.locale, &store, distance_metres, refusal));
                    }
                    Some(_) => {}
                }
            }
            Step::Exhausted => break,
        }
    }
    if let Some(last_metres) = last_metres {
        left_out.retain(|store| store.distance_metres <= last_metres);
    }
    Ok(Some(stores.finish(&left_out, gave_up)))
}

/// Whether stores are open at one instant, worked out once for all that share their terms.
struct Clock {
    now_ms: i64,
    known: Vec<(*const StoreTerms, OpenStatus)>,
}

impl Clock {
    fn new(now_ms: i64) -> Self {
        let known = Vec::new();
        Self { now_ms, known }
    }

    /// The documents outlive the search, so an address names its terms.
    fn status(&mut self, terms: &StoreTerms) -> OpenStatus {
        let address = std::ptr::from_ref(terms);
        if let Some((_, status)) = self.known.iter().find(|(known, _)| *known == address) {
            return *status;
        }
        let status = terms.service.timetable.status(self.now_ms);
        self.known.push((address, status));
        status
    }
}

/// Why a store cannot serve.
enum Refusal {
    ModeNotServed,
    OutOfDeliveryArea,
    TemporarilyClosed,
    Closed,
    Lacks(Lack),
}

async fn refusal(
    call: &Call,
    wish: &Wish,
    wanted: Option<&Wanted>,
    store: &ListedStore<'_>,
    status: OpenStatus,
) -> Result<Option<Refusal>, Problem> {
    let StoreTerms { currency, service } = store.terms;
    if let Some(mode) = wish.mode
        && let Err(unavailable) = service.reaches(store.point, mode, wish.point)
    {
        return Ok(Some(match unavailable {
            Unavailable::ModeNotServed => Refusal::ModeNotServed,
            Unavailable::OutOfDeliveryArea => Refusal::OutOfDeliveryArea,
            Unavailable::TemporarilyClosed { .. } => Refusal::TemporarilyClosed,
            Unavailable::Closed { .. } => Refusal::Closed,
        }));
    }
    match status {
        OpenStatus::TemporarilyClosed { .. } if wish.open_now => return Ok(Some(Refusal::TemporarilyClosed)),
        OpenStatus::Closed { .. } if wish.open_now => return Ok(Some(Refusal::Closed)),
        _ => {}
    }
    match wanted {
        Some(wanted) => Ok(wanted.lack(call, store.id, *currency).await?.map(Refusal::Lacks)),
        None => Ok(None),
    }
}

fn leave_out(locale: Locale, store: &ListedStore<'_>, distance_metres: u32, refusal: Refusal) -> LeftOut {
    let (reason, lack) = match refusal {
        Refusal::ModeNotServed => ("mode_not_served", None),
        Refusal::OutOfDeliveryArea => ("out_of_delivery_area", None),
        Refusal::TemporarilyClosed => ("temporarily_closed", None),
        Refusal::Closed => ("closed", None),
        Refusal::Lacks(lack) => ("lacks_sku", Some(lack)),
    };
    LeftOut {
        id: store.id.to_owned(),
        name: store.name(locale).to_owned(),
        distance_metres,
        reason,
        available: lack.as_ref().map(|lack| lack.available),
        sku: lack.map(|lack| lack.sku),
    }
}

fn view<'a>(
    locale: Locale,
    wish: &Wish,
    store: &ListedStore<'a>,
    status: OpenStatus,
    distance_metres: u32,
) -> NearbyStore<'a> {
    let shown = wish.coord.from_wgs84(store.point);
    let (open, closes_at_ms, opens_at_ms) = match status {
        OpenStatus::Open { closes_at_ms } => (true, closes_at_ms, None),
        OpenStatus::Closed { opens_at_ms } | OpenStatus::TemporarilyClosed { opens_at_ms } => {
            (false, None, opens_at_ms)
        }
    };
    NearbyStore {
        id: store.id,
        name: store.name(locale),
        address: store.address(),
        distance_metres,
        position: Position {
            lat: shown.lat_degrees(),
            lng: shown.lng_degrees(),
        },
        currency: store.terms.currency.as_str(),
        modes: store.terms.service.modes.iter().map(Mode::as_str).collect(),
        open,
        closes_at_ms,
        opens_at_ms,
    }
}
