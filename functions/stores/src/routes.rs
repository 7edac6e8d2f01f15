//! The URL table of the function `stores`.

use crate::get_store::get_store;
use crate::import_stores::import_stores;
use crate::list_stores::list_stores;
use crate::nearby_stores::nearby_stores;
use crate::put_store::put_store;
use crate::put_store_closure::put_store_closure;
use api::operation::stores::{
    GET_STORE, IMPORT_STORES, LIST_STORES, NEARBY_STORES, PUT_STORE, PUT_STORE_CLOSURE,
};
use web::App;

/// All routes.
#[must_use]
pub fn app() -> App {
    App::new()
        .route(&NEARBY_STORES, nearby_stores)
        .route(&LIST_STORES, list_stores)
        .route(&GET_STORE, get_store)
        .route(&PUT_STORE, put_store)
        .route(&PUT_STORE_CLOSURE, put_store_closure)
        .route(&IMPORT_STORES, import_stores)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_operation_is_mounted() {
        let mounted: Vec<_> = super::app()
            .mounted()
            .iter()
            .map(|operation| **operation)
            .collect();
        assert_eq!(mounted, api::operation::stores::ALL);
    }
}
