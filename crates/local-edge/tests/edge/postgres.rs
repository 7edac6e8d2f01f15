//! `spin:postgres`, on the server that `DATABASE_URL` names; without it only the last test has anything to do.

use local_edge::{Call, Fault};

use crate::bench::{Answer, Bench, ok, reported};

/// The server's address, when there is one.
fn server() -> Option<String> {
    std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty())
}

async fn run(bench: &Bench, server: &str, script: &str) -> Answer {
    bench.post("/probe/pg", format!("{server}\n{script}")).await
}

#[tokio::test]
async fn values_of_every_type_are_read() {
    let Some(server) = server() else { return };
    let bench = Bench::new().await;
    for (expression, expected) in [
        ("1::int2", "Int16(1)"),
        ("1::int4", "Int32(1)"),
        ("1::int8", "Int64(1)"),
        ("true", "Boolean(true)"),
        ("1.5::float8", "Floating64(1.5)"),
        ("12.50::numeric", "Decimal(\"12.50\")"),
        ("'x'::text", "Str(\"x\")"),
        ("NULL::text", "DbNull"),
        ("'\\x00ff'::bytea", "Binary([0, 255])"),
        ("DATE '2026-02-28'", "Date((2026, 2, 28))"),
        ("TIME '01:02:03'", "Time((1, 2, 3, 0))"),
        (
            "TIMESTAMP '2026-02-28 01:02:03'",
            "Datetime((2026, 2, 28, 1, 2, 3, 0))",
        ),
        ("'{\"a\": 1}'::jsonb", "Jsonb([123, 34, 97, 34, 58, 49, 125])"),
        ("ARRAY[1, NULL]::int4[]", "ArrayInt32([Some(1), None])"),
        ("ARRAY[1.5]::numeric[]", "ArrayDecimal([Some(\"1.5\")])"),
        (
            "INTERVAL '1 day 2 seconds'",
            "Interval(Interval { micros: 2000000, days: 1, months: 0 })",
        ),
        (
            "'(1,2)'::point",
            "Unsupported([63, 240, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0])",
        ),
    ] {
        let answer = run(&bench, &server, &format!("SELECT {expression}")).await;
        assert_eq!(answer, ok(&format!("DbValue::{expected}\n")), "{expression}");
    }
    let range = run(&bench, &server, "SELECT int4range(1, 5)").await.body;
    assert!(
        range.contains("RangeInt32") && range.contains("Inclusive") && range.contains("Exclusive"),
        "{range}"
    );
}

#[tokio::test]
async fn instants_with_a_zone_are_not_read_as_on_spin() {
    let Some(server) = server() else { return };
    let bench = Bench::new().await;
    reported(&run(&bench, &server, "SELECT now()").await, "WrongType");
    assert_eq!(
        run(&bench, &server, "SELECT now() AT TIME ZONE 'UTC'")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn errors_carry_the_servers_code() {
    let Some(server) = server() else { return };
    let bench = Bench::new().await;
    reported(&run(&bench, &server, "SELECT 1/0").await, "22012");
    reported(&run(&bench, &server, "SELECT nonsense").await, "42703");
}

#[tokio::test]
async fn a_pooled_open_takes_one_round_trip_and_a_statement_two() {
    let Some(server) = server() else { return };
    let bench = Bench::new().await;
    run(&bench, &server, "SELECT 1").await;
    bench.edge.reset_counters();
    run(&bench, &server, "SELECT 1\nSELECT 2").await;
    let counts = bench.edge.counters().of("probe");
    assert_eq!((counts.sql_statements(), counts.postgres_round_trips), (2, 5));
}

#[tokio::test]
async fn what_a_trapped_component_left_open_is_inherited() {
    let Some(server) = server() else { return };
    let bench = Bench::new().await;
    assert_eq!(run(&bench, &server, "BEGIN\nSELECT 1\nTRAP").await.status, 500);
    // The pool cleans up without ROLLBACK, as Spin's does: this statement runs in the transaction left open.
    let alone = run(&bench, &server, "SELECT now() = statement_timestamp()").await;
    assert_eq!(alone, ok("DbValue::Boolean(false)\n"));
}

#[tokio::test]
async fn many_rows_arrive_in_order() {
    let Some(server) = server() else { return };
    let body = run(&Bench::new().await, &server, "SELECT generate_series(1, 1000)")
        .await
        .body;
    let expected: String = (1..=1000).map(|n| format!("DbValue::Int32({n})\n")).collect();
    assert_eq!(body, expected);
}

#[tokio::test]
async fn faults_strike_statements() {
    let Some(server) = server() else { return };
    let bench = Bench::new().await;
    let faults = bench.edge.faults();
    faults.inject(Fault::on(Call::PostgresQuery).matching("'one'").fail());
    faults.inject(
        Fault::on(Call::PostgresQuery)
            .matching("'two'")
            .lose_acknowledgement(),
    );
    faults.inject(Fault::on(Call::PostgresQuery).matching("'three'").trap_after());
    faults.inject(Fault::on(Call::PostgresOpen).nth(4).fail());
    reported(&run(&bench, &server, "SELECT 'one'").await, "injected");
    reported(&run(&bench, &server, "SELECT 'two'").await, "injected");
    assert_eq!(run(&bench, &server, "SELECT 'three'").await.status, 500);
    reported(
        &run(&bench, &server, "SELECT 'four'").await,
        "injected failure of postgres.open",
    );
}

#[tokio::test]
async fn a_server_that_is_not_granted_is_denied() {
    let answer = run(&Bench::new().await, "postgres://user@db.example/x", "SELECT 1").await;
    reported(&answer, "address postgres://db.example:5432 is not permitted");
}
