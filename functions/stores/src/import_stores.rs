//! Imports stores from CSV, row by row.

use api::problem::{Fault, FieldProblem, Problem};
use commerce::field::FieldError;
use commerce::ids::StoreId;
use commerce::store::{RowWarning, Store, StoreRow};
use std::collections::HashMap;
use storage::outbox::{self, Change};
use storage::sql::{Script, SqlError};
use storage::store::{self, StoredStore};
use web::import::{Import, Read, Record, Written};
use web::{Call, Reply};

/// Reads the file and reports every row.
pub async fn import_stores(call: Call) -> Result<Reply, Problem> {
    call.import(Stores { call: &call }).await
}

struct Stores<'a> {
    call: &'a Call,
}

/// A row's fields, owned: whether a store has this code already is known only when the chunk is written.
struct Row {
    id: StoreId,
    fields: [String; COLUMNS.len()],
}

const COLUMNS: [&str; 10] = [
    "code",
    "name",
    "street",
    "city",
    "region",
    "country",
    "postcode",
    "time_zone",
    "longitude",
    "latitude",
];

impl Row {
    fn store_row(&self) -> StoreRow<'_> {
        let [
            code,
            name,
            street,
            city,
            region,
            country,
            postcode,
            time_zone,
            longitude,
            latitude,
        ] = self.fields.each_ref().map(String::as_str);
        StoreRow {
            code,
            name,
            street,
            city,
            region,
            country,
            postcode,
            time_zone,
            longitude,
            latitude,
        }
    }
}

impl Import for Stores<'_> {
    type Row = Row;

    const REQUIRED: &'static [&'static str] = &COLUMNS;
    const OPTIONAL: &'static [&'static str] = &[];

    fn id(&self, record: &Record<'_>) -> String {
        record.get("code").trim().to_owned()
    }

    fn read(&self, record: &Record<'_>) -> Result<Read<Row>, Vec<FieldProblem>> {
        let fields = COLUMNS.map(|column| record.get(column).to_owned());
        let row = StoreRow {
            code: record.get("code"),
            name: record.get("name"),
            street: record.get("street"),
            city: record.get("city"),
            region: record.get("region"),
            country: record.get("country"),
            postcode: record.get("postcode"),
            time_zone: record.get("time_zone"),
            longitude: record.get("longitude"),
            latitude: record.get("latitude"),
        };
        let imported = row.read(None).map_err(problems)?;
        let warnings = imported.warnings.iter().map(warning).collect();
        Ok(Read {
            row: Row {
                id: imported.store.id,
                fields,
            },
            warnings,
        })
    }

    async fn write(&mut self, rows: Vec<Row>) -> Result<Vec<Written>, Problem> {
        let failed = |error: SqlError| self.call.sql_problem(&error);
        let ids: Vec<StoreId> = rows.iter().map(|row| row.id.clone()).collect();
        let stored = store::load_many(self.call.sql(), &ids).await.map_err(failed)?;
        let stored: HashMap<StoreId, StoredStore> = stored
            .into_iter()
            .map(|stored| (stored.store.id.clone(), stored))
            .collect();
        let mut script = Script::new();
        let mut outcomes = Vec::with_capacity(rows.len());
        for row in &rows {
            let before = stored.get(&row.id);
            let written = match row.store_row().read(before.map(|before| &before.store)) {
                Err(errors) => Written::Refused(problems(errors)),
                Ok(imported) => {
                    let store: Store = imported.store;
                    match before {
                        Some(before) if before.store == store => Written::Unchanged,
                        _ => {
                            store::save(&mut script, before, &store, self.call.now_ms).map_err(failed)?;
                            if before.is_some() {
                                Written::Updated
                            } else {
                                Written::Created
                            }
                        }
                    }
                }
            };
            outcomes.push(written);
        }
        if !script.steps.is_empty() {
            // One entry for the whole chunk: a file changes so many places that the index is made anew.
            outbox::mark(&mut script, &Change::AllPlaces, self.call.now_ms);
            self.call.sql().write(script).await.map_err(failed)?;
        }
        Ok(outcomes)
    }
}

fn problems(errors: Vec<FieldError>) -> Vec<FieldProblem> {
    errors.into_iter().map(FieldProblem::from).collect()
}

fn warning(warning: &RowWarning) -> FieldProblem {
    let (field, reason) = match warning {
        RowWarning::ZoneAlias { .. } => ("time_zone", "zone_alias"),
        RowWarning::Empty { column } => (*column, "empty"),
        RowWarning::Repaired { column } => (*column, "repaired_encoding"),
    };
    FieldProblem {
        field: field.to_owned(),
        fault: Fault::Reason(reason),
    }
}
