//! The answers.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use spin_sdk::http::Request;
use spin_sdk::{pg, sqlite, variables};
use std::cell::RefCell;
use std::collections::HashMap;

thread_local! {
    /// Bodies by name, copied once per instance from its environment.
    static BODIES: RefCell<HashMap<String, Bytes>> = RefCell::new(HashMap::new());
    /// The variable `database_url`, read once per instance.
    static DATABASE_URL: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// `/bytes/NAME` is the environment variable `BODY_NAME`; `/select` is one `SELECT 1` on the application's database, `/function` one
/// call of a function there that the bench made and that does nothing.
pub async fn answer(request: &Request) -> Response<Bytes> {
    let path = request
        .headers()
        .get("spin-path-info")
        .and_then(|path| path.to_str().ok());
    match path {
        Some("/select") => asked("SELECT 1").await,
        Some("/function") => asked("SELECT mendian_bench_nothing()").await,
        path => match path.and_then(|path| path.strip_prefix("/bytes/")).and_then(body) {
            Some(body) => reply(StatusCode::OK, body),
            None => reply(StatusCode::NOT_FOUND, Bytes::new()),
        },
    }
}

async fn asked(statement: &'static str) -> Response<Bytes> {
    match ask(statement).await {
        Ok(()) => reply(StatusCode::OK, Bytes::from_static(b"1")),
        Err(error) => {
            eprintln!("{error}");
            reply(StatusCode::INTERNAL_SERVER_ERROR, Bytes::new())
        }
    }
}

fn reply(status: StatusCode, body: Bytes) -> Response<Bytes> {
    let length = body.len();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}

fn body(name: &str) -> Option<Bytes> {
    BODIES.with_borrow_mut(|bodies| {
        if let Some(known) = bodies.get(name) {
            return Some(known.clone());
        }
        let body = Bytes::from(std::env::var(format!("BODY_{name}")).ok()?);
        bodies.insert(name.to_owned(), body.clone());
        Some(body)
    })
}

async fn ask(statement: &'static str) -> Result<(), String> {
    let url = match DATABASE_URL.with_borrow(Clone::clone) {
        Some(url) => url,
        None => {
            let url = variables::get("database_url").await.map_err(text)?;
            DATABASE_URL.set(Some(url.clone()));
            url
        }
    };
    if url.is_empty() {
        let connection = sqlite::Connection::open_default().await.map_err(text)?;
        let result = connection.execute(statement, []).await.map_err(text)?;
        result.collect().await.map(drop).map_err(text)
    } else {
        let connection = pg::Connection::open(url).await.map_err(text)?;
        let mut result = connection.query(statement, []).await.map_err(text)?;
        while result.rows().next().await.is_some() {}
        result.result().await.map_err(text)
    }
}

fn text(error: impl ToString) -> String {
    error.to_string()
}
