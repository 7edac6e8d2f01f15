//! Answers with what the component plugged into it says.

use spin_sdk::http::{Request, StatusCode};
use spin_sdk::http_service;

wit_bindgen::generate!({ path: "../wit", world: "host", generate_all });

#[http_service]
async fn handle(request: Request) -> (StatusCode, String) {
    let answer = match request.uri().path() {
        "/plugged/peek" => acme::greet::greeter::peek().await,
        _ => acme::greet::greeter::greet("shopper".into()).await,
    };
    match answer {
        Ok(text) => (StatusCode::OK, text),
        Err(text) => (StatusCode::INTERNAL_SERVER_ERROR, text),
    }
}
