use super::{Birthday, BirthdayDraft, Purpose};
use crate::field::{FieldError, Findings, Rule, within};
use crate::text::{self, LanguageTag};
use std::collections::BTreeSet;

/// Longest name, in characters.
pub const NAME_CHARS_MAX: usize = 60;

/// What a shopper sent of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileDraft {
    /// A name.
    pub name: Option<String>,
    /// What should be a language tag.
    pub language: Option<String>,
    /// What should be a day.
    pub birthday: Option<BirthdayDraft>,
    /// What should be the purposes that they agree to.
    pub consents: Vec<String>,
}

/// What a shopper says of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// How they want to be called.
    pub name: Option<String>,
    /// The language that they read.
    pub language: Option<LanguageTag>,
    /// Their birthday.
    pub birthday: Option<Birthday>,
    /// What they agree to, and to nothing else.
    pub consents: BTreeSet<Purpose>,
}

impl ProfileDraft {
    /// Checks all fields at `now_ms`, in Unix milliseconds.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self, now_ms: i64) -> Result<Profile, Vec<FieldError>> {
        let mut findings = Findings::default();
        let name = match &self.name {
            Some(name) => findings.keep(text::line("name", name, NAME_CHARS_MAX)),
            None => None,
        };
        let expected = "a language tag such as en or zh-CN";
        let language = match &self.language {
            Some(tag) => {
                let tag = tag.parse();
                findings.keep(tag.map_err(|_| FieldError::new("language", Rule::Format { expected })))
            }
            None => None,
        };
        let birthday = match self.birthday {
            Some(draft) => {
                let read = draft.validate(now_ms);
                findings.keep(read.map_err(|errors| within("birthday", errors)))
            }
            None => None,
        };
        let mut consents = BTreeSet::new();
        if self.consents.len() > Purpose::ALL.len() {
            let max = Purpose::ALL.len();
            findings.report("consents", Rule::TooMany { max });
        } else {
            for (index, purpose) in self.consents.iter().enumerate() {
                let path = format!("consents[{index}]");
                match purpose.parse() {
                    Ok(purpose) if !consents.insert(purpose) => findings.report(path, Rule::Duplicate),
                    Ok(_) => {}
                    Err(_) => findings.report(path, Rule::unknown(purpose)),
                }
            }
        }
        findings.finish(Some(Profile {
            name,
            language,
            birthday,
            consents,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_said_is_a_profile() {
        let profile = ProfileDraft::default().validate(0).unwrap();
        assert_eq!((profile.name, profile.consents.len()), (None, 0));
    }

    #[test]
    fn every_field_at_fault_is_named() {
        let draft = ProfileDraft {
            name: Some("\n".to_owned()),
            language: Some("Chinese!".to_owned()),
            birthday: Some(BirthdayDraft {
                year: None,
                month: 2,
                day: 31,
            }),
            consents: ["marketing", "marketing", "everything"].map(str::to_owned).into(),
        };
        let errors = draft.validate(0).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| &*error.field).collect();
        assert_eq!(
            fields,
            ["name", "language", "birthday.day", "consents[1]", "consents[2]"]
        );
        let many = ProfileDraft {
            consents: vec!["x".to_owned(); 4],
            ..ProfileDraft::default()
        };
        assert_eq!(many.validate(0).unwrap_err()[0].rule, Rule::TooMany { max: 3 });
    }
}
