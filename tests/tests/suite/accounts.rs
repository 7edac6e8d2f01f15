//! `/v1/sessions`, `/v1/me`: log-ins, and what is private of shoppers, over HTTP.

use crate::order::{id, order, place};
use end_to_end::{Answer, Caller, Mall};
use serde_json::{Value, json};
use std::thread;

const PHONE: &str = "+8613912345678";

/// Tokens of a log-in.
#[derive(Clone)]
pub struct Session {
    pub id: String,
    pub customer: String,
    pub access: String,
    pub refresh: String,
}

impl Session {
    pub fn of(answer: &Answer) -> Self {
        let text = |key: &str| answer.json[key].as_str().unwrap().to_owned();
        Self {
            id: text("session"),
            customer: text("customer"),
            access: text("access_token"),
            refresh: text("refresh_token"),
        }
    }

    pub fn shopper(&self, mall: &Mall) -> Caller {
        bearing(mall, &self.access)
    }
}

fn bearing(mall: &Mall, token: &str) -> Caller {
    mall.anonymous()
        .with_header("authorization", &format!("Bearer {token}"))
}

fn try_log_in(mall: &Mall, code: &str) -> Answer {
    let body = json!({"provider": "sandbox-identity", "code": code});
    mall.anonymous().post("/v1/sessions", &body)
}

fn log_in(mall: &Mall, name: &str) -> Session {
    Session::of(&try_log_in(mall, &format!("dev-{name}")).expect(201))
}

fn refresh(mall: &Mall, token: &str) -> Answer {
    let body = json!({"refresh_token": token});
    mall.anonymous().post("/v1/sessions/refresh", &body)
}

fn address() -> Value {
    json!({"label": "家", "recipient": "Recipient Finch", "phone": "13900000001", "region": "上海市 黄浦区",
        "detail": "Aviary Road 7", "lat": 31.2304, "lng": 121.4737, "coord": "gcj02"})
}

#[test]
fn shopper_who_logged_in_orders_pays_and_leaves_with_nothing_private_behind() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 5)]);
    let body = json!({"provider": "sandbox-identity", "code": "dev-alice", "store": "s1"});
    let session = Session::of(&mall.anonymous().post("/v1/sessions", &body).expect(201));
    let alice = session.shopper(&mall);
    let profile = json!({"name": "Canary Wren", "language": "zh-CN", "birthday": {"month": 2, "day": 29}, "consents": ["marketing"]});
    alice.put("/v1/me", &profile).assert(200);
    alice
        .post("/v1/me/phone", &json!({"code": "dev-8613912345678"}))
        .assert(200);
    alice.put("/v1/me/addresses/home", &address()).assert(200);
    let placed = place(&alice, "order-one", &order("s1", &[("tea.m", 1)], 1_800)).expect(201);
    let pay = format!("/v1/orders/{}/pay", id(&placed));
    alice.clone().with_key("pay-for-it").post_empty(&pay).assert(200);
    let export = alice.get("/v1/me/export").expect(200).json;
    assert_eq!(
        (&export["me"]["home_store"], &export["me"]["phone"]),
        (&json!("s1"), &json!(PHONE))
    );
    assert_eq!(export["orders"][0]["id"], id(&placed));
    assert_eq!(export["addresses"][0]["recipient"], "Recipient Finch");
    mall.assert_adds_up();
    alice.delete("/v1/me").assert(200);
    for path in ["/v1/me", "/v1/me/export", "/v1/me/addresses", "/v1/sessions"] {
        assert_eq!(alice.get(path).code(), "unauthenticated", "{path}");
    }
    refresh(&mall, &session.refresh).assert(401);
    // Orders and books stay, under an id that names nobody; other functions take the token for its last minutes.
    let kept = alice.get(&format!("/v1/orders/{}", id(&placed))).expect(200);
    assert_eq!(kept.json["state"], "paid");
    mall.assert_adds_up();
    assert_ne!(log_in(&mall, "alice").customer, session.customer);
}

#[test]
fn codes_are_refused_in_the_callers_language() {
    let mall = Mall::start();
    for (code, status, problem) in [
        ("used-alice", 409, "code_refused"),
        ("nonsense", 409, "code_refused"),
        ("blocked-alice", 403, "blocked"),
        ("limited-alice", 429, "rate_limited"),
        ("lost-alice", 502, "identity_unavailable"),
    ] {
        let answer = try_log_in(&mall, code);
        assert_eq!((answer.status, answer.code()), (status, problem), "{code}");
    }
    let body = json!({"provider": "sandbox-identity", "code": "used-alice"});
    let chinese = mall.anonymous().reading("zh-CN").post("/v1/sessions", &body);
    assert!(chinese.text.contains("凭证无效"), "{}", chinese.text);
    let elsewhere = json!({"provider": "another-platform", "code": "dev-alice"});
    assert_eq!(
        mall.anonymous()
            .post("/v1/sessions", &elsewhere)
            .expect(422)
            .fields(),
        ["provider"]
    );
    assert_eq!(mall.number("SELECT COUNT(*) FROM account"), 0);
}

