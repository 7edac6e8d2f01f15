//! Operations of the function `catalog`.

use super::Method::{Get, Post, Put};
use super::{Access, Operation, operations};

operations! {
    /// The categories of the brand.
    LIST_CATEGORIES = Operation::new("list_categories", Get, "/v1/categories", Access::PUBLIC);
    /// Creates or replaces a category.
    PUT_CATEGORY = Operation::new("put_category", Put, "/v1/categories/{category}", Access::HEADQUARTERS);
    /// A product as headquarters keeps it.
    GET_PRODUCT = Operation::new("get_product", Get, "/v1/products/{product}", Access::STAFF);
    /// Creates or replaces a product.
    PUT_PRODUCT = Operation::new("put_product", Put, "/v1/products/{product}", Access::HEADQUARTERS);
    /// Changes the price of one SKU in one currency, for all stores.
    PUT_PRICE = Operation::new("put_price", Put, "/v1/prices/{sku}", Access::HEADQUARTERS);
    /// What a store sells.
    LIST_STORE_PRODUCTS = Operation::new("list_store_products", Get, "/v1/stores/{store}/products", Access::PUBLIC);
    /// One product as a store sells it.
    GET_STORE_PRODUCT = Operation::new("get_store_product", Get, "/v1/stores/{store}/products/{product}", Access::PUBLIC);
    /// What a barcode is of, as a store sells it.
    GET_STORE_BARCODE = Operation::new("get_store_barcode", Get, "/v1/stores/{store}/barcodes/{barcode}", Access::PUBLIC);
    /// Takes a product into a store's assortment, or out of it.
    PUT_ASSORTMENT = Operation::new("put_assortment", Put, "/v1/stores/{store}/products/{product}/assortment", Access::HEADQUARTERS);
    /// Sets or removes a store's own price of a SKU.
    PUT_STORE_PRICE = Operation::new("put_store_price", Put, "/v1/stores/{store}/prices/{sku}", Access::HEADQUARTERS);
    /// A store's stock, exact, from the database.
    LIST_STOCK = Operation::new("list_stock", Get, "/v1/stores/{store}/stock", Access::STAFF);
    /// What explains a store's stock of a SKU, newest first.
    LIST_STOCK_MOVEMENTS = Operation::new(
        "list_stock_movements",
        Get,
        "/v1/stores/{store}/stock/{sku}/movements",
        Access::STAFF,
    );
    /// Sets or adjusts a store's stock of several SKUs, all or nothing.
    PUT_STOCK = Operation::new("put_stock", Put, "/v1/stores/{store}/stock", Access::STAFF);
    /// Sets or removes the threshold below which a store wants to know that little is left.
    PUT_STOCK_THRESHOLD = Operation::new(
        "put_stock_threshold", Put, "/v1/stores/{store}/stock/{sku}/threshold", Access::STAFF
    );
    /// What fell below its threshold, at all stores.
    LIST_STOCK_ALERTS = Operation::new("list_stock_alerts", Get, "/v1/stock/alerts", Access::HEADQUARTERS);
    /// What fell below its threshold, at one store.
    LIST_STORE_STOCK_ALERTS = Operation::new(
        "list_store_stock_alerts", Get, "/v1/stores/{store}/stock/alerts", Access::STAFF
    );
    /// Sends goods to another store.
    CREATE_TRANSFER = Operation::new("create_transfer", Post, "/v1/stores/{store}/stock/transfers", Access::STAFF);
    /// What a store sends and receives, newest first.
    LIST_TRANSFERS = Operation::new("list_transfers", Get, "/v1/stores/{store}/stock/transfers", Access::STAFF);
    /// One transfer that a store sends or receives.
    GET_TRANSFER = Operation::new("get_transfer", Get, "/v1/stores/{store}/stock/transfers/{transfer}", Access::STAFF);
    /// Receives a transfer, as counted.
    RECEIVE_TRANSFER = Operation::new(
        "receive_transfer", Post, "/v1/stores/{store}/stock/transfers/{transfer}/receive", Access::STAFF
    );
    /// Cancels a transfer: the goods go back to the sender.
    CANCEL_TRANSFER = Operation::new(
        "cancel_transfer", Post, "/v1/stores/{store}/stock/transfers/{transfer}/cancel", Access::STAFF
    );
    /// Imports products from CSV, row by row.
    IMPORT_PRODUCTS = Operation::import("import_products", "/v1/products/import", Access::HEADQUARTERS);
    /// Imports stock and store prices from CSV, row by row.
    IMPORT_STOCK = Operation::import("import_stock", "/v1/stock/import", Access::HEADQUARTERS);
}
