//! Functions that share a platform, as they do in one application.

use crate::{Client, TestPlatform};
use std::rc::Rc;
use web::{App, Principal};

/// Functions on one platform.
pub struct Harness {
    platform: Rc<TestPlatform>,
    apps: Vec<App>,
}

/// The given functions on a new platform.
pub fn harness(apps: impl IntoIterator<Item = App>) -> Harness {
    Harness::on(TestPlatform::new(), apps)
}

impl Harness {
    /// The given functions on a platform that a test brings.
    pub fn on(platform: TestPlatform, apps: impl IntoIterator<Item = App>) -> Self {
        Self {
            platform: Rc::new(platform),
            apps: apps.into_iter().collect(),
        }
    }

    /// The platform below them.
    #[must_use]
    pub fn platform(&self) -> &Rc<TestPlatform> {
        &self.platform
    }

    /// A caller without a token.
    #[must_use]
    pub fn anonymous(&self) -> Client<'_> {
        Client::new(self, Principal::Anonymous)
    }

    /// A shopper.
    ///
    /// # Panics
    /// When `id` is no customer id.
    #[must_use]
    pub fn as_shopper(&self, id: &str) -> Client<'_> {
        Client::new(self, Principal::Shopper(id.parse().expect("a customer id")))
    }

    /// A clerk of a store.
    ///
    /// # Panics
    /// When `store` is no store id.
    #[must_use]
    pub fn as_clerk(&self, store: &str) -> Client<'_> {
        let id = format!("clerk-{store}");
        Client::new(self, Principal::of_store(id, store.parse().expect("a store id")))
    }

    /// A headquarters user.
    #[must_use]
    pub fn as_headquarters(&self) -> Client<'_> {
        Client::new(self, Principal::headquarters("headquarters"))
    }

    /// Anybody.
    #[must_use]
    pub fn as_principal(&self, principal: &Principal) -> Client<'_> {
        Client::new(self, principal.clone())
    }

    /// The scheduler.
    #[must_use]
    pub fn as_job(&self) -> Client<'_> {
        Client::new(self, Principal::Job)
    }

    /// The function that has an operation at `path`; the first one answers for a path that none has.
    pub(crate) fn app_at(&self, path: &str) -> &App {
        self.apps
            .iter()
            .find(|app| serves(app, path))
            .or(self.apps.first())
            .expect("a harness has a function")
    }
}

/// Whether a function has an operation at `path`.
#[must_use]
pub fn serves(app: &App, path: &str) -> bool {
    app.mounted().iter().any(|operation| fits(operation.path, path))
}

/// Whether `path` has the form of `pattern`, whose parameters are in braces.
fn fits(pattern: &str, path: &str) -> bool {
    let mut wanted = pattern.split('/');
    let mut found = path.split('/');
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return true,
            (Some(wanted), Some(found)) if wanted == found || wanted.starts_with('{') => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pattern_fits_segment_by_segment() {
        assert!(fits("/v1/stores/{store}", "/v1/stores/s1"));
        assert!(fits("/v1/stores/nearby", "/v1/stores/nearby"));
        assert!(!fits("/v1/stores/{store}", "/v1/stores/s1/products"));
        assert!(!fits("/v1/stores/{store}/products", "/v1/stores/s1"));
    }
}
