//! Routes, routing headers, and what components know of their surroundings.

use http::Request;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bench::{Bench, ok, reported};

#[tokio::test]
async fn a_component_learns_how_its_request_was_routed() {
    let bench = Bench::new().await;
    let request = Request::get(bench.url("/shops/7/headers")).header("spin-path-match-shop", "forged");
    let headers = bench.send(request.body(Default::default()).unwrap()).await.body;
    for line in [
        "spin-path-match-shop: 7",
        "spin-path-info: /headers",
        "spin-component-route: /shops/:shop",
    ] {
        assert!(headers.contains(line), "{line:?} in {headers}");
    }
    assert!(!headers.contains("forged"), "{headers}");
}

#[tokio::test]
async fn unknown_paths_and_private_components_are_not_found() {
    let bench = Bench::new().await;
    for path in ["/", "/hidden", "/static/more"] {
        assert_eq!(bench.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_static_response_is_given_as_written() {
    let answer = Bench::new().await.get("/static").await;
    assert_eq!((answer.status, answer.body.as_str()), (203, "fixed"));
}

#[tokio::test]
async fn health_is_answered_without_a_component() {
    assert_eq!(Bench::new().await.get("/.well-known/spin/health").await, ok("OK"));
}

#[tokio::test]
async fn components_read_their_variables_and_environment() {
    let bench = Bench::with(|builder| builder.variable("greeting", "Hello")).await;
    assert_eq!(bench.get("/probe/variable?polite").await, ok("Hello!"));
    assert_eq!(bench.get("/probe/environment?COLOUR").await, ok("red"));
    reported(&bench.get("/probe/variable?greeting").await, "Undefined");
    reported(&bench.get("/probe/variable?Bad").await, "InvalidName");
}

#[tokio::test]
async fn what_components_print_becomes_log_lines() {
    let bench = Bench::new().await;
    bench.get("/probe/print?hello").await;
    assert!(bench.edge.logs().contain("out: hello") && bench.edge.logs().contain("err: hello"));
    assert!(
        bench
            .edge
            .logs()
            .lines()
            .iter()
            .all(|line| line.component == "probe")
    );
}

#[tokio::test]
async fn an_instance_is_used_again() {
    let bench = Bench::new().await;
    bench.get("/probe/count").await;
    assert_eq!(bench.get("/probe/count").await, ok("2"));
    let counts = bench.edge.counters().of("probe");
    assert_eq!((counts.instances, counts.requests), (1, 2));
}

#[tokio::test]
async fn a_response_of_known_length_arrives_in_one_piece() {
    let bench = Bench::new().await;
    let mut stream = TcpStream::connect(bench.edge.addr()).await.unwrap();
    stream
        .write_all(b"GET /probe/x HTTP/1.1\r\nhost: a\r\n\r\n")
        .await
        .unwrap();
    let mut piece = vec![0; 4096];
    let length = stream.read(&mut piece).await.unwrap();
    let answer = String::from_utf8_lossy(&piece[..length]);
    assert!(
        answer.contains("content-length: 11") && answer.ends_with("probe at /x"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_response_without_a_length_is_sent_in_chunks() {
    let bench = Bench::new().await;
    let request = Request::get(bench.url("/probe/unsized"))
        .body(Default::default())
        .unwrap();
    assert_eq!(bench.send(request).await, ok("probe at /unsized"));
}
