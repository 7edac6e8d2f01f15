//! Creates or replaces a product.

use crate::memory::Memory;
use crate::{draft, view};
use api::catalog::PutProduct;
use api::problem::Problem;
use commerce::field::{Findings, Rule};
use commerce::ids::ProductId;
use commerce::product::Product;
use std::rc::Rc;
use storage::category;
use storage::product::{self, ProductWrite};
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
        let written = call.sql().write(script).await;
        written.map_err(|error| call.sql_problem(&error))?;
        memory.renew(call).await;
    }
    Ok(Reply::ok(&view::product(&write.after, write.version())))
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
