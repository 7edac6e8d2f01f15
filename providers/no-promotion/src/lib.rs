//! The rule of a slot without a rule: it has no name, so no promotion finds it, and takes nothing off.
//!
//! A component's imports must all be satisfied, so a slot that a brand does not use is filled with this.

use promotion_rule::{Cart, Guest, Operation};

/// The rule.
pub struct NoPromotion;

impl Guest for NoPromotion {
    fn name() -> String {
        String::new()
    }

    fn check(_: String) -> Result<(), String> {
        Err("no rule is here".to_owned())
    }

    fn decide(_: Cart, _: String) -> Result<Vec<Operation>, String> {
        Err("no rule is here".to_owned())
    }
}

#[cfg(target_family = "wasm")]
mod component {
    #![allow(
        unsafe_code,
        reason = "the generated exports read what the host passes; nothing else here is unsafe"
    )]
    use crate::NoPromotion;

    promotion_rule::bindings::export!(NoPromotion with_types_in promotion_rule::bindings);
}
