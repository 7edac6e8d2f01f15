//! The geographic index as this instance knows it: directory and leaves, from its cache or from key-value.

use api::problem::{Code, Problem};
use commerce::geo::{Cell, Tree};
use commerce::store::LeafDocument;
use std::cell::RefCell;
use std::rc::Rc;
use storage::projection::keys;
use web::Call;
use web::cache::Cache;

/// How old a leaf or the directory may be, in milliseconds: as old as a change of a store takes to be seen.
const TTL_MS: i64 = 2_000;
/// Leaves kept: some 10 kB each.
const LEAVES_MAX: usize = 64;

thread_local! {
    static TREE: RefCell<Cache<(), Rc<Tree>>> = RefCell::new(Cache::new(1, TTL_MS));
    static LEAVES: RefCell<Cache<Cell, Option<Rc<LeafDocument>>>> = RefCell::new(Cache::new(LEAVES_MAX, TTL_MS));
}

/// The directory.
///
/// # Errors
/// Key-value's, or that what is stored is not a directory.
pub async fn tree(call: &Call) -> Result<Rc<Tree>, Problem> {
    if let Some(tree) = TREE.with_borrow(|cache| cache.get(&(), call.now_ms)) {
        return Ok(tree);
    }
    let stored = call
        .key_value()
        .get(keys::GEO_TREE)
        .await
        .map_err(|error| call.key_value_problem(&error))?;
    let tree = match stored {
        Some(bytes) => Tree::from_bytes(&bytes).map_err(|_| unreadable(call, keys::GEO_TREE))?,
        None => Tree::build(&[]),
    };
    let tree = Rc::new(tree);
    TREE.with_borrow_mut(|cache| cache.put((), tree.clone(), call.now_ms));
    Ok(tree)
}

/// The document of a leaf, or `None` when there is none.
///
/// # Errors
/// Key-value's, or that what is stored is not such a document.
pub async fn leaf(call: &Call, cell: Cell) -> Result<Option<Rc<LeafDocument>>, Problem> {
    if let Some(document) = LEAVES.with_borrow(|cache| cache.get(&cell, call.now_ms)) {
        return Ok(document);
    }
    let key = keys::geo_leaf(&cell.to_string());
    let stored = call
        .key_value()
        .get(&key)
        .await
        .map_err(|error| call.key_value_problem(&error))?;
    let document = match stored {
        Some(bytes) => Some(Rc::new(
            LeafDocument::parse(bytes).map_err(|_| unreadable(call, &key))?,
        )),
        None => None,
    };
    LEAVES.with_borrow_mut(|cache| cache.put(cell, document.clone(), call.now_ms));
    Ok(document)
}

/// Forgets what may be older than the documents.
pub fn forget() {
    TREE.with_borrow_mut(|cache| cache.forget(&()));
    LEAVES.with_borrow_mut(Cache::clear);
}

fn unreadable(call: &Call, key: &str) -> Problem {
    call.platform
        .log(&format!("key-value: {key} is not readable; rebuild key-value"));
    Problem::new(Code::Internal)
}
