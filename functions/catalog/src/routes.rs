//! The URL table of the function `catalog`.

use crate::cancel_transfer::cancel_transfer;
use crate::create_transfer::create_transfer;
use crate::get_product::get_product;
use crate::get_store_barcode::get_store_barcode;
use crate::get_store_product::get_store_product;
use crate::get_transfer::get_transfer;
use crate::import_products::import_products;
use crate::import_stock::import_stock;
use crate::list_categories::list_categories;
use crate::list_stock::list_stock;
use crate::list_stock_alerts::{list_stock_alerts, list_store_stock_alerts};
use crate::list_stock_movements::list_stock_movements;
use crate::list_store_products::list_store_products;
use crate::list_transfers::list_transfers;
use crate::memory::Memory;
use crate::put_assortment::put_assortment;
use crate::put_category::put_category;
use crate::put_price::put_price;
use crate::put_product::put_product;
use crate::put_stock::put_stock;
use crate::put_stock_threshold::put_stock_threshold;
use crate::put_store_price::put_store_price;
use crate::receive_transfer::receive_transfer;
use api::operation::catalog::{
    CANCEL_TRANSFER, CREATE_TRANSFER, GET_PRODUCT, GET_STORE_BARCODE, GET_STORE_PRODUCT, GET_TRANSFER,
    IMPORT_PRODUCTS, IMPORT_STOCK, LIST_CATEGORIES, LIST_STOCK, LIST_STOCK_ALERTS, LIST_STOCK_MOVEMENTS,
    LIST_STORE_PRODUCTS, LIST_STORE_STOCK_ALERTS, LIST_TRANSFERS, PUT_ASSORTMENT, PUT_CATEGORY, PUT_PRICE,
    PUT_PRODUCT, PUT_STOCK, PUT_STOCK_THRESHOLD, PUT_STORE_PRICE, RECEIVE_TRANSFER,
};
use std::rc::Rc;
use web::{App, Call};

/// All routes, with the memory of one instance.
#[must_use]
pub fn app() -> App {
    let memory = Rc::new(Memory::default());
    App::new()
        .route(&LIST_CATEGORIES, list_categories)
        .route(&PUT_CATEGORY, with(&memory, put_category))
        .route(&GET_PRODUCT, get_product)
        .route(&PUT_PRODUCT, with(&memory, put_product))
        .route(&PUT_PRICE, with(&memory, put_price))
        .route(&LIST_STORE_PRODUCTS, with(&memory, list_store_products))
        .route(&GET_STORE_PRODUCT, with(&memory, get_store_product))
        .route(&GET_STORE_BARCODE, with(&memory, get_store_barcode))
        .route(&PUT_ASSORTMENT, with(&memory, put_assortment))
        .route(&PUT_STORE_PRICE, with(&memory, put_store_price))
        .route(&LIST_STOCK, list_stock)
        .route(&LIST_STOCK_MOVEMENTS, list_stock_movements)
        .route(&PUT_STOCK, with(&memory, put_stock))
        .route(&PUT_STOCK_THRESHOLD, with(&memory, put_stock_threshold))
        .route(&LIST_STOCK_ALERTS, list_stock_alerts)
        .route(&LIST_STORE_STOCK_ALERTS, list_store_stock_alerts)
        .route(&CREATE_TRANSFER, with(&memory, create_transfer))
        .route(&LIST_TRANSFERS, list_transfers)
        .route(&GET_TRANSFER, get_transfer)
        .route(&RECEIVE_TRANSFER, with(&memory, receive_transfer))
        .route(&CANCEL_TRANSFER, with(&memory, cancel_transfer))
        .route(&IMPORT_PRODUCTS, with(&memory, import_products))
        .route(&IMPORT_STOCK, with(&memory, import_stock))
}

fn with<R>(memory: &Rc<Memory>, handler: fn(Call, Rc<Memory>) -> R) -> impl Fn(Call) -> R + use<R> {
    let memory = memory.clone();
    move |call| handler(call, memory.clone())
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
        assert_eq!(mounted, api::operation::catalog::ALL);
    }
}
