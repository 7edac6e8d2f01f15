//! `spin:key-value`.

use http::Request;
use local_edge::{Call, Edge};

use crate::bench::{Bench, Folder, manifest, ok, reported};

#[tokio::test]
async fn what_is_set_is_read_until_it_is_deleted() {
    let bench = Bench::new().await;
    assert_eq!(bench.get("/probe/get?a").await, ok("none"));
    assert_eq!(bench.get("/probe/set?a=1").await, ok("set"));
    assert_eq!(bench.get("/probe/set?b=2").await, ok("set"));
    assert_eq!(bench.get("/probe/set?a=3").await, ok("set"));
    assert_eq!(bench.get("/probe/get?a").await, ok("3"));
    assert_eq!(bench.get("/probe/keys").await, ok("a,b"));
    assert_eq!(bench.get("/probe/delete?a").await, ok("deleted"));
    assert_eq!(bench.get("/probe/exists?a").await, ok("false"));
    assert_eq!(bench.get("/probe/exists?b").await, ok("true"));
}

#[tokio::test]
async fn a_store_that_is_not_granted_is_denied() {
    reported(
        &Bench::new().await.get("/probe/get?other:a").await,
        "AccessDenied",
    );
}

#[tokio::test]
async fn values_outlive_the_host() {
    let (bench, state) = (Bench::new().await, Folder::new());
    let start = || {
        let builder = Edge::builder().manifest(manifest()).state_dir(state.path());
        builder.variable("token", "").schedules(false).start()
    };
    let request = |edge: &Edge, path: &str| Request::get(edge.url() + path).body(Default::default()).unwrap();
    let edge = start().await.unwrap();
    bench.send(request(&edge, "/probe/set?a=kept")).await;
    edge.shutdown().await;
    let edge = start().await.unwrap();
    assert_eq!(bench.send(request(&edge, "/probe/get?a")).await, ok("kept"));
}

#[tokio::test]
async fn reads_and_writes_are_counted_by_component() {
    let bench = Bench::new().await;
    bench.get("/probe/set?a=1").await;
    bench.get("/probe/get?a").await;
    bench.get("/probe/exists?a").await;
    let counts = bench.edge.counters().of("probe");
    assert_eq!(
        (
            counts.key_value_reads(),
            counts.key_value_writes(),
            counts.calls(Call::KeyValueOpen)
        ),
        (2, 1, 3)
    );
    bench.edge.reset_counters();
    assert_eq!(bench.edge.counters().total(), Default::default());
}
