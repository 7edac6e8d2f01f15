//! Traps, time, memory and size.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bench::{Bench, ok};

#[tokio::test]
async fn a_trap_fails_its_request_and_the_next_gets_a_new_instance() {
    let bench = Bench::new().await;
    assert_eq!(bench.get("/probe/trap").await.status, 500);
    assert_eq!(bench.get("/probe/count").await, ok("1"));
    assert!(
        bench.edge.logs().contain("about to trap"),
        "what was printed before the trap is kept"
    );
    assert!(bench.edge.logs().contain("wasm trap"));
}

#[tokio::test]
async fn a_component_that_waits_too_long_is_given_up() {
    let bench = Bench::with(|builder| builder.request_timeout(Duration::from_millis(200))).await;
    let began = Instant::now();
    assert_eq!(bench.get("/probe/pause?5000").await.status, 500);
    assert!(began.elapsed() < Duration::from_secs(3));
    assert_eq!(bench.get("/probe/pause?1").await, ok("rested"));
}

#[tokio::test]
async fn a_component_that_computes_without_end_is_given_up() {
    let bench = Bench::with(|builder| builder.request_timeout(Duration::from_millis(200))).await;
    assert_eq!(bench.get("/probe/loop").await.status, 500);
    assert_eq!(bench.get("/probe/pause?1").await, ok("rested"));
}

#[tokio::test]
async fn requests_that_wait_share_an_instance() {
    let bench = Bench::new().await;
    bench.get("/probe/count").await;
    let answers = join_all((0..8).map(|_| bench.get("/probe/pause?200"))).await;
    assert!(answers.iter().all(|answer| *answer == ok("rested")));
    assert!(bench.edge.counters().of("probe").instances < 8);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let bench = Bench::with(|builder| builder.max_body(1000)).await;
    assert_eq!(bench.post("/probe/body", vec![0; 1000]).await, ok("1000"));
    assert_eq!(bench.post("/probe/body", vec![0; 1001]).await.status, 413);
    assert_eq!(bench.edge.counters().of("probe").requests, 1);
}

#[tokio::test]
async fn a_body_of_unknown_length_fails_at_the_limit() {
    let bench = Bench::with(|builder| builder.max_body(1000)).await;
    let mut stream = TcpStream::connect(bench.edge.addr()).await.unwrap();
    let head =
        "POST /probe/body HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    stream
        .write_all(format!("{head}3e9\r\n{}\r\n0\r\n\r\n", "x".repeat(1001)).as_bytes())
        .await
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains("HttpRequestBodySize"), "{answer}");
}

#[tokio::test]
async fn memory_beyond_the_limit_is_not_given() {
    let bench = Bench::with(|builder| builder.max_memory(64 << 20)).await;
    assert_eq!(bench.get("/probe/memory?32").await.status, 200);
    assert_eq!(bench.get("/probe/memory?64").await.status, 418);
}

#[tokio::test]
async fn requests_in_flight_end_before_the_host_does() {
    let bench = Bench::new().await;
    let (mut stream, mut answer) = (
        TcpStream::connect(bench.edge.addr()).await.unwrap(),
        String::new(),
    );
    stream
        .write_all(b"GET /probe/pause?300 HTTP/1.1\r\nhost: a\r\n\r\n")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    bench.edge.shutdown().await;
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("rested"),
        "{answer}"
    );
}

#[test]
fn host_that_ends_blames_no_instance_that_waits() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let logs = runtime.block_on(async {
        let bench = Bench::new().await;
        assert_eq!(bench.get("/probe/body").await.status, 200);
        let logs = bench.edge.logs().clone();
        bench.edge.shutdown().await;
        logs
    });
    // Ends what is left of the host, as leaving `main` does.
    drop(runtime);
    assert_eq!(logs.lines(), []);
}

#[tokio::test]
async fn instructions_are_counted_alike_once_an_instance_has_ended() {
    let count = async || {
        let bench = Bench::with(|builder| builder.count_instructions(true)).await;
        assert_eq!(bench.get("/probe/body").await.status, 200);
        assert_eq!(bench.edge.counters().total().instructions, 0);
        while bench.edge.counters().total().instructions == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bench.edge.counters().total().instructions
    };
    let instructions = count().await;
    assert_eq!(count().await, instructions);
}