#[test]
fn sandbox_that_is_off_logs_nobody_in() {
    let mall = Mall::with_variables(&[("sandbox_identity", "off")]);
    let answer = try_log_in(&mall, "dev-alice");
    assert_eq!((answer.status, answer.code()), (502, "identity_unavailable"));
}

#[test]
fn refresh_token_is_good_once_and_ends_the_session_when_it_comes_back() {
    let mall = Mall::start();
    let session = log_in(&mall, "alice");
    let next = Session::of(&refresh(&mall, &session.refresh).expect(200));
    assert_eq!(next.id, session.id);
    let repeated = refresh(&mall, &session.refresh).expect(200);
    assert_eq!(repeated.json["refresh_token"], next.refresh.as_str());
    next.shopper(&mall).get("/v1/me").assert(200);
    mall.execute("UPDATE account_session SET rotated_ms = rotated_ms - 11000");
    let stolen = refresh(&mall, &session.refresh);
    assert_eq!((stolen.status, stolen.code()), (401, "unauthenticated"));
    refresh(&mall, &next.refresh).assert(401);
    next.shopper(&mall).get("/v1/me").assert(401);
    mall.assert_adds_up();
}

#[test]
fn one_refresh_token_sent_by_many_at_once_gives_one_successor() {
    let mall = Mall::start();
    let session = log_in(&mall, "alice");
    let successors: Vec<String> = thread::scope(|scope| {
        let callers: Vec<_> = (0..32)
            .map(|_| {
                scope.spawn(|| {
                    let mut answer = refresh(&mall, &session.refresh);
                    while answer.status == 503 {
                        answer = refresh(&mall, &session.refresh);
                    }
                    answer.assert(200);
                    answer.json["refresh_token"].as_str().unwrap().to_owned()
                })
            })
            .collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    assert!(successors.iter().all(|successor| *successor == successors[0]));
    assert_eq!(mall.number("SELECT rotations FROM account_session"), 1);
    refresh(&mall, &successors[0]).assert(200);
}

#[test]
fn who_logs_out_everywhere_is_out_everywhere() {
    let mall = Mall::start();
    let (phone, tablet) = (log_in(&mall, "alice"), log_in(&mall, "alice"));
    let bob = log_in(&mall, "bob");
    let list = phone.shopper(&mall).get("/v1/sessions").expect(200);
    assert_eq!(list.json["items"].as_array().unwrap().len(), 2);
    let foreign = format!("/v1/sessions/{}", bob.id);
    assert_eq!(phone.shopper(&mall).delete(&foreign).status, 404);
    let ended = phone
        .shopper(&mall)
        .post_empty("/v1/sessions/end-all")
        .expect(200);
    assert_eq!(ended.json["ended"], 2);
    for session in [&phone, &tablet] {
        refresh(&mall, &session.refresh).assert(401);
        session.shopper(&mall).get("/v1/me").assert(401);
    }
    bob.shopper(&mall).get("/v1/me").assert(200);
}

#[test]
fn shopper_knows_of_nobody_elses_address_and_staff_of_none() {
    let mall = Mall::start();
    let (alice, bob) = (
        log_in(&mall, "alice").shopper(&mall),
        log_in(&mall, "bob").shopper(&mall),
    );
    alice.put("/v1/me/addresses/home", &address()).assert(200);
    let foreign = bob.delete("/v1/me/addresses/home");
    let nowhere = bob.delete("/v1/me/addresses/nowhere");
    assert_eq!((foreign.status, &foreign.text), (404, &nowhere.text));
    assert_eq!(bob.get("/v1/me/addresses").expect(200).json["items"], json!([]));
    for staff in [mall.as_clerk("s1"), mall.as_headquarters(), mall.as_job()] {
        staff.get("/v1/me/addresses").assert(403);
        staff.get("/v1/me/export").assert(403);
    }
    alice.get("/v1/me/addresses").assert(200);
}

#[test]
fn tokens_that_are_altered_swapped_or_for_something_else_open_nothing() {
    let mall = Mall::start();
    let (alice, bob) = (log_in(&mall, "alice"), log_in(&mall, "bob"));
    let part = |token: &str, at: usize| token.split('.').nth(at).unwrap().to_owned();
    let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", part(&alice.access, 1));
    let swapped = format!(
        "{}.{}.{}",
        part(&alice.access, 0),
        part(&alice.access, 1),
        part(&bob.access, 2)
    );
    for token in [none, swapped, alice.refresh.clone(), format!("{}x", alice.access)] {
        bearing(&mall, &token).get("/v1/me").assert(401);
        bearing(&mall, &token).get("/v1/orders").assert(401);
    }
    refresh(&mall, &alice.access).assert(401);
    refresh(
        &mall,
        &format!("{}.{}.{}", alice.id, "A".repeat(43), "A".repeat(43)),
    )
    .assert(401);
    refresh(&mall, &alice.refresh).assert(200);
}

#[test]
fn database_and_key_value_tell_nothing_of_canaries_before_their_end_and_after() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 5)]);
    let session = log_in(&mall, "oCanarySubject01");
    let canary = session.shopper(&mall);
    let profile = json!({"name": "Canary Wren", "birthday": {"year": 1987, "month": 6, "day": 5}});
    canary.put("/v1/me", &profile).assert(200);
    canary
        .post("/v1/me/phone", &json!({"code": "dev-8613912345678"}))
        .assert(200);
    canary.put("/v1/me/addresses/home", &address()).assert(200);
    place(&canary, "order-one", &order("s1", &[("tea.m", 1)], 1_800)).assert(201);
    mall.project();
    let values = [
        "oCanarySubject01",
        "Canary Wren",
        "13912345678",
        "Recipient Finch",
        "13900000001",
        "Aviary Road",
        "黄浦区",
        &session.refresh,
        &session.access,
        // MD5, SHA-1 and SHA-256 of the number as it is sent, and without its country.
        "f32e39f04d0aaef96c9a55c26c101cb0",
        "b1cf8b33c72eb908da2f9dc8e75d8974ad852331",
        "ac2a8ba22a34539925c3bc87738bf355d914e84daff44eba0d39e8724f2abd9e",
        "535381ec9d5ab7a390db0a30860600f2",
        "9d42cb06cd4a24c426286c19444aede647ce19d0",
        "ba6c167e885ea4be8252fb01c61fc55439089f389ee1b0592fc8c4f417196403",
    ];
    let assert_silent = || {
        let dump = dump(&mall);
        assert!(dump.contains(&session.customer), "it is a dump of everything");
        for value in values {
            assert!(!dump.contains(value), "{value}");
        }
    };
    assert_silent();
    let export = canary.get("/v1/me/export").expect(200).text;
    for value in &values[..6] {
        assert!(export.contains(value), "{value}");
    }
    canary.delete("/v1/me").assert(200);
    assert_silent();
    assert_eq!(mall.number("SELECT COUNT(*) FROM account"), 0);
}

