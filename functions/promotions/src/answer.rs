//! From a request to the rules and back. Pure: the rules are an argument.

use commerce::ids::RuleName;
use commerce::pricing::Operation;
use commerce::promotion::{AskedCart, CheckOutcome, CheckRequest, Question};
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The rules in the slots.
pub trait Rules {
    /// How many slots there are.
    fn count(&self) -> usize;
    /// The name of the rule in a slot.
    fn name(&self, slot: usize) -> String;
    /// Checks parameters.
    ///
    /// # Errors
    /// The rule's words.
    fn check(&self, slot: usize, parameters: &str) -> Result<(), String>;
    /// Decides what is taken off.
    ///
    /// # Errors
    /// The rule's words.
    fn decide(&self, slot: usize, cart: &AskedCart, parameters: &str) -> Result<Vec<Operation>, String>;
}

/// Answers the request with `body` at `path`: `/ask` a question, `/check` the parameters of one promotion.
pub fn answer(path: &str, body: &[u8], rules: &dyn Rules) -> (StatusCode, Vec<u8>) {
    match path {
        "/ask" => reply(body, |question: Question| {
            question.put_to(|promotion, cart| match slot(rules, &promotion.rule) {
                Some(slot) => rules.decide(slot, cart, &promotion.parameters),
                None => Err(format!("no slot holds the rule {}", promotion.rule)),
            })
        }),
        "/check" => reply(body, |request: CheckRequest| check(rules, &request)),
        _ => (StatusCode::NOT_FOUND, Vec::new()),
    }
}

/// The first slot whose rule has the name.
fn slot(rules: &dyn Rules, name: &RuleName) -> Option<usize> {
    (0..rules.count()).find(|&slot| rules.name(slot) == name.as_str())
}

fn check(rules: &dyn Rules, request: &CheckRequest) -> CheckOutcome {
    let Some(slot) = slot(rules, &request.rule) else {
        return CheckOutcome::UnknownRule;
    };
    match rules.check(slot, &request.parameters) {
        Ok(()) => CheckOutcome::Sound,
        Err(words) => CheckOutcome::Refused(words),
    }
}

fn reply<T: DeserializeOwned, R: Serialize>(body: &[u8], to: impl FnOnce(T) -> R) -> (StatusCode, Vec<u8>) {
    match serde_json::from_slice(body).map(|asked| serde_json::to_vec(&to(asked))) {
        Ok(Ok(answer)) => (StatusCode::OK, answer),
        Ok(Err(_)) => (StatusCode::INTERNAL_SERVER_ERROR, Vec::new()),
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string().into_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A slot without a rule, and one whose rule gives the first unit away.
    struct Free;

    impl Rules for Free {
        fn count(&self) -> usize {
            2
        }

        fn name(&self, slot: usize) -> String {
            ["", "free"][slot].to_owned()
        }

        fn check(&self, slot: usize, parameters: &str) -> Result<(), String> {
            assert_eq!(slot, 1);
            if parameters == "{}" {
                Ok(())
            } else {
                Err("it takes none".to_owned())
            }
        }

        fn decide(&self, slot: usize, cart: &AskedCart, _: &str) -> Result<Vec<Operation>, String> {
            assert_eq!((slot, cart.lines.len()), (1, 1));
            let operations = r#"[{"percent_off":{"units":[{"line":0,"quantity":1}],"rate_bp":10000}}]"#;
            Ok(serde_json::from_str(operations).unwrap_or_default())
        }
    }

    fn call(path: &str, body: &Value) -> (u16, Value) {
        let (status, body) = answer(path, body.to_string().as_bytes(), &Free);
        (status.as_u16(), serde_json::from_slice(&body).unwrap_or_default())
    }

    #[test]
    fn rule_is_found_by_its_name_and_its_answer_is_passed_on() {
        let promotion = |id: &str, rule: &str| json!({"id": id, "rule": rule, "parameters": "{}"});
        let question = json!({
            "cart": {"store": "s1", "mode": "pickup", "currency": "CNY",
                "local_time": {"year": 2026, "month": 1, "day": 1, "weekday": 4, "hour": 12, "minute": 0},
                "lines": [{"sku": "tea.l", "categories": [], "quantity": 2, "unit_price": 900, "total": 1_800}]},
            "promotions": [promotion("a", "free"), promotion("b", "other")],
        });
        let (status, answers) = call("/ask", &question);
        assert_eq!(status, 200);
        assert_eq!(
            answers["answers"][0]["outcome"]["operations"][0]["percent_off"]["rate_bp"],
            10_000
        );
        assert_eq!(
            answers["answers"][1]["outcome"]["failed"],
            "no slot holds the rule other"
        );
    }

    #[test]
    fn parameters_are_checked_by_their_rule() {
        let check =
            |rule: &str, parameters: &str| call("/check", &json!({"rule": rule, "parameters": parameters})).1;
        assert_eq!(check("free", "{}"), "sound");
        assert_eq!(check("free", "[]"), json!({"refused": "it takes none"}));
        assert_eq!(check("other", "{}"), "unknown_rule");
    }

    #[test]
    fn what_is_no_question_is_refused() {
        assert_eq!(call("/ask", &json!({})).0, 400);
        assert_eq!(
            call("/check", &json!({"rule": "no rule", "parameters": "{}"})).0,
            400
        );
        assert_eq!(call("/", &json!({})).0, 404);
    }
}
