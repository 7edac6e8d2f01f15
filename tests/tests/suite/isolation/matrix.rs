//! Calling, and what holds of every answer whatever the cell.

use super::cast::Who;
use super::contract::{Operation, operations};
use super::fields::{OWN_NAME, STAFF_ONLY};
use super::request::{Entry, Request};
use super::table::rows;
use super::world::World;
use end_to_end::{Answer, Caller};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// Failures that are shown; with the first ones the others mostly go.
const SHOWN: usize = 30;

/// Every operation with its row, in the order of the table; all callers; and what was found.
pub struct Matrix {
    /// The mall and what is in it.
    pub world: World,
    /// Operations with their rows.
    pub entries: Vec<Entry>,
    callers: BTreeMap<Who, Caller>,
    cells: Cell<usize>,
    failures: RefCell<Vec<String>>,
}

impl Matrix {
    /// Makes the world, and joins the table with the contract.
    ///
    /// # Panics
    /// When an operation of the contract is not in the table, or the other way round.
    pub fn new() -> Self {
        let world = World::new();
        let mut known: BTreeMap<String, Operation> = operations(&world.mall)
            .into_iter()
            .map(|operation| (operation.id.clone(), operation))
            .collect();
        let entries: Vec<Entry> = rows()
            .into_iter()
            .map(|row| {
                let operation = known.remove(row.operation);
                let operation =
                    operation.unwrap_or_else(|| panic!("{} is in the table once too often", row.operation));
                row.agree(&operation);
                Entry { operation, row }
            })
            .collect();
        let missing: Vec<&String> = known.keys().collect();
        assert!(
            missing.is_empty(),
            "operations without cells: {missing:?}; give each a row in table.rs"
        );
        let callers = Who::ALL.map(|who| (who, who.caller(&world.mall)));
        Self {
            world,
            entries,
            callers: callers.into(),
            cells: Cell::new(0),
            failures: RefCell::default(),
        }
    }

    /// The operation of this name.
    pub fn entry(&self, operation: &str) -> &Entry {
        let mut entries = self.entries.iter();
        entries
            .find(|entry| entry.row.operation == operation)
            .unwrap_or_else(|| panic!("there is no {operation}"))
    }

    /// How `who` calls.
    pub fn caller(&self, who: Who) -> &Caller {
        &self.callers[&who]
    }

    /// What `who` gets for a request of `entry`. No answer is a server error, holds what is another's, or a field that is not for
    /// the caller's role.
    pub fn call(&self, who: Who, entry: &Entry, request: &Request) -> Answer {
        self.call_as(who, self.caller(who), entry, request)
    }

    /// The same by a caller who says more.
    pub fn call_as(&self, who: Who, caller: &Caller, entry: &Entry, request: &Request) -> Answer {
        let answer = request.send(caller);
        self.look(who, entry, request, &answer);
        answer
    }

    /// Looks at an answer for what is another's.
    pub fn look(&self, who: Who, entry: &Entry, request: &Request, answer: &Answer) {
        let what = || format!("{who:?} {}", request.words());
        if answer.status >= 500 {
            self.fail(format!("{}: {} {}", what(), answer.status, answer.text));
        }
        // The contract speaks of everything, and its words are nobody's.
        if answer.header("content-type") != "application/json" || entry.row.operation == "get_openapi" {
            return;
        }
        let words = request.words();
        for canary in &self.world.canaries {
            if canary.is_in(&answer.text, &answer.json, &words) {
                if canary.may_be_seen(who, entry.operation.is_public()) {
                    canary.sung.set(true);
                } else {
                    self.fail(format!("{} sees {canary:?}: {}", what(), answer.text));
                }
            }
        }
        if matches!(who.role(), "" | "shopper") || entry.operation.is_public() {
            let mut fields = Vec::new();
            fields_of(&answer.json, &mut fields);
            let is_own = OWN_NAME.contains(&entry.row.operation);
            fields.retain(|field| STAFF_ONLY.contains(field) && !(is_own && *field == "customer"));
            for field in fields {
                self.fail(format!("{} is shown the field {field}: {}", what(), answer.text));
            }
        }
    }

