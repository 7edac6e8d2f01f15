//! The platform under a component on Spin.

use crate::{App, Incoming, Platform};
use api::problem::{Code, Problem};
use bytes::{Bytes, BytesMut};
use futures_util::future::{Either, LocalBoxFuture, select};
use spin_sdk::http::{FullBody, Request};
use spin_sdk::wasip3::random::random::get_random_bytes;
use std::cell::RefCell;
use std::collections::HashMap;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;
use storage::key_value::KeyValue;
use storage::key_value::spin::SpinKeyValue;
use storage::sql::Sql;
use storage::sql::spin::SpinSql;

/// Where the projector is, inside the application.
const PROJECTOR: &str = "http://projector.spin.internal/jobs/project";

thread_local! {
    /// Variables, read once per instance: an instance lives for seconds.
    static VARIABLES: RefCell<HashMap<String, Option<String>>> = RefCell::new(HashMap::new());
}

/// Answers one request of Spin's HTTP trigger.
pub async fn serve(app: &App, request: Request) -> http::Response<FullBody<Bytes>> {
    let database_url = variable("database_url").await.unwrap_or_default();
    let platform = Rc::new(SpinPlatform {
        key_value: SpinKeyValue,
        sql: SpinSql::new(&database_url),
    });
    let (parts, body) = request.into_parts();
    app.serve(platform, parts, SpinBody(body))
        .await
        .0
        .map(FullBody::new)
}

async fn variable(name: &str) -> Option<String> {
    if let Some(known) = VARIABLES.with_borrow(|known| known.get(name).cloned()) {
        return known;
    }
    let value = spin_sdk::variables::get(name).await.ok();
    VARIABLES.with_borrow_mut(|known| known.insert(name.to_owned(), value.clone()));
    value
}

struct SpinPlatform {
    key_value: SpinKeyValue,
    sql: SpinSql,
}

impl Platform for SpinPlatform {
    fn now_ms(&self) -> i64 {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        let mut filled = 0;
        while filled < bytes.len() {
            let more = get_random_bytes((bytes.len() - filled) as u64);
            let take = more.len().min(bytes.len() - filled);
            bytes[filled..filled + take].copy_from_slice(&more[..take]);
            filled += take;
        }
    }

    fn variable<'a>(&'a self, name: &'a str) -> LocalBoxFuture<'a, Option<String>> {
        Box::pin(variable(name))
    }

    fn sleep(&self, ms: u64) -> LocalBoxFuture<'_, ()> {
        Box::pin(spin_sdk::time::sleep(Duration::from_millis(ms)))
    }

    fn request_projection<'a>(&'a self, token: &'a str) -> LocalBoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            let request = http::Request::post(PROJECTOR)
                .header(http::header::AUTHORIZATION, format!("Bearer {token}"))
                .body(FullBody::new(Bytes::new()))
                .map_err(|error| error.to_string())?;
            let response = spin_sdk::http::send(request)
                .await
                .map_err(|error| error.to_string())?;
            if response.status().is_success() {
                Ok(())
            } else {
                Err(format!("the projector says {}", response.status()))
            }
        })
    }

    fn call_component<'a>(
        &'a self,
        component: &'static str,
        path: &'static str,
        body: Vec<u8>,
        limit_ms: u64,
    ) -> LocalBoxFuture<'a, Result<Vec<u8>, String>> {
        Box::pin(call_component(component, path, body, limit_ms))
    }

    fn key_value(&self) -> &dyn KeyValue {
        &self.key_value
    }

    fn sql(&self) -> &dyn Sql {
        &self.sql
    }

    fn log(&self, line: &str) {
        eprintln!("{line}");
    }
}

/// The longest answer of another component, in bytes.
const ANSWER_BYTES_MAX: usize = 256 * 1_024;

/// Posts JSON to a path of another component of the application and gives its answer, if it has one within `limit_ms`
/// milliseconds.
///
/// # Errors
/// What went wrong, for the operator: nobody knows whether the call had an effect.
pub async fn call_component(
    component: &'static str,
    path: &'static str,
    body: Vec<u8>,
    limit_ms: u64,
) -> Result<Vec<u8>, String> {
    let answer = pin!(post(component, path, body));
    let limit = pin!(spin_sdk::time::sleep(Duration::from_millis(limit_ms)));
    match select(answer, limit).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(format!("{component} has not answered for {limit_ms} ms")),
    }
}

async fn post(component: &str, path: &str, body: Vec<u8>) -> Result<Vec<u8>, String> {
    let request = http::Request::post(format!("http://{component}.spin.internal{path}"))
        .header(http::header::CONTENT_TYPE, "application/json")
        .body(FullBody::new(Bytes::from(body)))
        .map_err(|error| error.to_string())?;
    let response = spin_sdk::http::send(request)
        .await
        .map_err(|error| error.to_string())?;
    if !response.status().is_success() {
        return Err(format!("{component} says {}", response.status()));
    }
    match SpinBody(response.into_body()).read(ANSWER_BYTES_MAX).await {
        Ok(Some(answer)) => Ok(answer.to_vec()),
        Ok(None) => Err(format!("{component} says too much")),
        Err(_) => Err(format!("{component} broke off")),
    }
}

/// What is too long by so much is read to its end, in bytes: who still sends when the answer comes may find the connection broken
/// instead of the reason.
const DISCARDED_BYTES_MAX: usize = 256 * 1024;

struct SpinBody<B>(B);

impl<B> Incoming for SpinBody<B>
where
    B: http_body_util::BodyExt<Data = Bytes> + Unpin,
{
    async fn read(mut self, bytes_max: usize) -> Result<Option<Bytes>, Problem> {
        let mut all = BytesMut::new();
        let mut bytes = 0_usize;
        while let Some(frame) = self.0.frame().await {
            // The sender went away or broke the framing: nobody is left to tell more.
            let frame = frame.map_err(|_| Problem::new(Code::MalformedJson))?;
            if let Ok(data) = frame.into_data() {
                bytes += data.len();
                if bytes <= bytes_max {
                    all.extend_from_slice(&data);
                } else if bytes - bytes_max > DISCARDED_BYTES_MAX {
                    return Ok(None);
                }
            }
        }
        Ok((bytes <= bytes_max).then(|| all.freeze()))
    }
}

/// Makes a crate a component: exports Spin's HTTP handler over the application that `$app` builds, once per instance.
/// The crate depends on `bytes`, `http` and `spin-sdk` for Wasm targets.
#[macro_export]
macro_rules! component {
    ($app:path) => {
        mod component {
            thread_local! {
                static APP: &'static $crate::App = Box::leak(Box::new($app()));
            }

            #[spin_sdk::http_service]
            async fn handle(
                request: spin_sdk::http::Request,
            ) -> http::Response<spin_sdk::http::FullBody<bytes::Bytes>> {
                $crate::spin::serve(APP.with(|app| *app), request).await
            }
        }
    };
}
