use serde::{Deserialize, Serialize};

use super::{Charges, DeliveryTier, PackagingFee};
use crate::field::{FieldError, Findings, Rule, in_range, within};
use crate::geo::DELIVERY_RADIUS_METRES_MAX;
use crate::money::{BasisPoints, Minor, PRICE_MINOR_MAX};
use crate::pricing::{TAX_RATE_BP_MAX, TaxRule};
use crate::store::draft::read_modes;

/// The greatest fee, in minor units (one million yuan). With it the dearest cart, fees and tax and all, stays below 2^53.
pub const FEE_MINOR_MAX: i64 = 100_000_000;

/// The most delivery tiers of a store.
pub const DELIVERY_TIERS_MAX: usize = 20;

/// Fees and tax as they are written in JSON, not yet checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChargesDraft {
    /// What packaging costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packaging: Option<PackagingFeeDraft>,
    /// What delivery costs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delivery: Vec<DeliveryTierDraft>,
    /// How sales are taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxRuleDraft>,
}

/// A packaging fee as it is written in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackagingFeeDraft {
    /// In minor units.
    pub amount_minor: i64,
    /// `order` or `item`.
    pub per: String,
    /// In which modes; at least one.
    pub modes: Vec<String>,
}

/// A delivery tier as it is written in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryTierDraft {
    /// Up to how far from the store, in metres.
    pub up_to_metres: i64,
    /// From which subtotal on, in minor units.
    #[serde(default)]
    pub from_subtotal_minor: i64,
    /// In minor units.
    pub fee_minor: i64,
}

/// A tax rule as it is written in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRuleDraft {
    /// In basis points.
    pub rate_bp: i64,
    /// Whether prices contain it.
    pub included: bool,
    /// `half_up` when missing, `half_even` or `floor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<String>,
}

impl ChargesDraft {
    /// Whether nothing is charged.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Checks all charges.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self) -> Result<Charges, Vec<FieldError>> {
        let mut findings = Findings::default();
        let packaging = self
            .packaging
            .as_ref()
            .map(|fee| fee.validate().map_err(|errors| within("packaging", errors)));
        let packaging = findings.keep(packaging.transpose());
        let delivery = findings.keep(read_tiers(&self.delivery));
        let tax = self
            .tax
            .as_ref()
            .map(|tax| tax.validate().map_err(|errors| within("tax", errors)));
        let tax = findings.keep(tax.transpose());
        let charges = || {
            Some(Charges {
                packaging: packaging?,
                delivery: delivery?,
                tax: tax?,
            })
        };
        findings.finish(charges())
    }
}

impl PackagingFeeDraft {
    fn validate(&self) -> Result<PackagingFee, Vec<FieldError>> {
        let mut findings = Findings::default();
        let amount = findings.keep(in_range("amount_minor", self.amount_minor, 1, FEE_MINOR_MAX));
        let per = self.per.parse();
        let per = findings.keep(per.map_err(|_| FieldError::new("per", Rule::unknown(&self.per))));
        let modes = findings.keep(read_modes(&self.modes));
        let fee = || {
            Some(PackagingFee {
                amount: Minor(amount?),
                per: per?,
                modes: modes?,
            })
        };
        findings.finish(fee())
    }
}

impl DeliveryTierDraft {
    fn validate(&self) -> Result<DeliveryTier, Vec<FieldError>> {
        let mut findings = Findings::default();
        let metres_max = i64::from(DELIVERY_RADIUS_METRES_MAX);
        let up_to = findings.keep(in_range("up_to_metres", self.up_to_metres, 1, metres_max));
        let from = self.from_subtotal_minor;
        let from = findings.keep(in_range("from_subtotal_minor", from, 0, PRICE_MINOR_MAX));
        let fee = findings.keep(in_range("fee_minor", self.fee_minor, 0, FEE_MINOR_MAX));
        let tier = || {
            Some(DeliveryTier {
                up_to_metres: u32::try_from(up_to?).ok()?,
                from_subtotal: Minor(from?),
                fee: Minor(fee?),
            })
        };
        findings.finish(tier())
    }
}

impl TaxRuleDraft {
    fn validate(&self) -> Result<TaxRule, Vec<FieldError>> {
        let mut findings = Findings::default();
        let rate_max = i64::from(TAX_RATE_BP_MAX);
        let rate = findings.keep(in_range("rate_bp", self.rate_bp, 0, rate_max));
        let rounding = self.rounding.as_deref().unwrap_or_default();
        let rounding = match &self.rounding {
            Some(_) => rounding
                .parse()
                .map_err(|_| FieldError::new("rounding", Rule::unknown(rounding))),
            None => Ok(crate::money::Rounding::default()),
        };
        let rounding = findings.keep(rounding);
        let rule = || {
            Some(TaxRule {
                rate_bp: BasisPoints(u32::try_from(rate?).ok()?),
                included: self.included,
                rounding: rounding?,
            })
        };
        findings.finish(rule())
    }
}

