//! Connecting, cleaning up between uses, and counting what the wire is waited for.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};

use deadpool::managed::{self, Metrics, RecycleError, RecycleResult};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_postgres::config::Host;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

/// What a connection goes through before it is used again; the text is that of Spin's pool.
///
/// There is no `ROLLBACK`: an open transaction stays open.
const CLEAN: &str = "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; \
                     SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES;";

/// The usual port of the server.
const PORT: u16 = 5432;

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address names no host.
    #[error("the address has no host")]
    NoHost,
    /// The host cannot be reached.
    #[error("{host}:{port}: {reason}")]
    Unreachable {
        /// The host tried last.
        host: String,
        /// Its port.
        port: u16,
        /// What the operating system said.
        reason: io::Error,
    },
    /// The server refuses, or speaks otherwise than expected.
    #[error(transparent)]
    Postgres(#[from] tokio_postgres::Error),
}

/// The usual web authorities, and one more when given as PEM.
pub fn trust(authority: Option<&str>) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(pem) = authority {
        let certificate =
            CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    Ok(roots)
}

/// Opens connections for one pool.
pub struct Connector {
    config: Config,
    tls: MakeRustlsConnect,
    round_trips: Arc<AtomicU64>,
}

impl Connector {
    pub fn new(config: Config, authority: Option<&str>, round_trips: Arc<AtomicU64>) -> Result<Self, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(trust(authority)?)
            .with_no_client_auth();
        Ok(Self {
            config,
            tls: MakeRustlsConnect::new(tls),
            round_trips,
        })
    }

    async fn connect_tcp(&self, host: &str, port: u16) -> io::Result<Counted> {
        let connect = TcpStream::connect((host, port));
        let stream = match self.config.get_connect_timeout() {
            Some(limit) => tokio::time::timeout(*limit, connect).await??,
            None => connect.await?,
        };
        stream.set_nodelay(true)?;
        Ok(Counted {
            stream,
            sent: false,
            round_trips: self.round_trips.clone(),
        })
    }
}

impl managed::Manager for Connector {
    type Type = Client;
    type Error = ConnectError;

    /// Tries the address's hosts in turn, as libpq does.
    async fn create(&self) -> Result<Client, ConnectError> {
        let ports = self.config.get_ports();
        let mut last = ConnectError::NoHost;
        for (position, host) in self.config.get_hosts().iter().enumerate() {
            // Hosts of other kinds were refused before there was a pool.
            let Host::Tcp(host) = host else { continue };
            let port = ports.get(position).or(ports.first()).copied().unwrap_or(PORT);
            let stream = match self.connect_tcp(host, port).await {
                Ok(stream) => stream,
                Err(reason) => {
                    last = ConnectError::Unreachable {
                        host: host.clone(),
                        port,
                        reason,
                    };
                    continue;
                }
            };
            let Ok(tls) = MakeTlsConnect::<Counted>::make_tls_connect(&mut self.tls.clone(), host);
            let (client, connection) = self.config.connect_raw(stream, tls).await?;
            // It ends with the client; an error reaches whoever waits for a statement.
            tokio::spawn(connection);
            return Ok(client);
        }
        Err(last)
    }

    async fn recycle(&self, client: &mut Client, _: &Metrics) -> RecycleResult<ConnectError> {
        if client.is_closed() {
            return Err(RecycleError::message("closed"));
        }
        // This fails in a transaction that has failed: such a connection is not used again.
        client
            .batch_execute(CLEAN)
            .await
            .map_err(|error| RecycleError::Backend(error.into()))
    }
}

/// Whether anybody waits for the answer to these messages.
///
/// The client forgets a statement with Close and Sync, in its own time; nobody waits for that. Inside TLS it cannot be
/// told apart and counts.
fn is_waited_for(messages: &[u8]) -> bool {
    let mut rest = messages;
    while let [b'C' | b'S', a, b, c, d, ..] = *rest {
        let length = 1 + u32::from_be_bytes([a, b, c, d]) as usize;
        rest = rest.get(length..).unwrap_or_default();
    }
    !rest.is_empty()
}

/// A stream that counts round trips: bytes received after bytes were sent that ask for them.
pub struct Counted {
    stream: TcpStream,
    sent: bool,
    round_trips: Arc<AtomicU64>,
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let poll = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before && std::mem::take(&mut self.sent) {
            self.round_trips.fetch_add(1, Relaxed);
        }
        poll
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.sent |= is_waited_for(bytes);
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgetting_a_statement_is_not_waited_for() {
        let close = b"C\0\0\0\x08Ss1\0".as_slice();
        let sync = b"S\0\0\0\x04".as_slice();
        let parse = b"P\0\0\0\x08s2\0\0".as_slice();
        assert!(!is_waited_for(&[close, sync].concat()));
        assert!(is_waited_for(&[parse, sync].concat()));
        assert!(is_waited_for(&[close, sync, parse, sync].concat()));
        assert!(is_waited_for(b"\0\0\0\x08startup"));
    }
}
