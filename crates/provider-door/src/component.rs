//! The HTTP side of such a component.

use api::provider::BODY_BYTES_MAX;
use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, Response, StatusCode, header};
use http_body_util::BodyExt;
use spin_sdk::http::{FullBody, Request};

/// Answers one request of Spin's HTTP trigger, with status and JSON that `answer` makes of its method, path and body.
pub async fn serve(
    request: Request,
    answer: impl AsyncFnOnce(&Method, &str, &[u8]) -> (StatusCode, Vec<u8>),
) -> Response<FullBody<Bytes>> {
    let (parts, body) = request.into_parts();
    let (status, json) = match read(body).await {
        Some(body) => answer(&parts.method, parts.uri.path(), &body).await,
        None => (StatusCode::PAYLOAD_TOO_LARGE, Vec::new()),
    };
    let length = HeaderValue::from(json.len());
    let mut response = Response::new(FullBody::new(Bytes::from(json)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CONTENT_LENGTH, length);
    response
}

/// The whole body; `None` when it is too long, or its sender went away.
async fn read(mut body: impl BodyExt<Data = Bytes> + Unpin) -> Option<Bytes> {
    let mut all = BytesMut::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.ok()?.into_data() {
            if all.len() + data.len() > BODY_BYTES_MAX {
                return None;
            }
            all.extend_from_slice(&data);
        }
    }
    Some(all.freeze())
}
