//! What a promotion rule in Rust needs: the types of `wit/promotion.wit`, the [`Rule`] to implement, and the choice of units
//! that most rules begin with.
//!
//! Absent from here: what any promotion is. A rule in another language needs the contract alone.

mod selection;

pub use selection::{Selection, cheapest};

#[allow(missing_docs, unsafe_code, clippy::all, reason = "generated")]
pub mod bindings {
    //! Generated from the contract.
    wit_bindgen::generate!({
        path: "../../wit/promotion.wit",
        world: "promotion-rule",
        pub_export_macro: true,
        default_bindings_module: "promotion_rule::bindings",
        additional_derives: [Clone, PartialEq],
    });
}

pub use bindings::exports::mendian::promotion::rule::Guest;
pub use bindings::mendian::promotion::types::{
    AmountOff, Cart, FixedPrice, Line, LocalTime, Operation, PercentOff, Units,
};

/// A rule, as it is written here; [`component!`](crate::component) makes it a component.
pub trait Rule {
    /// Its name in promotions: 1 to 40 characters A-Z, a-z, 0-9, _ or -.
    const NAME: &'static str;

    /// What a promotion tells it, as JSON.
    type Parameters: serde::de::DeserializeOwned;

    /// Checks parameters beyond their form.
    ///
    /// # Errors
    /// What is wrong, for headquarters to read.
    fn check(parameters: &Self::Parameters) -> Result<(), String>;

    /// Decides what is taken off a cart, with parameters that are sound.
    fn decide(cart: &Cart, parameters: &Self::Parameters) -> Vec<Operation>;
}

/// Reads and checks parameters.
///
/// # Errors
/// What is wrong with them, by name.
pub fn read<R: Rule>(parameters: &str) -> Result<R::Parameters, String> {
    let read = serde_json::from_str(parameters).map_err(|error| error.to_string())?;
    R::check(&read)?;
    Ok(read)
}

/// Makes a crate the component of a [`Rule`].
#[macro_export]
macro_rules! component {
    ($rule:ty) => {
        mod component {
            #![allow(
                unsafe_code,
                reason = "the generated exports read what the host passes; nothing else here is unsafe"
            )]
            use $crate::{Cart, Guest, Operation, Rule};

            struct Component;

            impl Guest for Component {
                fn name() -> String {
                    <$rule>::NAME.to_owned()
                }

                fn check(parameters: String) -> Result<(), String> {
                    $crate::read::<$rule>(&parameters).map(drop)
                }

                fn decide(cart: Cart, parameters: String) -> Result<Vec<Operation>, String> {
                    Ok(<$rule>::decide(&cart, &$crate::read::<$rule>(&parameters)?))
                }
            }

            $crate::bindings::export!(Component with_types_in $crate::bindings);
        }
    };
}
