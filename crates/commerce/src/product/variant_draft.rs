use std::collections::BTreeMap;

use super::{BookableServiceDraft, Choice, PurchaseLimitDraft, Variant, barcode, read_price};
use crate::field::{FieldError, Findings, Rule};
use crate::ids::{ProductId, SkuId};
use crate::money::{Currency, Minor};
use crate::text::{self, Texts};

/// The most currencies that a variant is priced in.
pub const PRICES_MAX: usize = 60;

/// The most options that set a variant apart.
pub const CHOICES_MAX: usize = 5;

/// The longest name of an option or of its value, in characters.
pub const CHOICE_CHARS_MAX: usize = 30;

/// A variant as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariantDraft {
    /// What should be the part of the SKU after the product's code.
    pub code: String,
    /// What sets it apart.
    pub choices: Vec<ChoiceDraft>,
    /// What should be a GTIN.
    pub barcode: Option<String>,
    /// Prices in minor units by what should be a currency code.
    pub prices: BTreeMap<String, i64>,
    /// Whether stores carry it unless they say otherwise.
    pub carried_by_default: bool,
    /// What should be a limit.
    pub purchase_limit: Option<PurchaseLimitDraft>,
    /// What it should need, if it is a service.
    pub service: Option<BookableServiceDraft>,
}

/// An option with its value as they were sent, each by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoiceDraft {
    /// What is chosen.
    pub option: BTreeMap<String, String>,
    /// What it is in this variant.
    pub value: BTreeMap<String, String>,
}

impl VariantDraft {
    pub(super) fn validate(&self, product: &ProductId) -> Result<Variant, Vec<FieldError>> {
        let mut findings = Findings::default();
        let sku = findings.keep(self.read_sku(product));
        let choices = findings.keep(self.read_choices());
        let barcode = self
            .barcode
            .as_deref()
            .map(|gtin| barcode::read("barcode", gtin))
            .transpose();
        let barcode = findings.keep(barcode);
        let prices = findings.keep(self.read_prices());
        let carried_by_default = self.carried_by_default;
        let limit = self.purchase_limit.map(PurchaseLimitDraft::validate).transpose();
        let limit = findings.keep(limit);
        let service = self.service.as_ref().map(BookableServiceDraft::validate);
        let service = findings.keep(service.transpose());
        let variant = || {
            Some(Variant {
                sku: sku?,
                choices: choices?,
                barcode: barcode?,
                prices: prices?,
                carried_by_default,
                purchase_limit: limit?,
                service: service?,
            })
        };
        findings.finish(variant())
    }

    fn read_sku(&self, product: &ProductId) -> Result<SkuId, FieldError> {
        let expected = "a code of 1 to 20 characters A-Z, a-z, 0-9, _ or -";
        SkuId::new(product, &self.code).map_err(|_| FieldError::new("code", Rule::Format { expected }))
    }

    fn read_choices(&self) -> Result<Vec<Choice>, Vec<FieldError>> {
        if self.choices.len() > CHOICES_MAX {
            return Err(FieldError::new("choices", Rule::TooMany { max: CHOICES_MAX }).into());
        }
        let mut findings = Findings::default();
        let mut choices = Vec::with_capacity(self.choices.len());
        for (index, draft) in self.choices.iter().enumerate() {
            let mut texts = |name, sent| {
                let path = format!("choices[{index}].{name}");
                findings.keep(Texts::read_required(&path, sent, text::line, CHOICE_CHARS_MAX))
            };
            let (option, value) = (texts("option", &draft.option), texts("value", &draft.value));
            choices.extend(option.zip(value).map(|(option, value)| Choice { option, value }));
        }
        findings.finish(Some(choices))
    }

    fn read_prices(&self) -> Result<BTreeMap<Currency, Minor>, Vec<FieldError>> {
        let rule = match self.prices.len() {
            0 => Some(Rule::Required),
            count if count > PRICES_MAX => Some(Rule::TooMany { max: PRICES_MAX }),
            _ => None,
        };
        if let Some(rule) = rule {
            return Err(FieldError::new("prices", rule).into());
        }
        let mut findings = Findings::default();
        let mut prices = BTreeMap::new();
        for (code, &price) in &self.prices {
            let Ok(currency) = code.parse::<Currency>() else {
                findings.report("prices", Rule::unknown(code));
                continue;
            };
            let price = findings.keep(read_price(&format!("prices.{code}"), price));
            prices.extend(price.map(|price| (currency, price)));
        }
        findings.finish(Some(prices))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl FnOnce(&mut VariantDraft), expected: &[&str]) {
        let mut draft = VariantDraft {
            code: "l".to_owned(),
            prices: BTreeMap::from([("CNY".to_owned(), 1_800)]),
            ..VariantDraft::default()
        };
        change(&mut draft);
        let errors = draft.validate(&"tea".parse().unwrap()).err().unwrap_or_default();
        assert_eq!(
            errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn prices_are_checked_one_by_one() {
        check(|_| {}, &[]);
        check(|draft| draft.prices.clear(), &["prices is required"]);
        check(
            |draft| {
                draft
                    .prices
                    .extend([("EUR".to_owned(), -1), ("XXX".to_owned(), 1)])
            },
            &[
                "prices.EUR must be between 1 and 50000000000",
                "prices is unknown: \"XXX\"",
            ],
        );
    }

    #[test]
    fn choice_has_a_name_and_a_value() {
        let size = BTreeMap::from([("en".to_owned(), "Size".to_owned())]);
        check(
            |draft| {
                draft.choices.push(ChoiceDraft {
                    option: size,
                    value: BTreeMap::new(),
                })
            },
            &["choices[0].value is required"],
        );
        check(
            |draft| draft.choices = vec![ChoiceDraft::default(); CHOICES_MAX + 1],
            &["choices must hold at most 5 entries"],
        );
    }

    #[test]
    fn code_and_barcode_are_checked() {
        check(
            |draft| {
                draft.code = "x l".to_owned();
                draft.barcode = Some("12345678".to_owned());
            },
            &[
                "code must be a code of 1 to 20 characters A-Z, a-z, 0-9, _ or -",
                "barcode must be a GTIN of 8, 12, 13 or 14 digits, the last its check digit",
            ],
        );
    }
}
