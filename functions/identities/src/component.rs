//! The component.

use crate::composed::Composed;
use crate::service::answer;
use bytes::Bytes;
use http::Response;
use spin_sdk::http::{FullBody, Request};

#[spin_sdk::http_service]
async fn handle(request: Request) -> Response<FullBody<Bytes>> {
    provider_door::serve(request, async |method, path, body| {
        answer(&Composed, method, path, body).await
    })
    .await
}