/// Every value of every table, and every key and value of key-value.
fn dump(mall: &Mall) -> String {
    let is_sqlite = std::env::var("MENDIAN_DATABASE").as_deref() != Ok("postgres");
    let tables = match is_sqlite {
        true => mall.rows("SELECT name FROM sqlite_master WHERE type = 'table'"),
        false => mall.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"),
    };
    let mut all = String::new();
    for table in &tables {
        for row in mall.rows(&format!("SELECT * FROM {}", table[0])) {
            all.push_str(&row.join("\n"));
            all.push('\n');
        }
    }
    for (key, value) in mall.key_value() {
        all.push_str(&key);
        all.push_str(&String::from_utf8_lossy(&value));
        all.push('\n');
    }
    all
}

#[test]
fn keys_of_accounts_and_the_mini_programs_secret_are_each_one_components_and_nobody_outside_reaches_identities()
 {
    let manifest = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../spin.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    for (name, component) in manifest["component"].as_table().unwrap() {
        let variables = component.get("variables").and_then(toml::Value::as_table);
        let has = |key: &str| variables.is_some_and(|all| all.contains_key(key));
        assert_eq!(has("root_keys"), name == "accounts", "{name}");
        assert_eq!(has("lookup_secret"), name == "accounts", "{name}");
        assert_eq!(has("wechat_mini_program_secret"), name == "identities", "{name}");
        let hosts = component
            .get("allowed_outbound_hosts")
            .map(|hosts| format!("{hosts:?}"))
            .unwrap_or_default();
        assert_eq!(
            hosts.contains("identities.spin.internal"),
            name == "accounts",
            "{name}"
        );
    }
    let identities = manifest["component"]["identities"].as_table().unwrap();
    for nothing in ["sqlite_databases", "key_value_stores"] {
        assert!(!identities.contains_key(nothing), "{nothing}");
    }
    // Inside, these would be answered with 200.
    let mall = Mall::start();
    for path in ["/exchange", "/phone", "/renew"] {
        let body = json!({"provider": "sandbox-identity", "code": "dev-alice"});
        mall.as_headquarters().post(path, &body).assert(404);
    }
}
