//! Lays what a store does over what all stores share.

use commerce::money::Currency;
use storage::projection::catalog::fragment::{ProductFragment, Sold};
use storage::projection::catalog::terms::Terms;

/// Writes the product as the store sells it; writes nothing and returns `false` when the store does not sell it, or when
/// only what is `in_stock` is wanted and nothing of it is.
pub fn splice(
    out: &mut Vec<u8>,
    product: &ProductFragment<'_>,
    terms: Option<&Terms<'_>>,
    currency: Currency,
    in_stock: bool,
) -> bool {
    let start = out.len();
    out.extend_from_slice(product.json.as_bytes());
    out.extend_from_slice(b",\"variants\":[");
    let (mut is_sold, mut is_available) = (false, false);
    for variant in &product.variants {
        let Some(sold) = variant.sold_at(currency, terms) else {
            continue;
        };
        if is_sold {
            out.push(b',');
        }
        is_sold = true;
        is_available |= sold.available > 0;
        out.extend_from_slice(variant.json.as_bytes());
        write_sold(out, sold, currency);
    }
    if !is_sold || (in_stock && !is_available) {
        out.truncate(start);
        return false;
    }
    out.extend_from_slice(b"]}");
    true
}

fn write_sold(out: &mut Vec<u8>, sold: Sold, currency: Currency) {
    let mut digits = itoa::Buffer::new();
    out.extend_from_slice(b",\"price\":{\"amount_minor\":");
    out.extend_from_slice(digits.format(sold.price_minor).as_bytes());
    out.extend_from_slice(b",\"currency\":\"");
    out.extend_from_slice(currency.as_str().as_bytes());
    out.extend_from_slice(b"\"},\"available\":");
    out.extend_from_slice(digits.format(sold.available).as_bytes());
    out.push(b'}');
}
