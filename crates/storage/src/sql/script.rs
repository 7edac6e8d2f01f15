//! A transaction as a value: steps, each with what it must achieve.

use super::{Param, SqlError};
use crate::scope::Wall;

/// One SQL statement with its parameters. The text is static by type, so no input can reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text, placeholders `?1`, `?2`, ….
    pub sql: &'static str,
    /// Bound values, in the order of the placeholders.
    pub params: Vec<Param>,
    /// What stands around it when it is read; a step has that of its script.
    pub wall: Option<Wall>,
}

impl Statement {
    /// A statement with its parameters.
    #[must_use]
    pub fn new(sql: &'static str, params: Vec<Param>) -> Self {
        Self {
            sql,
            params,
            wall: None,
        }
    }
}

/// What a step must achieve for its transaction to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Any number of rows, none included.
    Any,
    /// Exactly so many rows; the label names the guard in [`SqlError::Refused`].
    Rows(u64, &'static str),
}

/// One step of a [`Script`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The statement.
    pub statement: Statement,
    /// Its guard.
    pub expect: Expect,
}

/// Steps that commit together or not at all.
///
/// A compare-and-set is a step whose `WHERE` holds the comparison and whose guard wants one row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// The steps, in order. Callers touch rows in a canonical order, so that transactions cannot deadlock.
    pub steps: Vec<Step>,
    /// What stands around all of them.
    pub wall: Option<Wall>,
}

impl Script {
    /// An empty script.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a step that may affect any number of rows.
    pub fn run(&mut self, sql: &'static str, params: Vec<Param>) -> &mut Self {
        self.steps.push(Step {
            statement: Statement::new(sql, params),
            expect: Expect::Any,
        });
        self
    }

    /// Adds a step that must affect exactly one row; otherwise the whole script is refused under `label`.
    pub fn expect(&mut self, label: &'static str, sql: &'static str, params: Vec<Param>) -> &mut Self {
        self.steps.push(Step {
            statement: Statement::new(sql, params),
            expect: Expect::Rows(1, label),
        });
        self
    }

    /// Position that the next step will have, to tell steps with the same label apart.
    #[must_use]
    pub fn next_step(&self) -> usize {
        self.steps.len()
    }

    /// The refusal of the step at `step`, for adapters.
    #[must_use]
    pub fn refusal(&self, step: usize, affected: u64) -> SqlError {
        match self.steps.get(step).map(|s| s.expect) {
            Some(Expect::Rows(_, label)) => SqlError::Refused {
                label,
                step,
                affected,
            },
            _ => SqlError::Statement(format!("step {step} refused without a guard")),
        }
    }
}