fn read_tiers(drafts: &[DeliveryTierDraft]) -> Result<Vec<DeliveryTier>, Vec<FieldError>> {
    if drafts.len() > DELIVERY_TIERS_MAX {
        let max = DELIVERY_TIERS_MAX;
        return Err(FieldError::new("delivery", Rule::TooMany { max }).into());
    }
    let mut findings = Findings::default();
    let mut tiers: Vec<DeliveryTier> = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let at = format!("delivery[{index}]");
        if let Some(tier) = findings.keep(draft.validate().map_err(|errors| within(&at, errors))) {
            let before = tiers.partition_point(|known| *known < tier);
            let key = |tier: &DeliveryTier| (tier.up_to_metres, tier.from_subtotal);
            if tiers.iter().any(|known| key(known) == key(&tier)) {
                findings.report(at, Rule::Duplicate);
            }
            tiers.insert(before, tier);
        }
    }
    findings.finish(Some(tiers))
}

impl From<Charges> for ChargesDraft {
    fn from(charges: Charges) -> Self {
        Self {
            packaging: charges.packaging.map(|fee| PackagingFeeDraft {
                amount_minor: fee.amount.get(),
                per: fee.per.to_string(),
                modes: fee.modes.iter().map(|mode| mode.to_string()).collect(),
            }),
            delivery: charges
                .delivery
                .iter()
                .map(|tier| DeliveryTierDraft {
                    up_to_metres: i64::from(tier.up_to_metres),
                    from_subtotal_minor: tier.from_subtotal.get(),
                    fee_minor: tier.fee.get(),
                })
                .collect(),
            tax: charges.tax.map(|tax| TaxRuleDraft {
                rate_bp: i64::from(tax.rate_bp.0),
                included: tax.included,
                rounding: Some(tax.rounding.to_string()),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHARGES: &str = r#"{"packaging":{"amount_minor":150,"per":"item","modes":["pickup","delivery"]},
        "delivery":[{"up_to_metres":3000,"from_subtotal_minor":0,"fee_minor":500},
                    {"up_to_metres":1000,"fee_minor":300}],
        "tax":{"rate_bp":1300,"included":true}}"#;

    #[track_caller]
    fn check(change: impl FnOnce(&mut ChargesDraft), expected: &[&str]) {
        let mut draft: ChargesDraft = serde_json::from_str(CHARGES).unwrap();
        change(&mut draft);
        let errors = draft.validate().err().unwrap_or_default();
        let sentences: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(sentences, expected);
    }

    #[test]
    fn charges_survive_json_and_tiers_are_sorted() {
        let charges = serde_json::from_str::<ChargesDraft>(CHARGES)
            .unwrap()
            .validate()
            .unwrap();
        assert_eq!(charges.delivery[0].up_to_metres, 1_000);
        let again = serde_json::to_string(&ChargesDraft::from(charges.clone())).unwrap();
        let again: ChargesDraft = serde_json::from_str(&again).unwrap();
        assert_eq!(again.validate(), Ok(charges));
    }

    #[test]
    fn nothing_is_charged_where_nothing_is_said() {
        assert_eq!(ChargesDraft::default().validate(), Ok(Charges::default()));
        assert!(ChargesDraft::from(Charges::default()).is_empty());
    }

    #[test]
    fn every_wrong_field_is_named_by_its_path() {
        check(
            |draft| {
                let packaging = draft.packaging.as_mut().unwrap();
                packaging.amount_minor = 0;
                packaging.per = "box".into();
                packaging.modes = vec!["drone".into()];
                let tax = draft.tax.as_mut().unwrap();
                tax.rate_bp = 5_001;
                tax.rounding = Some("up".into());
            },
            &[
                "packaging.amount_minor must be between 1 and 100000000",
                r#"packaging.per is unknown: "box""#,
                r#"packaging.modes[0] is unknown: "drone""#,
                "tax.rate_bp must be between 0 and 5000",
                r#"tax.rounding is unknown: "up""#,
            ],
        );
        check(
            |draft| {
                draft.delivery[0].fee_minor = -1;
                draft.delivery[1].up_to_metres = 0;
                draft.delivery.push(DeliveryTierDraft {
                    up_to_metres: 5_000,
                    from_subtotal_minor: -1,
                    fee_minor: i64::MAX,
                });
            },
            &[
                "delivery[0].fee_minor must be between 0 and 100000000",
                "delivery[1].up_to_metres must be between 1 and 100000",
                "delivery[2].from_subtotal_minor must be between 0 and 50000000000",
                "delivery[2].fee_minor must be between 0 and 100000000",
            ],
        );
        check(
            |draft| draft.delivery[1].up_to_metres = 3_000,
            &["delivery[1] was given before"],
        );
        check(
            |draft| draft.delivery = vec![draft.delivery[0]; DELIVERY_TIERS_MAX + 1],
            &["delivery must hold at most 20 entries"],
        );
    }
}
