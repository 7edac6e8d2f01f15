//! CSV imports: read each row, write the sound ones in chunks, and report what was done with every one.
//!
//! A chunk is one transaction. When one fails, those before it stay written and the caller repeats the file: an import
//! says what should be, so rows that are so already count as unchanged.

mod record;

use crate::{Call, Reply};
use api::import::{ImportOutcome, ImportReport};
use api::problem::{FieldProblem, Problem};
use commerce::text::Locale;
use record::Header;
use std::collections::HashSet;

pub use record::Record;

/// Rows of one transaction: enough that its cost is shared, few enough that other writers wait only for a moment.
pub const CHUNK_ROWS: usize = 200;

/// What an import makes of its rows.
pub trait Import {
    /// A row, read and checked.
    type Row;

    /// Columns that the header line must have.
    const REQUIRED: &'static [&'static str];
    /// Columns that it may have.
    const OPTIONAL: &'static [&'static str];

    /// What the record names, as it stands; tells rows of one file apart that name the same.
    fn id(&self, record: &Record<'_>) -> String;

    /// Reads one record.
    ///
    /// # Errors
    /// Everything that is wrong with it, by column.
    fn read(&self, record: &Record<'_>) -> Result<Read<Self::Row>, Vec<FieldProblem>>;

    /// Writes the rows, 1 to [`CHUNK_ROWS`], no two of which name the same; returns what was done with each, in order.
    fn write(&mut self, rows: Vec<Self::Row>) -> impl Future<Output = Result<Vec<Written>, Problem>>;
}

/// A row with what was read otherwise than it stands.
#[derive(Debug)]
pub struct Read<R> {
    /// The row.
    pub row: R,
    /// Warnings by column.
    pub warnings: Vec<FieldProblem>,
}

/// What was done with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It made something new.
    Created,
    /// It changed something.
    Updated,
    /// All of it was so already.
    Unchanged,
    /// It does not go together with what is stored.
    Refused(Vec<FieldProblem>),
}

impl Call {
    /// Imports the body and answers with the report.
    ///
    /// # Errors
    /// Another media type, a header line that lacks a column or has an unknown one, or the failure of a chunk.
    pub async fn import<I: Import>(&self, mut import: I) -> Result<Reply, Problem> {
        self.require_media_type("text/csv")?;
        let report = run(&self.body, self.locale, &mut import).await?;
        self.project().await;
        Ok(Reply::ok(&report))
    }
}

/// A sound row that waits for its chunk to be written.
struct Pending {
    number: u64,
    id: String,
    warnings: Vec<FieldProblem>,
}

/// Imports a whole file.
///
/// # Errors
/// A header line that lacks a column or has an unknown one, or the failure of a chunk.
pub async fn run<I: Import>(file: &[u8], locale: Locale, import: &mut I) -> Result<ImportReport, Problem> {
    // Spreadsheets begin UTF-8 with a byte order mark.
    let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(file);
    let mut raw = csv::ByteRecord::new();
    // A reader of a slice has no I/O that could fail, and neither UTF-8 nor lengths are checked by it.
    let mut next = |raw: &mut csv::ByteRecord| reader.read_byte_record(raw).unwrap_or(false);
    next(&mut raw);
    let header = Header::read(&raw, I::REQUIRED, I::OPTIONAL)?;

    let mut report = ImportReport::default();
    let mut seen = HashSet::new();
    let (mut pending, mut rows) = (Vec::new(), Vec::new());
    let mut number = 1;
    while next(&mut raw) {
        number += 1;
        let refusal = match header.record(&raw) {
            Err(error) => (String::new(), vec![error]),
            Ok(record) => {
                let id = import.id(&record);
                // Repeated also after a refused row: two rows under one code may be two things of which one is
                // mistyped, and somebody has to look.
                if !id.is_empty() && !seen.insert(id.clone()) {
                    report.add(number, &id, ImportOutcome::Repeated, &[], &[], locale);
                    continue;
                }
                match import.read(&record) {
                    Err(errors) => (id, errors),
                    Ok(Read { row, warnings }) => {
                        pending.push(Pending { number, id, warnings });
                        rows.push(row);
                        if rows.len() == CHUNK_ROWS {
                            write_chunk(import, &mut rows, &mut pending, &mut report, locale).await?;
                        }
                        continue;
                    }
                }
            }
        };
        report.add(
            number,
            &refusal.0,
            ImportOutcome::Refused,
            &refusal.1,
            &[],
            locale,
        );
    }
    write_chunk(import, &mut rows, &mut pending, &mut report, locale).await?;
    report.results.sort_by_key(|result| result.row);
    Ok(report)
}

async fn write_chunk<I: Import>(
    import: &mut I,
    rows: &mut Vec<I::Row>,
    pending: &mut Vec<Pending>,
    report: &mut ImportReport,
    locale: Locale,
) -> Result<(), Problem> {
    if rows.is_empty() {
        return Ok(());
    }
    let written = import.write(std::mem::take(rows)).await?;
    for (row, written) in pending.drain(..).zip(written) {
        let (outcome, errors) = match written {
            Written::Created => (ImportOutcome::Created, Vec::new()),
            Written::Updated => (ImportOutcome::Updated, Vec::new()),
            Written::Unchanged => (ImportOutcome::Unchanged, Vec::new()),
            Written::Refused(errors) => (ImportOutcome::Refused, errors),
        };
        report.add(row.number, &row.id, outcome, &errors, &row.warnings, locale);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
