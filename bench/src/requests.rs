//! What the load consists of.

use crate::brand::pick;
use crate::load::Source;
use anyhow::{Context, Result};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use http::{Method, Request, Uri};
use http_body_util::Full;
use std::net::SocketAddr;
use std::sync::Arc;

/// Reads of paths, each time one by chance.
pub fn reads(address: SocketAddr, paths: &[String]) -> Result<Source> {
    let uris: Vec<Uri> = paths.iter().map(|path| path.parse()).collect::<Result<_, _>>()?;
    let host = host(address)?;
    Ok(Arc::new(move |number| {
        let mut request = Request::new(Full::default());
        *request.uri_mut() = pick(&uris, number).cloned().unwrap_or_default();
        request.headers_mut().insert(HOST, host.clone());
        request
    }))
}

/// Posts of JSON bodies, each time one of the bodies by one of the callers, each with an idempotency key of its own.
pub fn posts(address: SocketAddr, path: &str, bodies: &[String], tokens: &[String]) -> Result<Source> {
    let uri: Uri = path.parse()?;
    let bodies: Vec<Bytes> = bodies.iter().map(|body| Bytes::from(body.clone())).collect();
    let tokens = tokens
        .iter()
        .map(|token| HeaderValue::from_str(&format!("Bearer {token}")).context("a token"))
        .collect::<Result<Vec<_>>>()?;
    let host = host(address)?;
    Ok(Arc::new(move |number| {
        let body = pick(&bodies, number).cloned().unwrap_or_default();
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri.clone();
        let headers = request.headers_mut();
        headers.insert(HOST, host.clone());
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(token) = pick(&tokens, !number) {
            headers.insert(AUTHORIZATION, token.clone());
        }
        if let Ok(key) = HeaderValue::from_str(&format!("contest-{number}")) {
            headers.insert("idempotency-key", key);
        }
        request
    }))
}

fn host(address: SocketAddr) -> Result<HeaderValue> {
    Ok(HeaderValue::from_str(&address.to_string())?)
}
