//! Creates or replaces a product.

use crate::memory::Memory;
use crate::{draft, view};
use api::catalog::PutProduct;
use api::problem::{Code, Fault, FieldProblem, Problem};
use commerce::field::{Findings, Rule};
use commerce::ids::ProductId;
use commerce::product::{Gtin, Product};
use std::rc::Rc;
use storage::barcode::{self, BARCODE};
use storage::category;
use storage::product::{self, ProductWrite};
use storage::sql::SqlError;
use web::{Call, Reply};

/// Creates or replaces the product that the path names.
pub async fn put_product(call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    let id: ProductId = call.new_param("product", "1 to 40 letters, digits, - or _")?;
    let request: PutProduct = call.json()?;
    let version = request.version;
    let after = draft::product(&id, request).validate()?;
    check_categories(&call, &after).await?;
    let before = product::load(call.sql(), &id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    draft::require_version(version, before.as_ref().map(|before| before.version))?;
    save(&call, &memory, ProductWrite { before, after }).await
}

/// Writes a product and answers with it.
pub async fn save(call: &Call, memory: &Memory, write: ProductWrite) -> Result<Reply, Problem> {
    if !write.is_unchanged() {
        let script = product::put_all(std::slice::from_ref(&write), call.now_ms);
        let script = script.map_err(|error| call.sql_problem(&error))?;
        check_barcodes(call, &write).await?;
        if let Err(error) = call.sql().write(script).await {
            if matches!(error, SqlError::Refused { label: BARCODE, .. }) {
                // Somebody else was faster.
                check_barcodes(call, &write).await?;
            }
            return Err(call.sql_problem(&error));
        }
        memory.renew(call).await;
    }
    Ok(Reply::ok(&view::product(&write.after, write.version())))
}

/// A barcode that a variant gets is of no other SKU.
async fn check_barcodes(call: &Call, write: &ProductWrite) -> Result<(), Problem> {
    let new = write.new_barcodes();
    if new.is_empty() {
        return Ok(());
    }
    let owners = barcode::owners(call.sql(), &new.keys().copied().collect()).await;
    let owners = owners.map_err(|error| call.sql_problem(&error))?;
    // Within the product they may change places.
    let is_taken = |gtin: &Gtin| {
        owners
            .get(gtin)
            .is_some_and(|sku| sku.product() != write.after.id)
    };
    let variants = write.after.variants.iter().enumerate();
    let fields: Vec<FieldProblem> = variants
        .filter(|(_, variant)| variant.gtin().is_some_and(|gtin| is_taken(&gtin)))
        .map(|(index, _)| FieldProblem {
            field: format!("variants[{index}].barcode"),
            fault: Fault::Reason("barcode_taken"),
        })
        .collect();
    if fields.is_empty() {
        return Ok(());
    }
    let problem = Problem::new(Code::InvalidRequest);
    Err(Problem { fields, ..problem })
}

async fn check_categories(call: &Call, product: &Product) -> Result<(), Problem> {
    let known = category::load_all(call.sql())
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let mut findings = Findings::default();
    for (index, category) in product.categories.iter().enumerate() {
        if !known.contains_key(category) {
            findings.report(format!("categories[{index}]"), Rule::unknown(category.as_str()));
        }
    }
    Ok(findings.finish(Some(()))?)
}
