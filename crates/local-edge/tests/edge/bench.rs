//! An application to test with, started in process.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use local_edge::{Builder, Edge};

/// A running application and a client for it.
pub struct Bench {
    pub edge: Edge,
    client: Client<HttpConnector, Full<Bytes>>,
    /// Removed with the bench.
    _state: Folder,
}

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// An empty folder of its own below the temporary folder, removed in the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!(
            "local-edge-{}-{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The manifest beside the guests. Builds them once for this process.
pub fn manifest() -> &'static Path {
    static MANIFEST: OnceLock<PathBuf> = OnceLock::new();
    MANIFEST.get_or_init(|| {
        let guests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guests");
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--release", "--target", "wasm32-wasip2"])
            .env("CARGO_TARGET_DIR", guests.join("../../../../target/guests"))
            .env_remove("RUSTFLAGS")
            .current_dir(&guests)
            .status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "the guests do not build"
        );
        guests.join("spin.toml")
    })
}

impl Bench {
    /// The application as its manifest has it, without schedules.
    pub async fn new() -> Self {
        Self::with(|builder| builder).await
    }

    /// The application, started as `configure` says.
    pub async fn with(configure: impl FnOnce(Builder) -> Builder) -> Self {
        let state = Folder::new();
        let builder = Edge::builder()
            .manifest(manifest())
            .state_dir(state.path())
            .variable("token", "t0ken");
        let edge = configure(builder.schedules(false)).start().await.unwrap();
        Self {
            edge,
            client: Client::builder(TokioExecutor::new()).build_http(),
            _state: state,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(self.url(path)).body(Full::default()).unwrap())
            .await
    }

    pub async fn post(&self, path: &str, body: impl Into<Bytes>) -> Answer {
        self.send(
            Request::post(self.url(path))
                .body(Full::new(body.into()))
                .unwrap(),
        )
        .await
    }

    pub async fn send(&self, request: Request<Full<Bytes>>) -> Answer {
        let response = self.client.request(request).await.unwrap();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.edge.url())
    }
}

/// 200 with this body.
pub fn ok(body: &str) -> Answer {
    Answer {
        status: 200,
        body: body.into(),
    }
}

/// Asserts that the guest was given an error that contains `text`: it answers with 418 then.
#[track_caller]
pub fn reported(answer: &Answer, text: &str) {
    assert_eq!(answer.status, 418, "{answer:?}");
    assert!(answer.body.contains(text), "{text:?} in {answer:?}");
}
