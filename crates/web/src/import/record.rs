//! One record of a CSV file, by the names of its columns.

use api::problem::{Fault, FieldProblem, Problem};
use commerce::field::Rule;

/// The header line: where each column stands.
pub(super) struct Header {
    columns: Vec<&'static str>,
}

/// One record; all its fields are UTF-8.
pub struct Record<'a> {
    columns: &'a [&'static str],
    fields: Vec<&'a str>,
}

impl Header {
    /// Reads a header line. An unknown column is refused, because a mistyped one would lose its data unseen.
    pub(super) fn read(
        line: &csv::ByteRecord,
        required: &'static [&'static str],
        optional: &'static [&'static str],
    ) -> Result<Self, Problem> {
        let mut columns = Vec::with_capacity(line.len());
        for field in line {
            let name = String::from_utf8_lossy(field);
            let name = name.trim();
            let known = required.iter().chain(optional).find(|known| **known == name);
            let Some(known) = known.copied() else {
                return Err(Problem::invalid("header", Rule::unknown(name)));
            };
            if columns.contains(&known) {
                return Err(Problem::invalid(known, Rule::Duplicate));
            }
            columns.push(known);
        }
        match required.iter().find(|name| !columns.contains(name)) {
            Some(missing) => Err(Problem::invalid(*missing, Rule::Required)),
            None => Ok(Self { columns }),
        }
    }

    /// Reads a record under this header.
    pub(super) fn record<'a>(&'a self, line: &'a csv::ByteRecord) -> Result<Record<'a>, FieldProblem> {
        let refuse = |field: &str, expected| FieldProblem {
            field: field.to_owned(),
            fault: Fault::Rule(Rule::Format { expected }),
        };
        if line.len() != self.columns.len() {
            return Err(refuse("row", "as many fields as the header line has"));
        }
        let mut fields = Vec::with_capacity(line.len());
        for (column, field) in self.columns.iter().zip(line) {
            fields.push(std::str::from_utf8(field).map_err(|_| refuse(column, "UTF-8"))?);
        }
        Ok(Record {
            columns: &self.columns,
            fields,
        })
    }
}

impl<'a> Record<'a> {
    /// The field under `column`, as it stands; empty when the file does not have this column.
    #[must_use]
    pub fn get(&self, column: &str) -> &'a str {
        self.optional(column).unwrap_or("")
    }

    /// The field under `column`, unless it is blank or the file does not have this column.
    #[must_use]
    pub fn optional(&self, column: &str) -> Option<&'a str> {
        let position = self.columns.iter().position(|name| *name == column)?;
        self.fields
            .get(position)
            .copied()
            .filter(|field| !field.trim().is_empty())
    }
}
