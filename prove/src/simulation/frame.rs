//! One request on its way: the platform as it sees it.

use super::gate::{Pause, Strike};
use super::world::{Wanted, World};
use futures_util::future::{LocalBoxFuture, ready};
use std::cell::{Cell, RefCell};
use std::future::pending;
use std::rc::Rc;
use storage::key_value::{KeyValue, KeyValueError};
use storage::sql::{Row, Script, Sql, SqlError, Statement};
use web::Platform;

/// Signs the tokens of the simulation.
pub const TOKEN_SECRET: &str = "a token secret that only the simulation knows";

/// How a request sees the projections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// As they are.
    Clear,
    /// As they once were.
    Old,
    /// Not at all.
    Empty,
}

/// What happens as soon as the first write of a request is committed.
pub type OnCommit = Box<dyn FnOnce(&World)>;

/// One request on its way.
pub struct Frame {
    world: Rc<World>,
    /// Its number in the journal.
    pub number: u64,
    /// How it sees the projections.
    pub sight: Sight,
    /// It ended in the middle: nothing of it happens any more.
    pub has_ended: Cell<bool>,
    /// An accident happened to it.
    pub was_struck: Cell<bool>,
    /// Real time when it last ran.
    pub ran_ms: Cell<i64>,
    on_commit: RefCell<Option<OnCommit>>,
}

impl Frame {
    pub fn new(world: &Rc<World>, number: u64, sight: Sight, on_commit: Option<OnCommit>) -> Rc<Self> {
        Rc::new(Self {
            world: world.clone(),
            number,
            sight,
            has_ended: Cell::default(),
            was_struck: Cell::new(sight != Sight::Clear),
            ran_ms: Cell::new(world.elapsed_ms.get()),
            on_commit: RefCell::new(on_commit),
        })
    }

    /// A call of a port: others may run before and after it, and it may be the last that this request does.
    pub async fn call<T, E>(
        &self,
        what: impl Fn() -> String,
        failure: impl FnOnce(Strike) -> E,
        effect: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let strike = self.world.strike();
        self.was_struck
            .set(self.was_struck.get() || strike != Strike::None);
        Pause::default().await;
        match strike {
            Strike::EndBefore => return self.end(&what, "before").await,
            Strike::Fail => {
                self.note(|| format!("{} fails", what()));
                return Err(failure(strike));
            }
            Strike::None | Strike::LoseAnswer | Strike::EndAfter => {}
        }
        let done = effect.await;
        let outcome = if done.is_ok() { "" } else { ": refused" };
        self.note(|| format!("{}{outcome}", what()));
        Pause::default().await;
        match strike {
            Strike::EndAfter => self.end(&what, "after").await,
            Strike::LoseAnswer => {
                self.note(|| format!("{} is not acknowledged", what()));
                Err(failure(strike))
            }
            Strike::None | Strike::Fail | Strike::EndBefore => done,
        }
    }

    /// Never returns: the scheduler drops the request.
    async fn end<T>(&self, what: &impl Fn() -> String, when: &str) -> T {
        self.note(|| format!("ends for good {when} {}", what()));
        self.has_ended.set(true);
        pending().await
    }

    pub fn note(&self, words: impl FnOnce() -> String) {
        self.world.note(|| format!("#{} {}", self.number, words()));
    }
}

fn sql_failure(strike: Strike) -> SqlError {
    match strike {
        Strike::Fail => SqlError::Busy("simulated".to_owned()),
        _ => SqlError::Unknown("simulated".to_owned()),
    }
}

fn key_value_failure(_: Strike) -> KeyValueError {
    KeyValueError("simulated".to_owned())
}

/// What a script is about: the label of its guards, or its tables.
fn describe(script: &Script) -> String {
    let verbs = script.steps.iter().map(|step| {
        let mut words = step.statement.sql.split_whitespace();
        let verb = words.next().unwrap_or("");
        let table = words.find(|word| !matches!(*word, "INTO" | "FROM")).unwrap_or("");
        format!("{} {table}", verb.to_lowercase())
    });
    verbs.collect::<Vec<_>>().join(", ")
}

impl Sql for Frame {
    fn read<'a>(&'a self, statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        let what = || "read".to_owned();
        Box::pin(async move {
            let effect = async { self.world.sql.read(statement).await };
            self.call(what, sql_failure, effect).await
        })
    }

    fn write<'a>(&'a self, script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        Box::pin(async move {
            let what = describe(&script);
            let effect = async {
                let done = self.world.sql.write(script).await;
                if done.is_ok()
                    && let Some(on_commit) = self.on_commit.take()
                {
                    on_commit(&self.world);
                }
                done
            };
            self.call(|| format!("write [{what}]"), sql_failure, effect).await
        })
    }
}

impl KeyValue for Frame {
    fn get<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<Option<Vec<u8>>, KeyValueError>> {
        let effect = async move {
            match self.sight {
                Sight::Clear => self.world.key_value.get(key).await,
                Sight::Old => Ok(self.world.old_key_value.borrow().get(key).cloned()),
                Sight::Empty => Ok(None),
            }
        };
        Box::pin(self.call(move || format!("get {key}"), key_value_failure, effect))
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a [u8]) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        // The store in memory has its effect when it is called.
        let effect = async move { self.world.key_value.set(key, value).await };
        Box::pin(self.call(move || format!("set {key}"), key_value_failure, effect))
    }

    fn delete<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Result<(), KeyValueError>> {
        let effect = async move { self.world.key_value.delete(key).await };
        Box::pin(self.call(move || format!("delete {key}"), key_value_failure, effect))
    }
}

impl Platform for Frame {
    fn now_ms(&self) -> i64 {
        self.world.now_ms.get()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        self.world.identifiers.fill(bytes);
    }

    fn variable<'a>(&'a self, name: &'a str) -> LocalBoxFuture<'a, Option<String>> {
        let value = match name {
            "token_secret" => Some(TOKEN_SECRET),
            // Five shoppers do what thousands would.
            "rate_limits" => Some("off"),
            _ => None,
        };
        Box::pin(ready(value.map(str::to_owned)))
    }

    fn sleep(&self, ms: u64) -> LocalBoxFuture<'_, ()> {
        self.world.pass_ms(i64::try_from(ms).unwrap_or(0));
        Box::pin(Pause::default())
    }

    /// Another component does it, in a request of its own that outlives this one.
    fn request_projection<'a>(&'a self, _token: &'a str) -> LocalBoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            let wanted = Wanted::default();
            let effect = async {
                self.world.wanted.borrow_mut().push(wanted.clone());
                loop {
                    match wanted.get() {
                        Some(true) => return Ok(()),
                        Some(false) => return Err("the projector did not answer".to_owned()),
                        None => Pause::default().await,
                    }
                }
            };
            let what = || "ask for a projection".to_owned();
            self.call(what, |_| "simulated".to_owned(), effect).await
        })
    }

    fn key_value(&self) -> &dyn KeyValue {
        self
    }

    fn sql(&self) -> &dyn Sql {
        self
    }

    fn log(&self, line: &str) {
        self.note(|| format!("log: {line}"));
    }
}
