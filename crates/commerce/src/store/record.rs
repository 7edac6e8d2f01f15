use super::{Modes, Service, Store};
use crate::geo::{DeliveryArea, Point, Polygon};
use crate::hours::{Closure, Day, Interval, OpeningHours, Timetable};
use crate::ids::StoreId;
use crate::money::Currency;
use crate::text::Texts;
use crate::varint::{Reader, Writer};

/// What a search for stores nearby knows of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreRecord {
    /// The merchant's code.
    pub id: StoreId,
    /// Where it is.
    pub point: Point,
    /// Its name; in at least one language.
    pub name: Texts,
    /// Street and number; may be empty.
    pub address: String,
    /// The currency that it counts in.
    pub currency: Currency,
    /// How, when and where it serves.
    pub service: Service,
}

/// What neighbours mostly share: all but id, position, name and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreTerms {
    /// The currency that a store counts in.
    pub currency: Currency,
    /// How, when and where it serves.
    pub service: Service,
}

impl From<&Store> for StoreRecord {
    fn from(store: &Store) -> Self {
        Self {
            id: store.id.clone(),
            point: store.point,
            name: store.name.clone(),
            address: store.address.clone(),
            currency: store.currency,
            service: store.service.clone(),
        }
    }
}

impl StoreRecord {
    /// Its [`StoreTerms`].
    pub(super) fn terms(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.text(self.currency.as_str());
        out.byte(self.service.modes.bits());
        write_area(&mut out, self.service.delivery_area.as_ref());
        out.text(self.service.timetable.zone.as_str());
        write_hours(&mut out, &self.service.timetable.hours);
        write_closure(&mut out, self.service.timetable.closure.as_ref());
        out.finish()
    }

    /// What is its own: id, name and address, the id first.
    pub(super) fn write_own(&self, out: &mut Writer) {
        out.text(self.id.as_str());
        out.number(self.name.iter().count() as u64);
        for (tag, name) in self.name.iter() {
            out.text(tag.as_str());
            out.text(name);
        }
        out.text(&self.address);
    }
}

impl StoreTerms {
    pub(super) fn read(terms: &[u8]) -> Option<Self> {
        let mut terms = Reader::new(terms);
        let currency = terms.text()?.parse().ok()?;
        let modes = Modes::from_bits(terms.byte()?)?;
        let delivery_area = read_area(&mut terms)?;
        let timetable = Timetable {
            zone: terms.text()?.parse().ok()?,
            hours: read_hours(&mut terms)?,
            closure: read_closure(&mut terms)?,
        };
        let service = Service {
            modes,
            delivery_area,
            timetable,
        };
        Some(Self { currency, service })
    }
}

/// No area, a radius, or a polygon as steps from vertex to vertex.
fn write_area(out: &mut Writer, area: Option<&DeliveryArea>) {
    match area {
        None => out.byte(0),
        Some(DeliveryArea::Radius(metres)) => {
            out.byte(1);
            out.number(u64::from(*metres));
        }
        Some(DeliveryArea::Polygon(polygon)) => {
            out.byte(2);
            out.number(polygon.vertices().len() as u64);
            let mut from = (0, 0);
            for vertex in polygon.vertices() {
                let to = (i64::from(vertex.lat_e7()), i64::from(vertex.lng_e7()));
                out.signed(to.0 - from.0);
                out.signed(to.1 - from.1);
                from = to;
            }
        }
    }
}

fn read_area(terms: &mut Reader<'_>) -> Option<Option<DeliveryArea>> {
    Some(match terms.byte()? {
        0 => None,
        1 => Some(DeliveryArea::Radius(terms.small()?)),
        2 => {
            let mut from = (0i64, 0i64);
            let vertices = (0..terms.small::<u8>()?).map(|_| {
                from = (
                    from.0.checked_add(terms.signed()?)?,
                    from.1.checked_add(terms.signed()?)?,
                );
                Point::from_e7(from.0.try_into().ok()?, from.1.try_into().ok()?).ok()
            });
            Some(DeliveryArea::Polygon(
                Polygon::new(vertices.collect::<Option<_>>()?).ok()?,
            ))
        }
        _ => return None,
    })
}

fn write_hours(out: &mut Writer, hours: &OpeningHours) {
    for day in hours.weekly() {
        write_intervals(out, day);
    }
    out.number(hours.exceptions().len() as u64);
    for (day, intervals) in hours.exceptions() {
        let date = day.date();
        out.signed(i64::from(date.year()));
        out.byte(date.month() as u8);
        out.byte(date.day() as u8);
        write_intervals(out, intervals);
    }
}

fn read_hours(terms: &mut Reader<'_>) -> Option<OpeningHours> {
    let mut weekly: [Vec<Interval>; 7] = Default::default();
    for day in &mut weekly {
        *day = read_intervals(terms)?;
    }
    let exceptions = (0..terms.small::<u8>()?).map(|_| {
        let year = terms.signed()?.try_into().ok()?;
        let (month, day) = (terms.byte()?.try_into().ok()?, terms.byte()?.try_into().ok()?);
        Some((
            Day::of_date(jiff::civil::Date::new(year, month, day).ok()?)?,
            read_intervals(terms)?,
        ))
    });
    Some(OpeningHours::from_parts(
        weekly,
        exceptions.collect::<Option<_>>()?,
    ))
}

fn write_intervals(out: &mut Writer, intervals: &[Interval]) {
    out.number(intervals.len() as u64);
    for interval in intervals {
        out.number(u64::from(interval.open()));
        out.number(u64::from(interval.close()));
    }
}

fn read_intervals(terms: &mut Reader<'_>) -> Option<Vec<Interval>> {
    (0..terms.small::<u8>()?)
        .map(|_| Interval::new(terms.small()?, terms.small()?).ok())
        .collect()
}

fn write_closure(out: &mut Writer, closure: Option<&Closure>) {
    let Some(closure) = closure else {
        return out.byte(0);
    };
    out.byte(if closure.until_ms.is_some() { 2 } else { 1 });
    out.signed(closure.from_ms);
    if let Some(until_ms) = closure.until_ms {
        out.signed(until_ms);
    }
    out.text(&closure.reason);
}

fn read_closure(terms: &mut Reader<'_>) -> Option<Option<Closure>> {
    let form = terms.byte()?;
    if form == 0 {
        return Some(None);
    }
    let from_ms = terms.signed()?;
    let until_ms = if form == 2 { Some(terms.signed()?) } else { None };
    Some(Some(Closure {
        from_ms,
        until_ms,
        reason: terms.text()?.to_owned(),
    }))
}
