//! Imports products from CSV, row by row.

mod merge;

use crate::memory::Memory;
use api::problem::{Fault, FieldProblem, Problem};
use commerce::field::{FieldError, Rule};
use commerce::ids::{CategoryId, ProductId};
use commerce::product::{Product, ProductRow, RowRefusal, import_categories};
use merge::merge;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use storage::category::{self, StoredCategory};
use storage::product::{self, ProductWrite};
use storage::sql::{Script, SqlError};
use web::import::{Import, Read, Record, Written};
use web::{Call, Reply};

/// Tries of a chunk whose products somebody else changes meanwhile.
const TRIES_MAX: usize = 3;

/// Reads the file and reports every row.
pub async fn import_products(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let reply = call.import(Products { call: &call }).await?;
    memory.forget();
    Ok(reply)
}

struct Products<'a> {
    call: &'a Call,
}

/// A row, read.
struct Row {
    /// The product as it is when it is new.
    product: Product,
    /// The category, if the file says one.
    category: Option<CategoryId>,
}

impl Import for Products<'_> {
    type Row = Row;

    const REQUIRED: &'static [&'static str] = &["code", "name", "unit_price", "currency"];
    const OPTIONAL: &'static [&'static str] = &["category"];

    fn id(&self, record: &Record<'_>) -> String {
        record.get("code").trim().to_owned()
    }

    fn read(&self, record: &Record<'_>) -> Result<Read<Row>, Vec<FieldProblem>> {
        let row = ProductRow {
            code: record.get("code"),
            name: record.get("name"),
            unit_price: record.get("unit_price"),
            currency: record.get("currency"),
        };
        let category = record.optional("category").map(|code| {
            let code = code.trim().parse::<CategoryId>();
            code.map_err(|_| FieldError::new("category", Rule::CODE).into())
        });
        let row = match (row.read().map_err(problems), category.transpose()) {
            (Ok(product), Ok(category)) => Row { product, category },
            (Ok(_), Err(wrong)) => return Err(vec![wrong]),
            (Err(errors), Ok(_)) => return Err(errors),
            (Err(mut errors), Err(wrong)) => {
                errors.push(wrong);
                return Err(errors);
            }
        };
        Ok(Read {
            row,
            warnings: Vec::new(),
        })
    }

    async fn write(&mut self, rows: Vec<Row>) -> Result<Vec<Written>, Problem> {
        let mut tries = 1;
        loop {
            match self.try_write(&rows).await {
                Err(SqlError::Refused { .. }) if tries < TRIES_MAX => tries += 1,
                Err(error) => return Err(self.call.sql_problem(&error)),
                Ok(written) => return Ok(written),
            }
        }
    }
}

impl Products<'_> {
    async fn try_write(&self, rows: &[Row]) -> Result<Vec<Written>, SqlError> {
        let (sql, now_ms) = (self.call.sql(), self.call.now_ms);
        let categories = category::load_all(sql).await?;
        let ids: BTreeSet<ProductId> = rows.iter().map(|row| row.product.id.clone()).collect();
        let mut known = product::load_many(sql, &ids).await?;
        let mut outcomes = Vec::with_capacity(rows.len());
        let mut writes = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(unknown) = row
                .category
                .as_ref()
                .filter(|code| !categories.contains_key(code))
            {
                let error = FieldError::new("category", Rule::unknown(unknown.as_str()));
                outcomes.push(Written::Refused(vec![error.into()]));
                continue;
            }
            let before = known.remove(&row.product.id);
            match merge(before.as_ref().map(|before| &before.product), row) {
                Err(refusal) => outcomes.push(Written::Refused(vec![refusal])),
                Ok(after) => {
                    let write = ProductWrite { before, after };
                    outcomes.push(match &write.before {
                        None => Written::Created,
                        Some(_) if write.is_unchanged() => Written::Unchanged,
                        Some(_) => Written::Updated,
                    });
                    writes.push(write);
                }
            }
        }
        let mut script = Script::new();
        put_categories(&mut script, &categories, &writes, now_ms)?;
        script.steps.extend(product::put_all(&writes, now_ms)?.steps);
        if !script.steps.is_empty() {
            sql.write(script).await?;
        }
        Ok(outcomes)
    }
}

/// Makes those of the categories in which an import puts products that are not there yet.
fn put_categories(
    script: &mut Script,
    known: &BTreeMap<CategoryId, StoredCategory>,
    writes: &[ProductWrite],
    now_ms: i64,
) -> Result<(), SqlError> {
    let used: BTreeSet<&CategoryId> = writes.iter().flat_map(|write| &write.after.categories).collect();
    // The list is fixed and its own test says that it is sound.
    for category in import_categories().unwrap_or_default() {
        if used.contains(&category.id) && !known.contains_key(&category.id) {
            category::put(script, &category, None, now_ms)?;
        }
    }
    Ok(())
}

fn problems(refusal: RowRefusal) -> Vec<FieldProblem> {
    match refusal {
        RowRefusal::NotAnArticle { .. } => vec![FieldProblem {
            field: "name".to_owned(),
            fault: Fault::Reason("not_an_article"),
        }],
        RowRefusal::Columns(errors) => errors.into_iter().map(FieldProblem::from).collect(),
    }
}
