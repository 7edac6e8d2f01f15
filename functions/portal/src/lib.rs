//! Mendian function: the front page, the contract and its readable form.

pub mod pages;
pub mod routes;

#[cfg(target_family = "wasm")]
mod component {
    use bytes::Bytes;
    use spin_sdk::http::{FullBody, Request};

    thread_local! {
        static APP: web::App = crate::routes::app();
    }

    #[spin_sdk::http_service]
    async fn handle(request: Request) -> http::Response<FullBody<Bytes>> {
        web::spin::serve(&APP, request).await
    }
}
