use std::path::Path;
use std::time::Duration;

use super::*;

/// A manifest of one component `web`, with `extra` lines inside its table.
fn with_component(extra: &str) -> Result<Application, ManifestError> {
    parse(&format!("[component.web]\nsource = \"web.wasm\"\n{extra}"))
}

fn parse(rest: &str) -> Result<Application, ManifestError> {
    let head = "spin_manifest_version = 2\n[application]\nname = \"mall\"\n\
                [[trigger.http]]\nroute = \"/...\"\ncomponent = \"web\"\n\
                [variables]\ntoken = { required = true, secret = true }\ncolour = { default = \"red\" }\n";
    Application::parse(&format!("{head}{rest}"), Path::new("/app"))
}

#[track_caller]
fn refused(result: Result<Application, ManifestError>, line: &str) {
    let message = result.expect_err("the manifest must be refused").to_string();
    assert!(message.contains(line), "expected {line:?} in {message:?}");
    assert!(!message.contains('\n'), "more than one line: {message:?}");
}

#[test]
fn a_component_is_read_with_its_grants() {
    let app = with_component(
        "key_value_stores = [\"default\"]\nsqlite_databases = [\"default\"]\n\
         allowed_outbound_hosts = [\"http://{{ colour }}.spin.internal\"]\nenvironment = { A = \"1\" }\n\
         variables = { tint = \"dark {{ colour }}\" }\nbuild = { command = \"cargo build\", watch = [\"src/**\"] }\n",
    )
    .unwrap();
    let web = &app.components["web"];
    assert_eq!(web.source, Path::new("/app/web.wasm"));
    assert!(web.key_value_stores.contains("default") && web.sqlite_databases.contains("default"));
    assert_eq!(web.variables["tint"], "dark {{ colour }}");
    assert_eq!(app.triggers[0].route, Route::Public("/...".into()));
    assert!(app.variables["token"].secret && app.variables["token"].default.is_none());
}

#[test]
fn a_component_may_be_written_inside_its_trigger() {
    let app = with_component("[[trigger.http]]\nid = \"side\"\nroute = { private = true }\ncomponent = { source = \"side.wasm\" }\n")
        .unwrap();
    assert_eq!(
        app.triggers[1],
        Trigger {
            route: Route::Private,
            target: Target::Component("side-component".into())
        }
    );
    assert_eq!(
        app.components["side-component"].source,
        Path::new("/app/side.wasm")
    );
}

#[test]
fn a_static_response_needs_no_component() {
    let app = with_component("[[trigger.http]]\nroute = \"/ping\"\nstatic_response = { body = \"pong\" }\n")
        .unwrap();
    let expected = StaticResponse {
        status: 200,
        headers: vec![],
        body: "pong".into(),
    };
    assert_eq!(app.triggers[1].target, Target::Static(expected));
}

#[test]
fn dependencies_name_a_component_or_a_file_and_what_they_inherit() {
    let app = with_component(
        "[component.web.dependencies]\n\"acme:pay/gateway@1.0.0\" = { component = \"pay\", inherit_configuration = [\"variables\"] }\n\
         \"acme:tax\" = { path = \"tax.wasm\" }\n[component.pay]\nsource = \"pay.wasm\"\n",
    )
    .unwrap();
    let [pay, tax] = &app.components["web"].dependencies[..] else {
        panic!("two dependencies")
    };
    assert_eq!(
        (pay.source.as_path(), tax.source.as_path()),
        (Path::new("/app/pay.wasm"), Path::new("/app/tax.wasm"))
    );
    assert_eq!(pay.inherit, Inherit::Some(vec!["variables".into()]));
    assert_eq!(tax.inherit, Inherit::Some(vec![]));
}

#[test]
fn schedules_are_read_from_the_tool_table() {
    let app = with_component(
        "[[component.web.tool.schedule.jobs]]\nevery = \"5s\"\npath = \"/jobs/tidy\"\ntoken_variable = \"token\"\n",
    )
    .unwrap();
    let job = Job {
        every: Duration::from_secs(5),
        method: "POST".into(),
        path: "/jobs/tidy".into(),
        token_variable: Some("token".into()),
    };
    assert_eq!(app.components["web"].schedule, [job]);
}

