//! Sets or adjusts a store's stock of several SKUs, all or nothing.

use crate::memory::Memory;
use crate::put_assortment::selling_store;
use crate::view;
use api::catalog::{PutStock, PutStockLine, STOCK_LINES_MAX, STOCK_REASON_CHARS_MAX, StockLevels};
use api::problem::{Code, Fault, Problem};
use commerce::field::{FieldError, Findings, Rule};
use commerce::ids::SkuId;
use commerce::text::line;
use std::collections::BTreeSet;
use std::rc::Rc;
use storage::assortment::SellingStore;
use storage::product::known_skus;
use storage::stock::{self, ON_HAND_MAX, PutStockError, StockChange, Why};
use web::{Call, Reply};

/// Changes the stock of the store that the path names.
pub async fn put_stock(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let store = selling_store(&call).await?;
    let request: PutStock = call.json()?;
    let lines = read_lines(&request.lines)?;
    let skus: BTreeSet<SkuId> = lines.iter().map(|(sku, _)| sku.clone()).collect();
    check_known(&call, &lines, &skus).await?;
    let reason = reason(&request.reason)?;
    let by = call.principal.name();
    let why = Why {
        by: &by,
        reason: &reason,
    };
    match stock::put(call.sql(), &store, &lines, why, call.now_ms).await {
        Ok(()) => {}
        Err(PutStockError::Line(line)) => return Err(refusal(&call, &store, &lines, line).await?),
        Err(PutStockError::Sql(error)) => return Err(call.sql_problem(&error)),
    }
    memory.renew(&call).await;
    let levels = stock::find(call.sql(), &store, &skus).await;
    let levels = levels.map_err(|error| call.sql_problem(&error))?;
    let lines = levels.values().map(view::stock_level).collect();
    Ok(Reply::ok(&StockLevels { lines }))
}

fn reason(sent: &str) -> Result<String, Problem> {
    if sent.is_empty() {
        return Ok(String::new());
    }
    Ok(line("reason", sent, STOCK_REASON_CHARS_MAX)?)
}

type Line = (SkuId, StockChange);

fn read_lines(sent: &[PutStockLine]) -> Result<Vec<Line>, Problem> {
    if sent.is_empty() {
        return Err(Problem::invalid("lines", Rule::TooFew { min: 1 }));
    }
    if sent.len() > STOCK_LINES_MAX {
        let max = STOCK_LINES_MAX;
        return Err(Problem::invalid("lines", Rule::TooMany { max }));
    }
    let mut findings = Findings::default();
    let mut seen = BTreeSet::new();
    let mut lines = Vec::with_capacity(sent.len());
    for (index, line) in sent.iter().enumerate() {
        let path = format!("lines[{index}]");
        let errors_at = |error: FieldError| error.at(&path);
        let expected = "a SKU such as tea.large";
        let sku = line.sku.parse::<SkuId>();
        let sku = sku.map_err(|_| FieldError::new("sku", Rule::Format { expected }));
        let sku = findings.keep(sku.map_err(errors_at));
        let change = findings.keep(read_change(line).map_err(errors_at));
        if !seen.insert(&line.sku) {
            findings.report(format!("{path}.sku"), Rule::Duplicate);
        }
        lines.extend(sku.zip(change));
    }
    Ok(findings.finish(Some(lines))?)
}

fn read_change(line: &PutStockLine) -> Result<StockChange, FieldError> {
    let within = |field: &str, units: i64, min: i64| {
        let max = ON_HAND_MAX;
        let rule = Rule::OutOfRange { min, max };
        let is_within = (min..=max).contains(&units);
        is_within
            .then_some(units)
            .ok_or_else(|| FieldError::new(field, rule))
    };
    match (line.on_hand, line.adjust) {
        (Some(units), None) => within("on_hand", units, 0).map(StockChange::Count),
        (None, Some(units)) => within("adjust", units, -ON_HAND_MAX).map(StockChange::Move),
        (None, None) => Err(FieldError::new("on_hand", Rule::Required)),
        (Some(_), Some(_)) => Err(FieldError::new("adjust", Rule::Conflict { other: "on_hand" })),
    }
}

async fn check_known(call: &Call, lines: &[Line], skus: &BTreeSet<SkuId>) -> Result<(), Problem> {
    let known = known_skus(call.sql(), skus).await;
    let known = known.map_err(|error| call.sql_problem(&error))?;
    let mut findings = Findings::default();
    for (index, (sku, _)) in lines.iter().enumerate() {
        if !known.contains(sku) {
            findings.report(format!("lines[{index}].sku"), Rule::unknown(sku.as_str()));
        }
    }
    Ok(findings.finish(Some(()))?)
}

/// Why a line does not go together with the stock that there is.
async fn refusal(call: &Call, store: &SellingStore, lines: &[Line], line: usize) -> Result<Problem, Problem> {
    let Some((sku, change)) = lines.get(line) else {
        return Err(Problem::new(Code::Internal));
    };
    let levels = stock::find(call.sql(), store, &BTreeSet::from([sku.clone()])).await;
    let levels = levels.map_err(|error| call.sql_problem(&error))?;
    let (on_hand, reserved) = levels
        .get(sku)
        .map_or((0, 0), |level| (level.on_hand, level.reserved));
    let out_of_range = |min, max| Fault::Rule(Rule::OutOfRange { min, max });
    Ok(match change {
        StockChange::Count(_) => {
            let fault = out_of_range(reserved, ON_HAND_MAX);
            Problem::field(Code::OutOfStock, format!("lines[{line}].on_hand"), fault)
        }
        StockChange::Move(units) if *units > 0 => {
            let fault = out_of_range(reserved - on_hand, ON_HAND_MAX - on_hand);
            Problem::field(Code::InvalidRequest, format!("lines[{line}].adjust"), fault)
        }
        StockChange::Move(_) => {
            let fault = Fault::Available(on_hand - reserved);
            Problem::field(Code::OutOfStock, format!("lines[{line}].adjust"), fault)
        }
    })
}
