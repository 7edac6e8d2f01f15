//! The URL table of the function `portal`.

use crate::pages::{get_docs, get_docs_script, get_docs_style, get_health, get_home, get_openapi};
use api::operation::portal::{GET_DOCS, GET_DOCS_SCRIPT, GET_DOCS_STYLE, GET_HEALTH, GET_HOME, GET_OPENAPI};
use web::App;

/// All routes.
#[must_use]
pub fn app() -> App {
    App::new()
        .route(&GET_HOME, get_home)
        .route(&GET_OPENAPI, get_openapi)
        .route(&GET_DOCS, get_docs)
        .route(&GET_DOCS_SCRIPT, get_docs_script)
        .route(&GET_DOCS_STYLE, get_docs_style)
        .route(&GET_HEALTH, get_health)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_operation_is_mounted() {
        let mounted: Vec<_> = super::app()
            .mounted()
            .iter()
            .map(|operation| **operation)
            .collect();
        assert_eq!(mounted, api::operation::portal::ALL);
    }
}
