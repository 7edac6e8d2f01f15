//! Promotions in quotes and orders. The rules are somebody else's: here they are closures that say what they like.

use crate::mall::{CUP_MINOR, HOUR_MS, Mall, TEA_MINOR, order_of, quote_of};
use commerce::coupon::Scope;
use commerce::promotion::{Promotion, PromotionState, Question};
use commerce::text::{Locale, Texts};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;
use storage::projection::keys;
use storage::promotion;
use test_kit::{Answer, START_MS, block_on};

pub fn sample(id: &str, sort: i32) -> Promotion {
    Promotion {
        id: id.parse().unwrap(),
        name: Texts::single(Locale::En.into(), id.to_owned()),
        rule: "rule".parse().unwrap(),
        parameters: "{}".to_owned(),
        scope: Scope::All,
        valid_from_ms: START_MS,
        valid_until_ms: START_MS + HOUR_MS,
        sort,
        state: PromotionState::Active,
    }
}

/// Writes a promotion over the version that stands.
fn put(mall: &Mall, promotion: &Promotion) {
    let before = block_on(promotion::load(mall.sql(), &promotion.id)).unwrap();
    let version = before.map(|before| before.version);
    block_on(promotion::put(mall.sql(), promotion, version, START_MS)).unwrap();
}

/// A mall with these promotions, whose rules answer the outcome that `answer` gives for each; with what was asked.
fn with_rules(
    promotions: &[Promotion],
    answer: impl Fn(&str) -> Value + 'static,
) -> (Mall, Rc<RefCell<Vec<Question>>>) {
    let mall = Mall::new();
    for promotion in promotions {
        put(&mall, promotion);
    }
    mall.project();
    let asked = Rc::new(RefCell::new(Vec::new()));
    let log = asked.clone();
    mall.harness
        .platform()
        .set_component("promotions", move |path, body| {
            assert_eq!(path, "/ask");
            let question: Question = serde_json::from_slice(body).unwrap();
            let outcomes: Vec<(String, Value)> = question
                .promotions
                .iter()
                .map(|promotion| (promotion.id.to_string(), answer(promotion.id.as_str())))
                .collect();
            log.borrow_mut().push(question);
            if outcomes.iter().any(|(_, outcome)| *outcome == "trap") {
                return Err("trapped".to_owned());
            }
            let answers: Vec<Value> = outcomes
                .into_iter()
                .map(|(id, outcome)| json!({"promotion": id, "outcome": outcome}))
                .collect();
            Ok(json!({"answers": answers}).to_string().into_bytes())
        });
    (mall, asked)
}

fn percent(line: u32, quantity: u32, rate_bp: u32) -> Value {
    let units = json!([{"line": line, "quantity": quantity}]);
    json!({"operations": [{"percent_off": {"units": units, "rate_bp": rate_bp}}]})
}

fn quote(mall: &Mall, lines: &[(&str, i64)]) -> Value {
    let shopper = mall.harness.as_shopper("alice");
    shopper.post("/v1/quotes", &quote_of(lines)).expect(200).json
}

fn place(mall: &Mall, lines: &[(&str, i64)], seen: i64) -> Answer {
    let shopper = mall.harness.as_shopper("alice").with_key("order-0001");
    shopper.post("/v1/orders", &order_of(lines, seen))
}

fn payable(quote: &Value) -> i64 {
    quote["payable"]["amount_minor"].as_i64().unwrap()
}

#[test]
fn nobody_is_asked_where_no_promotion_runs() {
    let elsewhere = Promotion {
        scope: Scope::Stores(["s2".parse().unwrap()].into()),
        ..sample("elsewhere", 0)
    };
    let over = Promotion {
        valid_from_ms: 0,
        valid_until_ms: START_MS,
        ..sample("over", 0)
    };
    let paused = Promotion {
        state: PromotionState::Paused,
        ..sample("paused", 0)
    };
    let (mall, asked) = with_rules(&[elsewhere, over, paused], |_| json!("trap"));
    assert_eq!(payable(&quote(&mall, &[("tea.l", 2)])), 2 * TEA_MINOR);
    place(&mall, &[("tea.l", 2)], 2 * TEA_MINOR).assert(201);
    assert!(asked.borrow().is_empty());
}

