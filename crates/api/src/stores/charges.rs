//! What a store charges beside its goods, and how its sales are taxed.

use commerce::store::{ChargesDraft, DeliveryTierDraft, PackagingFeeDraft, TaxRuleDraft};
use serde::{Deserialize, Serialize};

/// What a store charges beside its goods, and how its sales are taxed; nothing of what is absent. Amounts are in minor
/// units of the store's currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Charges {
    /// What packaging costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packaging: Option<PackagingFee>,
    /// What delivery costs, by distance and basket: of the nearest distance that reaches, the greatest subtotal that is
    /// reached. Where there are tiers and none says so, the store does not deliver.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schemars(length(max = 20)))]
    pub delivery: Vec<DeliveryTier>,
    /// How goods and fees are taxed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxRule>,
}

/// What packaging costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PackagingFee {
    /// How much, in minor units.
    #[cfg_attr(
        feature = "openapi",
        schemars(range(min = 1, max = 100_000_000), example = 100)
    )]
    pub amount_minor: i64,
    /// Once for an order, or for each unit.
    #[cfg_attr(feature = "openapi", schemars(extend("enum" = ["order", "item"])))]
    pub per: String,
    /// In which modes: `pickup`, `delivery`, `in_store`, `booking`; at least one.
    #[cfg_attr(
        feature = "openapi",
        schemars(length(min = 1), extend("examples" = [["pickup", "delivery"]]))
    )]
    pub modes: Vec<String>,
}

/// What delivery costs up to a distance, from a subtotal on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeliveryTier {
    /// Up to how far from the store, in metres.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 100_000), example = 3_000))]
    pub up_to_metres: i64,
    /// From which subtotal at list prices on, in minor units.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 50_000_000_000_i64)))]
    pub from_subtotal_minor: i64,
    /// The fee, in minor units.
    #[cfg_attr(
        feature = "openapi",
        schemars(range(min = 0, max = 100_000_000), example = 500)
    )]
    pub fee_minor: i64,
}

/// How sales are taxed: each line and each fee by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TaxRule {
    /// The rate in basis points: 1300 is 13 %.
    #[cfg_attr(feature = "openapi", schemars(range(min = 0, max = 5_000), example = 1_300))]
    pub rate_bp: i64,
    /// Whether prices and fees contain the tax; else it is added to them.
    pub included: bool,
    /// How an amount becomes whole minor units: `half_up` when absent, `half_even` or `floor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("enum" = ["half_up", "half_even", "floor"]))
    )]
    pub rounding: Option<String>,
}

impl Charges {
    /// Whether nothing is charged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl From<Charges> for ChargesDraft {
    fn from(charges: Charges) -> Self {
        let tiers = charges.delivery.into_iter().map(|tier| DeliveryTierDraft {
            up_to_metres: tier.up_to_metres,
            from_subtotal_minor: tier.from_subtotal_minor,
            fee_minor: tier.fee_minor,
        });
        Self {
            packaging: charges.packaging.map(|fee| PackagingFeeDraft {
                amount_minor: fee.amount_minor,
                per: fee.per,
                modes: fee.modes,
            }),
            delivery: tiers.collect(),
            tax: charges.tax.map(|tax| TaxRuleDraft {
                rate_bp: tax.rate_bp,
                included: tax.included,
                rounding: tax.rounding,
            }),
        }
    }
}
