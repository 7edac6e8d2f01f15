//! What the contract says of the operations of `catalog`.

use super::{
    Assortment, CategoryList, CreateTransfer, Product, PutAssortment, PutCategory, PutPrice, PutProduct,
    PutStock, PutStockThreshold, PutStorePrice, ReceiveTransfer, Saved, StockAlertView, StockLevel,
    StockLevels, StockMovement, StockThreshold, StorePrice, StoreProduct, TransferView,
};
use crate::import::ImportReport;
use crate::openapi::{Describe, Description};
use crate::operation::catalog::{
    CANCEL_TRANSFER, CREATE_TRANSFER, GET_PRODUCT, GET_STORE_BARCODE, GET_STORE_PRODUCT, GET_TRANSFER,
    IMPORT_PRODUCTS, IMPORT_STOCK, LIST_CATEGORIES, LIST_STOCK, LIST_STOCK_ALERTS, LIST_STOCK_MOVEMENTS,
    LIST_STORE_PRODUCTS, LIST_STORE_STOCK_ALERTS, LIST_TRANSFERS, PUT_ASSORTMENT, PUT_CATEGORY, PUT_PRICE,
    PUT_PRODUCT, PUT_STOCK, PUT_STOCK_THRESHOLD, PUT_STORE_PRICE, RECEIVE_TRANSFER,
};
use crate::page::Page;
use crate::problem::Code;
use schemars::SchemaGenerator;
use serde_json::json;

/// The function's part of the contract.
pub fn describe(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let mut all = shopper(schemas);
    all.extend(headquarters(schemas));
    all.extend(store(schemas));
    all.extend(thresholds(schemas));
    all.extend(transfers(schemas));
    all.extend(imports(schemas));
    all
}

fn shopper(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &LIST_CATEGORIES,
            "The categories of the brand",
            "In the language of Accept-Language.",
        )
        .revalidates()
        .answers::<CategoryList>(200),
        Describe::new(
            schemas,
            &LIST_STORE_PRODUCTS,
            "What a store sells",
            "At the store's prices, with what is available there. A page may be shorter than `limit`, or empty, and \
             still have a next one. The order never changes; new products come last.",
        )
        .query(
            "category",
            false,
            json!({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}),
            "Only products of this category; those of its subcategories have to be asked for.",
        )
        .query(
            "in_stock",
            false,
            json!({"type": "boolean"}),
            "Only products of which something is available.",
        )
        .paged()
        .revalidates()
        .answers::<Page<StoreProduct>>(200),
        Describe::new(
            schemas,
            &GET_STORE_PRODUCT,
            "One product as a store sells it",
            "404 when the store does not carry it, or there is no price in its currency.",
        )
        .revalidates()
        .answers::<StoreProduct>(200),
        Describe::new(
            schemas,
            &GET_STORE_BARCODE,
            "What a barcode is of, as a store sells it",
            "The product with the one variant that has the barcode: a GTIN as scanned, with or without leading zeros. 404 when \
             no SKU has it, or the store does not sell that one.",
        )
        .revalidates()
        .answers::<StoreProduct>(200),
    ]
}

fn headquarters(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &PUT_CATEGORY,
            "Create or replace a category",
            "`all` is the name of the shelf of all products and no category's.",
        )
        .body::<PutCategory>()
        .problems(&[Code::VersionConflict])
        .answers::<Saved>(200),
        Describe::new(
            schemas,
            &GET_PRODUCT,
            "One product as headquarters keeps it",
            "Exact, from the database.",
        )
        .answers::<Product>(200),
        Describe::new(
            schemas,
            &PUT_PRODUCT,
            "Create or replace a product",
            "Replaces the whole product, its prices included. Variants that are left out are not sold any more; their \
             stock is kept.",
        )
        .body::<PutProduct>()
        .problems(&[Code::VersionConflict])
        .answers::<Product>(200),
        Describe::new(
            schemas,
            &PUT_PRICE,
            "Change the price of one SKU in one currency",
            "For all stores that have no price of their own.",
        )
        .body::<PutPrice>()
        .problems(&[Code::VersionConflict])
        .answers::<Product>(200),
    ]
}

