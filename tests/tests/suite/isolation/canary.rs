//! What is planted in everybody's things, and must not be seen by others.

use super::cast::Who;
use serde_json::Value;

/// Where a canary may be seen. Headquarters sees all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// By this caller.
    By(Who),
    /// By everybody, in what everybody may call.
    InPublic,
}

/// Something unmistakable.
#[derive(Debug)]
pub struct Canary {
    what: What,
    seen: Vec<Seen>,
    /// Whether somebody who may see it has: one that nobody ever sees would prove nothing.
    pub sung: std::cell::Cell<bool>,
}

#[derive(Debug)]
enum What {
    /// Anywhere in the text.
    Text(String),
    /// As a number of the JSON: as text it could be a part of an instant.
    Number(i64),
}

impl Canary {
    /// A text that stands nowhere else.
    pub fn text(text: &str, seen: &[Seen]) -> Self {
        Self::new(What::Text(text.to_owned()), seen)
    }

    /// A number that stands nowhere else.
    pub fn number(number: i64, seen: &[Seen]) -> Self {
        Self::new(What::Number(number), seen)
    }

    fn new(what: What, seen: &[Seen]) -> Self {
        Self {
            what,
            seen: seen.to_vec(),
            sung: false.into(),
        }
    }

    /// Whether `who` may see it in an answer of an operation that everybody may call, or not.
    pub fn may_be_seen(&self, who: Who, in_public: bool) -> bool {
        who == Who::Headquarters
            || self.seen.contains(&Seen::By(who))
            || in_public && self.seen.contains(&Seen::InPublic)
    }

    /// Whether it is in an answer, and was not in the request.
    pub fn is_in(&self, text: &str, json: &Value, request: &str) -> bool {
        match &self.what {
            What::Text(canary) => text.contains(canary) && !request.contains(canary),
            What::Number(canary) => has_number(json, *canary),
        }
    }
}

fn has_number(json: &Value, number: i64) -> bool {
    match json {
        Value::Number(found) => found.as_i64() == Some(number),
        Value::Array(items) => items.iter().any(|item| has_number(item, number)),
        Value::Object(fields) => fields.values().any(|field| has_number(field, number)),
        _ => false,
    }
}
