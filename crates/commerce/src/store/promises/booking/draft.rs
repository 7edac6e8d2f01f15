use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{BookingRule, Resource};
use crate::field::{FieldError, Findings, Rule, within};
use crate::store::promises::draft::{read_window, small};
use crate::text::{self, Texts};

/// The most resources of a store.
pub const RESOURCES_MAX: usize = 100;
/// The longest name of a resource, in characters.
pub const RESOURCE_NAME_CHARS_MAX: usize = 60;
/// The longest time before an appointment at which it can last be moved or cancelled, in minutes: four weeks.
pub const CHANGE_MINUTES_MAX: u32 = 40_320;

/// A rule of bookings as it is written in JSON, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookingRuleDraft {
    /// Who and what there is.
    pub resources: Vec<ResourceDraft>,
    /// How long before it begins an appointment closes.
    #[serde(default)]
    pub cut_off_minutes: i64,
    /// How many days after today one can be booked.
    #[serde(default)]
    pub days_ahead: i64,
    /// Until how long before it begins it may be moved or cancelled.
    #[serde(default)]
    pub change_minutes: i64,
}

/// A resource as it is written in JSON, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceDraft {
    /// A code.
    pub id: String,
    /// A code.
    pub kind: String,
    /// By language tag; at least one.
    pub name: BTreeMap<String, String>,
}

impl BookingRuleDraft {
    /// Checks the whole rule.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self) -> Result<BookingRule, Vec<FieldError>> {
        let mut findings = Findings::default();
        let resources = findings.keep(self.read_resources());
        let window = findings.keep(read_window(self.cut_off_minutes, self.days_ahead));
        let change = small("change_minutes", self.change_minutes, 0, CHANGE_MINUTES_MAX);
        let change = findings.keep(change);
        let rule = || {
            Some(BookingRule {
                resources: resources?,
                window: window?,
                change_minutes: change?,
            })
        };
        findings.finish(rule())
    }

    fn read_resources(&self) -> Result<Vec<Resource>, Vec<FieldError>> {
        if self.resources.is_empty() {
            return Err(FieldError::new("resources", Rule::TooFew { min: 1 }).into());
        }
        if self.resources.len() > RESOURCES_MAX {
            return Err(FieldError::new("resources", Rule::TooMany { max: RESOURCES_MAX }).into());
        }
        let mut findings = Findings::default();
        let mut known = BTreeSet::new();
        let mut resources = Vec::with_capacity(self.resources.len());
        for (index, draft) in self.resources.iter().enumerate() {
            let at = format!("resources[{index}]");
            let read = findings.keep(draft.validate().map_err(|errors| within(&at, errors)));
            if let Some(resource) = read {
                if !known.insert(resource.id.clone()) {
                    findings.report(format!("{at}.id"), Rule::Duplicate);
                }
                resources.push(resource);
            }
        }
        findings.finish(Some(resources))
    }
}

impl ResourceDraft {
    fn validate(&self) -> Result<Resource, Vec<FieldError>> {
        let mut findings = Findings::default();
        let id = findings.keep(self.id.parse().map_err(|_| FieldError::new("id", Rule::CODE)));
        let kind = findings.keep(self.kind.parse().map_err(|_| FieldError::new("kind", Rule::CODE)));
        let name = Texts::read_required("name", &self.name, text::line, RESOURCE_NAME_CHARS_MAX);
        let name = findings.keep(name);
        let resource = || {
            Some(Resource {
                id: id?,
                kind: kind?,
                name: name?,
            })
        };
        findings.finish(resource())
    }
}

impl From<BookingRule> for BookingRuleDraft {
    fn from(rule: BookingRule) -> Self {
        let resources = rule.resources.into_iter().map(|resource| ResourceDraft {
            id: resource.id.to_string(),
            kind: resource.kind.to_string(),
            name: resource
                .name
                .iter()
                .map(|(tag, text)| (tag.to_string(), text.to_owned()))
                .collect(),
        });
        Self {
            resources: resources.collect(),
            cut_off_minutes: rule.window.cut_off_minutes.into(),
            days_ahead: rule.window.days_ahead.into(),
            change_minutes: rule.change_minutes.into(),
        }
    }
}
