//! What the contract says of the operations of `stores`.

use super::{NEARBY_LIMIT_DEFAULT, NEARBY_LIMIT_MAX, Nearby, PutClosure, PutStore, Store};
use crate::import::ImportReport;
use crate::openapi::{Describe, Description};
use crate::operation::stores::{
    GET_STORE, IMPORT_STORES, LIST_STORES, NEARBY_STORES, PUT_STORE, PUT_STORE_CLOSURE,
};
use crate::page::Page;
use crate::problem::Code;
use schemars::SchemaGenerator;
use serde_json::json;

/// The function's part of the contract.
pub fn describe(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let mut all = vec![nearby(schemas), list(schemas)];
    all.push(
        Describe::new(schemas, &GET_STORE, "One store", "As stored in key-value.")
            .revalidates()
            .answers::<Store>(200),
    );
    all.push(
        Describe::new(
            schemas,
            &PUT_STORE,
            "Create or replace a store",
            "With `If-Match` and the `ETag` of the store's page, refuses to overwrite what somebody else changed.",
        )
        .body::<PutStore>()
        .problems(&[Code::VersionConflict])
        .answers::<Store>(200),
    );
    all.push(
        Describe::new(
            schemas,
            &PUT_STORE_CLOSURE,
            "Close a store for a while, or open it again",
            "Staff of the store may do this for their own.",
        )
        .body::<PutClosure>()
        .problems(&[Code::VersionConflict])
        .answers::<Store>(200),
    );
    all.push(
        Describe::new(
            schemas,
            &IMPORT_STORES,
            "Import stores from CSV",
            "Reports every row that was refused, repeated or put right. Importing the same file again changes nothing. \
             What the file does not say (hours, modes, delivery area) is kept, or given a default for a new store: \
             08:00 to 22:00 daily, pickup and in the store, the currency of the country.",
        )
        .csv_body("Header: code,name,street,city,region,country,postcode,time_zone,longitude,latitude")
        .answers::<ImportReport>(200),
    );
    all
}

fn nearby(schemas: &mut SchemaGenerator) -> Description {
    let degrees = |max: i32, example: f64| json!({"type": "number", "minimum": -max, "maximum": max, "example": example});
    let limit = json!({"type": "integer", "minimum": 1, "maximum": NEARBY_LIMIT_MAX, "default": NEARBY_LIMIT_DEFAULT});
    let line = "^[A-Za-z0-9_-]{1,40}\\.[A-Za-z0-9_-]{1,20}:[1-9][0-9]{0,2}$";
    Describe::new(
        schemas,
        &NEARBY_STORES,
        "The nearest stores that can serve",
        "Stores that are open, serve the mode at the point and have the whole cart, nearest first. Exact: no nearer \
         store is missed. A nearer store that cannot serve is in `left_out` with the reason.",
    )
    .query("lat", true, degrees(90, 31.2304), "Degrees north.")
    .query("lng", true, degrees(180, 121.4737), "Degrees east.")
    .query(
        "coord",
        false,
        json!({"type": "string", "enum": ["wgs84", "gcj02"], "default": "wgs84"}),
        "The coordinate system of the request and of the answer. wx.getLocation gives wgs84 unless asked for gcj02.",
    )
    .query(
        "mode",
        false,
        json!({"type": "string", "enum": ["pickup", "delivery", "in_store", "booking"]}),
        "How to be served; any way when absent. For delivery, the point must lie within the store's area.",
    )
    .query("open_now", false, json!({"type": "boolean", "default": true}), "Leave out stores that are closed now.")
    .query(
        "sku",
        false,
        json!({"type": "array", "items": {"type": "string", "pattern": line}, "maxItems": 100}),
        "A line of the cart as `ID:QUANTITY`; repeat it for each line.",
    )
    .query("limit", false, limit, "Stores to return at most.")
    .answers::<Nearby<'_>>(200)
}

fn list(schemas: &mut SchemaGenerator) -> Description {
    let text = |max: u32| json!({"type": "string", "minLength": 1, "maxLength": max});
    Describe::new(
        schemas,
        &LIST_STORES,
        "Stores by city and name",
        "For choosing by hand; sorted by id.",
    )
    .query(
        "country",
        false,
        json!({"type": "string", "pattern": "^[A-Z]{2}$"}),
        "ISO 3166-1 alpha-2 code.",
    )
    .query("city", false, text(60), "The whole name of a city, in any case.")
    .query(
        "name",
        false,
        text(100),
        "A part of a name in any language, in any case.",
    )
    .paged()
    .answers::<Page<Store>>(200)
}
