//! Whether a store has a whole cart.

use api::problem::{Code, Problem};
use commerce::cart::{Cart, CartLine};
use commerce::ids::{ProductId, StoreId};
use commerce::money::Currency;
use commerce::text::Locale;
use futures_util::future::try_join_all;
use std::collections::BTreeMap;
use storage::projection::catalog::stored::{StoredOffer, StoredProduct, read};
use storage::projection::keys;
use web::Call;

/// A line that a store cannot fill.
pub struct Lack {
    /// Which SKU.
    pub sku: String,
    /// How many units there are.
    pub available: i64,
}

/// A cart with the products that it is made of, as headquarters keeps them.
pub struct Wanted {
    cart: Cart,
    /// `None` for a product that does not exist: no store has it.
    products: BTreeMap<ProductId, Option<Vec<u8>>>,
}

impl Wanted {
    /// Reads the products that a cart names.
    ///
    /// # Errors
    /// Key-value's failure.
    pub async fn load(call: &Call, cart: Option<Cart>) -> Result<Option<Self>, Problem> {
        let Some(cart) = cart else {
            return Ok(None);
        };
        let ids: BTreeMap<ProductId, ()> = cart.lines().iter().map(|line| (line.sku.product(), ())).collect();
        let reads = ids.into_keys().map(|id| async move {
            let key = keys::product(&id, Locale::En.as_str());
            call.key_value().get(&key).await.map(|stored| (id, stored))
        });
        let products = try_join_all(reads)
            .await
            .map_err(|error| call.key_value_problem(&error))?;
        Ok(Some(Self {
            cart,
            products: products.into_iter().collect(),
        }))
    }

    /// The first line that `store` cannot fill; `None` when it has the whole cart.
    ///
    /// # Errors
    /// Key-value's.
    pub async fn lack(&self, call: &Call, store: &str, currency: Currency) -> Result<Option<Lack>, Problem> {
        // A store that is listed has a code that can be read.
        let store: &StoreId = &store.parse().map_err(|_| Problem::new(Code::Internal))?;
        let reads = self
            .products
            .iter()
            .filter(|(_, product)| product.is_some())
            .map(|(id, _)| async move {
                let key = keys::offer(store, id);
                call.key_value().get(&key).await.map(|stored| (id, stored))
            });
        let offers = try_join_all(reads)
            .await
            .map_err(|error| call.key_value_problem(&error))?;
        let offers: BTreeMap<&ProductId, Option<Vec<u8>>> = offers.into_iter().collect();
        Ok(self.cart.lines().iter().find_map(|line| {
            let product = self.products.get(&line.sku.product())?.as_deref();
            let offer = offers.get(&line.sku.product()).and_then(Option::as_deref);
            let available = product.map_or(0, |product| available(line, product, offer, currency));
            (available < i64::from(line.quantity)).then(|| Lack {
                sku: line.sku.to_string(),
                available,
            })
        }))
    }
}

/// Units of the line's SKU that a store with this offer can sell; 0 when it does not sell it, and for a value of
/// another release, which the next rebuild replaces.
fn available(line: &CartLine, product: &[u8], offer: Option<&[u8]>, currency: Currency) -> i64 {
    let Ok(product) = read::<StoredProduct<'_>>(product) else {
        return 0;
    };
    let offer = offer.and_then(|offer| read::<StoredOffer<'_>>(offer).ok());
    let variants = &product.product.variants;
    variants
        .iter()
        .find(|variant| variant.variant == line.sku.variant())
        .and_then(|variant| variant.sold_at(currency, offer.as_ref().map(|offer| &offer.terms)))
        .map_or(0, |sold| sold.available)
}
