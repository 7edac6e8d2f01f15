//! The component: one request in, one answer out.

use crate::answer;
use crate::slots::Slots;
use bytes::Bytes;
use http::{Method, Response, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use spin_sdk::http::{FullBody, Request};

/// The longest question, in bytes: a cart of 100 lines and 50 promotions with their parameters fit.
const BODY_BYTES_MAX: usize = 512 * 1_024;

#[spin_sdk::http_service]
async fn handle(request: Request) -> Response<FullBody<Bytes>> {
    let (parts, body) = request.into_parts();
    let (status, answer) = if parts.method == Method::POST {
        match Limited::new(body, BODY_BYTES_MAX).collect().await {
            Ok(body) => answer(parts.uri.path(), &body.to_bytes(), &Slots),
            Err(_) => (StatusCode::PAYLOAD_TOO_LARGE, Vec::new()),
        }
    } else {
        (StatusCode::METHOD_NOT_ALLOWED, Vec::new())
    };
    let mut response = Response::new(FullBody::new(Bytes::from(answer)));
    *response.status_mut() = status;
    let json = header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
