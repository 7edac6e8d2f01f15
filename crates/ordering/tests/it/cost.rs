//! What an order costs the database.

use crate::fake_provider::FakeProvider;
use crate::mall::{CUP_MINOR, TEA_MINOR, issue_coupon, order_of, project, seed};
use crate::own_platform::{OwnPlatform, send};
use ordering::routes::app;
use std::rc::Rc;
use storage::key_value::memory::MemoryKeyValue;

fn platform() -> Rc<OwnPlatform> {
    let platform = Rc::new(OwnPlatform::in_memory(MemoryKeyValue::default()));
    seed(&platform.sql, 20);
    project(&platform.sql, &platform.key_value);
    platform.sql.forget();
    platform
}

/// Reads, writes and the steps of the last write.
fn check(lines: &[(&str, i64)], payable: i64, coupon: bool, expected: (u32, u32, usize)) {
    let platform = platform();
    let mut body = order_of(lines, payable);
    if coupon {
        body["coupon"] = issue_coupon(&platform.sql, "alice", 1).into();
        platform.sql.forget();
    }
    let app = app(FakeProvider::new());
    let answer = send(&app, &platform, "alice", "order-0001", "/v1/orders", &body);
    answer.assert(201);
    let sql = &platform.sql;
    assert_eq!((sql.reads.get(), sql.writes.get(), sql.steps.get()), expected);
}

#[test]
fn order_is_one_write_and_no_read() {
    // The kept answer, the order, the customer's unpaid ones, and for each article its line and its stock; a mark for each product.
    check(&[("tea.l", 1)], TEA_MINOR, false, (0, 1, 6));
    check(&[("tea.l", 1), ("tea.m", 1)], 2 * TEA_MINOR, false, (0, 1, 8));
    check(
        &[("tea.l", 2), ("cup.a", 1)],
        2 * TEA_MINOR + CUP_MINOR,
        false,
        (0, 1, 9),
    );
}

#[test]
fn coupon_costs_one_read_and_one_step_more() {
    check(&[("tea.l", 2)], 2 * TEA_MINOR - 1_000, true, (1, 1, 7));
}
