//! The rows of the table.

use crate::figures::Figures;
use crate::machine::Machine;
use serde::Serialize;

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The machine.
    pub machine: Machine,
    /// How it was measured.
    pub method: String,
    /// What came out.
    pub rows: Vec<Row>,
}

/// One line of the table.
#[derive(Debug, Serialize)]
pub struct Row {
    /// What it belongs to.
    pub section: &'static str,
    /// What was measured.
    pub name: String,
    /// What came out.
    pub figure: Figure,
    /// The figure as a part of another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<Ratio>,
    /// What was wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// What a reader has to know.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A measured value.
#[derive(Debug, Serialize)]
#[serde(tag = "unit", rename_all = "snake_case")]
pub enum Figure {
    /// Answers per second and their times.
    Answers(Figures),
    /// Bytes.
    Bytes {
        /// How many.
        value: u64,
    },
    /// Milliseconds.
    Milliseconds {
        /// How many.
        value: f64,
    },
    /// A number, per whatever the row's name says.
    Count {
        /// How many.
        value: f64,
    },
}

/// A part of another figure.
#[derive(Debug, Clone, Serialize)]
pub struct Ratio {
    /// This figure divided by the other.
    pub value: f64,
    /// The other.
    pub of: String,
}

/// What was wanted, and whether it came out.
#[derive(Debug, Clone, Serialize)]
pub struct Target {
    /// In words.
    pub wanted: String,
    /// Whether it came out.
    pub met: bool,
}

impl Target {
    /// At least `bound`.
    pub fn at_least(value: f64, bound: f64) -> Self {
        Self {
            wanted: format!("\u{2265} {bound}"),
            met: value >= bound,
        }
    }

    /// At most `bound`.
    pub fn at_most(value: f64, bound: f64) -> Self {
        Self {
            wanted: format!("\u{2264} {bound}"),
            met: value <= bound,
        }
    }
}

impl Row {
    /// A row without comparison.
    pub fn new(section: &'static str, name: impl Into<String>, figure: Figure) -> Self {
        Self {
            section,
            name: name.into(),
            figure,
            ratio: None,
            target: None,
            note: String::new(),
        }
    }

    /// Compares with another figure.
    pub fn ratio(self, value: f64, of: &str) -> Self {
        let of = of.to_owned();
        Self {
            ratio: Some(Ratio { value, of }),
            ..self
        }
    }

    /// Says what is wanted.
    pub fn target(self, target: Target) -> Self {
        Self {
            target: Some(target),
            ..self
        }
    }

    /// Says what a reader has to know.
    pub fn note(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }

    /// Whether it is as it should be: the target is met, and every request was answered with success.
    pub fn is_missed(&self) -> bool {
        let failed = matches!(&self.figure, Figure::Answers(figures) if figures.failed > 0);
        failed || self.target.as_ref().is_some_and(|target| !target.met)
    }
}

impl Report {
    /// A report without rows.
    pub fn new(machine: Machine, method: String) -> Self {
        Self {
            machine,
            method,
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// How many rows are not as they should be.
    pub fn missed(&self) -> usize {
        self.rows.iter().filter(|row| row.is_missed()).count()
    }
}