fn store(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &PUT_ASSORTMENT,
            "Take a product into a store's assortment, or out of it",
            "What a store says of a product holds for all its variants.",
        )
        .body::<PutAssortment>()
        .answers::<Assortment>(200),
        Describe::new(
            schemas,
            &PUT_STORE_PRICE,
            "Set or remove a store's own price of a SKU",
            "In the currency that the store counts in.",
        )
        .body::<PutStorePrice>()
        .answers::<StorePrice>(200),
        Describe::new(
            schemas,
            &LIST_STOCK,
            "A store's stock",
            "Exact, from the database.",
        )
        .paged()
        .answers::<Page<StockLevel>>(200),
        Describe::new(
            schemas,
            &LIST_STOCK_MOVEMENTS,
            "What explains a store's stock",
            "Every change of one SKU, newest first: counted, received, lost, reserved by an order, released, sold. The database \
             writes it down by itself. Empty for a SKU that the store never had.",
        )
        .paged()
        .answers::<Page<StockMovement>>(200),
        Describe::new(
            schemas,
            &PUT_STOCK,
            "Set or adjust a store's stock",
            "All lines or none. On hand are never fewer units than orders have reserved: `out_of_stock` names the line.",
        )
        .body::<PutStock>()
        .problems(&[Code::OutOfStock])
        .answers::<StockLevels>(200),
    ]
}

fn thresholds(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let states = || json!({"type": "string", "enum": ["open", "closed"], "default": "open"});
    let words = "Which alerts: those of what is below its threshold, or those of what was refilled.";
    vec![
        Describe::new(
            schemas,
            &PUT_STOCK_THRESHOLD,
            "Set or remove a threshold of stock",
            "An alert is open as long as fewer units of the SKU are available at the store.",
        )
        .body::<PutStockThreshold>()
        .answers::<StockThreshold>(200),
        Describe::new(
            schemas,
            &LIST_STOCK_ALERTS,
            "What is running low, at all stores",
            "By store and SKU. An alert opens and closes within a second of the change of stock.",
        )
        .query("state", false, states(), words)
        .paged()
        .answers::<Page<StockAlertView>>(200),
        Describe::new(
            schemas,
            &LIST_STORE_STOCK_ALERTS,
            "What is running low at a store",
            "By SKU. An alert opens and closes within a second of the change of stock.",
        )
        .query("state", false, states(), words)
        .paged()
        .answers::<Page<StockAlertView>>(200),
    ]
}

fn transfers(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &CREATE_TRANSFER,
            "Send goods to another store",
            "All lines or none. They leave the stock of the store in the path at once, never below what orders have reserved: \
             `out_of_stock` names the line.",
        )
        .body::<CreateTransfer>()
        .idempotent()
        .problems(&[Code::OutOfStock])
        .answers::<TransferView>(201),
        Describe::new(
            schemas,
            &LIST_TRANSFERS,
            "What a store sends and receives",
            "Both directions, newest first. Exact, from the database.",
        )
        .query(
            "state",
            false,
            json!({"type": "string", "enum": ["in_transit", "received", "cancelled"]}),
            "Only transfers in this state.",
        )
        .paged()
        .answers::<Page<TransferView>>(200),
        Describe::new(
            schemas,
            &GET_TRANSFER,
            "One transfer",
            "404 when the store in the path neither sends nor receives it.",
        )
        .answers::<TransferView>(200),
        Describe::new(
            schemas,
            &RECEIVE_TRANSFER,
            "Receive a transfer",
            "By the receiving store, once. What was counted joins its stock; every line has to be counted, and none can have \
             more units than were sent. What did not arrive is `missing`.",
        )
        .body::<ReceiveTransfer>()
        .idempotent()
        .problems(&[Code::TransferState])
        .answers::<TransferView>(200),
        Describe::new(
            schemas,
            &CANCEL_TRANSFER,
            "Cancel a transfer",
            "By the sending store, once, while it is in transit: the goods go back to its stock.",
        )
        .idempotent()
        .problems(&[Code::TransferState])
        .answers::<TransferView>(200),
    ]
}

fn imports(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &IMPORT_PRODUCTS,
            "Import products from CSV",
            "One variant each. A product that exists keeps what the file does not say. Importing the same file again \
             changes nothing. Without a category, a new product is put where its name suggests.",
        )
        .csv_body("Header: code,name,unit_price,currency, and optionally category")
        .answers::<ImportReport>(200),
        Describe::new(
            schemas,
            &IMPORT_STOCK,
            "Import stock and store prices from CSV",
            "A price is a decimal of the store's currency; where it is blank the store's price stays as it is. \
             Importing the same file again changes nothing.",
        )
        .csv_body("Header: store,sku,on_hand, and optionally price")
        .answers::<ImportReport>(200),
    ]
}
