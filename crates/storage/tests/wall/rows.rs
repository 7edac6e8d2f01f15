//! A store that has nothing, a third that only sends and receives, and one that has something of everything.

/// What is written, in order.
pub const ALL: &[&str] = &[
    "INSERT INTO store (id, version, document, cell, lat_e7, lng_e7, country, city_folded, name_folded, currency, created_ms, \
     updated_ms) VALUES ('s1', 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0), ('s2', 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0), \
     ('s3', 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0)",
    "INSERT INTO region (id, version, name, updated_ms) VALUES ('east', 1, 'East', 0)",
    "INSERT INTO region_store (region_id, store_id) VALUES ('east', 's2')",
    "INSERT INTO staff (id, version, login, role_id, store_id, state, password, code_generation, code_confirmed, code_step, \
     failures, paused_until_ms, invited_by, created_ms, updated_ms) VALUES \
     ('000000000000000000000STAFF', 1, 'li.na', 'clerk', 's2', 'active', '$argon2id$', 0, 0, 0, 0, 0, 'staff:h', 0, 0)",
    "INSERT INTO staff_session (id, staff_id, refresh_lookup, rotations, rotated_ms, created_ms, expires_ms) \
     VALUES ('01', '000000000000000000000STAFF', 'hash', 0, 0, 0, 9)",
    "INSERT INTO access_key (id, kind, name, role_id, store_id, lookup, rotations, expires_ms, created_by, created_ms) \
     VALUES ('00000000000000000000000KEY', 'device', 'Gate', 'device', 's2', 'hash', 0, 9, 'staff:h', 0)",
    "INSERT INTO product (id, version, document, created_ms, updated_ms) VALUES ('tea', 1, '{}', 0, 0)",
    "INSERT INTO sku (id, product_id) VALUES ('tea.m', 'tea')",
    "INSERT INTO assortment (store_id, product_id, carried) VALUES ('s2', 'tea', 0)",
    "INSERT INTO store_price (store_id, sku_id, amount_minor) VALUES ('s2', 'tea.m', 900)",
    "INSERT INTO stock (store_id, sku_id, on_hand, reserved, cause, low_at) VALUES ('s2', 'tea.m', 10, 0, 'count', 20)",
    "INSERT INTO stock_alert (store_id, sku_id, opened_ms) VALUES ('s2', 'tea.m', 100)",
    "INSERT INTO orders (id, store_id, customer_id, state, mode, currency, payable_minor, document, placed_ms, expires_ms, moved_ms, \
     paid_ms) VALUES ('00000000000000000000PAYED1', 's2', 'alice', 'accepted', 'booking', 'CNY', 1500, '{}', 90, 900, 100, 100)",
    "INSERT INTO order_line (order_id, line, sku_id, quantity, unit_minor, total_minor, limit_day) \
     VALUES ('00000000000000000000PAYED1', 0, 'tea.m', 2, 1000, 1500, 0)",
    "INSERT INTO order_event (order_id, to_state, event, actor, reason, at_ms) \
     VALUES ('00000000000000000000PAYED1', 'paid', 'pay', 'provider', '', 100)",
    "INSERT INTO payment (order_id, reference, state, amount_minor, currency, created_ms, ended_ms) \
     VALUES ('00000000000000000000PAYED1', 'r', 'settled', 1500, 'CNY', 95, 100)",
    "INSERT INTO booking (order_id, store_id, resource_id, kind, start_ms, end_ms, change_by_ms) \
     VALUES ('00000000000000000000PAYED1', 's2', 'mei', 'stylist', 1800000, 3000000, 0)",
    "INSERT INTO booking_cell (store_id, resource_id, cell_ms, order_id) VALUES ('s2', 'mei', 1800000, '00000000000000000000PAYED1')",
    "INSERT INTO courier_delivery (id, order_id, state, attempts, failures, created_ms) \
     VALUES ('0000000000000000000DELIVER', '00000000000000000000PAYED1', 'due', 0, 0, 100)",
    "INSERT INTO coupon_template (id, version, document, state, total_limit, issued, created_ms, updated_ms) \
     VALUES ('t', 1, '{}', 'active', 10, 1, 0, 0)",
    "INSERT INTO coupon (id, template_id, customer_id, state, order_id, issued_ms, expires_ms) \
     VALUES ('0000000000000000000COUPON1', 't', 'alice', 'used', '00000000000000000000PAYED1', 0, 9000)",
    "INSERT INTO handover_check (store_id, order_id, actor, outcome, at_ms) VALUES ('s2', NULL, 'clerk:s2:k', 'refused', 0)",
    "INSERT INTO sales_day (store_id, day, currency, orders, items, net_minor) VALUES ('s2', '2026-01-01', 'CNY', 1, 2, 1500)",
    "INSERT INTO view_day (store_id, day, kind, product_id, views) VALUES ('s2', '2026-01-01', 'store_viewed', '', 1)",
    "INSERT INTO slot_load (store_id, mode, start_ms, orders) VALUES ('s2', 'pickup', 1000, 1)",
    "INSERT INTO transfer (id, from_store, to_store, state, reason, sent_by, sent_ms) VALUES \
     ('00000000000000000000TRANS1', 's2', 's3', 'in_transit', 'r', 'clerk', 130), \
     ('00000000000000000000TRANS2', 's3', 's2', 'in_transit', 'r', 'clerk', 130)",
    "INSERT INTO transfer_line (transfer_id, sku_id, sent) VALUES \
     ('00000000000000000000TRANS1', 'tea.m', 1), ('00000000000000000000TRANS2', 'tea.m', 1)",
    "INSERT INTO slot_rule (store_id, mode, orders) VALUES ('s2', 'pickup', 5)",
    "INSERT INTO booking_resource (store_id, resource_id, kind) VALUES ('s2', 'mei', 'stylist')",
    "INSERT INTO booking_move (order_id, move, moved_ms, resource_id, start_ms, to_resource_id, to_start_ms, actor) \
     VALUES ('00000000000000000000PAYED1', 1, 100, 'li', 900000, 'mei', 1800000, 'shopper:alice')",
    "INSERT INTO promotion (id, version, document, state, sort, created_ms, updated_ms) VALUES ('half', 1, '{}', 'active', 0, 0, 0)",
    "INSERT INTO order_promotion (order_id, promotion_id, amount_minor) VALUES ('00000000000000000000PAYED1', 'half', 200)",
    "INSERT INTO points_entry (order_id, kind, reference, customer_id, currency, points, at_ms) \
     VALUES ('00000000000000000000PAYED1', 'earned', '', 'alice', 'CNY', 15, 100)",
    "INSERT INTO refund (id, order_id, store_id, cause, state, amount_minor, fees_minor, currency, reason, actor, created_ms, ended_ms) \
     VALUES ('0000000000000000000REFUND1', '00000000000000000000PAYED1', 's2', 'return', 'done', 750, 0, 'CNY', 'cold', 'clerk:s2:k', 150, 160)",
    "INSERT INTO refund_line (refund_id, order_id, line, units, amount_minor, tax_minor, restocked_at) \
     VALUES ('0000000000000000000REFUND1', '00000000000000000000PAYED1', 0, 1, 750, 0, 's2')",
    "INSERT INTO ledger_transfer (store_id, currency, cause, reference, debit, credit, amount_minor, at_ms) \
     VALUES ('s2', 'CNY', 'sale', '00000000000000000000PAYED1', 'provider', 'sales', 1500, 100)",
];
