//! What the load consists of.

use crate::application::token;
use crate::brand::pick;
use crate::load::Source;
use anyhow::{Context, Result};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use http::{Method, Request, Uri};
use http_body_util::Full;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use web::Principal;

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

/// Orders that a shopper of the load places: fewer than may wait for payment at once.
const ORDERS_OF_ONE: u64 = 16;

/// Orders, each time one of the bodies, each few by a new shopper: nobody may have many that wait for payment.
pub fn orders(address: SocketAddr, bodies: &[String]) -> Result<Source> {
    static CONTESTANTS: AtomicU32 = AtomicU32::new(0);
    let contestant = CONTESTANTS.fetch_add(1, Ordering::Relaxed);
    posts_by(address, "/v1/orders", bodies, move |number| {
        let shopper = format!("shopper-{contestant}-{}", number / ORDERS_OF_ONE);
        let token = token(&Principal::Shopper(shopper.parse().ok()?)).ok()?;
        HeaderValue::from_str(&format!("Bearer {token}")).ok()
    })
}

/// Posts of JSON bodies, each time one of the bodies by one of the callers, each with an idempotency key of its own.
pub fn posts(address: SocketAddr, path: &str, bodies: &[String], tokens: &[String]) -> Result<Source> {
    let tokens = tokens
        .iter()
        .map(|token| HeaderValue::from_str(&format!("Bearer {token}")).context("a token"))
        .collect::<Result<Vec<_>>>()?;
    posts_by(address, path, bodies, move |number| {
        pick(&tokens, !number).cloned()
    })
}

fn posts_by(
    address: SocketAddr,
    path: &str,
    bodies: &[String],
    authorization: impl Fn(u64) -> Option<HeaderValue> + Send + Sync + 'static,
) -> Result<Source> {
    static CONTESTANTS: AtomicU32 = AtomicU32::new(0);
    // The same caller may be in two contestants.
    let contestant = CONTESTANTS.fetch_add(1, Ordering::Relaxed);
    let uri: Uri = path.parse()?;
    let bodies: Vec<Bytes> = bodies.iter().map(|body| Bytes::from(body.clone())).collect();
    let host = host(address)?;
    Ok(Arc::new(move |number| {
        let body = pick(&bodies, number).cloned().unwrap_or_default();
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri.clone();
        let headers = request.headers_mut();
        headers.insert(HOST, host.clone());
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(value) = authorization(number) {
            headers.insert(AUTHORIZATION, value);
        }
        if let Ok(key) = HeaderValue::from_str(&format!("contest-{contestant}-{number}")) {
            headers.insert("idempotency-key", key);
        }
        request
    }))
}

/// Requests to one host.
pub struct Requests(HeaderValue);

impl Requests {
    /// To the host at `address`.
    pub fn to(address: SocketAddr) -> Result<Self> {
        host(address).map(Self)
    }

    /// A read; of a caller's own things with their token.
    pub fn get(&self, path: &str, token: Option<&str>) -> Result<Request<Full<Bytes>>> {
        let request = Request::get(path).header(HOST, &self.0);
        let request = match token {
            Some(token) => request.header(AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        };
        Ok(request.body(Full::default())?)
    }

    /// A JSON body, once per `key`.
    pub fn post(
        &self,
        path: &str,
        token: &str,
        key: &str,
        body: impl Into<Bytes>,
    ) -> Result<Request<Full<Bytes>>> {
        let request = Request::post(path)
            .header(HOST, &self.0)
            .header(CONTENT_TYPE, "application/json")
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .header("idempotency-key", key);
        Ok(request.body(Full::new(body.into()))?)
    }
}

fn host(address: SocketAddr) -> Result<HeaderValue> {
    Ok(HeaderValue::from_str(&address.to_string())?)
}
