//! Operations of the function `stores`.

use super::Method::{Get, Put};
use super::{Access, Operation, operations};
use commerce::staff::Permission;

operations! {
    /// The nearest stores that can serve a shopper now.
    NEARBY_STORES = Operation::new("nearby_stores", Get, "/v1/stores/nearby", Access::PUBLIC);
    /// Stores by city and name, for choosing by hand.
    LIST_STORES = Operation::new("list_stores", Get, "/v1/stores", Access::PUBLIC);
    /// One store.
    GET_STORE = Operation::new("get_store", Get, "/v1/stores/{store}", Access::PUBLIC);
    /// Creates or replaces a store.
    PUT_STORE = Operation::headquarters("put_store", Put, "/v1/stores/{store}", Permission::EditStores);
    /// Closes a store for a while, or opens it again.
    PUT_STORE_CLOSURE = Operation::staff(
        "put_store_closure", Put, "/v1/stores/{store}/closure", Permission::CloseStores
    );
    /// Imports stores from CSV, row by row.
    IMPORT_STORES = Operation::import("import_stores", "/v1/stores/import", Permission::EditStores);
}