    /// A cell of the matrix: `holds`, or `words` say what does not.
    pub fn cell(&self, holds: bool, words: impl FnOnce() -> String) {
        self.cells.set(self.cells.get() + 1);
        if !holds {
            self.fail(words());
        }
    }

    /// A cell in which two answers must be the same, but for what is of the request itself.
    pub fn same(&self, words: impl FnOnce() -> String, answer: &Answer, reference: &Answer) {
        let is_same = answer.status == reference.status
            && answer.text == reference.text
            && headers(answer) == headers(reference);
        self.cell(is_same, || {
            format!(
                "{}: {} {:?} {}\n    instead of {} {:?} {}",
                words(),
                answer.status,
                headers(answer),
                answer.text,
                reference.status,
                headers(reference),
                reference.text
            )
        });
    }

    fn fail(&self, words: String) {
        self.failures.borrow_mut().push(words);
    }

    /// Says how much was asked, and fails when something did not hold.
    ///
    /// # Panics
    /// With what did not.
    pub fn finish(&self) {
        for canary in self.world.canaries.iter().filter(|canary| !canary.sung.get()) {
            self.fail(format!("nobody who may has seen {canary:?}"));
        }
        let failures = self.failures.borrow();
        eprintln!(
            "{} operations, {} cells, {} failures",
            self.entries.len(),
            self.cells.get(),
            failures.len()
        );
        let shown: Vec<&str> = failures.iter().take(SHOWN).map(String::as_str).collect();
        assert!(shown.is_empty(), "{}", shown.join("\n"));
    }

    /// Everything that the database and key-value hold, table by table, but for these tables.
    pub fn state(&self, but: &[&str]) -> BTreeMap<String, Vec<String>> {
        let mall = &self.world.mall;
        let tables = mall.tables().into_iter();
        let mut state: BTreeMap<String, Vec<String>> = tables
            .filter(|table| !but.contains(&table.as_str()))
            .map(|table| {
                let rows = mall.rows(&format!("SELECT * FROM {table}"));
                let mut rows: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
                rows.sort();
                (table, rows)
            })
            .collect();
        let projections = mall.key_value().into_iter();
        let projections =
            projections.map(|(key, value)| format!("{key}={}", String::from_utf8_lossy(&value)));
        state.insert("key-value".to_owned(), projections.collect());
        state
    }

    /// Fails where something is not as it was.
    pub fn unchanged(
        &self,
        before: &BTreeMap<String, Vec<String>>,
        after: &BTreeMap<String, Vec<String>>,
        by: &str,
    ) {
        for (table, rows) in after {
            self.cell(before.get(table) == Some(rows), || {
                let known = before.get(table).map_or(&[][..], Vec::as_slice);
                let new: Vec<&String> = rows.iter().filter(|row| !known.contains(row)).collect();
                format!("{by} changed {table}: {new:?}")
            });
        }
    }
}

/// The headers of an answer that say something of it, and not of the connection or the clock.
fn headers(answer: &Answer) -> Vec<(&str, &str)> {
    let said = answer.headers.iter().map(|(name, value)| {
        let value = value.to_str().unwrap_or_default();
        (name.as_str(), value)
    });
    let mut said: Vec<_> = said
        .filter(|(name, _)| !["connection", "date"].contains(name))
        .collect();
    said.sort_unstable();
    said
}

fn fields_of<'a>(json: &'a Value, into: &mut Vec<&'a str>) {
    match json {
        Value::Array(items) => items.iter().for_each(|item| fields_of(item, into)),
        Value::Object(fields) => fields.iter().for_each(|(name, field)| {
            into.push(name);
            fields_of(field, into);
        }),
        _ => {}
    }
}
