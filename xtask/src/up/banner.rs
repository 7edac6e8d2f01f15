//! What a newcomer needs once the application answers: addresses, tokens, and the main job in five lines.

use std::fmt::Write;

/// The store of the printed clerk and of the example order; it never closes.
pub const STORE: &str = "sh-001";
const SKU: &str = "brown-sugar-pearl.m";

/// Tokens that are ready to use.
pub struct Tokens {
    /// A customer.
    pub shopper: String,
    /// Staff of [`STORE`].
    pub clerk: String,
    /// Staff of the brand.
    pub headquarters: String,
}

/// The whole block, ready to print.
pub fn text(url: &str, tokens: &Tokens) -> String {
    let Tokens {
        shopper,
        clerk,
        headquarters,
    } = tokens;
    let mut text = String::new();
    let json = "-H 'content-type: application/json'";
    let cart = format!(r#""store":"{STORE}","mode":"pickup","lines":[{{"sku":"{SKU}","quantity":2}}]"#);
    // Writing to a string cannot fail.
    _ = write!(
        text,
        r#"
Mendian answers at {url}
  {url}/docs            the API, to read and to try
  {url}/openapi.json    the contract

Tokens for development
  export SHOPPER={shopper}
  export CLERK={clerk}     # of {STORE}
  export HEADQUARTERS={headquarters}

Or log in as anybody, as the mini-program does: tokens of that shopper, for 15 minutes
  curl {url}/v1/sessions {json} -d '{{"provider":"sandbox-identity","code":"dev-alice"}}'

The main job: find a store, browse it, ask the price, order, pay
  curl '{url}/v1/stores/nearby?lat=31.2304&lng=121.4737&mode=pickup&sku={SKU}:2&limit=3'
  curl '{url}/v1/stores/{STORE}/products?category=milk-tea&limit=5' -H 'accept-language: en'
  curl {url}/v1/quotes -H "authorization: Bearer $SHOPPER" {json} -d '{{{cart}}}'
  ORDER=$(curl -s {url}/v1/orders -H "authorization: Bearer $SHOPPER" -H "idempotency-key: order-$(date +%s)" {json} -d '{{{cart},"seen_payable_minor":3800}}' | cut -d'"' -f4); echo $ORDER
  curl -X POST {url}/v1/orders/$ORDER/pay -H "authorization: Bearer $SHOPPER" -H "idempotency-key: pay-$(date +%s)"

Ctrl-C stops it.
"#
    );
    text
}
