//! The document of a leaf, from which searches are answered.
//!
//! Positions come first, in columns, because a search measures the distance of every store and looks closely at few. What
//! neighbours mostly share (currency, modes, hours, zone) is stored once. Layout:
//!
//! ```text
//! format 1 | margin u32 | rows n u16 | n × latitude i32 | n × longitude i32      fixed width, little endian
//! terms: count, each with its length | rows: each with its length: index of terms, id, names, address
//! ```

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::{StoreRecord, StoreTerms};
use crate::geo::{Cell, LeafMembers, Located, Point, leaf_members};
use crate::text::{Locale, pick};
use crate::varint::{Reader, Writer};

#[cfg(test)]
mod tests;

const FORMAT: u8 = 1;

/// The stores of a leaf and around it, sorted by id.
#[derive(Debug, Clone)]
pub struct LeafDocument {
    bytes: Vec<u8>,
    margin_metres: u32,
    points: Vec<Point>,
    terms: Vec<Terms>,
    /// Where each row is. Most are never looked into.
    rows: Vec<Range<usize>>,
}

/// Terms in the document. They are decoded when they are first looked at, and then kept: a document is searched many times, and a
/// few terms serve all its stores.
#[derive(Debug, Clone)]
struct Terms {
    bytes: Range<usize>,
    decoded: OnceLock<Option<StoreTerms>>,
}

/// A store of a document. Only what is asked of it is read.
#[derive(Debug, Clone, Copy)]
pub struct ListedStore<'d> {
    /// The merchant's code.
    pub id: &'d str,
    /// Where it is.
    pub point: Point,
    /// What it shares with its neighbours: one value for all stores of the document with equal terms.
    pub terms: &'d StoreTerms,
    /// Names and address.
    words: Reader<'d>,
}

/// A row as it is written.
struct Row<'d> {
    terms: usize,
    id: &'d str,
    /// Names and address.
    words: Reader<'d>,
}

/// Bytes that are no leaf document of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed leaf document")]
pub struct MalformedLeafDocument;

impl LeafDocument {
    /// The document of a leaf. `stores` must be all that the leaf reaches ([`crate::geo::leaf_reaches`]) and may be more,
    /// in any order; equal stores give equal bytes. `None` when no store is near.
    pub fn encode<S: Borrow<StoreRecord>>(leaf: Cell, stores: &[S]) -> Option<Vec<u8>> {
        let points: Vec<Point> = stores.iter().map(|store| store.borrow().point).collect();
        let LeafMembers {
            margin_metres,
            members,
        } = leaf_members(leaf, &points);
        let mut members: Vec<&StoreRecord> =
            members.into_iter().map(|index| stores[index].borrow()).collect();
        members.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let count = u16::try_from(members.len()).ok().filter(|count| *count > 0)?;

        let mut out = Writer::default();
        out.byte(FORMAT);
        out.raw(&margin_metres.to_le_bytes());
        out.raw(&count.to_le_bytes());
        members
            .iter()
            .for_each(|store| out.raw(&store.point.lat_e7().to_le_bytes()));
        members
            .iter()
            .for_each(|store| out.raw(&store.point.lng_e7().to_le_bytes()));

        let mut terms: Vec<Vec<u8>> = Vec::new();
        let mut known = BTreeMap::new();
        let mut rows = Writer::default();
        for store in members {
            let of_store = store.terms();
            let index = *known.entry(of_store).or_insert_with_key(|of_store| {
                terms.push(of_store.clone());
                terms.len() - 1
            });
            let mut row = Writer::default();
            row.number(index as u64);
            store.write_own(&mut row);
            rows.bytes(&row.finish());
        }
        out.number(terms.len() as u64);
        terms.iter().for_each(|terms| out.bytes(terms));
        out.raw(&rows.finish());
        Some(out.finish())
    }

