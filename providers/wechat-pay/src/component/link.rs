//! Spin below the protocol.

use crate::link::{AccessToken, Link, Request, Response};
use bytes::Bytes;
use futures_util::future::{Either, LocalBoxFuture, select};
use http_body_util::BodyExt;
use spin_sdk::http::FullBody;
use spin_sdk::wasip3::random::random::get_random_bytes;
use std::cell::RefCell;
use std::pin::pin;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long a gateway is waited for. Checkout waits for two such calls and a little more.
const ANSWER_MAX: Duration = Duration::from_secs(4);
/// Longest answer that is read, in bytes.
const BODY_BYTES_MAX: usize = 256 * 1024;

thread_local! {
    /// Leaked once, so that it can be lent for as long as the instance lives.
    static TOKEN: &'static RefCell<Option<AccessToken>> = Box::leak(Box::new(RefCell::new(None)));
}

/// The platform of this instance.
pub(super) struct SpinLink;

impl Link for SpinLink {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, String>> {
        Box::pin(async move {
            let answered = pin!(exchange(request));
            let late = pin!(spin_sdk::time::sleep(ANSWER_MAX));
            match select(answered, late).await {
                Either::Left((answer, _)) => answer,
                Either::Right(_) => Err(format!("no answer in {} s", ANSWER_MAX.as_secs())),
            }
        })
    }

    fn now_s(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }

    fn random(&self) -> [u8; 16] {
        let mut random = [0; 16];
        let bytes = get_random_bytes(16);
        for (slot, byte) in random.iter_mut().zip(bytes) {
            *slot = byte;
        }
        random
    }

    fn kept_token(&self) -> &RefCell<Option<AccessToken>> {
        TOKEN.with(|token| *token)
    }
}

async fn exchange(request: Request) -> Result<Response, String> {
    let mut building = http::Request::builder().method(request.method).uri(request.url);
    for (name, value) in request.headers {
        building = building.header(name, value);
    }
    let request = building
        .body(FullBody::new(Bytes::from(request.body)))
        .map_err(|error| error.to_string())?;
    let response = spin_sdk::http::send(request)
        .await
        .map_err(|error| error.to_string())?;
    let (parts, mut body) = response.into_parts();
    let mut all = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| error.to_string())?;
        if let Ok(data) = frame.into_data() {
            if all.len() + data.len() > BODY_BYTES_MAX {
                return Err("the answer is too long".to_owned());
            }
            all.extend_from_slice(&data);
        }
    }
    let headers = parts.headers.iter().filter_map(|(name, value)| {
        let value = value.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    Ok(Response {
        status: parts.status.as_u16(),
        headers: headers.collect(),
        body: all,
    })
}
