//! One product as a store sells it.

use crate::memory::{Memory, damaged, read};
use crate::splice::splice;
use api::problem::{Code, Problem};
use commerce::ids::{ProductId, StoreId};
use futures_util::future::join;
use std::rc::Rc;
use storage::projection::catalog::stored::{self, StoredOffer};
use storage::projection::keys;
use web::{Call, Reply};

/// Room for the variants of a product, in bytes, so that the answer rarely has to grow.
const STORE_BYTES: usize = 1_024;

/// Reads the product that the path names, at the store that it names.
pub async fn get_store_product(mut call: Call, memory: Rc<Memory>) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let (store, product) = (call.param("store")?, call.param("product")?);
    let key = format!("{store}/{product}/{}", call.locale);
    if let Some(reply) = memory.reply(&call, &key) {
        return Ok(reply);
    }
    let json = page(&call, &memory, &store, &product).await?;
    Ok(memory.remember(&call, key, json))
}

async fn page(
    call: &Call,
    memory: &Memory,
    store: &StoreId,
    product: &ProductId,
) -> Result<Vec<u8>, Problem> {
    let product_key = keys::product(product, call.locale.as_str());
    let offer_key = keys::offer(store, product);
    let (shared, offer) = join(memory.product(call, product_key), read(call, &offer_key)).await;
    let (shared, offer) = (shared?, offer?);
    let not_found = || Problem::new(Code::NotFound);
    let shared = shared.ok_or_else(not_found)?;
    let product = &shared.product;
    let mut json = Vec::with_capacity(product.json.len() + STORE_BYTES);
    let is_sold = match offer {
        Some(offer) => {
            let offer: StoredOffer<'_> = stored::read(&offer).map_err(|_| damaged(call))?;
            splice(&mut json, product, Some(&offer.terms), offer.currency, false)
        }
        None => {
            let currency = memory.currency(call, store).await?;
            splice(&mut json, product, None, currency, false)
        }
    };
    if is_sold { Ok(json) } else { Err(not_found()) }
}
