//! `wasi:http` outwards.

use crate::bench::{Bench, ok, reported};

#[tokio::test]
async fn a_component_reaches_another_by_its_name() {
    let bench = Bench::new().await;
    assert_eq!(
        bench.get("/probe/fetch?http://hidden.spin.internal/count").await,
        ok("200 1")
    );
    assert_eq!(bench.edge.counters().of("hidden").requests, 1);
}

#[tokio::test]
async fn a_component_reaches_its_own_application() {
    let bench = Bench::new().await;
    assert_eq!(
        bench.get("/probe/fetch?http://self.alt/static").await,
        ok("203 fixed")
    );
}

#[tokio::test]
async fn a_component_reaches_a_host_that_is_granted() {
    let (bench, other) = (Bench::new().await, Bench::new().await);
    let answer = bench.get(&format!("/probe/fetch?{}", other.url("/static"))).await;
    assert_eq!(answer, ok("203 fixed"));
}

#[tokio::test]
async fn a_host_that_is_not_granted_is_denied() {
    let bench = Bench::new().await;
    for url in [
        "http://probe.spin.internal/",
        "https://example.com/",
        "http://hidden.spin.internal:81/",
    ] {
        reported(
            &bench.get(&format!("/probe/fetch?{url}")).await,
            "HttpRequestDenied",
        );
    }
}
