//! The report of a CSV import: what was done with every row.

use crate::problem::{FieldProblem, Stated};
use commerce::text::Locale;
use serde::Serialize;

/// Rows listed in a report; those beyond are counted only, so that a file of the wrong kind cannot make a report
/// that is many times its own size.
pub const RESULTS_MAX: usize = 10_000;

/// What an import did. `created + updated + unchanged + repeated + refused = rows`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImportReport {
    /// Rows of the file, without its header line.
    pub rows: u64,
    /// Rows that made something new.
    pub created: u64,
    /// Rows that changed something.
    pub updated: u64,
    /// Rows that say what was so already.
    pub unchanged: u64,
    /// Rows that name what an earlier row of the same file named; the earlier one counts.
    pub repeated: u64,
    /// Rows that were not imported, and why is in `results`.
    pub refused: u64,
    /// Every row that was refused, repeated, or taken with a warning.
    pub results: Vec<ImportResult>,
    /// Rows that `results` would hold beyond its 10,000.
    pub results_omitted: u64,
}

/// One row that needs to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImportResult {
    /// Its number as a spreadsheet shows it: the header is row 1.
    pub row: u64,
    /// What the row names; empty when that could not be read.
    pub id: String,
    /// What was done.
    pub outcome: ImportOutcome,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Stated>,
    /// What was read otherwise than it stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Stated>,
}

/// What was done with one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum ImportOutcome {
    /// It made something new.
    Created,
    /// It changed something.
    Updated,
    /// All of it was so already.
    Unchanged,
    /// An earlier row of the file names the same.
    Repeated,
    /// It was not imported.
    Refused,
}

impl ImportReport {
    /// Counts a row, and lists it when there is something to say of it.
    pub fn add(
        &mut self,
        row: u64,
        id: &str,
        outcome: ImportOutcome,
        errors: &[FieldProblem],
        warnings: &[FieldProblem],
        locale: Locale,
    ) {
        self.rows += 1;
        let (count, is_plain) = match outcome {
            ImportOutcome::Created => (&mut self.created, true),
            ImportOutcome::Updated => (&mut self.updated, true),
            ImportOutcome::Unchanged => (&mut self.unchanged, true),
            ImportOutcome::Repeated => (&mut self.repeated, false),
            ImportOutcome::Refused => (&mut self.refused, false),
        };
        *count += 1;
        if is_plain && warnings.is_empty() {
            return;
        }
        if self.results.len() >= RESULTS_MAX {
            self.results_omitted += 1;
            return;
        }
        let state =
            |problems: &[FieldProblem]| problems.iter().map(|problem| problem.state(locale)).collect();
        self.results.push(ImportResult {
            row,
            id: id.to_owned(),
            outcome,
            errors: state(errors),
            warnings: state(warnings),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn report_counts_every_row_and_lists_no_more_than_its_bound() {
        let mut report = ImportReport::default();
        for row in 0..RESULTS_MAX as u64 + 5 {
            report.add(row + 2, "x", ImportOutcome::Refused, &[], &[], Locale::En);
        }
        report.add(9, "y", ImportOutcome::Created, &[], &[], Locale::En);
        assert_eq!(
            (
                report.rows,
                report.refused,
                report.results.len(),
                report.results_omitted
            ),
            (10_006, 10_005, RESULTS_MAX, 5)
        );
    }
}
