//! Requests that the host makes by itself.

use std::time::Duration;

use local_edge::{Call, Fault};

use crate::bench::{Bench, ok};

#[tokio::test]
async fn scheduled_requests_carry_their_token() {
    let bench = Bench::with(|builder| builder.schedules(true)).await;
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert_eq!(bench.get("/probe/get?authorization").await, ok("Bearer t0ken"));
    assert!(bench.edge.counters().of("probe").requests > 2);
}

#[tokio::test]
async fn schedules_can_be_left_out() {
    let bench = Bench::new().await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(bench.edge.counters().of("probe").requests, 0);
}

#[tokio::test]
async fn a_failed_scheduled_request_is_logged() {
    let bench = Bench::with(|builder| builder.schedules(true)).await;
    bench
        .edge
        .faults()
        .inject(Fault::on(Call::KeyValueSet).always().trap_before());
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert!(
        bench
            .edge
            .logs()
            .contain("scheduled POST /probe/authorization failed")
    );
}
