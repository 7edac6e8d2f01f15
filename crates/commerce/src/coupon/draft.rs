use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Scope, Template, TemplateState};
use crate::field::{FieldError, Findings, Rule, in_range};
use crate::ids::{StoreId, TemplateId};
use crate::money::{BasisPoints, Currency, Minor, PRICE_MINOR_MAX, WHOLE_BP};
use crate::text::{self, Texts};

/// The longest name of a template, in characters.
pub const NAME_CHARS_MAX: usize = 60;

/// The longest description of a template, in characters.
pub const DESCRIPTION_CHARS_MAX: usize = 1_000;

/// The most coupons that a template issues.
pub const TOTAL_LIMIT_MAX: u32 = 1_000_000_000;

/// The most coupons of one template that a customer is issued.
pub const PER_CUSTOMER_LIMIT_MAX: u32 = 100;

/// The most days that a coupon lasts after it was issued: ten years.
pub const VALID_DAYS_MAX: u32 = 3_650;

/// The most stores that a template names; more are better served by all stores.
pub const SCOPE_STORES_MAX: usize = 1_000;

/// The last instant that a validity may name, in Unix milliseconds: the end of the year 9999, as in RFC 3339.
pub const INSTANT_MS_MAX: i64 = 253_402_300_799_999;

/// A template as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateDraft {
    /// What should be a code.
    pub id: String,
    /// Its name by language.
    pub name: BTreeMap<String, String>,
    /// Its description by language; may be empty.
    pub description: BTreeMap<String, String>,
    /// What it takes off.
    pub kind: KindDraft,
    /// What should be a currency code.
    pub currency: String,
    /// The least subtotal, in minor units.
    pub threshold: i64,
    /// When it begins, in Unix milliseconds.
    pub valid_from_ms: i64,
    /// When it ends, in Unix milliseconds.
    pub valid_until_ms: i64,
    /// How many days a coupon lasts.
    pub valid_days: Option<i64>,
    /// How many coupons are issued.
    pub total_limit: i64,
    /// How many to one customer.
    pub per_customer_limit: i64,
    /// What should be codes of stores; `None` is all stores.
    pub stores: Option<Vec<String>>,
    /// Whether coupons are issued.
    pub state: TemplateState,
}

/// What a coupon takes off, as it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindDraft {
    /// A fixed amount, in minor units.
    Amount {
        /// How much.
        amount: i64,
    },
    /// A part of the subtotal, in basis points.
    Percent {
        /// Which part.
        rate_bp: i64,
        /// The most that it takes off, in minor units.
        cap: Option<i64>,
    },
}

impl TemplateDraft {
    /// Checks all fields. Whether the stores exist is for who knows them.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self) -> Result<Template, Vec<FieldError>> {
        let mut findings = Findings::default();
        let id = findings.keep(read_id(&self.id));
        let name = findings.keep(Texts::read_required(
            "name",
            &self.name,
            text::line,
            NAME_CHARS_MAX,
        ));
        let description = Texts::read(
            "description",
            &self.description,
            text::paragraph,
            DESCRIPTION_CHARS_MAX,
        );
        let description = findings.keep(description);
        let kind = findings.keep(self.kind.read());
        let currency: Result<Currency, _> = self.currency.parse();
        let currency = currency.map_err(|_| FieldError::new("currency", Rule::unknown(&self.currency)));
        let currency = findings.keep(currency);
        let threshold = findings.keep(amount("threshold", self.threshold, 0));
        findings.keep(instant("valid_from_ms", self.valid_from_ms));
        findings.keep(instant("valid_until_ms", self.valid_until_ms));
        if self.valid_until_ms <= self.valid_from_ms {
            findings.report(
                "valid_until_ms",
                Rule::NotAfter {
                    other: "valid_from_ms",
                },
            );
        }
        let valid_days = self
            .valid_days
            .map(|days| count("valid_days", days, VALID_DAYS_MAX))
            .transpose();
        let valid_days = findings.keep(valid_days);
        let total_limit = findings.keep(count("total_limit", self.total_limit, TOTAL_LIMIT_MAX));
        let per_customer_limit = findings.keep(count(
            "per_customer_limit",
            self.per_customer_limit,
            PER_CUSTOMER_LIMIT_MAX,
        ));
        let scope = findings.keep(self.read_scope());
        let template = || {
            Some(Template {
                id: id?,
                name: name?,
                description: description?,
                kind: kind?,
                currency: currency?,
                threshold: threshold?,
                valid_from_ms: self.valid_from_ms,
                valid_until_ms: self.valid_until_ms,
                valid_days: valid_days?,
                total_limit: total_limit?,
                per_customer_limit: per_customer_limit?,
                scope: scope?,
                state: self.state,
            })
        };
        findings.finish(template())
    }

    fn read_scope(&self) -> Result<Scope, Vec<FieldError>> {
        let Some(stores) = &self.stores else {
            return Ok(Scope::All);
        };
        if stores.is_empty() {
            return Err(FieldError::new("stores", Rule::TooFew { min: 1 }).into());
        }
        if stores.len() > SCOPE_STORES_MAX {
            return Err(FieldError::new(
                "stores",
                Rule::TooMany {
                    max: SCOPE_STORES_MAX,
                },
            )
            .into());
        }
        let mut findings = Findings::default();
        let mut known: BTreeSet<StoreId> = BTreeSet::new();
        for (index, store) in stores.iter().enumerate() {
            match store.parse() {
                Ok(store) => drop(known.insert(store)),
                Err(_) => findings.report(format!("stores[{index}]"), Rule::CODE),
            }
        }
        findings.finish(Some(Scope::Stores(known)))
    }
}

