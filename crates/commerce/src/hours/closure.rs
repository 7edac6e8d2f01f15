use serde::{Deserialize, Serialize};

use crate::field::{FieldError, Findings, Rule};
use crate::text::line;

/// The longest reason for a closure, in characters.
pub const CLOSURE_REASON_CHARS_MAX: usize = 200;

/// A time in which a store is closed whatever its hours say.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "ClosureDraft", into = "ClosureDraft")]
pub struct Closure {
    /// When it begins, in Unix milliseconds.
    pub from_ms: i64,
    /// When it ends, in Unix milliseconds; until further notice when missing.
    pub until_ms: Option<i64>,
    /// Why, as shoppers read it.
    pub reason: String,
}

/// A closure as it is written in JSON, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosureDraft {
    /// When it begins, in Unix milliseconds.
    pub from_ms: i64,
    /// When it ends, in Unix milliseconds; until further notice when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<i64>,
    /// Why, as shoppers read it.
    pub reason: String,
}

impl Closure {
    /// Whether the store is closed by it at an instant, in Unix milliseconds.
    pub fn is_on(&self, at_ms: i64) -> bool {
        self.from_ms <= at_ms && self.until_ms.is_none_or(|until_ms| at_ms < until_ms)
    }

    /// Whether the store is closed by it at any instant of a span, in Unix milliseconds.
    pub fn touches(&self, (from_ms, until_ms): (i64, i64)) -> bool {
        self.from_ms < until_ms && self.until_ms.is_none_or(|end_ms| from_ms < end_ms)
    }
}

impl ClosureDraft {
    /// Checks the closure.
    ///
    /// # Errors
    /// `until_ms` when it is not after `from_ms`; `reason` when it is blank or too long.
    pub fn validate(&self) -> Result<Closure, Vec<FieldError>> {
        let mut findings = Findings::default();
        if self.until_ms.is_some_and(|until_ms| until_ms <= self.from_ms) {
            findings.report("until_ms", Rule::NotAfter { other: "from_ms" });
        }
        let reason = findings.keep(line("reason", &self.reason, CLOSURE_REASON_CHARS_MAX));
        let (from_ms, until_ms) = (self.from_ms, self.until_ms);
        findings.finish(reason.map(|reason| Closure {
            from_ms,
            until_ms,
            reason,
        }))
    }
}

impl TryFrom<ClosureDraft> for Closure {
    type Error = String;

    fn try_from(draft: ClosureDraft) -> Result<Self, String> {
        let sentences = |errors: Vec<FieldError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>();
        draft.validate().map_err(|errors| sentences(errors).join("; "))
    }
}

impl From<Closure> for ClosureDraft {
    fn from(closure: Closure) -> Self {
        Self {
            from_ms: closure.from_ms,
            until_ms: closure.until_ms,
            reason: closure.reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closure_begins_before_it_ends_and_says_why() {
        let draft = ClosureDraft {
            from_ms: 5,
            until_ms: Some(5),
            reason: " ".into(),
        };
        let errors = draft.validate().unwrap_err();
        let named: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(named, ["until_ms must come after from_ms", "reason is required"]);
    }

    #[test]
    fn a_closure_is_on_from_its_beginning_until_before_its_end() {
        let closure = |until_ms| Closure {
            from_ms: 5,
            until_ms,
            reason: "装修".into(),
        };
        let on = |closure: Closure| (0..9).filter(|at_ms| closure.is_on(*at_ms)).collect::<Vec<_>>();
        assert_eq!(on(closure(Some(7))), [5, 6]);
        assert_eq!(on(closure(None)), [5, 6, 7, 8]);
    }
}
