//! The database as a member of staff reaches it: for those of some stores alone every statement that passes is told whose rows it may
//! touch.

use crate::{Platform, Principal};
use commerce::ids::StoreId;
use futures_util::future::LocalBoxFuture;
use std::rc::Rc;
use storage::scope::Wall;
use storage::sql::{Row, Script, Sql, SqlError, Statement};

/// The platform's database, behind a wall where the caller's scope has an end.
pub(crate) struct Walled {
    platform: Rc<dyn Platform>,
    wall: Option<Wall>,
}

impl Walled {
    /// For this caller: nobody but staff of some stores meets a wall.
    pub(crate) fn of(principal: &Principal, platform: &Rc<dyn Platform>) -> Self {
        Self {
            platform: platform.clone(),
            wall: principal.staff().and_then(|staff| staff.scope.wall()),
        }
    }

    /// The same with one store more inside.
    pub(crate) fn around(self, store: &StoreId) -> Self {
        let wall = self.wall.map(|wall| wall.around(store));
        Self { wall, ..self }
    }
}

impl Sql for Walled {
    fn read<'a>(&'a self, mut statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        statement.wall.clone_from(&self.wall);
        self.platform.sql().read(statement)
    }

    fn write<'a>(&'a self, mut script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        script.wall.clone_from(&self.wall);
        self.platform.sql().write(script)
    }
}
