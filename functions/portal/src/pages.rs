//! The pages. They are part of the component: nothing is fetched from anywhere else.

use api::problem::Problem;
use http::{StatusCode, header};
use web::{Call, Reply};

const HOME: &str = include_str!("../assets/home.html");
const DOCS: &str = include_str!("../assets/docs.html");
const DOCS_SCRIPT: &str = include_str!("../assets/docs.js");
const DOCS_STYLE: &str = include_str!("../assets/docs.css");
/// Generated from the code; a test holds the two together.
pub const OPENAPI: &str = include_str!("../assets/openapi.json");

const MAX_AGE: &str = "public, max-age=60";
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

fn page(call: &Call, content_type: &'static str, body: &'static str) -> Reply {
    Reply::bytes(StatusCode::OK, content_type, body)
        .with(header::CONTENT_SECURITY_POLICY, POLICY)
        .with(header::REFERRER_POLICY, "no-referrer")
        .public(call.if_none_match(), MAX_AGE)
}

/// What this is.
pub async fn get_home(call: Call) -> Result<Reply, Problem> {
    Ok(page(&call, "text/html; charset=utf-8", HOME))
}

/// The contract.
pub async fn get_openapi(call: Call) -> Result<Reply, Problem> {
    Ok(page(&call, "application/json", OPENAPI))
}

/// The contract, readable and to try out.
pub async fn get_docs(call: Call) -> Result<Reply, Problem> {
    Ok(page(&call, "text/html; charset=utf-8", DOCS))
}

/// The script of the readable contract.
pub async fn get_docs_script(call: Call) -> Result<Reply, Problem> {
    Ok(page(&call, "text/javascript; charset=utf-8", DOCS_SCRIPT))
}

/// The style of the pages.
pub async fn get_docs_style(call: Call) -> Result<Reply, Problem> {
    Ok(page(&call, "text/css; charset=utf-8", DOCS_STYLE))
}

/// Whether the application answers. Touches no store, so that it says nothing of them either.
pub async fn get_health(_call: Call) -> Result<Reply, Problem> {
    Ok(Reply::ok(&serde_json::json!({"status": "ok"})))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn the_contract_served_is_the_one_the_code_makes() {
        let made = format!("{:#}\n", api::openapi::document());
        if std::env::var_os("MENDIAN_BLESS").is_some() {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/openapi.json");
            std::fs::write(file, made).unwrap();
        } else {
            assert!(
                super::OPENAPI == made,
                "run `MENDIAN_BLESS=1 cargo test -p portal` and commit openapi.json"
            );
        }
    }

    #[test]
    fn token_that_is_of_no_use_here_closes_no_public_page() {
        let portal = test_kit::harness([crate::routes::app()]);
        portal.platform().set_variable("token_secret", "");
        for caller in [portal.as_headquarters(), portal.anonymous()] {
            assert_eq!(caller.get("/openapi.json").status, 200);
        }
        let stale = portal.anonymous().with_header("authorization", "Bearer stale");
        assert_eq!(stale.get("/healthz").status, 200);
    }
}
