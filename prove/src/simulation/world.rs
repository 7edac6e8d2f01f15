//! All that the requests of one seed share.

use super::bank::Bank;
use super::books::Books;
use super::chance::Chance;
use super::frame::Frame;
use super::gate::Strike;
use super::journal::Journal;
use super::told::Told;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use storage::key_value::memory::MemoryKeyValue;
use storage::sql::Sql;
use test_kit::START_MS;

/// Streams of chance: what is decided in one never shifts another.
const IDENTIFIERS: u64 = 1;
const ACCIDENTS: u64 = 2;

/// How bad things are, each in accidents per thousand calls of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weather {
    /// Calls that fail.
    pub fail: u64,
    /// Calls that have their effect and are not acknowledged.
    pub lose: u64,
    /// Calls at which the request ends.
    pub end: u64,
    /// Requests that see old projections, or none.
    pub blind: u64,
}

impl Weather {
    /// Nothing goes wrong.
    pub const CALM: Self = Self {
        fail: 0,
        lose: 0,
        end: 0,
        blind: 0,
    };

    /// The weather of a seed: most are rough, some are calm, some are terrible.
    pub fn of(chance: &Chance) -> Self {
        match chance.below(6) {
            0 => Self {
                blind: 200,
                ..Self::CALM
            },
            1 => Self {
                fail: 5,
                lose: 40,
                end: 5,
                blind: 100,
            },
            2 => Self {
                fail: 5,
                lose: 5,
                end: 40,
                blind: 100,
            },
            3 => Self {
                fail: 40,
                lose: 5,
                end: 5,
                blind: 300,
            },
            4 => Self {
                fail: 60,
                lose: 60,
                end: 60,
                blind: 400,
            },
            _ => Self {
                fail: 15,
                lose: 15,
                end: 15,
                blind: 200,
            },
        }
    }
}

/// The projector's run that a request asked for: `None` until it ended, then whether it answered.
pub type Wanted = Rc<Cell<Option<bool>>>;

/// The world of one seed.
pub struct World {
    /// The clock, UTC epoch milliseconds; it may jump back.
    pub now_ms: Cell<i64>,
    /// Milliseconds that have really passed.
    pub elapsed_ms: Cell<i64>,
    /// Where identifiers come from.
    pub identifiers: Chance,
    /// What decides everything else.
    pub chance: Chance,
    /// The truth, without accidents.
    pub sql: Box<dyn Sql>,
    /// The projections, without accidents.
    pub key_value: MemoryKeyValue,
    /// The projections as they once were.
    pub old_key_value: RefCell<BTreeMap<String, Vec<u8>>>,
    /// Whether key-value was lost since it was last rebuilt.
    pub key_value_is_lost: Cell<bool>,
    /// How bad things are now.
    pub weather: Cell<Weather>,
    /// The payment provider's own books.
    pub bank: Bank,
    /// The stock that there must be.
    pub books: Books,
    /// What callers were told.
    pub told: RefCell<Told>,
    /// What happened.
    pub journal: Journal,
    /// What must not have happened.
    pub wrongs: RefCell<Vec<String>>,
    /// Runs of the projector that requests wait for.
    pub wanted: RefCell<Vec<Wanted>>,
    /// The request that runs at this moment.
    pub current: RefCell<Option<Rc<Frame>>>,
    /// Accidents so far.
    pub strikes: Cell<u64>,
}

impl World {
    /// The world of `seed` on a database.
    pub fn new(seed: u64, sql: Box<dyn Sql>, is_told: bool) -> Rc<Self> {
        Rc::new(Self {
            now_ms: Cell::new(START_MS),
            elapsed_ms: Cell::new(0),
            identifiers: Chance::new(seed, IDENTIFIERS),
            chance: Chance::new(seed, ACCIDENTS),
            sql,
            key_value: MemoryKeyValue::default(),
            old_key_value: RefCell::default(),
            key_value_is_lost: Cell::default(),
            weather: Cell::new(Weather::CALM),
            bank: Bank::default(),
            books: Books::default(),
            told: RefCell::default(),
            journal: Journal::new(is_told),
            wrongs: RefCell::default(),
            wanted: RefCell::default(),
            current: RefCell::default(),
            strikes: Cell::default(),
        })
    }

    /// Lets time pass.
    pub fn pass_ms(&self, milliseconds: i64) {
        self.now_ms.set(self.now_ms.get() + milliseconds);
        self.elapsed_ms.set(self.elapsed_ms.get() + milliseconds);
    }

    /// Writes a line into the journal.
    pub fn note(&self, words: impl FnOnce() -> String) {
        self.journal.note(self.now_ms.get(), words);
    }

    /// Reports what must not have happened.
    pub fn wrong(&self, words: String) {
        self.note(|| format!("WRONG: {words}"));
        self.wrongs.borrow_mut().push(words);
    }

    /// What goes wrong at the next call.
    pub fn strike(&self) -> Strike {
        let Weather { fail, lose, end, .. } = self.weather.get();
        let drawn = self.chance.below(1_000);
        let strike = match drawn {
            _ if drawn < fail => Strike::Fail,
            _ if drawn < fail + lose => Strike::LoseAnswer,
            _ if drawn < fail + lose + end / 2 => Strike::EndBefore,
            _ if drawn < fail + lose + end => Strike::EndAfter,
            _ => Strike::None,
        };
        if strike != Strike::None {
            self.strikes.set(self.strikes.get() + 1);
        }
        strike
    }

    /// The request that runs at this moment.
    pub fn frame(&self) -> Rc<Frame> {
        let current = self.current.borrow();
        current.clone().expect("ports are called by requests")
    }
}
