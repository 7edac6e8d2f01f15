//! Around whose statements the shell puts a wall.

use api::operation::{catalog, checkout};
use api::problem::Problem;
use futures_util::future::{LocalBoxFuture, ready};
use std::cell::RefCell;
use std::rc::Rc;
use storage::scope::Wall;
use storage::sql::{Row, Script, Sql, SqlError, Statement};
use test_kit::{Harness, TestPlatform};
use web::{App, Call, Reply};

type Walls = Rc<RefCell<Vec<Option<String>>>>;

/// A database that keeps the walls of what it was asked, and nothing else.
#[derive(Default, Clone)]
struct Kept(Walls);

impl Kept {
    fn keep(&self, wall: Option<&Wall>) {
        self.0
            .borrow_mut()
            .push(wall.map(|wall| wall.as_str().to_owned()));
    }
}

impl Sql for Kept {
    fn read<'a>(&'a self, statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        self.keep(statement.wall.as_ref());
        Box::pin(ready(Ok(Vec::new())))
    }

    fn write<'a>(&'a self, script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        self.keep(script.wall.as_ref());
        Box::pin(ready(Ok(Vec::new())))
    }
}

/// Asks in every way that a call has.
async fn ask(call: Call) -> Result<Reply, Problem> {
    let statement = || Statement::new("SELECT 1", vec![]);
    for sql in [call.sql(), call.sql_across_stores()] {
        assert_eq!(sql.read(statement()).await, Ok(vec![]));
        assert_eq!(sql.write(Script::new()).await, Ok(vec![]));
    }
    let call = call.reaching(
        &"s2"
            .parse()
            .map_err(|_| Problem::new(api::problem::Code::Internal))?,
    );
    assert_eq!(call.sql().read(statement()).await, Ok(vec![]));
    Ok(Reply::ok(&"asked"))
}

fn check(send: impl Fn(&Harness), expected: [Option<&str>; 5]) {
    let kept = Kept::default();
    let app = App::new()
        .route(&catalog::LIST_STOCK, ask)
        .route(&checkout::LIST_ORDERS, ask)
        .route(&checkout::EXPIRE_ORDERS, ask);
    send(&Harness::on(TestPlatform::on(kept.clone()), [app]));
    let walls = kept.0.borrow();
    let walls: Vec<Option<&str>> = walls.iter().map(Option::as_deref).collect();
    assert_eq!(walls, expected);
}

#[test]
fn staff_of_one_store_ask_behind_its_wall_unless_they_say_otherwise() {
    let own = Some("store:s1");
    check(
        |mall| mall.as_clerk("s1").get("/v1/stores/s1/stock").assert(200),
        [own, own, None, None, Some("store:s1 store:s2")],
    );
}

#[test]
fn nobody_else_meets_a_wall() {
    check(
        |mall| mall.as_headquarters().get("/v1/stores/s1/stock").assert(200),
        [None; 5],
    );
    check(
        |mall| mall.as_shopper("c1").get("/v1/orders").assert(200),
        [None; 5],
    );
    check(
        |mall| mall.as_job().post_empty("/jobs/expire-orders").assert(200),
        [None; 5],
    );
}
