//! The URL table of the function `projector`.

use crate::project::{project, rebuild};
use api::operation::projector::{PROJECT, REBUILD};
use web::App;

/// All routes.
#[must_use]
pub fn app() -> App {
    App::new().route(&PROJECT, project).route(&REBUILD, rebuild)
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
        assert_eq!(mounted, api::operation::projector::ALL);
    }
}
