//! A page of a listing while it is written.

mod cursor;

pub use cursor::Cursor;

use crate::splice::splice;
use commerce::money::Currency;
use storage::projection::catalog::stored::{StoredShelf, StoredStoreShelf};

/// Room for the price and the stock of a product's variants, in bytes, so that the answer rarely has to grow.
const PRODUCT_BYTES: usize = 128;

/// The answer, so far.
pub struct Listing {
    json: Vec<u8>,
    products: u32,
    limit: u32,
    in_stock: bool,
    next: Option<Cursor>,
}

impl Listing {
    /// An empty list that takes `limit` products, of which something is available if `in_stock`.
    pub fn new(limit: u32, in_stock: bool) -> Self {
        Self {
            json: b"{\"items\":[".to_vec(),
            products: 0,
            limit,
            in_stock,
            next: None,
        }
    }

    /// Adds what a store sells of a page, from `at` on. Returns where to go on when the list needs another page.
    pub fn add(
        &mut self,
        shelf: &StoredShelf<'_>,
        store: Option<&StoredStoreShelf<'_>>,
        currency: Currency,
        at: Cursor,
    ) -> Option<Cursor> {
        self.json.reserve(shelf.slots.len() * PRODUCT_BYTES);
        for (slot, product) in shelf.slots.iter().enumerate().skip(at.slot) {
            let Some(product) = product else { continue };
            let terms = store.and_then(|store| store.at(slot));
            let end = self.json.len();
            if self.products > 0 {
                self.json.push(b',');
            }
            if !splice(&mut self.json, product, terms, currency, self.in_stock) {
                self.json.truncate(end);
            } else if self.products == self.limit {
                // One more than fits: the next list begins with it.
                self.json.truncate(end);
                self.next = Some(Cursor { slot, ..at });
                return None;
            } else {
                self.products += 1;
            }
        }
        let after = shelf.more.then(|| Cursor {
            page: at.page.saturating_add(1),
            slot: 0,
        });
        self.next = after;
        // A list that has something is sent: the caller comes back for more.
        after.filter(|_| self.products == 0)
    }

    /// The whole JSON.
    pub fn finish(mut self) -> Vec<u8> {
        self.json.push(b']');
        if let Some(next) = self.next {
            self.json
                .extend_from_slice(format!(",\"next_cursor\":\"{next}\"").as_bytes());
        }
        self.json.push(b'}');
        self.json
    }
}
