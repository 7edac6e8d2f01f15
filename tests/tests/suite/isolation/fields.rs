//! Fields by role: what staff see of a thing that its customer sees otherwise.

use super::cast::Who;
use super::matrix::Matrix;
use super::request::Whose;
use serde_json::Value;
use std::collections::BTreeSet;

/// Fields of the contract's views that no answer to a shopper, and none that is public, has at any depth.
pub const STAFF_ONLY: &[&str] = &[
    "actor",
    "reference",
    "sequence",
    "customer",
    "sent_by",
    "ended_by",
    "on_hand",
    "reserved",
    "low_at",
    "debits",
    "credits",
    "confirmation",
];

/// Operations that tell shoppers their own name.
pub const OWN_NAME: &[&str] = &[
    "create_session",
    "refresh_session",
    "get_me",
    "put_me",
    "verify_phone",
    "export_me",
    "delete_me",
];

/// Two views of one thing.
struct Views {
    /// The shopper's, or the public one: an operation, and where in its answer.
    shopper: (&'static str, &'static str),
    /// That of staff.
    staff: (&'static str, &'static str),
    /// What staff see alone.
    staff_alone: &'static [&'static str],
    /// What the shopper sees alone.
    shopper_alone: &'static [&'static str],
}

const VIEWS: &[Views] = &[
    Views {
        shopper: ("get_order", ""),
        staff: ("get_store_order", ""),
        staff_alone: &["customer", "events"],
        shopper_alone: &[],
    },
    Views {
        shopper: ("list_orders", "/items/0"),
        staff: ("list_store_orders", "/items/0"),
        staff_alone: &["customer"],
        shopper_alone: &[],
    },
    Views {
        shopper: ("list_order_events", "/items/0"),
        staff: ("get_store_order", "/events/0"),
        staff_alone: &["actor"],
        shopper_alone: &[],
    },
    Views {
        shopper: ("list_order_events", "/moves/0"),
        staff: ("get_store_order", "/moves/0"),
        staff_alone: &["actor"],
        shopper_alone: &[],
    },
    Views {
        shopper: ("list_refunds", "/items/0"),
        staff: ("list_store_refunds", "/items/0"),
        staff_alone: &["actor"],
        shopper_alone: &[],
    },
    Views {
        shopper: ("get_delivery", ""),
        staff: ("get_store_order", "/courier"),
        staff_alone: &["created_ms", "fee", "number", "reason"],
        shopper_alone: &["order", "promised_ms"],
    },
    Views {
        shopper: ("get_store_product", ""),
        staff: ("get_product", ""),
        staff_alone: &["active", "version"],
        shopper_alone: &[],
    },
    Views {
        shopper: ("get_store_product", "/variants/0"),
        staff: ("list_stock", "/items/0"),
        staff_alone: &["low_at", "on_hand", "reserved"],
        shopper_alone: &["barcode", "choices", "price"],
    },
];

/// Each role is shown the fields that are for it, and no other.
pub fn views(matrix: &Matrix) {
    let contract = matrix.world.mall.anonymous().get("/openapi.json").expect(200);
    for field in STAFF_ONLY {
        matrix.cell(contract.text.contains(&format!("\"{field}\":")), || {
            format!("no view has the field {field}")
        });
    }
    for views in VIEWS {
        // Both look at the same thing: where it is an order, at the shopper's.
        let shopper = seen(matrix, Who::Alice, views.shopper, views.shopper.0);
        let staff = seen(matrix, Who::North, views.staff, views.shopper.0);
        for (of, but, expected) in [
            (&staff, &shopper, views.staff_alone),
            (&shopper, &staff, views.shopper_alone),
        ] {
            let alone: Vec<&str> = of.difference(but).map(String::as_str).collect();
            matrix.cell(alone == expected, || {
                format!(
                    "{:?} beside {:?}: {alone:?} instead of {expected:?}",
                    views.shopper, views.staff
                )
            });
        }
    }
}

fn seen(matrix: &Matrix, who: Who, (operation, pointer): (&str, &str), about: &str) -> BTreeSet<String> {
    let entry = matrix.entry(operation);
    let mut request = entry.request(&matrix.world, &entry.own());
    let thing = |operation: &str| {
        let names = matrix.entry(operation).row.names.iter();
        let order = names.clone().find(|(parameter, _)| *parameter == "order");
        order.map(|(_, thing)| matrix.world.thing(thing))
    };
    if let (Some(own), Some(shown)) = (thing(operation), thing(about)) {
        request = request.at(request.path.replace(own, shown));
    }
    assert!(!entry.own().contains(&Whose::Absent));
    let answer = matrix.call(who, entry, &request).expect(200);
    let found = answer.json.pointer(pointer).and_then(Value::as_object);
    let found = found.unwrap_or_else(|| panic!("{operation} has no {pointer}: {}", answer.text));
    found.keys().cloned().collect()
}
