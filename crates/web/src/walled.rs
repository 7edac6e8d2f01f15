//! The database as staff of some stores alone are served by it: every statement that passes is told whose rows it may touch.

use crate::{Platform, Principal};
use commerce::ids::StoreId;
use futures_util::future::LocalBoxFuture;
use std::rc::Rc;
use storage::scope::Wall;
use storage::sql::{Row, Script, Sql, SqlError, Statement};

/// The platform's database behind a wall.
pub(crate) struct Walled {
    platform: Rc<dyn Platform>,
    wall: Wall,
}

impl Walled {
    /// For staff whose scope has an end; nobody else meets a wall.
    pub(crate) fn of(principal: &Principal, platform: &Rc<dyn Platform>) -> Option<Self> {
        let wall = principal.scope()?.wall()?;
        let platform = platform.clone();
        Some(Self { platform, wall })
    }

    /// The same with one store more inside.
    pub(crate) fn around(self, store: &StoreId) -> Self {
        let wall = self.wall.around(store);
        Self { wall, ..self }
    }
}

impl Sql for Walled {
    fn read<'a>(&'a self, mut statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        statement.wall = Some(self.wall.clone());
        self.platform.sql().read(statement)
    }

    fn write<'a>(&'a self, mut script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        script.wall = Some(self.wall.clone());
        self.platform.sql().write(script)
    }
}