#[test]
fn promotion_is_explained_line_by_line_and_kept_with_the_order() {
    let (mall, asked) = with_rules(&[sample("half", 0)], |_| percent(1, 1, 5_000));
    let lines = [("cup.a", 1), ("tea.l", 2)];
    let quote = quote(&mall, &lines);
    let expected = 2 * TEA_MINOR + CUP_MINOR - TEA_MINOR / 2;
    assert_eq!(payable(&quote), expected);
    let discount = json!({"rule": "promotion", "promotion": "half", "name": "half",
        "amount": {"amount_minor": TEA_MINOR / 2, "currency": "CNY"}});
    assert_eq!(quote["discounts"], json!([discount]));
    assert_eq!(quote["lines"][0]["discounts"], json!([]));
    assert_eq!(quote["lines"][1]["discounts"], json!([discount]));
    let order = place(&mall, &lines, expected).expect(201).json;
    assert_eq!(order["discounts"], quote["discounts"]);

    let questions = asked.borrow();
    let cart = &questions[0].cart;
    assert_eq!((cart.store.as_str(), cart.mode.as_str()), ("s1", "pickup"));
    assert_eq!(cart.lines[1].categories, ["drinks".parse().unwrap()]);
    // The tests begin on a Thursday at noon in Shanghai.
    assert_eq!((cart.local_time.weekday, cart.local_time.hour), (4, 12));
}

