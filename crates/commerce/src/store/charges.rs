//! What a store charges beside its goods, and how its sales are taxed. Absent means: nothing.

mod draft;

pub use draft::{
    ChargesDraft, DELIVERY_TIERS_MAX, DeliveryTierDraft, FEE_MINOR_MAX, PackagingFeeDraft, TaxRuleDraft,
};

use std::fmt;
use std::str::FromStr;

use super::{Mode, Modes};
use crate::money::{Minor, MoneyError};
use crate::pricing::TaxRule;

/// Fees and tax of a store. Amounts are in minor units of its currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charges {
    /// What packaging costs.
    pub packaging: Option<PackagingFee>,
    /// What delivery costs, by distance and basket; sorted by both.
    pub delivery: Vec<DeliveryTier>,
    /// How sales are taxed; goods and fees alike.
    pub tax: Option<TaxRule>,
}

/// What packaging costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackagingFee {
    /// How much; above zero.
    pub amount: Minor,
    /// For what.
    pub per: PackagingUnit,
    /// In which modes; at least one.
    pub modes: Modes,
}

/// What a packaging fee is charged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackagingUnit {
    /// Once for an order.
    Order,
    /// For each unit.
    Item,
}

/// A text that names no unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of order, item")]
pub struct UnknownPackagingUnit;

/// What delivery costs up to a distance, from a subtotal on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeliveryTier {
    /// Up to how far from the store, in metres.
    pub up_to_metres: u32,
    /// From which subtotal on.
    pub from_subtotal: Minor,
    /// The fee; may be zero.
    pub fee: Minor,
}

impl Charges {
    /// What packaging of so many units costs in a mode.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn packaging_fee(&self, mode: Mode, units: u32) -> Result<Minor, MoneyError> {
        match self.packaging {
            Some(fee) if fee.modes.contains(mode) => match fee.per {
                PackagingUnit::Order => Ok(fee.amount),
                PackagingUnit::Item => fee.amount.times(units),
            },
            _ => Ok(Minor::ZERO),
        }
    }

    /// What delivery over a distance costs for a subtotal at list prices, which no discount changes: of the nearest
    /// distance that reaches, the greatest subtotal that is reached. `None` where no tier says so: too far, or too small a
    /// basket. A store without tiers delivers for nothing.
    pub fn delivery_fee(&self, metres: u32, subtotal: Minor) -> Option<Minor> {
        if self.delivery.is_empty() {
            return Some(Minor::ZERO);
        }
        let reach = self.delivery.iter().map(|tier| tier.up_to_metres);
        let nearest = reach.filter(|up_to| metres <= *up_to).min()?;
        let tiers = self.delivery.iter();
        tiers
            .filter(|tier| tier.up_to_metres == nearest && tier.from_subtotal <= subtotal)
            .max_by_key(|tier| tier.from_subtotal)
            .map(|tier| tier.fee)
    }

    /// Whether a tier reaches so far, for whatever basket.
    pub fn delivers_as_far_as(&self, metres: u32) -> bool {
        self.delivery.is_empty() || self.delivery.iter().any(|tier| metres <= tier.up_to_metres)
    }
}

impl PackagingUnit {
    /// Every unit.
    pub const ALL: [Self; 2] = [Self::Order, Self::Item];

    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Item => "item",
        }
    }
}

impl fmt::Display for PackagingUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PackagingUnit {
    type Err = UnknownPackagingUnit;

    fn from_str(text: &str) -> Result<Self, UnknownPackagingUnit> {
        Self::ALL
            .into_iter()
            .find(|unit| unit.as_str() == text)
            .ok_or(UnknownPackagingUnit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packaging(per: PackagingUnit) -> Charges {
        Charges {
            packaging: Some(PackagingFee {
                amount: Minor(150),
                per,
                modes: [Mode::Pickup].into_iter().collect(),
            }),
            ..Charges::default()
        }
    }

    #[test]
    fn packaging_is_charged_by_order_or_by_unit_in_its_modes() {
        let order = packaging(PackagingUnit::Order);
        let item = packaging(PackagingUnit::Item);
        assert_eq!(order.packaging_fee(Mode::Pickup, 3), Ok(Minor(150)));
        assert_eq!(item.packaging_fee(Mode::Pickup, 3), Ok(Minor(450)));
        assert_eq!(item.packaging_fee(Mode::InStore, 3), Ok(Minor(0)));
        assert_eq!(Charges::default().packaging_fee(Mode::Pickup, 3), Ok(Minor(0)));
    }

    #[test]
    fn delivery_costs_what_the_nearest_tier_says_for_the_basket() {
        let tier = |up_to_metres, from_subtotal, fee| DeliveryTier {
            up_to_metres,
            from_subtotal: Minor(from_subtotal),
            fee: Minor(fee),
        };
        let charges = Charges {
            delivery: vec![
                tier(1_000, 0, 300),
                tier(1_000, 5_000, 0),
                tier(3_000, 2_000, 600),
            ],
            ..Charges::default()
        };
        for (metres, subtotal, expected) in [
            (0, 0, Some(300)),
            (1_000, 4_999, Some(300)),
            (1_000, 5_000, Some(0)),
            (1_001, 1_999, None),
            (3_000, 9_999, Some(600)),
            (3_001, 9_999, None),
        ] {
            assert_eq!(
                charges.delivery_fee(metres, Minor(subtotal)),
                expected.map(Minor),
                "{metres} m, {subtotal}"
            );
        }
        assert_eq!(Charges::default().delivery_fee(9_999, Minor(0)), Some(Minor(0)));
    }
}
