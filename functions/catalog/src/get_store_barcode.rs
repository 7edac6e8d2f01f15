//! What a barcode is of, as a store sells it.

use crate::memory::{Memory, damaged, read};
use crate::splice::splice;
use api::problem::{Code, Problem};
use commerce::ids::{ProductId, StoreId};
use commerce::product::Gtin;
use std::rc::Rc;
use storage::projection::catalog::stored::{self, StoredBarcode, StoredOffer};
use storage::projection::keys;
use web::{Call, Reply};

/// Reads what the barcode in the path is of, at the store that the path names.
pub async fn get_store_barcode(mut call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let (store, gtin) = (call.param("store")?, call.param("barcode")?);
    let key = format!("{store}/barcodes/{gtin}/{}", call.locale);
    if let Some(reply) = memory.reply(&call, &key) {
        return Ok(reply);
    }
    let json = page(&call, &memory, &store, gtin).await?;
    Ok(memory.remember(&call, key, json))
}

/// Two reads: what the barcode is of, and what the store does with it.
async fn page(call: &Call, memory: &Memory, store: &StoreId, gtin: Gtin) -> Result<Vec<u8>, Problem> {
    let not_found = || Problem::new(Code::NotFound);
    let shared = read(call, &keys::barcode(gtin)).await?.ok_or_else(not_found)?;
    let shared: StoredBarcode<'_> = stored::read(&shared).map_err(|_| damaged(call))?;
    let product: ProductId = shared.product.parse().map_err(|_| damaged(call))?;
    let page = shared.page(call.locale.as_str()).ok_or_else(|| damaged(call))?;
    let offer = read(call, &keys::offer(store, &product)).await?;
    let mut json = Vec::new();
    let is_sold = match &offer {
        Some(offer) => {
            let offer: StoredOffer<'_> = stored::read(offer).map_err(|_| damaged(call))?;
            splice(&mut json, page, Some(&offer.terms), offer.currency, false)
        }
        None => splice(&mut json, page, None, memory.currency(call, store).await?, false),
    };
    if is_sold { Ok(json) } else { Err(not_found()) }
}