#[test]
fn settings_for_other_tools_are_left_alone() {
    with_component("[component.web.tool.lint]\nlevel = 3\n").unwrap();
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    refused(
        with_component("allowed_outbound_host = []\n"),
        "line 12: unknown field `allowed_outbound_host`",
    );
}

#[test]
fn what_the_host_does_not_have_is_refused_by_key() {
    for (extra, line) in [
        ("files = [\"a.txt\"]", "component.web.files: "),
        ("ai_models = [\"llama\"]", "component.web.ai_models: "),
        (
            "allowed_http_hosts = [\"a.b\"]",
            "component.web.allowed_http_hosts: ",
        ),
        ("key_value_stores = [\"a b\"]", "component.web.key_value_stores: "),
        ("variables = { Bad = \"\" }", "component.web.variables.Bad: "),
        (
            "[component.web.dependencies]\n\"a:b\" = \"1.0\"",
            "component.web.dependencies.\"a:b\": registries",
        ),
        (
            "[component.web.dependencies]\n\"a:b\" = { component = \"x\" }",
            "component.web.dependencies.\"a:b\": no component",
        ),
        (
            "[component.web.dependencies]\n\"a/b:\" = { path = \"x\" }",
            "component.web.dependencies.\"a/b:\": ",
        ),
        ("[component.Web_2]\nsource = \"a\"", "component.Web_2: "),
        (
            "[component.b]\nsource = { url = \"u\", digest = \"d\" }",
            "component.b.source: ",
        ),
        ("[[trigger.redis]]\nchannel = \"c\"", "trigger.redis: "),
        (
            "[[trigger.http]]\nroute = { private = false }\ncomponent = \"web\"",
            "trigger.http.route: ",
        ),
        (
            "[[trigger.http]]\nroute = \"/\"\ncomponent = \"none\"",
            "trigger.http.component: no component",
        ),
        (
            "[[trigger.http]]\nroute = \"/\"\ncomponent = \"web\"\nexecutor = { type = \"wagi\" }",
            "trigger.http.executor: ",
        ),
        (
            "[[component.web.tool.schedule.jobs]]\nevery = \"soon\"\npath = \"/\"",
            "tool.schedule.jobs.every: ",
        ),
        (
            "[[component.web.tool.schedule.jobs]]\nevery = \"1s\"\npath = \"/\"\ntoken_variable = \"no\"",
            "jobs.token_variable: ",
        ),
    ] {
        refused(with_component(extra), line);
    }
}

#[test]
fn variables_need_a_default_or_to_be_required() {
    let head = "spin_manifest_version = 2\n[application]\nname = \"mall\"\n";
    let parse = |rest: &str| Application::parse(&format!("{head}{rest}"), Path::new("/"));
    refused(parse("[variables]\na = {}\n"), "variables.a: needs");
    refused(
        parse("[variables]\na = { required = true, default = \"\" }\n"),
        "variables.a: `required`",
    );
    refused(
        parse("[application.trigger.http]\nbase = \"/\"\n"),
        "application.trigger.http: ",
    );
    refused(
        Application::parse(
            "spin_manifest_version = 1\n[application]\nname = \"x\"\n",
            Path::new("/"),
        ),
        "spin_manifest_version: ",
    );
}

#[test]
fn a_dependency_name_matches_the_imports_that_it_covers() {
    for (name, import, expected) in [
        ("foo:bar/baz@0.1.0", "foo:bar/baz@0.1.0", true),
        ("foo:bar/baz", "foo:bar/baz@0.1.0", true),
        ("foo:bar", "foo:bar/baz", true),
        ("foo:bar@0.1.0", "foo:bar/baz@0.1.0", true),
        ("foo-bar", "foo-bar", true),
        ("foo:bar/baz@0.1.0", "foo:bar/baz", false),
        ("foo:bar/baz", "foo:bar/bub@0.1.0", false),
        ("foo:bar", "foo:bub/bib", false),
        ("foo:bar/baz", "foo-bar", false),
    ] {
        assert_eq!(
            name.parse::<DependencyName>().unwrap().matches(import),
            expected,
            "{name} against {import}"
        );
    }
}
