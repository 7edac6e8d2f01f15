//! What is named not in the path but in a query or a body, and by whom it may not be used.

use super::cast::{NORTH, SOUTH, THIRD, Who};
use super::matrix::Matrix;
use super::request::Request;
use super::rounds::first;
use serde_json::Value;

/// Where something is named.
enum At {
    /// In a field of the JSON.
    Field(&'static str),
    /// In a query parameter.
    Query(&'static str),
}

/// A caller who names what is another's hears what is said of what there is not.
const NAMED: &[(&str, Who, At, &str, &str)] = &[
    (
        "create_quote",
        Who::Alice,
        At::Field("coupon"),
        "coupon.bob",
        NO_ID,
    ),
    (
        "create_order",
        Who::Alice,
        At::Field("coupon"),
        "coupon.bob",
        NO_ID,
    ),
    (
        "preview_handover",
        Who::North,
        At::Field("code"),
        "code.bob",
        "ZZZZZZZZ",
    ),
    (
        "preview_handover",
        Who::North,
        At::Field("code"),
        "payload.bob",
        "nothing0",
    ),
    // A code for giving back gives nothing out, and the other way round.
    (
        "preview_handover",
        Who::North,
        At::Field("code"),
        "return",
        "nothing0",
    ),
    (
        "create_return",
        Who::North,
        At::Field("code"),
        "payload.ready",
        "nothing0",
    ),
    (
        "create_handover",
        Who::North,
        At::Field("confirmation"),
        "confirmation.south",
        "nothing",
    ),
    (
        "create_handover",
        Who::Headquarters,
        At::Field("confirmation"),
        "confirmation",
        "nothing",
    ),
    (
        "list_sales",
        Who::North,
        At::Query("store"),
        SOUTH_NAME,
        "nowhere",
    ),
    (
        "list_views",
        Who::North,
        At::Query("store"),
        SOUTH_NAME,
        "nowhere",
    ),
];

/// A list goes on after what is another's as after anything else: with the caller's own.
const CURSORS: &[(&str, Who, &str)] = &[
    ("list_orders", Who::Alice, "order.bob"),
    ("list_coupons", Who::Alice, "coupon.bob"),
    ("list_store_orders", Who::North, "order.bob"),
    ("list_transfers", Who::North, "transfer.foreign"),
    ("list_handover_checks", Who::North, "=999999"),
    ("list_stock_movements", Who::North, "=999999"),
    ("list_store_stock_alerts", Who::North, "=a/tea.m"),
    ("list_store_stock_alerts", Who::North, "=south-7d2f/tea.a"),
    ("list_stock", Who::North, "=tea.a"),
];

const NO_ID: &str = "01K0000000000000000000000A";
const SOUTH_NAME: &str = "=south-7d2f";

/// Names what is another's in queries and bodies.
pub fn named(matrix: &Matrix) {
    for (operation, who, at, other, absent) in NAMED {
        let entry = matrix.entry(operation);
        let plain = entry.request(&matrix.world, &entry.own());
        let other = thing(matrix, other);
        let with = |value: &str| match at {
            At::Field(field) => plain.with_field(field, value),
            At::Query(name) => plain.with_query(name, value),
        };
        let call = |request: &Request, value: &str| {
            let mut answer = matrix.call(*who, entry, request);
            // What the request itself says may be said again.
            answer.text = answer.text.replace(value, "…");
            answer
        };
        let (request, nothing) = (with(other), with(absent));
        let answer = call(&request, other);
        let reference = call(&nothing, absent);
        matrix.cell(reference.status >= 400, || {
            format!("{who:?} {}: {}", nothing.words(), reference.text)
        });
        matrix.same(|| format!("{who:?} {}", request.words()), &answer, &reference);
    }
    for (operation, who, cursor) in CURSORS {
        let entry = matrix.entry(operation);
        let plain = entry.request(&matrix.world, &entry.own());
        let request = plain.with_query("cursor", thing(matrix, cursor));
        let answer = matrix.call(*who, entry, &request);
        matrix.cell(answer.status == 200, || {
            format!("{who:?} {}: {} {}", request.words(), answer.status, answer.text)
        });
    }
}

/// A character that no text of Postgres holds, anywhere in what an owner sends: it is refused, and nothing fails.
pub fn unwritable(matrix: &Matrix) {
    for entry in &matrix.entries {
        let who = first(entry);
        let own = entry.request(&matrix.world, &entry.own());
        let mut requests: Vec<Request> = entry
            .operation
            .queries
            .iter()
            .flat_map(|name| ["%00", "a%00/a%00.a"].map(|value| own.with_query(name, value)))
            .collect();
        if own.media_type == Some("application/json") {
            let body: Value = serde_json::from_str(&own.body).unwrap();
            let mut pointers = Vec::new();
            texts_of(&body, String::new(), &mut pointers);
            requests.extend(pointers.iter().map(|pointer| {
                let mut body = body.clone();
                let text = body.pointer_mut(pointer).unwrap();
                *text = format!("{}\0", text.as_str().unwrap()).into();
                Request {
                    body: body.to_string(),
                    headers: own
                        .headers
                        .iter()
                        .map(|(name, key)| (name.clone(), format!("{key}-nul")))
                        .collect(),
                    ..own.clone()
                }
            }));
        }
        for request in requests {
            let answer = matrix.call(who, entry, &request);
            matrix.cell((400..500).contains(&answer.status), || {
                format!("{who:?} {}: {} {}", request.words(), answer.status, answer.text)
            });
        }
    }
}

/// Where the texts of a JSON are.
fn texts_of(json: &Value, at: String, into: &mut Vec<String>) {
    match json {
        Value::String(_) => into.push(at),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, item)| texts_of(item, format!("{at}/{index}"), into));
        }
        Value::Object(fields) => {
            let fields = fields.iter();
            fields.for_each(|(name, field)| texts_of(field, format!("{at}/{name}"), into));
        }
        _ => {}
    }
}

/// Both ends of a transfer see it, and each does its own part alone; a third store knows nothing of it.
pub fn transfers(matrix: &Matrix) {
    for (operation, who, at, transfer, status) in [
        ("get_transfer", Who::Third, THIRD, "transfer.any", 200),
        ("get_transfer", Who::Third, THIRD, "transfer.foreign", 200),
        ("get_transfer", Who::South, SOUTH, "transfer.foreign", 200),
        ("get_transfer", Who::South, SOUTH, "transfer.any", 404),
        ("get_transfer", Who::Third, NORTH, "transfer.any", 404),
        ("receive_transfer", Who::North, NORTH, "transfer.out", 403),
        ("receive_transfer", Who::Third, THIRD, "transfer.in", 403),
        ("receive_transfer", Who::South, SOUTH, "transfer.in", 404),
        ("cancel_transfer", Who::North, NORTH, "transfer.in", 403),
        ("cancel_transfer", Who::Third, THIRD, "transfer.out", 403),
        ("cancel_transfer", Who::South, SOUTH, "transfer.out", 404),
    ] {
        let entry = matrix.entry(operation);
        let plain = entry.request(&matrix.world, &entry.own());
        let own = thing(matrix, entry.row.names[0].1);
        let path = plain.path.replace(own, thing(matrix, transfer));
        let request = plain.at(path.replace(NORTH, at));
        let answer = matrix.call(who, entry, &request);
        matrix.cell(answer.status == status, || {
            format!("{who:?} {}: {} {}", request.words(), answer.status, answer.text)
        });
    }
}

fn thing<'a>(matrix: &'a Matrix, name: &'a str) -> &'a str {
    name.strip_prefix('=').unwrap_or_else(|| matrix.world.thing(name))
}
