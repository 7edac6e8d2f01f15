//! The platform of a mini-program, in place of the function `identities`.

use serde_json::{Value, json};
use std::sync::Mutex;

/// What it was asked, and how it behaves. What a code says comes true, as in the sandbox.
#[derive(Default)]
pub struct Platform {
    /// Paths, in order.
    pub asked: Mutex<Vec<String>>,
    /// How many credentials were given out; the last one is good.
    pub credentials: Mutex<u32>,
}

/// When credentials are to be renewed: an hour after the tests begin.
pub const RENEW_MS: i64 = test_kit::START_MS + 3_600_000;

impl Platform {
    pub fn answer(&self, path: &str, body: &[u8]) -> Result<Vec<u8>, String> {
        self.asked.lock().unwrap().push(path.to_owned());
        let request: Value = serde_json::from_slice(body).unwrap();
        if request["provider"] != "sandbox-identity" {
            return Ok(said(&json!({"refused": "provider"})));
        }
        let code = request["code"].as_str().unwrap_or("");
        let (kind, name) = code.split_once('-').unwrap_or(("", ""));
        let answer = match (path, kind) {
            ("/renew", _) => {
                let mut count = self.credentials.lock().unwrap();
                *count += 1;
                json!({"found": {"kept": format!("credential-{count}"), "renew_ms": RENEW_MS}})
            }
            (_, "lost") => return Err("nobody answers".to_owned()),
            (_, "senseless") => {
                return Ok(b"{\"done\":{\"found\":{\"subject\":7,\"number\":\"none\"}}}".to_vec());
            }
            (_, "broken") => return Ok(br#"{"rejected":"the secret is wrong"}"#.to_vec()),
            (_, "limited") => json!({"refused": "rate_limited"}),
            (_, "blocked") => json!({"refused": "blocked"}),
            ("/exchange", "dev") => json!({"found": {"subject": name}}),
            ("/phone", "dev") => {
                let good = format!("credential-{}", self.credentials.lock().unwrap());
                if request["kept"] == good.as_str() {
                    json!({"found": {"number": format!("+{name}")}})
                } else {
                    json!({"refused": "credential"})
                }
            }
            _ => json!({"refused": "code"}),
        };
        Ok(said(&answer))
    }

    /// Every credential that was given out ends.
    pub fn end_credentials(&self) {
        *self.credentials.lock().unwrap() += 1;
    }

    /// How often a path was asked.
    pub fn times(&self, path: &str) -> usize {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|asked| *asked == path).count()
    }
}

fn said(answer: &Value) -> Vec<u8> {
    json!({"done": answer}).to_string().into_bytes()
}
