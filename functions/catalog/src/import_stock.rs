//! Imports stock and store prices from CSV, row by row.

use crate::memory::Memory;
use api::problem::{FieldProblem, Problem};
use commerce::field::{FieldError, Findings, Rule};
use commerce::ids::{SkuId, StoreId};
use commerce::money::{Currency, DecimalError, Minor, Money, PRICE_MINOR_MAX};
use std::collections::BTreeSet;
use std::rc::Rc;
use storage::assortment::currencies;
use storage::product::known_skus;
use storage::scope::StoreScope;
use storage::sql::SqlError;
use storage::stock::ON_HAND_MAX;
use storage::stock_import::{self, StockFacts, StockWrite};
use web::import::{Import, Read, Record, Written};
use web::{Call, Reply};

/// Tries of a chunk whose stock is reserved meanwhile.
const TRIES_MAX: usize = 3;

/// Reads the file and reports every row.
pub async fn import_stock(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let scope = call.store_scope()?.clone();
    let reply = call.import(Stock { call: &call, scope }).await?;
    memory.forget();
    Ok(reply)
}

struct Stock<'a> {
    call: &'a Call,
    scope: StoreScope,
}

/// A row, read. The price is read later, because its currency is the store's.
struct Row {
    store: StoreId,
    sku: SkuId,
    on_hand: i64,
    price: Option<String>,
}

impl Import for Stock<'_> {
    type Row = Row;

    const REQUIRED: &'static [&'static str] = &["store", "sku", "on_hand"];
    const OPTIONAL: &'static [&'static str] = &["price"];

    fn id(&self, record: &Record<'_>) -> String {
        format!("{}/{}", record.get("store").trim(), record.get("sku").trim())
    }

    fn read(&self, record: &Record<'_>) -> Result<Read<Row>, Vec<FieldProblem>> {
        let mut findings = Findings::default();
        let store = record.get("store").trim().parse();
        let store = findings.keep(store.map_err(|_| FieldError::new("store", Rule::CODE)));
        let expected = "a SKU such as tea.large";
        let sku = record.get("sku").trim().parse();
        let sku = findings.keep(sku.map_err(|_| FieldError::new("sku", Rule::Format { expected })));
        let on_hand = record.get("on_hand").trim().parse::<i64>().ok();
        let on_hand = on_hand.filter(|units| (0..=ON_HAND_MAX).contains(units));
        let on_hand = findings.keep(on_hand.ok_or_else(|| out_of_stock_range(0)));
        let price = record.optional("price").map(|price| price.trim().to_owned());
        let row = || {
            Some(Row {
                store: store?,
                sku: sku?,
                on_hand: on_hand?,
                price,
            })
        };
        let row = findings.finish(row()).map_err(problems)?;
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

impl Stock<'_> {
    async fn try_write(&self, rows: &[Row]) -> Result<Vec<Written>, SqlError> {
        let sql = self.call.sql();
        let stores: BTreeSet<StoreId> = rows.iter().map(|row| row.store.clone()).collect();
        let skus: BTreeSet<SkuId> = rows.iter().map(|row| row.sku.clone()).collect();
        let pairs: Vec<_> = rows.iter().map(|row| (&row.store, &row.sku)).collect();
        let currencies = currencies(sql, &self.scope, &stores).await?;
        let known = known_skus(sql, &skus).await?;
        let mut facts = stock_import::facts(sql, &self.scope, &pairs).await?;
        let mut writes = Vec::new();
        let outcomes = rows.iter().map(|row| {
            let currency = currencies.get(&row.store).copied();
            let facts = facts.remove(&(row.store.clone(), row.sku.clone()));
            match decide(row, currency, known.contains(&row.sku), facts.unwrap_or_default()) {
                Err(errors) => Written::Refused(problems(errors)),
                Ok((write, outcome)) => {
                    if outcome != Written::Unchanged {
                        writes.push(write);
                    }
                    outcome
                }
            }
        });
        let outcomes = outcomes.collect();
        if !writes.is_empty() {
            sql.write(stock_import::put_all(
                &writes,
                &self.call.principal.name(),
                self.call.now_ms,
            ))
            .await?;
        }
        Ok(outcomes)
    }
}

fn decide(
    row: &Row,
    currency: Option<Currency>,
    is_known_sku: bool,
    facts: StockFacts,
) -> Result<(StockWrite, Written), Vec<FieldError>> {
    let mut findings = Findings::default();
    if currency.is_none() {
        findings.report("store", Rule::unknown(row.store.as_str()));
    }
    if !is_known_sku {
        findings.report("sku", Rule::unknown(row.sku.as_str()));
    }
    if row.on_hand < facts.reserved {
        findings.keep::<()>(Err(out_of_stock_range(facts.reserved)));
    }
    let price = match (currency, &row.price) {
        (Some(currency), Some(price)) => findings.keep(read_price(price, currency)),
        _ => None,
    };
    let outcome = if facts.on_hand.is_none() {
        Written::Created
    } else if facts.on_hand == Some(row.on_hand) && (price.is_none() || price == facts.price) {
        Written::Unchanged
    } else {
        Written::Updated
    };
    let write = StockWrite {
        store: row.store.clone(),
        sku: row.sku.clone(),
        on_hand: row.on_hand,
        price: price.filter(|price| facts.price != Some(*price)),
    };
    findings.finish(Some((write, outcome)))
}

fn read_price(text: &str, currency: Currency) -> Result<Minor, FieldError> {
    let out_of_range = Rule::OutOfRange {
        min: 1,
        max: PRICE_MINOR_MAX,
    };
    let rule = match Money::parse_decimal(text, currency) {
        Ok(price) if (1..=PRICE_MINOR_MAX).contains(&price.amount_minor.get()) => {
            return Ok(price.amount_minor);
        }
        Ok(_) | Err(DecimalError::Overflow) => out_of_range,
        Err(DecimalError::Format) => Rule::Format {
            expected: "a decimal number such as 12.50",
        },
        Err(DecimalError::Decimals { max }) => Rule::Decimals { max },
    };
    Err(FieldError::new("price", rule))
}

fn out_of_stock_range(min: i64) -> FieldError {
    let max = ON_HAND_MAX;
    FieldError::new("on_hand", Rule::OutOfRange { min, max })
}

fn problems(errors: Vec<FieldError>) -> Vec<FieldProblem> {
    errors.into_iter().map(FieldProblem::from).collect()
}
