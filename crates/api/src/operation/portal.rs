//! Operations of the function `portal`.

use super::Method::Get;
use super::{Access, Operation, operations};

operations! {
    /// What this is.
    GET_HOME = Operation::new("get_home", Get, "/", Access::PUBLIC);
    /// The contract.
    GET_OPENAPI = Operation::new("get_openapi", Get, "/openapi.json", Access::PUBLIC);
    /// The contract, readable and to try out.
    GET_DOCS = Operation::new("get_docs", Get, "/docs", Access::PUBLIC);
    /// The script of the readable contract.
    GET_DOCS_SCRIPT = Operation::new("get_docs_script", Get, "/docs.js", Access::PUBLIC);
    /// The style of the pages.
    GET_DOCS_STYLE = Operation::new("get_docs_style", Get, "/docs.css", Access::PUBLIC);
    /// Whether the application answers.
    GET_HEALTH = Operation::new("get_health", Get, "/healthz", Access::PUBLIC);
}
