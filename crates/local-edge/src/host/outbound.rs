//! `wasi:http` from the component outwards: to allowed hosts, to the application itself, and to other components.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use http::header::HOST;
use http::uri::{PathAndQuery, Scheme};
use http::{Request, Response, Uri};
use http_body_util::BodyExt;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

use crate::allowed_hosts::internal_component;
use crate::application::RunningApplication;
use crate::call::Call;
use crate::instance::ComponentContext;
use crate::logs::LogSource;

/// How long a response may take to begin when the component sets no limit.
const FIRST_BYTE_TIMEOUT: Duration = Duration::from_secs(600);

/// The client address that a component sees of another component's call.
const INTERNAL_CLIENT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED), 0);

/// One client for all components; it keeps connections open.
#[derive(Clone)]
pub struct Client(hyper_util::client::legacy::Client<HttpsConnector<HttpConnector>, WasiBody>);

impl Client {
    /// A client that trusts the usual web authorities.
    pub fn new() -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_webpki_roots()
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        Self(hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build(connector))
    }
}

/// One instance's way out.
pub struct Outbound {
    context: Arc<ComponentContext>,
    doomed: Doomed,
}

/// Set when the instance is to end as if it had trapped.
///
/// What sends a request can report errors but cannot trap, so an injected trap takes this way.
#[derive(Clone, Default)]
pub struct Doomed(Arc<AtomicBool>);

impl Doomed {
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Outbound {
    pub fn new(context: Arc<ComponentContext>, doomed: Doomed) -> Self {
        Self { context, doomed }
    }
}

type Sent = (
    Response<WasiBody>,
    Box<dyn Future<Output = Result<(), Error>> + Send>,
);

impl WasiHttpHooks for Outbound {
    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        // A component's trouble with the response concerns nobody here; dropping the body ends the connection.
        _: Box<dyn Future<Output = Result<(), Error>> + Send>,
    ) -> Box<dyn Future<Output = Result<Sent, Error>> + Send> {
        let (context, doomed) = (self.context.clone(), self.doomed.clone());
        Box::new(async move {
            let url = request.uri().to_string();
            let sent = send(&context, request, options);
            match context
                .call(
                    Call::HttpSend,
                    &url,
                    |text| Error::InternalError(Some(text)),
                    sent,
                )
                .await
            {
                Ok(response) => Ok((response?, Box::new(async { Ok(()) }) as Box<_>)),
                Err(trap) => {
                    context.logs.push(&context.id, LogSource::Host, &trap.to_string());
                    doomed.0.store(true, Ordering::Relaxed);
                    std::future::pending().await
                }
            }
        })
    }
}

async fn send(
    context: &ComponentContext,
    mut request: Request<WasiBody>,
    options: Option<RequestOptions>,
) -> Result<Response<WasiBody>, Error> {
    // The client sets its own host field from the URL, and a component is not to claim another.
    request.headers_mut().remove(HOST);
    let host = request.uri().host().unwrap_or_default().to_owned();
    if matches!(host.as_str(), "" | "self.alt") {
        if !context.allowed_hosts.allows_self() {
            return Err(Error::HttpRequestDenied);
        }
        let application = application(context)?;
        let own = http::uri::Authority::try_from(application.address().to_string()).map_err(internal)?;
        set_url(&mut request, own.as_str())?;
        return application
            .serve(request, application.address())
            .await
            .map_err(internal);
    }
    let scheme = request.uri().scheme_str().unwrap_or("https").to_owned();
    if !context
        .allowed_hosts
        .allows(&scheme, &host, request.uri().port_u16())
    {
        return Err(Error::HttpRequestDenied);
    }
    if let Some(id) = internal_component(&host) {
        return application(context)?
            .call_component(id, request, INTERNAL_CLIENT)
            .await
            .map_err(internal);
    }
    let limit = options
        .and_then(|options| options.first_byte_timeout)
        .unwrap_or(FIRST_BYTE_TIMEOUT);
    let response = tokio::time::timeout(limit, context.http_client.0.request(request)).await;
    let response = response
        .map_err(|_| Error::ConnectionReadTimeout)?
        .map_err(|error| match error.is_connect() {
            true => Error::ConnectionRefused,
            false => internal(error),
        })?;
    Ok(response.map(|body| body.map_err(Error::from).boxed_unsync()))
}

fn application(context: &ComponentContext) -> Result<Arc<RunningApplication>, Error> {
    let application = context.application.get().and_then(Weak::upgrade);
    application.ok_or_else(|| internal("the application is shutting down"))
}

fn set_url(request: &mut Request<WasiBody>, authority: &str) -> Result<(), Error> {
    let path = request
        .uri()
        .path_and_query()
        .cloned()
        .unwrap_or(PathAndQuery::from_static("/"));
    let url = Uri::builder()
        .scheme(Scheme::HTTP)
        .authority(authority)
        .path_and_query(path)
        .build();
    *request.uri_mut() = url.map_err(internal)?;
    Ok(())
}

fn internal(error: impl ToString) -> Error {
    Error::InternalError(Some(error.to_string()))
}
