//! The same on Spin.

use crate::{Request, Response};
use bytes::Bytes;
use futures_util::future::{Either, select};
use http_body_util::BodyExt;
use spin_sdk::http::FullBody;
use spin_sdk::wasip3::random::random::get_random_bytes;
use std::pin::pin;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Longest answer that is read, in bytes.
const BODY_BYTES_MAX: usize = 256 * 1024;

/// Sends a request and reads the whole response, in so much time.
///
/// # Errors
/// What went wrong, in words, when there is no whole response. The words may hold the address.
pub async fn send(request: Request, limit: Duration) -> Result<Response, String> {
    let answered = pin!(exchange(request));
    let late = pin!(spin_sdk::time::sleep(limit));
    match select(answered, late).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(format!("no answer in {} s", limit.as_secs())),
    }
}

/// The time, in seconds since 1970 UTC.
#[must_use]
pub fn now_s() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Randomness fit for keys.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut random = [0; N];
    let mut filled = 0;
    while filled < N {
        for byte in get_random_bytes((N - filled) as u64) {
            if let Some(slot) = random.get_mut(filled) {
                *slot = byte;
                filled += 1;
            }
        }
    }
    random
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
