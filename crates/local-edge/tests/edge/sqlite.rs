//! `spin:sqlite`.

use futures_util::future::join_all;

use crate::bench::{Bench, ok, reported};

#[tokio::test]
async fn statements_give_rows_and_changes() {
    let script =
        "CREATE TABLE t (a, b)\nINSERT INTO t VALUES (1, 2.5), ('x', x'0011'), (NULL, '')\nSELECT * FROM t";
    let answer = Bench::new().await.post("/probe/sqlite", script).await;
    assert_eq!(answer, ok("1|2.5\nx|2 bytes\nnull|\nchanged 3"));
}

#[tokio::test]
async fn more_rows_than_the_channel_holds_arrive_in_order() {
    let script =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n";
    let body = Bench::new().await.post("/probe/sqlite", script).await.body;
    let numbers: Vec<u32> = body
        .lines()
        .take(1000)
        .map(|line| line.parse().unwrap())
        .collect();
    assert_eq!(numbers, (1..=1000).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_error_of_the_statement_is_reported() {
    let bench = Bench::new().await;
    reported(
        &bench.post("/probe/sqlite", "SELECT nonsense").await,
        "no such column",
    );
    let script = "CREATE TABLE t (a UNIQUE)\nINSERT INTO t VALUES (1)\nINSERT INTO t VALUES (1)";
    reported(&bench.post("/probe/sqlite", script).await, "UNIQUE");
}

#[tokio::test]
async fn a_database_that_is_not_granted_is_denied() {
    reported(
        &Bench::new().await.get("/probe/sqlite-open?other").await,
        "AccessDenied",
    );
}

#[tokio::test]
async fn files_cannot_be_attached() {
    let answer = Bench::new()
        .await
        .post("/probe/sqlite", "ATTACH '/tmp/other.db' AS other")
        .await;
    reported(&answer, "not authorized");
}

#[tokio::test]
async fn a_trap_in_a_transaction_leaves_nothing_behind() {
    let bench = Bench::new().await;
    bench.post("/probe/sqlite", "CREATE TABLE t (a)").await;
    let trapped = bench
        .post("/probe/sqlite", "BEGIN IMMEDIATE\nINSERT INTO t VALUES (1)\nTRAP")
        .await;
    assert_eq!(trapped.status, 500);
    assert_eq!(
        bench
            .post("/probe/sqlite", "INSERT INTO t VALUES (2)\nSELECT a FROM t")
            .await,
        ok("2\nchanged 1")
    );
}

#[tokio::test]
async fn a_locked_database_is_waited_for() {
    let bench = Bench::new().await;
    bench.post("/probe/sqlite", "CREATE TABLE t (a)").await;
    let insert = |n: u32| {
        bench.post(
            "/probe/sqlite",
            format!("BEGIN IMMEDIATE\nINSERT INTO t VALUES ({n})\nCOMMIT"),
        )
    };
    let answers = join_all((0..20).map(insert)).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    assert_eq!(
        bench.post("/probe/sqlite", "SELECT count(*) FROM t").await,
        ok("20\nchanged 0")
    );
}
