//! The way to the function `payments`.

use crate::payments_client::Transport;
use api::payments::{BODY_BYTES_MAX, ORIGIN};
use bytes::Bytes;
use futures_util::future::{Either, LocalBoxFuture, select};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use spin_sdk::http::FullBody;
use std::pin::pin;
use std::time::Duration;

/// How long an answer is waited for. A provider asks its gateway once or twice, for four seconds at most each time.
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// HTTP inside the application.
pub struct PaymentsHttp;

impl Transport for PaymentsHttp {
    fn post<'a>(&'a self, path: &'static str, json: Vec<u8>) -> LocalBoxFuture<'a, Result<Vec<u8>, String>> {
        Box::pin(async move {
            let answered = pin!(exchange(path, json));
            let late = pin!(spin_sdk::time::sleep(ANSWER_MAX));
            match select(answered, late).await {
                Either::Left((answer, _)) => answer,
                Either::Right(_) => Err(format!("no answer from {path} in {} s", ANSWER_MAX.as_secs())),
            }
        })
    }
}

async fn exchange(path: &str, json: Vec<u8>) -> Result<Vec<u8>, String> {
    let request = Request::post(format!("{ORIGIN}{path}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(FullBody::new(Bytes::from(json)))
        .map_err(|error| error.to_string())?;
    let response = spin_sdk::http::send(request)
        .await
        .map_err(|error| error.to_string())?;
    if response.status() != StatusCode::OK {
        return Err(format!("{path} says {}", response.status()));
    }
    let mut body = response.into_body();
    let mut all = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| error.to_string())?;
        if let Ok(data) = frame.into_data() {
            if all.len() + data.len() > BODY_BYTES_MAX {
                return Err(format!("the answer from {path} is too long"));
            }
            all.extend_from_slice(&data);
        }
    }
    Ok(all)
}
