//! What a store sells: a page of a shelf that all stores share, and what this store does otherwise on it.

use crate::listing::{Cursor, Listing};
use crate::memory::{Memory, damaged, read};
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX};
use api::problem::Problem;
use commerce::field::Rule;
use commerce::ids::StoreId;
use futures_util::future::join;
use std::rc::Rc;
use storage::projection::catalog::stored::{self, StoredStoreShelf};
use storage::projection::keys;
use storage::shelf::Shelf;
use web::{Call, Reply};

/// Pages of a shelf that one request looks at, when the store sells nothing of those before.
const PAGES_MAX: usize = 4;

struct Wanted {
    store: StoreId,
    shelf: Shelf,
    at: Cursor,
    limit: u32,
    in_stock: bool,
}

impl Wanted {
    fn read(call: &mut Call) -> Result<Self, Problem> {
        let mut query = std::mem::take(&mut call.query);
        let category = query.optional("category", "1 to 40 letters, digits, - or _")?;
        let wanted = Self {
            store: call.param("store")?,
            shelf: category.map_or(Shelf::All, Shelf::Category),
            at: query
                .optional("cursor", "the next_cursor of a list before")?
                .unwrap_or_default(),
            limit: query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?,
            in_stock: query.optional("in_stock", "true or false")?.unwrap_or(false),
        };
        query.finish()?;
        Ok(wanted)
    }
}

/// Lists the products of the store that the path names.
pub async fn list_store_products(mut call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let wanted = Wanted::read(&mut call)?;
    let Wanted {
        store,
        shelf,
        at,
        limit,
        in_stock,
    } = &wanted;
    let key = format!("{store}/{shelf}/{at}/{limit}/{in_stock}/{}", call.locale);
    if let Some(reply) = memory.reply(&call, &key) {
        return Ok(reply);
    }
    let json = list(&call, &memory, &wanted).await?;
    Ok(memory.remember(&call, key, json))
}

async fn list(call: &Call, memory: &Memory, wanted: &Wanted) -> Result<Vec<u8>, Problem> {
    let mut listing = Listing::new(wanted.limit, wanted.in_stock);
    let mut at = wanted.at;
    for _ in 0..PAGES_MAX {
        let shelf_key = keys::shelf(&wanted.shelf, at.page, call.locale.as_str());
        let store_key = keys::store_shelf(&wanted.store, &wanted.shelf, at.page);
        let (shelf, store) = join(memory.shelf(call, shelf_key), read(call, &store_key)).await;
        let (shelf, store) = (shelf?, store?);
        let store: Option<StoredStoreShelf<'_>> = match &store {
            Some(bytes) => Some(stored::read(bytes).map_err(|_| damaged(call))?),
            None => None,
        };
        let currency = match &store {
            Some(store) => store.currency,
            None => memory.currency(call, &wanted.store).await?,
        };
        let Some(shelf) = shelf else {
            return match &wanted.shelf {
                // The first page of a category is there as long as the category.
                Shelf::Category(unknown) if at.page == 0 => {
                    Err(Problem::invalid("category", Rule::unknown(unknown.as_str())))
                }
                _ => Ok(listing.finish()),
            };
        };
        match listing.add(&shelf, store.as_ref(), currency, at) {
            Some(next) => at = next,
            None => break,
        }
    }
    Ok(listing.finish())
}
