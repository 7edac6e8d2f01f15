//! A small database that is sound: a paid order with a coupon, one that waits for its payment, one that was cancelled and
//! refunded, one that books a service; a campaign that reached somebody; a transfer that arrived in part, one that came back, one on its way; an alert
//! that is open; an account with its sessions and an address; two entries of the audit log.

/// What is written, in order.
pub const SOUND: &[&str] = &[
    "INSERT INTO store (id, version, document, cell, lat_e7, lng_e7, country, city_folded, name_folded, currency, \
     created_ms, updated_ms) VALUES ('s1', 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0)",
    "INSERT INTO product (id, version, document, created_ms, updated_ms) VALUES ('tea', 1, '{}', 0, 0)",
    "INSERT INTO sku (id, product_id) VALUES ('tea.m', 'tea')",
    "INSERT INTO barcode (gtin, sku_id) VALUES ('00000096385074', 'tea.m')",
    "INSERT INTO shelf_end (category_id, positions) VALUES ('all', 1)",
    "INSERT INTO shelf (category_id, position, product_id) VALUES ('all', 0, 'tea')",
    "INSERT INTO stock (store_id, sku_id, on_hand, reserved, cause) VALUES ('s1', 'tea.m', 10, 0, 'count')",
    "UPDATE stock SET reserved = 2, sequence = 1, cause = 'reserve', reference = '00000000000000000000PAID01'",
    "UPDATE stock SET on_hand = 8, reserved = 0, sequence = 2, cause = 'sell', reference = '00000000000000000000PAID01'",
    "UPDATE stock SET reserved = 1, sequence = 3, cause = 'reserve', reference = '00000000000000000000GONE03'",
    "UPDATE stock SET reserved = 0, sequence = 4, cause = 'release', reference = '00000000000000000000GONE03'",
    "UPDATE stock SET reserved = 2, sequence = 5, cause = 'reserve', reference = '00000000000000000000WAIT02'",
    "INSERT INTO coupon_template (id, version, document, state, total_limit, issued, created_ms, updated_ms) \
     VALUES ('t', 1, '{}', 'active', 10, 2, 0, 0)",
    "INSERT INTO campaign (id, template_id, version, document, state, issued, scanned_ms, scanned_id, created_ms, \
     updated_ms) VALUES ('k', 't', 1, '{}', 'active', 1, 0, '', 0, 0)",
    "INSERT INTO orders (id, store_id, customer_id, state, mode, currency, payable_minor, coupon_id, document, \
     placed_ms, expires_ms, moved_ms, paid_ms, closed_ms) VALUES \
     ('00000000000000000000PAID01', 's1', 'alice', 'paid', 'pickup', 'CNY', 1500, \
     '0000000000000000000COUPON1', '{}', 90, 900, 100, 100, NULL), \
     ('00000000000000000000WAIT02', 's1', 'alice', 'awaiting_payment', 'pickup', 'CNY', 2000, NULL, '{}', 90, 900, \
     90, NULL, NULL), \
     ('00000000000000000000GONE03', 's1', 'bob', 'cancelled', 'pickup', 'CNY', 1000, NULL, '{}', 90, 900, 110, NULL, 110)",
    "INSERT INTO order_event (order_id, to_state, event, actor, reason, at_ms) VALUES \
     ('00000000000000000000PAID01', 'paid', 'pay', 'provider', '', 100), \
     ('00000000000000000000GONE03', 'cancelled', 'cancel', 'shopper:bob', '', 110)",
    "INSERT INTO handover_check (store_id, order_id, actor, outcome, at_ms) VALUES ('s1', NULL, 'staff:k', 'refused', 0)",
    "INSERT INTO order_line (order_id, line, sku_id, quantity, unit_minor, total_minor) VALUES \
     ('00000000000000000000PAID01', 0, 'tea.m', 2, 1000, 1500), \
     ('00000000000000000000WAIT02', 0, 'tea.m', 2, 1000, 2000), \
     ('00000000000000000000GONE03', 0, 'tea.m', 1, 1000, 1000)",
    "INSERT INTO payment (order_id, reference, state, amount_minor, currency, created_ms, ended_ms) VALUES \
     ('00000000000000000000PAID01', 'r', 'settled', 1500, 'CNY', 95, 100), \
     ('00000000000000000000WAIT02', 'r', 'pending', 2000, 'CNY', 95, NULL), \
     ('00000000000000000000GONE03', 'r', 'refunded', 1000, 'CNY', 95, 120)",
    "INSERT INTO coupon (id, template_id, customer_id, state, order_id, campaign_id, issued_ms, expires_ms) VALUES \
     ('0000000000000000000COUPON1', 't', 'alice', 'used', '00000000000000000000PAID01', NULL, 0, 9000), \
     ('0000000000000000000COUPON2', 't', 'bob', 'issued', NULL, 'k', 0, 9000)",
    "INSERT INTO coupon_holding (template_id, customer_id, issued) VALUES ('t', 'alice', 1), ('t', 'bob', 1)",
    "INSERT INTO campaign_issue (campaign_id, customer_id, coupon_id, issued_ms) \
     VALUES ('k', 'bob', '0000000000000000000COUPON2', 0)",
    "INSERT INTO points_entry (order_id, kind, reference, customer_id, currency, points, at_ms) VALUES \
     ('00000000000000000000PAID01', 'earned', '', 'alice', 'CNY', 15, 100), \
     ('00000000000000000000GONE03', 'redeemed', '', 'bob', 'CNY', -5, 90), \
     ('00000000000000000000GONE03', 'given_back', '', 'bob', 'CNY', 5, 110)",
    "INSERT INTO points_balance (customer_id, currency, points) VALUES ('alice', 'CNY', 15), ('bob', 'CNY', 0)",
    "INSERT INTO promotion (id, version, document, state, sort, created_ms, updated_ms) \
     VALUES ('half', 1, '{}', 'active', 0, 0, 0)",
    "INSERT INTO order_promotion (order_id, promotion_id, amount_minor) \
     VALUES ('00000000000000000000PAID01', 'half', 200)",
    "INSERT INTO customer (id, orders, first_order_ms, last_order_ms) VALUES ('alice', 1, 100, 100)",
    "INSERT INTO customer_spend (customer_id, currency, orders, spent_minor) VALUES ('alice', 'CNY', 1, 1500)",
    "INSERT INTO sales_day (store_id, day, currency, orders, items, net_minor) \
     VALUES ('s1', '2026-01-01', 'CNY', 1, 2, 1500)",
    "INSERT INTO event (customer_id, id, batch, kind, store_id, day, product_id, at_ms) \
     VALUES ('alice', 'e1', 'b1', 'store_viewed', 's1', '2026-01-01', '', 0)",
    "INSERT INTO view_day (store_id, day, kind, product_id, views) \
     VALUES ('s1', '2026-01-01', 'store_viewed', '', 1)",
    "INSERT INTO idempotency (principal, route, key, digest, status, body, created_ms) VALUES \
     ('shopper:alice', 'create_order', 'key-0001', '', 201, '{\"id\":\"00000000000000000000PAID01\"}', 0), \
     ('shopper:alice', 'pay_order/00000000000000000000PAID01', 'key-0002', '', 200, '{\"payment\":\"paid\"}', 0), \
     ('shopper:bob', 'cancel_order/00000000000000000000GONE03', 'key-0003', '', 200, \
     '{\"id\":\"00000000000000000000GONE03\"}', 0), \
     ('shopper:alice', 'claim_coupon/t', 'key-0004', '', 201, '{\"id\":\"0000000000000000000COUPON1\"}', 0)",
    "INSERT INTO store (id, version, document, cell, lat_e7, lng_e7, country, city_folded, name_folded, currency, \
     created_ms, updated_ms) VALUES ('s2', 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0)",
    "INSERT INTO transfer (id, from_store, to_store, state, reason, sent_by, sent_ms, ended_by, ended_ms) VALUES \
     ('00000000000000000000TRANS1', 's1', 's2', 'received', 'r', 'clerk', 130, 'clerk', 140), \
     ('00000000000000000000TRANS2', 's1', 's2', 'cancelled', 'r', 'clerk', 130, 'clerk', 140), \
     ('00000000000000000000TRANS3', 's1', 's2', 'in_transit', 'r', 'clerk', 130, NULL, NULL)",
    "INSERT INTO transfer_line (transfer_id, sku_id, sent, received) VALUES \
     ('00000000000000000000TRANS1', 'tea.m', 2, 1), \
     ('00000000000000000000TRANS2', 'tea.m', 1, NULL), \
     ('00000000000000000000TRANS3', 'tea.m', 1, NULL)",
    "UPDATE stock SET on_hand = 6, sequence = 6, cause = 'transfer_out', reference = '00000000000000000000TRANS1'",
    "UPDATE stock SET on_hand = 5, sequence = 7, cause = 'transfer_out', reference = '00000000000000000000TRANS2'",
    "UPDATE stock SET on_hand = 6, sequence = 8, cause = 'transfer_in', reference = '00000000000000000000TRANS2'",
    "UPDATE stock SET on_hand = 5, sequence = 9, cause = 'transfer_out', reference = '00000000000000000000TRANS3'",
    "INSERT INTO stock (store_id, sku_id, on_hand, reserved) VALUES ('s2', 'tea.m', 0, 0)",
    "UPDATE stock SET on_hand = 1, sequence = 1, cause = 'transfer_in', reference = '00000000000000000000TRANS1' \
     WHERE store_id = 's2'",
    "INSERT INTO idempotency (principal, route, key, digest, status, body, created_ms) VALUES \
     ('staff:c1', 'create_transfer/s1', 'key-0005', '', 201, '{\"id\":\"00000000000000000000TRANS1\"}', 0), \
     ('staff:c2', 'receive_transfer/s2/00000000000000000000TRANS1', 'key-0006', '', 200, \
     '{\"id\":\"00000000000000000000TRANS1\"}', 0), \
     ('staff:c1', 'cancel_transfer/s1/00000000000000000000TRANS2', 'key-0007', '', 200, \
     '{\"id\":\"00000000000000000000TRANS2\"}', 0)",
    "UPDATE stock SET low_at = 2",
    "INSERT INTO stock_alert (store_id, sku_id, opened_ms, closed_ms) VALUES \
     ('s1', 'tea.m', 100, 130), ('s2', 'tea.m', 140, NULL)",
    "DELETE FROM outbox",
    "UPDATE order_line SET limit_day = 20454 \
     WHERE order_id IN ('00000000000000000000PAID01', '00000000000000000000GONE03')",
    "UPDATE orders SET slot_ms = 1000 \
     WHERE id IN ('00000000000000000000PAID01', '00000000000000000000GONE03')",
    "INSERT INTO slot_load (store_id, mode, start_ms, orders) \
     SELECT store_id, mode, 1000, 1 FROM orders WHERE id = '00000000000000000000PAID01'",
    "INSERT INTO orders (id, store_id, customer_id, state, mode, currency, payable_minor, coupon_id, document, \
     placed_ms, expires_ms, moved_ms, slot_ms) VALUES \
     ('00000000000000000000BOOK04', 's1', 'alice', 'awaiting_payment', 'booking', 'CNY', 1000, NULL, '{}', 90, 900, 90, 1800000)",
    "INSERT INTO order_line (order_id, line, sku_id, quantity, unit_minor, total_minor) \
     VALUES ('00000000000000000000BOOK04', 0, 'tea.m', 1, 1000, 1000)",
    "INSERT INTO booking (order_id, store_id, resource_id, kind, start_ms, end_ms, change_by_ms) \
     VALUES ('00000000000000000000BOOK04', 's1', 'mei', 'stylist', 1800000, 3000000, 0)",
    "INSERT INTO booking_cell (store_id, resource_id, cell_ms, order_id) VALUES \
     ('s1', 'mei', 1800000, '00000000000000000000BOOK04'), ('s1', 'mei', 2700000, '00000000000000000000BOOK04')",
    "INSERT INTO purchase_count (customer_id, sku_id, limit_day, units) VALUES \
     ('alice', 'tea.m', 20454, 2), ('bob', 'tea.m', 20454, 0)",
    "INSERT INTO refund (id, order_id, store_id, cause, state, amount_minor, fees_minor, currency, reason, actor, created_ms, \
     ended_ms) VALUES ('0000000000000000000REFUND1', '00000000000000000000PAID01', 's1', 'return', 'done', 750, 0, 'CNY', \
     'cold', 'staff:k', 150, 160)",
    "INSERT INTO refund_line (refund_id, order_id, line, units, amount_minor, tax_minor, restocked_at) \
     VALUES ('0000000000000000000REFUND1', '00000000000000000000PAID01', 0, 1, 750, 0, 's1')",
    "UPDATE order_line SET refunded = 1 WHERE order_id = '00000000000000000000PAID01'",
    "UPDATE orders SET refunded_minor = 750 WHERE id = '00000000000000000000PAID01'",
    "UPDATE stock SET on_hand = on_hand + 1, sequence = sequence + 1, cause = 'return', \
     reference = '0000000000000000000REFUND1' WHERE store_id = 's1'",
    "DELETE FROM outbox",
    "UPDATE points_balance SET points = points - 7 WHERE customer_id = 'alice'",
    "INSERT INTO points_entry (order_id, kind, reference, customer_id, currency, points, at_ms) VALUES \
     ('00000000000000000000PAID01', 'taken_back', '0000000000000000000REFUND1', 'alice', 'CNY', -7, 150)",
    "UPDATE customer_spend SET refunded_minor = 750",
    "UPDATE sales_day SET refunds = 1, refunded_minor = 750",
    "INSERT INTO ledger_transfer (store_id, currency, cause, reference, debit, credit, amount_minor, at_ms) VALUES \
     ('s1', 'CNY', 'sale', '00000000000000000000PAID01', 'provider', 'sales', 1500, 100), \
     ('s1', 'CNY', 'refund', '0000000000000000000REFUND1', 'sales', 'refunds_due', 750, 150), \
     ('s1', 'CNY', 'payout', '0000000000000000000REFUND1', 'refunds_due', 'provider', 750, 160)",
    "INSERT INTO account (customer_id, version, root_key, data_key, name, phone, phone_lookup, addresses, created_ms, \
     updated_ms) VALUES ('alice', 1, 'k1', 'x1.key', 'x1.name', 'x1.phone', \
     'PPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPP', 1, 0, 0)",
    "INSERT INTO account_identity (provider, subject_lookup, customer_id, subject, created_ms) VALUES \
     ('sandbox-identity', 'SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS', 'alice', 'x1.subject', 0)",
    "INSERT INTO account_session (id, customer_id, refresh_lookup, previous_lookup, successor, rotations, rotated_ms, \
     created_ms, expires_ms) VALUES ('000000000000000000SESSION1', 'alice', 'a', NULL, NULL, 0, 5, 5, 900), \
     ('000000000000000000SESSION2', 'alice', 'b', 'c', 'x1.token', 1, 7, 6, 900)",
    "INSERT INTO account_consent (customer_id, purpose, given, given_ms) VALUES ('alice', 'marketing', 1, 5)",
    "INSERT INTO account_address (customer_id, id, address, updated_ms) VALUES ('alice', 'home', 'x1.address', 5)",
    "INSERT INTO staff (id, version, login, role_id, store_id, state, password, invitation_lookup, invitation_expires_ms, \
     code_generation, code_confirmed, code_step, failures, paused_until_ms, invited_by, created_ms, updated_ms) VALUES \
     ('li', 1, 'li.na', 'clerk', 's1', 'active', '$argon2id$v=19$', NULL, NULL, 1, 1, 7, 0, 0, 'staff:h', 5, 5), \
     ('wang', 1, 'wang', 'clerk', 's1', 'invited', NULL, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 9, 0, 0, 0, 0, 0, \
     'staff:h', 5, 5)",
    "INSERT INTO staff_session (id, staff_id, refresh_lookup, previous_lookup, successor, rotations, rotated_ms, \
     created_ms, expires_ms) VALUES ('01', 'li', 'BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB', \
     'CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC', 'x1.token', 1, 6, 5, 9)",
    "INSERT INTO access_key (id, kind, name, role_id, store_id, lookup, previous_lookup, previous_until_ms, rotations, \
     expires_ms, created_by, created_ms) VALUES ('K', 'device', 'Gate', 'device', 's1', \
     'DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD', 'EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE', 8, 1, 9, \
     'staff:h', 5)",
    "INSERT INTO audit_entry (chain, seq, at_ms, principal, operation, target, body_sha256, previous, hash) VALUES \
     ('store:s1', 1, 5, 'clerk:s1:k', 'put_stock', '/v1/stores/s1/stock', '', \
     '0000000000000000000000000000000000000000000000000000000000000000', 'first'), \
     ('store:s1', 2, 6, 'clerk:s1:k', 'put_stock', '/v1/stores/s1/stock', '', 'first', 'second')",
    "INSERT INTO unpaid_orders (customer_id, orders) VALUES ('alice', 2), ('bob', 0)",
    "INSERT INTO audit_head (chain, seq, hash) VALUES ('store:s1', 2, 'second')",
];
