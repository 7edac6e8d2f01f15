//! A whole application that answers requests: from a route to a component to a response.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST};
use http::uri::{Authority, Scheme};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use wasmtime_wasi_http::{Error, WasiBody};

use crate::component::RunningComponent;
use crate::headers::{set_routing_headers, strip_connection_headers};
use crate::logs::LogSource;
use crate::manifest::{StaticResponse, Target, Trigger};
use crate::routes::{Match, Router};

/// Paths that the host answers itself, as Spin does.
const WELL_KNOWN: &str = "/.well-known/spin/";

/// The application's components and routes.
pub struct RunningApplication {
    pub router: Router,
    pub triggers: Vec<Trigger>,
    pub components: BTreeMap<String, RunningComponent>,
    pub address: SocketAddr,
    /// Longest request body, in bytes; without limit when absent.
    pub body_bytes_max: Option<u64>,
}

impl RunningApplication {
    /// Where the application listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers a request from outside. The URL may be relative when there is a host field.
    pub async fn serve(
        &self,
        mut request: Request<WasiBody>,
        client: SocketAddr,
    ) -> wasmtime::Result<Response<WasiBody>> {
        strip_connection_headers(request.headers_mut());
        if set_absolute_url(&mut request).is_none() {
            return Ok(empty(StatusCode::BAD_REQUEST));
        }
        let path = request.uri().path();
        if let Some(name) = path.strip_prefix(WELL_KNOWN) {
            return Ok(match name {
                "health" => text(StatusCode::OK, "OK"),
                _ => empty(StatusCode::NOT_FOUND),
            });
        }
        let Some((trigger, found)) = self.router.find(path) else {
            return Ok(empty(StatusCode::NOT_FOUND));
        };
        match &self.triggers[trigger].target {
            Target::Static(response) => Ok(fixed(response)),
            Target::Component(id) => self.call(id, request, &found, client).await,
        }
    }

    /// Answers a request that another component makes to this one by its name. Private components are reached too.
    pub async fn call_component(
        &self,
        id: &str,
        mut request: Request<WasiBody>,
        client: SocketAddr,
    ) -> wasmtime::Result<Response<WasiBody>> {
        strip_connection_headers(request.headers_mut());
        let found = Match::by_name(request.uri().path());
        self.call(id, request, &found, client).await
    }

    async fn call(
        &self,
        id: &str,
        request: Request<WasiBody>,
        found: &Match,
        client: SocketAddr,
    ) -> wasmtime::Result<Response<WasiBody>> {
        let component = self
            .components
            .get(id)
            .ok_or_else(|| wasmtime::format_err!("no component {id:?}"))?;
        let Some(mut request) = self.limit_body(request) else {
            return Ok(empty(StatusCode::PAYLOAD_TOO_LARGE));
        };
        let uri = request.uri().clone();
        set_routing_headers(request.headers_mut(), &uri, found, client);
        let response = component.handle(request).await;
        if let Err(error) = &response {
            component
                .context()
                .logs
                .push(id, LogSource::Host, &format!("{} failed: {error:#}", uri.path()));
        }
        response
    }

    /// None when the request says itself that its body is too long; a longer body than said fails while it is read.
    fn limit_body(&self, request: Request<WasiBody>) -> Option<Request<WasiBody>> {
        let Some(limit) = self.body_bytes_max else {
            return Some(request);
        };
        let length = request
            .headers()
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok());
        if length
            .and_then(|length| length.parse::<u64>().ok())
            .is_some_and(|length| length > limit)
        {
            return None;
        }
        let bytes_max = usize::try_from(limit).unwrap_or(usize::MAX);
        let too_long = move |error: Box<dyn std::error::Error + Send + Sync>| match error.downcast::<Error>()
        {
            Ok(error) => *error,
            Err(_) => Error::HttpRequestBodySize(Some(limit)),
        };
        Some(request.map(|body| Limited::new(body, bytes_max).map_err(too_long).boxed_unsync()))
    }
}

/// Completes the URL from the host field. None when there is no host, or two that differ.
fn set_absolute_url(request: &mut Request<WasiBody>) -> Option<()> {
    let named = match request.headers().get(HOST) {
        Some(host) => Some(host.to_str().ok()?.parse::<Authority>().ok()?),
        None => None,
    };
    let mut parts = request.uri().clone().into_parts();
    parts.authority = match (named, parts.authority) {
        (Some(named), Some(authority)) if named != authority => return None,
        (named, authority) => Some(named.or(authority)?),
    };
    parts.scheme = Some(Scheme::HTTP);
    *request.uri_mut() = Uri::from_parts(parts).ok()?;
    Some(())
}

/// A response without a body.
pub fn empty(status: StatusCode) -> Response<WasiBody> {
    text(status, "")
}

fn text(status: StatusCode, body: &'static str) -> Response<WasiBody> {
    let mut response = Response::new(whole(Bytes::from_static(body.as_bytes())));
    *response.status_mut() = status;
    response
}

fn fixed(from: &StaticResponse) -> Response<WasiBody> {
    let mut response = Response::builder().status(from.status);
    for (name, value) in &from.headers {
        response = response.header(name, value);
    }
    // The manifest's reader does not know every rule of HTTP; a field that breaks one shows here.
    response
        .body(whole(from.body.clone().into()))
        .unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
}

fn whole(bytes: Bytes) -> WasiBody {
    Full::new(bytes).map_err(Error::from).boxed_unsync()
}
