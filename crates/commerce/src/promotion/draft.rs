use std::collections::{BTreeMap, BTreeSet};

use super::{Promotion, PromotionState};
use crate::coupon::{INSTANT_MS_MAX, NAME_CHARS_MAX, Scope};
use crate::field::{FieldError, Findings, Rule, in_range};
use crate::ids::StoreId;
use crate::text::{self, Texts};

/// The longest parameters, in characters of JSON.
pub const PARAMETERS_CHARS_MAX: usize = 2_000;

/// The most stores that a promotion names; more are better served by all stores.
pub const PROMOTION_STORES_MAX: usize = 200;

/// The greatest place of a promotion.
pub const SORT_MAX: i64 = 1_000_000;

/// A promotion as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromotionDraft {
    /// What should be a code.
    pub id: String,
    /// Its name by language.
    pub name: BTreeMap<String, String>,
    /// What should be the name of a rule.
    pub rule: String,
    /// A JSON object; whether the rule understands it is for who can ask it.
    pub parameters: String,
    /// What should be codes of stores; `None` is all stores.
    pub stores: Option<Vec<String>>,
    /// When it begins, in Unix milliseconds.
    pub valid_from_ms: i64,
    /// When it ends, in Unix milliseconds.
    pub valid_until_ms: i64,
    /// Its place among all.
    pub sort: i64,
    /// Whether it runs.
    pub state: PromotionState,
}

impl PromotionDraft {
    /// Checks all fields. Whether rule and stores exist is for who knows them.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self) -> Result<Promotion, Vec<FieldError>> {
        let mut findings = Findings::default();
        let id = findings.keep(self.id.parse().map_err(|_| FieldError::new("id", Rule::CODE)));
        let name = Texts::read_required("name", &self.name, text::line, NAME_CHARS_MAX);
        let name = findings.keep(name);
        let rule = self.rule.parse();
        let rule = findings.keep(rule.map_err(|_| FieldError::new("rule", Rule::CODE)));
        if self.parameters.chars().count() > PARAMETERS_CHARS_MAX {
            let max = PARAMETERS_CHARS_MAX;
            findings.report("parameters", Rule::TooLong { max });
        }
        let scope = findings.keep(read_scope(self.stores.as_deref()));
        findings.keep(in_range("valid_from_ms", self.valid_from_ms, 0, INSTANT_MS_MAX));
        findings.keep(in_range("valid_until_ms", self.valid_until_ms, 0, INSTANT_MS_MAX));
        if self.valid_until_ms <= self.valid_from_ms {
            let other = "valid_from_ms";
            findings.report("valid_until_ms", Rule::NotAfter { other });
        }
        let sort = findings.keep(in_range("sort", self.sort, -SORT_MAX, SORT_MAX));
        let promotion = || {
            Some(Promotion {
                id: id?,
                name: name?,
                rule: rule?,
                parameters: self.parameters.clone(),
                scope: scope?,
                valid_from_ms: self.valid_from_ms,
                valid_until_ms: self.valid_until_ms,
                sort: i32::try_from(sort?).ok()?,
                state: self.state,
            })
        };
        findings.finish(promotion())
    }
}

fn read_scope(stores: Option<&[String]>) -> Result<Scope, Vec<FieldError>> {
    let Some(stores) = stores else {
        return Ok(Scope::All);
    };
    if stores.is_empty() {
        return Err(FieldError::new("stores", Rule::TooFew { min: 1 }).into());
    }
    if stores.len() > PROMOTION_STORES_MAX {
        let max = PROMOTION_STORES_MAX;
        return Err(FieldError::new("stores", Rule::TooMany { max }).into());
    }
    let mut findings = Findings::default();
    let mut known: BTreeSet<StoreId> = BTreeSet::new();
    for (index, store) in stores.iter().enumerate() {
        let read = store.parse();
        let at = || FieldError::new(format!("stores[{index}]"), Rule::CODE);
        known.extend(findings.keep(read.map_err(|_| at())));
    }
    findings.finish(Some(Scope::Stores(known)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Three for two at `s1`, from 1,000 ms until 9,000 ms.
    pub(in crate::promotion) fn draft() -> PromotionDraft {
        PromotionDraft {
            id: "summer".to_owned(),
            name: [("en".to_owned(), "Summer".to_owned())].into(),
            rule: "n-for-m".to_owned(),
            parameters: r#"{"take":3,"pay":2}"#.to_owned(),
            stores: Some(vec!["s1".to_owned()]),
            valid_from_ms: 1_000,
            valid_until_ms: 9_000,
            sort: 10,
            state: PromotionState::Active,
        }
    }

    fn check(change: impl FnOnce(&mut PromotionDraft), expected: &[&str]) {
        let mut draft = draft();
        change(&mut draft);
        let errors = draft.validate().err().unwrap_or_default();
        let fields: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(fields, expected);
    }

    #[test]
    fn every_wrong_field_is_named() {
        check(|_| {}, &[]);
        check(|draft| draft.stores = None, &[]);
        check(
            |draft| {
                draft.id = "no code".to_owned();
                draft.name.clear();
                draft.rule.clear();
                draft.parameters = "x".repeat(2_001);
                draft.stores = Some(vec!["s1".to_owned(), "no store".to_owned()]);
                draft.valid_until_ms = 1_000;
                draft.sort = 1_000_001;
            },
            &[
                "id must be a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -",
                "name is required",
                "rule must be a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -",
                "parameters must be at most 2000 characters long",
                "stores[1] must be a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -",
                "valid_until_ms must come after valid_from_ms",
                "sort must be between -1000000 and 1000000",
            ],
        );
        check(
            |draft| draft.stores = Some(vec![]),
            &["stores must hold at least 1 entries"],
        );
        check(
            |draft| draft.stores = Some(vec!["s".to_owned(); 201]),
            &["stores must hold at most 200 entries"],
        );
    }
}
