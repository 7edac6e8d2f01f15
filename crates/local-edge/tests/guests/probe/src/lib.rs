//! One path for each thing that a component can do to its host.

use std::sync::atomic::{AtomicUsize, Ordering};

use spin_sdk::http::body::IncomingBodyExt;
use spin_sdk::http::{Request, Response, StatusCode};
use spin_sdk::{http_service, key_value, pg, sqlite, variables};

/// Survives from one request of an instance to the next.
static REQUESTS: AtomicUsize = AtomicUsize::new(0);

type Answer = Result<String, String>;

#[http_service]
async fn handle(request: Request) -> Response<String> {
    REQUESTS.fetch_add(1, Ordering::Relaxed);
    let sized = !request.uri().path().ends_with("/unsized");
    let (status, text) = match answer(request).await {
        Ok(text) => (StatusCode::OK, text),
        Err(text) => (StatusCode::IM_A_TEAPOT, text),
    };
    let mut response = Response::builder().status(status);
    if sized {
        response = response.header("content-length", text.len());
    }
    response.body(text).unwrap_or_default()
}

async fn answer(request: Request) -> Answer {
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let (path, argument) = (
        header("spin-path-info"),
        request.uri().query().unwrap_or_default().to_owned(),
    );
    match path.as_str() {
        "/headers" => {
            let spin = request
                .headers()
                .iter()
                .filter(|(name, _)| name.as_str().starts_with("spin-"));
            Ok(spin
                .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap_or("?")))
                .collect())
        }
        "/authorization" => {
            let store = key_value::Store::open_default().await.map_err(text)?;
            store
                .set("authorization", header("authorization").as_bytes())
                .await
                .map_err(text)?;
            Ok(header("authorization"))
        }
        "/count" => Ok(REQUESTS.load(Ordering::Relaxed).to_string()),
        "/environment" => std::env::var(&argument).map_err(text),
        "/variable" => variables::get(&argument).await.map_err(text),
        "/print" => {
            println!("out: {argument}");
            eprintln!("err: {argument}");
            Ok(String::new())
        }
        "/trap" => {
            println!("about to trap");
            std::process::abort()
        }
        "/loop" => {
            let mut number = 1u64;
            while std::hint::black_box(number) != 0 {
                number = number.wrapping_mul(3) | 1;
            }
            Ok(String::new())
        }
        "/pause" => {
            let milliseconds: u64 = argument.parse().map_err(text)?;
            spin_sdk::time::sleep(std::time::Duration::from_millis(milliseconds)).await;
            Ok("rested".into())
        }
        "/memory" => {
            let mebibytes: usize = argument.parse().map_err(text)?;
            let mut bytes: Vec<u8> = Vec::new();
            bytes.try_reserve_exact(mebibytes << 20).map_err(text)?;
            Ok(bytes.capacity().to_string())
        }
        "/body" => Ok(request.into_body().bytes().await.map_err(text)?.len().to_string()),
        "/fetch" => {
            let response = spin_sdk::http::get(&argument).await.map_err(text)?;
            let status = response.status();
            let body = response.into_body().bytes().await.map_err(text)?;
            Ok(format!("{} {}", status.as_u16(), String::from_utf8_lossy(&body)))
        }
        "/get" | "/set" | "/delete" | "/exists" | "/keys" => key_value(&path, &argument).await,
        "/sqlite" => sql_lite(&request.into_body().bytes().await.map_err(text)?).await,
        "/sqlite-open" => sqlite::Connection::open(&argument)
            .await
            .map(|_| String::new())
            .map_err(text),
        "/pg" => postgres(&request.into_body().bytes().await.map_err(text)?).await,
        _ => Ok(format!("probe at {path}")),
    }
}

async fn key_value(path: &str, argument: &str) -> Answer {
    let (key, value) = argument.split_once('=').unwrap_or((argument, ""));
    let (label, key) = key.split_once(':').unwrap_or(("default", key));
    let store = key_value::Store::open(label).await.map_err(text)?;
    match path {
        "/get" => Ok(match store.get(key).await.map_err(text)? {
            Some(value) => String::from_utf8_lossy(&value).into_owned(),
            None => "none".into(),
        }),
        "/set" => store
            .set(key, value.as_bytes())
            .await
            .map(|()| "set".into())
            .map_err(text),
        "/delete" => store.delete(key).await.map(|()| "deleted".into()).map_err(text),
        "/exists" => store
            .exists(key)
            .await
            .map(|found| found.to_string())
            .map_err(text),
        _ => {
            let mut keys = store.get_keys().await.collect().await.map_err(text)?;
            keys.sort();
            Ok(keys.join(","))
        }
    }
}

/// Runs each line as a statement on one connection; rows as `a|b` lines, then what the last statement changed.
async fn sql_lite(script: &[u8]) -> Answer {
    let connection = sqlite::Connection::open_default().await.map_err(text)?;
    let mut printed = String::new();
    for statement in std::str::from_utf8(script).map_err(text)?.lines() {
        if statement == "TRAP" {
            std::process::abort();
        }
        let rows = connection
            .execute(statement, [])
            .await
            .map_err(text)?
            .collect()
            .await
            .map_err(text)?;
        for row in rows {
            let values: Vec<_> = row
                .values
                .iter()
                .map(|value| match value {
                    sqlite::Value::Integer(number) => number.to_string(),
                    sqlite::Value::Real(number) => number.to_string(),
                    sqlite::Value::Text(text) => text.clone(),
                    sqlite::Value::Blob(bytes) => format!("{} bytes", bytes.len()),
                    sqlite::Value::Null => "null".into(),
                })
                .collect();
            printed += &format!("{}\n", values.join("|"));
        }
    }
    Ok(format!("{printed}changed {}", connection.changes().await))
}

/// The first line is the address, each other a statement; rows as Rust's debug text.
async fn postgres(script: &[u8]) -> Answer {
    let mut lines = std::str::from_utf8(script).map_err(text)?.lines();
    let connection = pg::Connection::open(lines.next().unwrap_or_default())
        .await
        .map_err(text)?;
    let mut printed = String::new();
    for statement in lines {
        if statement == "TRAP" {
            std::process::abort();
        }
        let mut result = connection.query(statement, []).await.map_err(text)?;
        while let Some(row) = result.rows().next().await {
            let values: Vec<_> = row.iter().map(|value| format!("{value:?}")).collect();
            printed += &format!("{}\n", values.join("|"));
        }
        result.result().await.map_err(text)?;
    }
    Ok(printed)
}

fn text(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}
