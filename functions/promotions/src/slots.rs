//! The slots: whatever components spin.toml names.

use crate::Rules;
use commerce::ids::SkuId;
use commerce::pricing::{Operation, Units};
use commerce::promotion::{AskedCart, AskedLine};

mod bindings {
    #![allow(missing_docs, unsafe_code, reason = "generated")]
    wit_bindgen::generate!({
        path: "../../wit/promotion.wit",
        world: "promotion-slots",
    });
}

use bindings::mendian::promotion::types as wit;
use bindings::{first, fourth, second, third};

/// The composed rules.
pub struct Slots;

type Name = fn() -> String;
type Check = fn(&str) -> Result<(), String>;
type Decide = fn(&wit::Cart, &str) -> Result<Vec<wit::Operation>, String>;

const SLOTS: [(Name, Check, Decide); 4] = [
    (first::name, first::check, first::decide),
    (second::name, second::check, second::decide),
    (third::name, third::check, third::decide),
    (fourth::name, fourth::check, fourth::decide),
];

const NO_SLOT: &str = "there is no such slot";

impl Rules for Slots {
    fn count(&self) -> usize {
        SLOTS.len()
    }

    fn name(&self, slot: usize) -> String {
        SLOTS.get(slot).map(|(name, ..)| name()).unwrap_or_default()
    }

    fn check(&self, slot: usize, parameters: &str) -> Result<(), String> {
        let (_, check, _) = SLOTS.get(slot).ok_or(NO_SLOT)?;
        check(parameters)
    }

    fn decide(&self, slot: usize, cart: &AskedCart, parameters: &str) -> Result<Vec<Operation>, String> {
        let (.., decide) = SLOTS.get(slot).ok_or(NO_SLOT)?;
        let operations = decide(&to_wit(cart), parameters)?;
        Ok(operations.into_iter().map(operation).collect())
    }
}

fn to_wit(cart: &AskedCart) -> wit::Cart {
    let time = &cart.local_time;
    wit::Cart {
        store: cart.store.to_string(),
        mode: cart.mode.to_string(),
        currency: cart.currency.to_string(),
        local_time: wit::LocalTime {
            year: time.year,
            month: time.month,
            day: time.day,
            weekday: time.weekday,
            hour: time.hour,
            minute: time.minute,
        },
        lines: cart.lines.iter().map(line).collect(),
    }
}

fn line(line: &AskedLine) -> wit::Line {
    wit::Line {
        sku: line.sku.to_string(),
        product: SkuId::product(&line.sku).to_string(),
        categories: line.categories.iter().map(ToString::to_string).collect(),
        quantity: line.quantity,
        unit_price_minor: line.unit_price.get(),
        total_minor: line.total.get(),
    }
}

fn operation(operation: wit::Operation) -> Operation {
    match operation {
        wit::Operation::AmountOff(off) => Operation::AmountOff {
            units: units(off.units),
            amount_minor: off.amount_minor,
        },
        wit::Operation::PercentOff(off) => Operation::PercentOff {
            units: units(off.units),
            rate_bp: off.rate_bp,
        },
        wit::Operation::FixedPrice(price) => Operation::FixedPrice {
            units: units(price.units),
            price_minor: price.price_minor,
        },
    }
}

fn units(units: Vec<wit::Units>) -> Vec<Units> {
    let units = units.into_iter();
    units
        .map(|wit::Units { line, quantity }| Units { line, quantity })
        .collect()
}
