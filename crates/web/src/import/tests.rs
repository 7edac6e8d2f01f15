use super::*;
use api::problem::{Code, Fault};
use commerce::field::{FieldError, Rule};

/// Keeps numbers by name; refuses 13 when it writes.
#[derive(Default)]
struct Numbers {
    chunks: Vec<usize>,
}

impl Import for Numbers {
    type Row = i64;
    const REQUIRED: &'static [&'static str] = &["name", "value"];
    const OPTIONAL: &'static [&'static str] = &["note"];

    fn id(&self, record: &Record<'_>) -> String {
        record.get("name").to_owned()
    }

    fn read(&self, record: &Record<'_>) -> Result<Read<i64>, Vec<FieldProblem>> {
        let row = record
            .get("value")
            .parse()
            .map_err(|_| vec![FieldError::new("value", Rule::Format { expected: "a number" }).into()])?;
        let warnings = record.optional("note").map(|_| FieldProblem {
            field: "note".to_owned(),
            fault: Fault::Reason("ignored"),
        });
        Ok(Read {
            row,
            warnings: warnings.into_iter().collect(),
        })
    }

    async fn write(&mut self, rows: Vec<i64>) -> Result<Vec<Written>, Problem> {
        self.chunks.push(rows.len());
        let outcome = |row: &i64| match row {
            13 => Written::Refused(vec![FieldError::new("value", Rule::Duplicate).into()]),
            1 => Written::Unchanged,
            2 => Written::Updated,
            _ => Written::Created,
        };
        Ok(rows.iter().map(outcome).collect())
    }
}

fn import(file: &[u8]) -> (Result<ImportReport, Problem>, Vec<usize>) {
    let mut numbers = Numbers::default();
    let report = futures_util::FutureExt::now_or_never(run(file, Locale::En, &mut numbers)).unwrap();
    (report, numbers.chunks)
}

#[test]
fn every_row_is_counted_and_each_that_needs_a_look_is_named_by_its_spreadsheet_row() {
    let file = b"\xEF\xBB\xBFname,value,note\na,1,\nb,2,\nc,3,hm\na,4,\nd,x,\n\"e\",13,\nf,5\n\xFF,6,\n";
    let report = import(file).0.unwrap();
    let counts = (
        report.rows,
        report.created,
        report.updated,
        report.unchanged,
        report.repeated,
        report.refused,
    );
    assert_eq!(counts, (8, 1, 1, 1, 1, 4));
    let listed: Vec<_> = report
        .results
        .iter()
        .map(|result| {
            let said = result.errors.iter().chain(&result.warnings);
            let fields: Vec<&str> = said.map(|said| said.field.as_str()).collect();
            (result.row, result.id.as_str(), result.outcome, fields.join(","))
        })
        .collect();
    use ImportOutcome::{Created, Refused, Repeated};
    assert_eq!(
        listed,
        [
            (4, "c", Created, "note".to_owned()),
            (5, "a", Repeated, String::new()),
            (6, "d", Refused, "value".to_owned()),
            (7, "e", Refused, "value".to_owned()),
            (8, "", Refused, "row".to_owned()),
            (9, "", Refused, "name".to_owned()),
        ]
    );
}

#[test]
fn rows_are_written_in_chunks() {
    let mut file = b"value,name\n".to_vec();
    for row in 0..CHUNK_ROWS * 2 + 1 {
        file.extend_from_slice(format!("7,n{row}\n").as_bytes());
    }
    let (report, chunks) = import(&file);
    assert_eq!(chunks, [CHUNK_ROWS, CHUNK_ROWS, 1]);
    assert_eq!(report.unwrap().created, CHUNK_ROWS as u64 * 2 + 1);
}

#[test]
fn header_without_a_column_with_an_unknown_one_or_with_one_twice_is_refused() {
    for (file, field) in [
        ("", "name"),
        ("name\n", "value"),
        ("name,value,nope\n", "header"),
        ("name,value,name\n", "name"),
    ] {
        let problem = import(file.as_bytes()).0.unwrap_err();
        assert_eq!(
            (problem.code, problem.fields[0].field.as_str()),
            (Code::InvalidRequest, field)
        );
    }
}

#[test]
fn file_with_a_header_only_has_no_rows() {
    let (report, chunks) = import(b"name,value\n");
    assert_eq!((report.unwrap().rows, chunks), (0, vec![]));
}
