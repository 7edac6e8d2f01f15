//! Operations of the function `catalog`.

use super::Method::{Get, Post, Put};
use super::{Access, Operation, operations};
use commerce::staff::Permission;

operations! {
    /// The categories of the brand.
    LIST_CATEGORIES = Operation::new("list_categories", Get, "/v1/categories", Access::PUBLIC);
    /// Creates or replaces a category.
    PUT_CATEGORY = Operation::headquarters("put_category", Put, "/v1/categories/{category}", Permission::EditCatalog);
    /// A product as headquarters keeps it.
    GET_PRODUCT = Operation::staff("get_product", Get, "/v1/products/{product}", Permission::ReadCatalog);
    /// Creates or replaces a product.
    PUT_PRODUCT = Operation::headquarters("put_product", Put, "/v1/products/{product}", Permission::EditCatalog);
    /// Changes the price of one SKU in one currency, for all stores.
    PUT_PRICE = Operation::headquarters("put_price", Put, "/v1/prices/{sku}", Permission::EditCatalog);
    /// What a store sells.
    LIST_STORE_PRODUCTS = Operation::new("list_store_products", Get, "/v1/stores/{store}/products", Access::PUBLIC);
    /// One product as a store sells it.
    GET_STORE_PRODUCT = Operation::new(
        "get_store_product", Get, "/v1/stores/{store}/products/{product}", Access::PUBLIC
    );
    /// What a barcode is of, as a store sells it.
    GET_STORE_BARCODE = Operation::new(
        "get_store_barcode", Get, "/v1/stores/{store}/barcodes/{barcode}", Access::PUBLIC
    );
    /// Takes a product into a store's assortment, or out of it.
    PUT_ASSORTMENT = Operation::headquarters(
        "put_assortment", Put, "/v1/stores/{store}/products/{product}/assortment", Permission::EditCatalog
    );
    /// Sets or removes a store's own price of a SKU.
    PUT_STORE_PRICE = Operation::headquarters(
        "put_store_price", Put, "/v1/stores/{store}/prices/{sku}", Permission::EditCatalog
    );
    /// A store's stock, exact, from the database.
    LIST_STOCK = Operation::staff("list_stock", Get, "/v1/stores/{store}/stock", Permission::ReadStock);
    /// What explains a store's stock of a SKU, newest first.
    LIST_STOCK_MOVEMENTS = Operation::staff(
        "list_stock_movements", Get, "/v1/stores/{store}/stock/{sku}/movements", Permission::ReadStock
    );
    /// Sets or adjusts a store's stock of several SKUs, all or nothing.
    PUT_STOCK = Operation::staff("put_stock", Put, "/v1/stores/{store}/stock", Permission::EditStock);
    /// Sets or removes the threshold below which a store wants to know that little is left.
    PUT_STOCK_THRESHOLD = Operation::staff(
        "put_stock_threshold", Put, "/v1/stores/{store}/stock/{sku}/threshold", Permission::EditStock
    );
    /// What fell below its threshold, at all stores.
    LIST_STOCK_ALERTS = Operation::headquarters("list_stock_alerts", Get, "/v1/stock/alerts", Permission::ReadStock);
    /// What fell below its threshold, at one store.
    LIST_STORE_STOCK_ALERTS = Operation::staff(
        "list_store_stock_alerts", Get, "/v1/stores/{store}/stock/alerts", Permission::ReadStock
    );
    /// Sends goods to another store.
    CREATE_TRANSFER = Operation::staff(
        "create_transfer", Post, "/v1/stores/{store}/stock/transfers", Permission::EditStock
    );
    /// What a store sends and receives, newest first.
    LIST_TRANSFERS = Operation::staff(
        "list_transfers", Get, "/v1/stores/{store}/stock/transfers", Permission::ReadStock
    );
    /// One transfer that a store sends or receives.
    GET_TRANSFER = Operation::staff(
        "get_transfer", Get, "/v1/stores/{store}/stock/transfers/{transfer}", Permission::ReadStock
    );
    /// Receives a transfer, as counted.
    RECEIVE_TRANSFER = Operation::staff(
        "receive_transfer", Post, "/v1/stores/{store}/stock/transfers/{transfer}/receive", Permission::EditStock
    );
    /// Cancels a transfer: the goods go back to the sender.
    CANCEL_TRANSFER = Operation::staff(
        "cancel_transfer", Post, "/v1/stores/{store}/stock/transfers/{transfer}/cancel", Permission::EditStock
    );
    /// Imports products from CSV, row by row.
    IMPORT_PRODUCTS = Operation::import("import_products", "/v1/products/import", Permission::EditCatalog);
    /// Imports stock and store prices from CSV, row by row.
    IMPORT_STOCK = Operation::import("import_stock", "/v1/stock/import", Permission::EditStock);
}
