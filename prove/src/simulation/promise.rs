//! One key, one effect, one answer.

use super::request::{Intent, Request};
use test_kit::Answer;

/// How long the simulation relies on a key, in milliseconds: less than keys are remembered, since clocks jump.
pub const RELIED_MS: i64 = storage::idempotency::KEEP_MS - 8 * 3_600_000;

/// What somebody was told about a key.
#[derive(Debug, Clone)]
pub struct Promise {
    /// When it was first sent, by the clock of then.
    pub first_ms: i64,
    /// The bodies sent under it.
    pub bodies: Vec<String>,
    /// The success that was heard first.
    pub kept: Option<Kept>,
}

/// A success that is kept under its key.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The body that it answers.
    pub body: String,
    /// The answer's status.
    pub status: u16,
    /// The answer, byte for byte.
    pub text: String,
    /// How many answers had been heard before.
    pub heard: u64,
}

impl Promise {
    /// Compares an answer with what was heard before, and keeps the first success; what is wrong with it, if anything.
    pub fn hear(&mut self, request: &Request, answer: &Answer, heard: u64) -> Result<(), String> {
        if answer.status >= 500 {
            return Ok(());
        }
        let is_success = answer.status < 300 && !(is_payment(request) && answer.json["payment"] != "paid");
        let Some(kept) = &self.kept else {
            if is_success {
                self.kept = Some(Kept {
                    body: request.body.clone(),
                    status: answer.status,
                    text: answer.text.clone(),
                    heard,
                });
            }
            return Ok(());
        };
        let is_same_body = kept.body == request.body;
        if is_success {
            return match is_same_body {
                true if (kept.status, &kept.text) == (answer.status, &answer.text) => Ok(()),
                true => Err(format!(
                    "same key, other answer: {} was {}",
                    answer.text, kept.text
                )),
                false => Err("a key was answered for two bodies".to_owned()),
            };
        }
        if request.heard <= kept.heard {
            // It was under way before the success was heard, so it may have been decided before.
            return Ok(());
        }
        match is_same_body {
            true => Err(format!("a success was refused later: {}", answer.text)),
            false if is_payment(request) || answer.code() == "idempotency_key_reused" => Ok(()),
            false => Err(format!("a used key was refused otherwise: {}", answer.text)),
        }
    }
}

fn is_payment(request: &Request) -> bool {
    matches!(request.intent, Intent::Pay(_))
}
