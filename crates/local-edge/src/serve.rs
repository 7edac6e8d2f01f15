//! HTTP/1.1 on a socket.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use wasmtime_wasi_http::Error;

use crate::application::{RunningApplication, empty};
use crate::gather::gather;

/// How long a client may take to send a request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// How long requests in flight may take to end once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// After a failed accept (no more file descriptors, say) the next one waits this long.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Accepts connections until `stop` changes, then lets the requests in flight end.
pub async fn serve(
    listener: TcpListener,
    application: Arc<RunningApplication>,
    mut stop: watch::Receiver<bool>,
) {
    let connections = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => break,
        };
        match accepted {
            Ok((stream, client)) => serve_connection(stream, client, &application, &connections),
            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
    drop(listener);
    // Whoever has not ended by then is cut off with the process or the runtime.
    _ = tokio::time::timeout(GRACE, connections.shutdown()).await;
}

fn serve_connection(
    stream: TcpStream,
    client: SocketAddr,
    application: &Arc<RunningApplication>,
    connections: &GracefulShutdown,
) {
    // Without this a response that leaves in two segments waits for the peer's delayed acknowledgement.
    _ = stream.set_nodelay(true);
    let application = application.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let application = application.clone();
        async move {
            let request = request.map(|body| body.map_err(Error::from).boxed_unsync());
            // The cause is in the application's log; outside it is nobody's business.
            let failed = || empty(StatusCode::INTERNAL_SERVER_ERROR);
            let response = application
                .serve(request, client)
                .await
                .unwrap_or_else(|_| failed());
            match gather(response).await {
                Ok(response) => Ok(response),
                Err(_) => gather(failed()).await,
            }
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service);
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        // A client that leaves in the middle is not an event.
        _ = connection.await;
    });
}
