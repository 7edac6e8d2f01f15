//! Faults at chosen calls.

use std::time::{Duration, Instant};

use local_edge::{Call, Fault};

use crate::bench::{Bench, ok, reported};

#[tokio::test]
async fn a_call_can_be_made_to_fail_once() {
    let bench = Bench::new().await;
    let fault = bench.edge.faults().inject(
        Fault::on(Call::KeyValueSet)
            .component("probe")
            .matching("a")
            .fail(),
    );
    reported(
        &bench.get("/probe/set?a=1").await,
        "injected failure of key-value.set",
    );
    assert_eq!(fault.strikes(), 1);
    assert_eq!(bench.get("/probe/get?a").await, ok("none"));
    assert_eq!(bench.get("/probe/set?a=1").await, ok("set"));
}

#[tokio::test]
async fn an_acknowledgement_can_be_lost() {
    let bench = Bench::new().await;
    bench
        .edge
        .faults()
        .inject(Fault::on(Call::KeyValueSet).lose_acknowledgement());
    reported(&bench.get("/probe/set?a=1").await, "injected");
    assert_eq!(
        bench.get("/probe/get?a").await,
        ok("1"),
        "the write itself was done"
    );
}

#[tokio::test]
async fn a_statement_can_fail_or_lose_its_acknowledgement() {
    let bench = Bench::new().await;
    bench.post("/probe/sqlite", "CREATE TABLE t (a)").await;
    bench
        .edge
        .faults()
        .inject(Fault::on(Call::SqliteExecute).matching("VALUES (1)").fail());
    bench.edge.faults().inject(
        Fault::on(Call::SqliteExecute)
            .matching("VALUES (2)")
            .lose_acknowledgement(),
    );
    reported(
        &bench.post("/probe/sqlite", "INSERT INTO t VALUES (1)").await,
        "injected",
    );
    reported(
        &bench.post("/probe/sqlite", "INSERT INTO t VALUES (2)").await,
        "injected",
    );
    assert_eq!(
        bench.post("/probe/sqlite", "SELECT a FROM t").await,
        ok("2\nchanged 0")
    );
}

#[tokio::test]
async fn a_component_can_be_trapped_around_a_statement() {
    let bench = Bench::new().await;
    bench.post("/probe/sqlite", "CREATE TABLE t (a)").await;
    bench.edge.faults().inject(
        Fault::on(Call::SqliteExecute)
            .matching("VALUES (1)")
            .trap_before(),
    );
    bench
        .edge
        .faults()
        .inject(Fault::on(Call::SqliteExecute).matching("VALUES (2)").trap_after());
    bench
        .edge
        .faults()
        .inject(Fault::on(Call::SqliteExecute).matching("VALUES (3)").trap_after());
    for script in [
        "INSERT INTO t VALUES (1)",
        "INSERT INTO t VALUES (2)",
        "BEGIN\nINSERT INTO t VALUES (3)",
    ] {
        assert_eq!(bench.post("/probe/sqlite", script).await.status, 500, "{script}");
    }
    let left = bench.post("/probe/sqlite", "SELECT a FROM t").await;
    assert_eq!(left, ok("2\nchanged 0"), "the transaction that was open is gone");
    assert!(bench.edge.logs().contain("injected trap at sqlite.execute"));
}

#[tokio::test]
async fn a_call_can_be_delayed() {
    let bench = Bench::new().await;
    bench
        .edge
        .faults()
        .inject(Fault::on(Call::KeyValueGet).delay(Duration::from_millis(150)));
    let began = Instant::now();
    assert_eq!(bench.get("/probe/get?a").await, ok("none"));
    assert!(began.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn every_other_call_can_fail_too() {
    let bench = Bench::new().await;
    bench
        .edge
        .faults()
        .inject(Fault::on(Call::HttpSend).matching("hidden").fail());
    bench
        .edge
        .faults()
        .inject(Fault::on(Call::VariablesGet).matching("polite").fail());
    bench.edge.faults().inject(Fault::on(Call::SqliteOpen).fail());
    bench
        .edge
        .faults()
        .inject(Fault::on(Call::KeyValueGetKeys).fail());
    for path in [
        "fetch?http://hidden.spin.internal/",
        "variable?polite",
        "sqlite-open?default",
        "keys",
    ] {
        reported(&bench.get(&format!("/probe/{path}")).await, "injected failure of");
    }
}

#[tokio::test]
async fn an_outbound_request_can_trap_the_component() {
    let bench = Bench::new().await;
    bench.edge.faults().inject(Fault::on(Call::HttpSend).trap_after());
    assert_eq!(
        bench
            .get("/probe/fetch?http://hidden.spin.internal/count")
            .await
            .status,
        500
    );
    assert_eq!(bench.edge.counters().of("hidden").requests, 1);
}

#[tokio::test]
async fn cleared_faults_strike_no_more() {
    let bench = Bench::new().await;
    bench
        .edge
        .faults()
        .inject(Fault::on(Call::KeyValueGet).always().fail());
    reported(&bench.get("/probe/get?a").await, "injected");
    bench.edge.faults().clear();
    assert_eq!(bench.get("/probe/get?a").await, ok("none"));
}
