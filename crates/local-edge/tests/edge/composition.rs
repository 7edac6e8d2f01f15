//! Components plugged into components, and manifests that cannot be run.

use std::fs;

use local_edge::{Call, Edge};

use crate::bench::{Bench, Folder, manifest, ok};

#[tokio::test]
async fn a_dependency_answers_with_what_it_inherits() {
    let bench = Bench::with(|builder| builder.variable("greeting", "Welcome")).await;
    assert_eq!(bench.get("/plugged/greet").await, ok("Welcome, shopper"));
}

#[tokio::test]
async fn a_capability_that_is_not_inherited_traps() {
    let bench = Bench::new().await;
    assert_eq!(bench.get("/plugged/peek").await.status, 500);
    assert_eq!(bench.edge.counters().of("host").calls(Call::KeyValueOpen), 0);
    assert_eq!(bench.get("/plugged/greet").await, ok("Good day, shopper"));
}

/// Starts the application with `from` replaced in its manifest, and gives the refusal.
async fn refusal(from: &str, to: &str) -> String {
    let state = Folder::new();
    let text = fs::read_to_string(manifest()).unwrap();
    assert!(text.contains(from), "{from:?} is in the manifest");
    let root = manifest().parent().unwrap().join("../../../..");
    let path = state.path().join("spin.toml");
    fs::write(
        &path,
        text.replace(from, to)
            .replace("../../../..", root.to_str().unwrap()),
    )
    .unwrap();
    let started = Edge::builder()
        .manifest(path)
        .state_dir(state.path())
        .variable("token", "")
        .start()
        .await;
    started
        .err()
        .expect("the application must be refused")
        .to_string()
}

#[tokio::test]
async fn a_dependency_that_fits_nothing_is_refused() {
    let message = refusal("acme:greet/greeter@1.0.0", "acme:greet/other@1.0.0").await;
    assert_eq!(
        message,
        "component.host: dependencies.\"acme:greet/other@1.0.0\": matches no import of the component"
    );
    let message = refusal("component = \"plug\",", "component = \"probe\",").await;
    assert!(
        message.contains("does not export \"acme:greet/greeter@1.0.0\""),
        "{message}"
    );
}

#[tokio::test]
async fn a_component_that_is_not_built_is_named() {
    let message = refusal("guest_plug.wasm", "guest_none.wasm").await;
    assert!(
        message.starts_with("component.host: ") && message.contains("guest_none.wasm"),
        "{message}"
    );
}

#[tokio::test]
async fn an_import_that_the_host_does_not_have_is_named() {
    let dependency =
        "\"acme:greet/greeter@1.0.0\" = { component = \"plug\", inherit_configuration = [\"variables\"] }";
    let message = refusal(dependency, "").await;
    assert!(
        message.starts_with("component.host: ") && message.contains("acme:greet/greeter"),
        "{message}"
    );
}

#[tokio::test]
async fn a_required_variable_without_a_value_is_named() {
    let message = refusal(
        "greeting = { default = \"Good day\" }",
        "greeting = { required = true }",
    )
    .await;
    assert_eq!(
        message,
        "variables.greeting: no value; set SPIN_VARIABLE_GREETING"
    );
}