#[test]
fn promotions_run_in_their_order_each_on_what_the_others_left() {
    let (mall, asked) = with_rules(&[sample("b", 2), sample("a", 2), sample("z", 1)], |id| match id {
        "z" => percent(0, 2, 5_000),
        _ => percent(0, 2, 1_000),
    });
    let quote = quote(&mall, &[("tea.l", 2)]);
    let order: Vec<&str> = quote["discounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|discount| discount["promotion"].as_str().unwrap())
        .collect();
    assert_eq!(order, ["z", "a", "b"]);
    // 3600 − 1800 − 180 − 162
    assert_eq!(payable(&quote), 1_458);
    assert_eq!(asked.borrow().len(), 1);
}

#[test]
fn rules_that_cannot_be_asked_are_left_out_and_named() {
    let mall = Mall::new();
    put(&mall, &sample("half", 0));
    mall.project();
    let quote = quote(&mall, &[("tea.l", 2)]);
    assert_eq!(payable(&quote), 2 * TEA_MINOR);
    assert_eq!(
        quote["promotions_left_out"],
        json!([{"promotion": "half", "reason": "unavailable"}])
    );
}

#[test]
fn rule_that_traps_takes_no_other_with_it() {
    let promotions = [sample("good", 1), sample("trap", 2), sample("also-good", 3)];
    let (mall, _) = with_rules(&promotions, |id| match id {
        "trap" => json!("trap"),
        _ => percent(0, 2, 5_000),
    });
    let quote = quote(&mall, &[("tea.l", 2)]);
    assert_eq!(payable(&quote), TEA_MINOR / 2);
    assert_eq!(
        quote["promotions_left_out"],
        json!([{"promotion": "trap", "reason": "unavailable"}])
    );
}

#[test]
fn price_is_never_taken_unseen_when_a_rule_falls_silent() {
    let (mall, _) = with_rules(&[sample("half", 0)], |_| json!({"failed": "no"}));
    let refused = place(&mall, &[("tea.l", 2)], TEA_MINOR);
    assert_eq!(refused.code(), "price_changed");
    assert_eq!(payable(&refused.json["quote"]), 2 * TEA_MINOR);
    assert_eq!(mall.stock("s1", "tea.l"), (20, 0));
}

#[test]
fn hostile_answers_never_break_a_quote() {
    let units = json!([{"line": 0, "quantity": 1}]);
    let operations = |operation: Value| json!({"operations": [operation]});
    let of = |kind: &str, units: &Value, field: &str, value: Value| {
        let mut of = json!({"units": units});
        of[field] = value;
        operations(json!({kind: of}))
    };
    let hostile = [
        of("amount_off", &units, "amount_minor", json!(-1)),
        of("amount_off", &units, "amount_minor", json!(i64::MAX)),
        of("amount_off", &units, "amount_minor", json!(i64::MIN)),
        of("amount_off", &units, "amount_minor", json!(u64::MAX)),
        of("amount_off", &units, "amount_minor", json!(1.5)),
        of("amount_off", &units, "amount_minor", json!(TEA_MINOR + 1)),
        of("fixed_price", &units, "price_minor", json!(-1)),
        of("fixed_price", &units, "price_minor", json!(i64::MIN)),
        of("percent_off", &units, "rate_bp", json!(10_001)),
        of("percent_off", &units, "rate_bp", json!(u32::MAX)),
        of(
            "percent_off",
            &json!([{"line": 9, "quantity": 1}]),
            "rate_bp",
            json!(1),
        ),
        of(
            "percent_off",
            &json!([{"line": u32::MAX, "quantity": 1}]),
            "rate_bp",
            json!(1),
        ),
        of(
            "percent_off",
            &json!([{"line": 0, "quantity": 3}]),
            "rate_bp",
            json!(1),
        ),
        of(
            "percent_off",
            &json!([{"line": 0, "quantity": u32::MAX}]),
            "rate_bp",
            json!(1),
        ),
        of(
            "percent_off",
            &json!([{"line": -1, "quantity": 1}]),
            "rate_bp",
            json!(1),
        ),
        // Everything for nothing.
        of(
            "percent_off",
            &json!([{"line": 0, "quantity": 2}]),
            "rate_bp",
            json!(10_000),
        ),
        json!({"operations": vec![of("percent_off", &units, "rate_bp", json!(1))["operations"][0].clone(); 101]}),
        json!({"operations": [{"give_all": {}}]}),
        json!({"operations": null}),
        json!({"failed": "x".repeat(100_000)}),
        json!(null),
        json!([]),
    ];
    let (mall, _) = with_rules(&[sample("hostile", 0)], |_| json!(null));
    for outcome in hostile {
        let told = outcome.clone();
        mall.harness.platform().set_component("promotions", move |_, _| {
            Ok(json!({"answers": [{"promotion": "hostile", "outcome": told}]})
                .to_string()
                .into_bytes())
        });
        let quote = quote(&mall, &[("tea.l", 2)]);
        assert_eq!(payable(&quote), 2 * TEA_MINOR, "{outcome}");
        assert_eq!(
            quote["promotions_left_out"][0]["promotion"], "hostile",
            "{outcome}"
        );
    }
    for bytes in [
        &b""[..],
        b"null",
        b"{}",
        b"\xff\xfe",
        b"{\"answers\":[{}]}",
        b"{\"answers\":[]}",
    ] {
        mall.harness
            .platform()
            .set_component("promotions", move |_, _| Ok(bytes.to_vec()));
        assert_eq!(
            payable(&quote(&mall, &[("tea.l", 2)])),
            2 * TEA_MINOR,
            "{bytes:?}"
        );
    }
}

#[test]
fn order_is_priced_anew_when_a_promotion_changed_since_the_projection() {
    let (mall, asked) = with_rules(&[sample("half", 0)], |_| percent(0, 2, 5_000));
    let renamed = Promotion {
        parameters: r#"{"other":1}"#.to_owned(),
        ..sample("half", 0)
    };
    put(&mall, &renamed);
    place(&mall, &[("tea.l", 2)], TEA_MINOR).assert(201);
    let questions = asked.borrow();
    assert_eq!(
        questions.last().unwrap().promotions[0].parameters,
        r#"{"other":1}"#
    );
}

#[test]
fn promotion_that_ended_since_the_projection_gives_nothing() {
    let (mall, _) = with_rules(&[sample("half", 0)], |_| percent(0, 2, 5_000));
    let paused = Promotion {
        state: PromotionState::Paused,
        ..sample("half", 0)
    };
    put(&mall, &paused);
    let refused = place(&mall, &[("tea.l", 2)], TEA_MINOR);
    assert_eq!(refused.code(), "price_changed");
    assert_eq!(payable(&refused.json["quote"]), 2 * TEA_MINOR);
}

#[test]
fn plan_of_another_release_costs_a_read_and_no_promotion() {
    let (mall, _) = with_rules(&[sample("half", 0)], |_| percent(0, 2, 5_000));
    let entries = &mall.harness.platform().memory().entries;
    entries
        .borrow_mut()
        .insert(keys::PRICING.to_owned(), b"{\"other\":1}".to_vec());
    assert_eq!(payable(&quote(&mall, &[("tea.l", 2)])), TEA_MINOR);
}

#[test]
fn coupon_is_decided_on_what_promotions_left() {
    let (mall, _) = with_rules(&[sample("half", 0)], |_| percent(0, 2, 5_000));
    let coupon = mall.issue_coupon("alice", 1);
    let mut body = quote_of(&[("tea.l", 2)]);
    body["coupon"] = coupon.as_str().into();
    let shopper = mall.harness.as_shopper("alice");
    // The coupon wants 30.00; the promotion leaves 18.00.
    let refused = shopper.post("/v1/quotes", &body);
    assert_eq!(refused.json["errors"][0]["rule"], "coupon_below_threshold");
}
