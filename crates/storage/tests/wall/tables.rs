//! Where every table stands: behind the wall, or outside of it for a reason.

use crate::server::Server;
use std::collections::{BTreeMap, BTreeSet};
use storage::sql::{Sql, Statement};

/// Rows of a store, by themselves or by what they belong to.
pub const WALLED: &[&str] = &[
    "access_key",
    "assortment",
    "booking",
    "booking_cell",
    "booking_move",
    "booking_resource",
    "courier_delivery",
    "handover_check",
    "ledger_transfer",
    "order_event",
    "order_line",
    "order_promotion",
    "orders",
    "payment",
    "points_entry",
    "refund",
    "refund_line",
    "region_store",
    "sales_day",
    "slot_load",
    "slot_rule",
    "staff",
    "staff_session",
    "stock",
    "stock_alert",
    "stock_movement",
    "store",
    "store_price",
    "transfer",
    "transfer_line",
    "view_day",
];

/// Of these, what refuses an update that names no cause.
pub const CHANGES_NEVER: &[&str] = &["stock"];

/// Tables outside of the wall: what the role may do there, by the letters of SELECT, INSERT, UPDATE and DELETE, and why. A letter in
/// lower case is for some columns alone.
const OUTSIDE: &[(&str, &str, &str)] = &[
    ("product", "S", "the brand's"),
    ("sku", "S", "the brand's"),
    ("sku_price", "S", "the brand's"),
    ("shelf", "S", "the brand's"),
    ("shelf_end", "S", "the brand's"),
    ("barcode", "S", "the brand's"),
    ("category", "S", "the brand's"),
    ("promotion", "S", "the brand's"),
    ("points_rule", "S", "the brand's"),
    ("coupon_template", "S", "the brand's"),
    ("campaign", "S", "the brand's"),
    (
        "coupon",
        "su",
        "a customer's; goes back with an order that is seen, which a policy holds",
    ),
    (
        "purchase_count",
        "SU",
        "a customer's; counts down with an order that is called off",
    ),
    (
        "points_balance",
        "SIU",
        "a customer's; moves with an order that is given back",
    ),
    ("customer_spend", "su", "a customer's; counts what was given back"),
    (
        "idempotency",
        "SI",
        "a caller's own: no key without the caller's name",
    ),
    (
        "outbox",
        "I",
        "says what changed, and is read by the projector alone",
    ),
    ("role", "S", "the brand's"),
    ("region", "S", "the brand's"),
    (
        "audit_entry",
        "SI",
        "grows with everything that staff write, and is no store's",
    ),
    ("audit_head", "SIU", "moves with it"),
    ("unpaid_orders", "", "what customers have not paid is no store's"),
    ("account", "", "private"),
    ("account_address", "", "private"),
    ("account_consent", "", "private"),
    ("account_identity", "", "private"),
    ("account_session", "", "private"),
    (
        "campaign_issue",
        "",
        "which customers were recalled is headquarters'",
    ),
    (
        "coupon_holding",
        "",
        "which customers hold coupons is headquarters'",
    ),
    ("customer", "", "how often customers order is headquarters'"),
    (
        "event",
        "",
        "what customers looked at is counted for stores in view_day",
    ),
    ("lease", "", "the jobs'"),
    ("provider_credential", "", "opens a platform"),
    ("schema_migration", "", "the schema's own"),
];

/// Fails for a table that stands nowhere, or otherwise than it is said here.
pub fn check(server: &Server) {
    let rows = server
        .runtime
        .block_on(server.sql.read(Statement::new(STANDS, vec![])))
        .unwrap();
    let mut stands = BTreeMap::new();
    for row in &rows {
        let (name, is_walled, may) = (
            row.text(0).unwrap(),
            row.int(1).unwrap() == 1,
            row.text(2).unwrap(),
        );
        let expected = match OUTSIDE.iter().find(|(table, ..)| *table == name) {
            Some((_, may, _)) => (false, *may),
            None => (true, "SIUD"),
        };
        assert_eq!(
            (is_walled, may),
            expected,
            "{name}: say in tables.rs where it stands"
        );
        let names_a_store = row.int(3).unwrap() == 1;
        assert!(
            !names_a_store || is_walled || may.is_empty(),
            "{name} has rows of a store"
        );
        stands.insert(name.to_owned(), is_walled);
    }
    let walled: BTreeSet<&str> = stands
        .iter()
        .filter(|(_, walled)| **walled)
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(walled, WALLED.iter().copied().collect(), "behind the wall");
    for (table, ..) in OUTSIDE {
        assert!(stands.contains_key(*table), "{table} is not there any more");
    }
}

/// Of every table: its name, whether the wall stands in it, what the role may do, and whether it names a store.
const STANDS: &str = "SELECT CAST(c.relname AS TEXT), \
     CASE WHEN c.relrowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'wall' \
         AND NOT p.polpermissive AND p.polcmd = '*' AND p.polroles = ARRAY[CAST('mendian_store' AS regrole)::oid]) \
         THEN CAST(1 AS BIGINT) ELSE 0 END, \
     COALESCE((SELECT string_agg(CASE WHEN has_table_privilege('mendian_store', c.oid, may) THEN left(may, 1) \
         WHEN may <> 'DELETE' AND has_any_column_privilege('mendian_store', c.oid, may) THEN lower(left(may, 1)) ELSE '' END, '' \
         ORDER BY at) FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) WITH ORDINALITY AS asked (may, at)), ''), \
     CASE WHEN EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'store_id' AND NOT a.attisdropped) \
         THEN CAST(1 AS BIGINT) ELSE 0 END \
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY 1";
