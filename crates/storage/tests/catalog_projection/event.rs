//! What can happen to a catalog, and any history of it.

use super::{BARCODES, CATEGORIES, CURRENCIES, PRODUCTS, STORES};
use proptest::prelude::*;

/// One thing that happens.
#[derive(Debug, Clone)]
pub enum Event {
    PutProduct {
        product: usize,
        categories: Vec<usize>,
        variants: Vec<usize>,
        price: i64,
        active: bool,
        /// Of the first variant.
        barcode: Option<usize>,
    },
    PutCategory(usize),
    Assort(usize, usize, Option<bool>),
    OwnPrice(usize, usize, usize, Option<i64>),
    Count(usize, usize, usize, i64),
    Import(usize, Vec<usize>, i64),
    Currency(usize, usize),
    /// An entry that is there twice.
    Repeat(usize, usize),
    /// A run of the projector that can write so many keys.
    Run(Option<u32>),
}

fn event() -> impl Strategy<Value = Event> {
    let store = 0..STORES;
    // The last page's edge is where it matters most.
    let product = || prop_oneof![0..3usize, 47..PRODUCTS];
    let put = (
        product(),
        prop::collection::btree_set(0..CATEGORIES, 1..=CATEGORIES),
        prop::collection::btree_set(0..2usize, 1..=2),
        1..5i64,
        prop::bool::weighted(0.8),
        prop::option::of(0..BARCODES.len()),
    )
        .prop_map(
            |(product, categories, variants, price, active, barcode)| Event::PutProduct {
                product,
                categories: categories.into_iter().collect(),
                variants: variants.into_iter().collect(),
                price,
                active,
                barcode,
            },
        );
    prop_oneof![
        4 => put,
        1 => (0..CATEGORIES).prop_map(Event::PutCategory),
        2 => (store.clone(), product(), any::<Option<bool>>())
            .prop_map(|(store, product, carried)| Event::Assort(store, product, carried)),
        2 => (store.clone(), product(), 0..2usize, prop::option::of(1..5i64))
            .prop_map(|(store, product, variant, price)| Event::OwnPrice(store, product, variant, price)),
        3 => (store.clone(), product(), 0..2usize, 0..5i64)
            .prop_map(|(store, product, variant, units)| Event::Count(store, product, variant, units)),
        1 => (store.clone(), prop::collection::btree_set(0..PRODUCTS, 1..20), 0..5i64)
            .prop_map(|(store, products, units)| Event::Import(store, products.into_iter().collect(), units)),
        1 => (store.clone(), 0..CURRENCIES.len()).prop_map(|(store, currency)| Event::Currency(store, currency)),
        1 => (store, product()).prop_map(|(store, product)| Event::Repeat(store, product)),
        3 => prop::option::of(0..30u32).prop_map(Event::Run),
    ]
}

/// A history of such things.
pub fn history() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(), 1..40)
}