impl KindDraft {
    fn read(self) -> Result<Kind, Vec<FieldError>> {
        let mut findings = Findings::default();
        let kind = match self {
            Self::Amount { amount: sent } => findings
                .keep(amount("kind.amount", sent, 1))
                .map(|amount| Kind::Amount { amount }),
            Self::Percent { rate_bp, cap } => {
                let rate = findings.keep(count("kind.rate_bp", rate_bp, WHOLE_BP));
                let cap = findings.keep(cap.map(|cap| amount("kind.cap", cap, 1)).transpose());
                rate.zip(cap).map(|(rate, cap)| Kind::Percent {
                    rate_bp: BasisPoints(rate),
                    cap,
                })
            }
        };
        findings.finish(kind)
    }
}

fn read_id(id: &str) -> Result<TemplateId, FieldError> {
    id.parse().map_err(|_| FieldError::new("id", Rule::CODE))
}

fn amount(field: &str, sent: i64, min: i64) -> Result<Minor, FieldError> {
    in_range(field, sent, min, PRICE_MINOR_MAX).map(Minor)
}

fn instant(field: &str, sent: i64) -> Result<i64, FieldError> {
    in_range(field, sent, 0, INSTANT_MS_MAX)
}

fn count(field: &str, sent: i64, max: u32) -> Result<u32, FieldError> {
    let out_of_range = || {
        FieldError::new(
            field,
            Rule::OutOfRange {
                min: 1,
                max: i64::from(max),
            },
        )
    };
    u32::try_from(sent)
        .ok()
        .filter(|count| (1..=max).contains(count))
        .ok_or_else(out_of_range)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn draft() -> TemplateDraft {
        TemplateDraft {
            id: "spring".to_owned(),
            name: BTreeMap::from([("en".to_owned(), "Spring".to_owned())]),
            description: BTreeMap::new(),
            kind: KindDraft::Amount { amount: 1_000 },
            currency: "CNY".to_owned(),
            threshold: 3_000,
            valid_from_ms: 1_000,
            valid_until_ms: 9_000,
            valid_days: None,
            total_limit: 100,
            per_customer_limit: 1,
            stores: None,
            state: TemplateState::Active,
        }
    }

    /// 10.00 CNY off from 30.00 CNY at all stores, from 1,000 ms until 9,000 ms; active.
    pub(crate) fn template() -> Template {
        draft().validate().unwrap()
    }

    fn check(change: impl FnOnce(&mut TemplateDraft), expected: &[&str]) {
        let mut draft = draft();
        change(&mut draft);
        let errors = draft.validate().err().unwrap_or_default();
        assert_eq!(
            errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn sound_draft_becomes_a_template_that_survives_json() {
        for kind in [
            KindDraft::Amount { amount: 1 },
            KindDraft::Percent {
                rate_bp: 10_000,
                cap: Some(1),
            },
        ] {
            let draft = TemplateDraft {
                kind,
                stores: Some(vec!["s1".to_owned()]),
                ..draft()
            };
            let template = draft.validate().unwrap();
            let json = serde_json::to_string(&template).unwrap();
            assert_eq!(serde_json::from_str::<Template>(&json).unwrap(), template);
        }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        check(
            |draft| {
                draft.name.clear();
                draft.kind = KindDraft::Percent {
                    rate_bp: 10_001,
                    cap: Some(0),
                };
                draft.currency = "RMB".to_owned();
                draft.threshold = -1;
                draft.valid_from_ms = draft.valid_until_ms;
                draft.valid_days = Some(0);
                draft.total_limit = i64::MAX;
                draft.per_customer_limit = 0;
                draft.stores = Some(vec!["s1".to_owned(), "s 2".to_owned()]);
            },
            &[
                "name is required",
                "kind.rate_bp must be between 1 and 10000",
                "kind.cap must be between 1 and 50000000000",
                "currency is unknown: \"RMB\"",
                "threshold must be between 0 and 50000000000",
                "valid_until_ms must come after valid_from_ms",
                "valid_days must be between 1 and 3650",
                "total_limit must be between 1 and 1000000000",
                "per_customer_limit must be between 1 and 100",
                "stores[1] must be a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -",
            ],
        );
    }

    #[test]
    fn scope_names_some_stores_but_not_too_many() {
        check(
            |draft| draft.stores = Some(Vec::new()),
            &["stores must hold at least 1 entries"],
        );
        check(
            |draft| draft.stores = Some(vec!["s".to_owned(); SCOPE_STORES_MAX + 1]),
            &["stores must hold at most 1000 entries"],
        );
    }
}