    /// Reads a document as far as a search needs it.
    ///
    /// # Errors
    /// When the bytes are no document of this version.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, MalformedLeafDocument> {
        Self::read(&bytes)
            .map(|(margin_metres, points, terms, rows)| Self {
                bytes,
                margin_metres,
                points,
                terms,
                rows,
            })
            .ok_or(MalformedLeafDocument)
    }

    /// The store of a row; `None` when there is no such row.
    ///
    /// # Errors
    /// When its terms are malformed.
    pub fn store(&self, row: usize) -> Option<Result<ListedStore<'_>, MalformedLeafDocument>> {
        let point = *self.points.get(row)?;
        let read = || {
            let Row { terms, id, words } = self.row(row)?;
            let Terms { bytes, decoded } = self.terms.get(terms)?;
            let terms = decoded.get_or_init(|| StoreTerms::read(self.bytes.get(bytes.clone())?));
            Some(ListedStore {
                id,
                point,
                terms: terms.as_ref()?,
                words,
            })
        };
        Some(read().ok_or(MalformedLeafDocument))
    }

    fn row(&self, row: usize) -> Option<Row<'_>> {
        let mut words = Reader::new(self.bytes.get(self.rows.get(row)?.clone())?);
        Some(Row {
            terms: words.small()?,
            id: words.text()?,
            words,
        })
    }

    #[expect(
        clippy::type_complexity,
        reason = "the parts of a document, taken apart right away"
    )]
    fn read(bytes: &[u8]) -> Option<(u32, Vec<Point>, Vec<Terms>, Vec<Range<usize>>)> {
        let mut reader = Reader::new(bytes);
        if reader.byte()? != FORMAT {
            return None;
        }
        let margin_metres = u32::from_le_bytes(reader.array()?);
        let count = usize::from(u16::from_le_bytes(reader.array()?));
        let column = |bytes: &[u8]| -> Vec<i32> {
            bytes
                .chunks_exact(4)
                .map(|four| i32::from_le_bytes([four[0], four[1], four[2], four[3]]))
                .collect()
        };
        let (lats, lngs) = (column(reader.raw(4 * count)?), column(reader.raw(4 * count)?));
        let points = lats
            .into_iter()
            .zip(lngs)
            .map(|(lat, lng)| Point::from_e7(lat, lng).ok())
            .collect::<Option<_>>()?;

        let terms_count = reader.small::<usize>().filter(|terms| *terms <= count)?;
        let terms = (0..terms_count)
            .map(|_| {
                let bytes = next_range(bytes, &mut reader)?;
                let decoded = OnceLock::new();
                Some(Terms { bytes, decoded })
            })
            .collect::<Option<_>>()?;
        let rows = (0..count)
            .map(|_| next_range(bytes, &mut reader))
            .collect::<Option<_>>()?;
        (reader.left() == 0).then_some((margin_metres, points, terms, rows))
    }
}

impl<'d> ListedStore<'d> {
    /// Its name in each language, by tag.
    pub fn names(&self) -> impl Iterator<Item = (&'d str, &'d str)> + Clone {
        let mut words = self.words;
        let count = words.small::<u8>().unwrap_or(0);
        (0..count).map_while(move |_| Some((words.text()?, words.text()?)))
    }

    /// Its name in a locale's language, or the nearest that the brand has written; empty when it cannot be read.
    pub fn name(&self, locale: Locale) -> &'d str {
        pick(self.names(), locale.as_str()).unwrap_or_default()
    }

    /// Street and number; may be empty.
    pub fn address(&self) -> &'d str {
        let mut words = self.words;
        let names = words.small::<u8>().unwrap_or(0);
        for _ in 0..2 * u16::from(names) {
            if words.bytes().is_none() {
                return "";
            }
        }
        words.text().unwrap_or_default()
    }
}

/// Skips a part with its length; where the part is.
fn next_range(bytes: &[u8], reader: &mut Reader<'_>) -> Option<Range<usize>> {
    let length = reader.bytes()?.len();
    let end = bytes.len() - reader.left();
    Some(end - length..end)
}

impl Located for LeafDocument {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn point(&self, row: usize) -> Point {
        self.points[row]
    }

    fn id(&self, row: usize) -> &str {
        self.row(row).map_or("", |row| row.id)
    }

    fn margin_metres(&self) -> u32 {
        self.margin_metres
    }
}
