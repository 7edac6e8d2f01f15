//! The least that a component can do on the platform: send bytes from its memory, or ask the database for `1`.
//!
//! Nothing here is Mendian's: what the bench divides by must not get faster or slower with it.

#[cfg(target_family = "wasm")]
mod answer;

#[cfg(target_family = "wasm")]
mod component {
    use bytes::Bytes;
    use spin_sdk::http::{FullBody, Request};

    #[spin_sdk::http_service]
    async fn handle(request: Request) -> http::Response<FullBody<Bytes>> {
        crate::answer::answer(&request).await.map(FullBody::new)
    }
}
