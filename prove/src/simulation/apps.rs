//! One instance of every function, with the memory that it has.

use super::bank::Provider;
use super::world::World;
use std::rc::Rc;
use test_kit::serves;
use web::App;

/// One instance of every function.
pub struct Apps(Vec<Rc<App>>);

impl Apps {
    /// New ones, which remember nothing.
    pub fn new(world: &Rc<World>) -> Self {
        let provider = Rc::new(Provider(world.clone()));
        let apps = [
            ordering::routes::app(provider),
            fulfilment::routes::app(),
            coupons::routes::app(),
            catalog::routes::app(),
            stores::routes::app(),
            projector::routes::app(),
        ];
        Self(apps.into_iter().map(Rc::new).collect())
    }

    /// The one that has an operation at `path`.
    pub fn at(&self, path: &str) -> Rc<App> {
        let path = path.split('?').next().unwrap_or(path);
        let app = self.0.iter().find(|app| serves(app, path));
        app.unwrap_or_else(|| panic!("nobody serves {path}")).clone()
    }
}
