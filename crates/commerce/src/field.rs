//! What is wrong with a draft, field by field.
//!
//! A validation never stops at the first mistake: who fills a form, or imports a file, wants the whole list. The
//! sentences here are English, for logs and import reports; the API words them in the caller's language from [`Rule`].

use std::fmt;

/// One field that breaks one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The path in the JSON that the caller sent, such as `variants[0].prices.CNY`.
    pub field: String,
    /// The rule that it breaks.
    pub rule: Rule,
}

/// The rules that a field can break. Lengths count Unicode scalar values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A value is missing or blank.
    Required,
    /// Text is longer than `max` characters.
    TooLong {
        /// The longest length allowed.
        max: usize,
    },
    /// Text is shorter than `min` characters.
    TooShort {
        /// The shortest length allowed.
        min: usize,
    },
    /// A list holds more than `max` entries.
    TooMany {
        /// The most entries allowed.
        max: usize,
    },
    /// A list holds fewer than `min` entries.
    TooFew {
        /// The fewest entries allowed.
        min: usize,
    },
    /// A number lies outside `min..=max`.
    OutOfRange {
        /// The least value allowed.
        min: i64,
        /// The greatest value allowed.
        max: i64,
    },
    /// The value names nothing that we know.
    Unknown {
        /// What was sent, cut to a length that is safe to send back.
        value: String,
    },
    /// The value has another form than the one expected.
    Format {
        /// The form expected, in words or by example.
        expected: &'static str,
    },
    /// The value was given before in the same list.
    Duplicate,
    /// The value must come after that of another field.
    NotAfter {
        /// The other field's path.
        other: &'static str,
    },
    /// The value does not go together with that of another field.
    Conflict {
        /// The other field's path.
        other: &'static str,
    },
    /// Lists and objects are more than `max` deep in each other.
    TooDeep {
        /// The deepest allowed.
        max: usize,
    },
    /// A decimal amount has more fraction digits than its currency.
    Decimals {
        /// The fraction digits of the currency.
        max: u8,
    },
}

/// The longest excerpt of a refused value that is sent back, in characters.
pub const ECHO_CHARS_MAX: usize = 40;

impl FieldError {
    /// Names a field and the rule that it breaks.
    pub fn new(field: impl Into<String>, rule: Rule) -> Self {
        Self {
            field: field.into(),
            rule,
        }
    }

    /// The same error seen from a parent: `at("variants[0]")` turns `sku` into `variants[0].sku`.
    pub fn at(self, parent: &str) -> Self {
        Self {
            field: format!("{parent}.{}", self.field),
            rule: self.rule,
        }
    }
}

impl Rule {
    /// The form of a merchant's code.
    pub const CODE: Self = Self::Format {
        expected: "a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -",
    };

    /// [`Rule::Unknown`] with the value cut to [`ECHO_CHARS_MAX`].
    pub fn unknown(value: &str) -> Self {
        Self::Unknown {
            value: value.chars().take(ECHO_CHARS_MAX).collect(),
        }
    }

    /// A stable name for programs; never changes once released.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::TooMany { .. } => "too_many",
            Self::TooFew { .. } => "too_few",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Unknown { .. } => "unknown",
            Self::Format { .. } => "format",
            Self::Duplicate => "duplicate",
            Self::NotAfter { .. } => "not_after",
            Self::Conflict { .. } => "conflict",
            Self::TooDeep { .. } => "too_deep",
            Self::Decimals { .. } => "decimals",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => write!(f, "is required"),
            Self::TooLong { max } => write!(f, "must be at most {max} characters long"),
            Self::TooShort { min } => write!(f, "must be at least {min} characters long"),
            Self::TooMany { max } => write!(f, "must hold at most {max} entries"),
            Self::TooFew { min } => write!(f, "must hold at least {min} entries"),
            Self::OutOfRange { min, max } => write!(f, "must be between {min} and {max}"),
            Self::Unknown { value } => write!(f, "is unknown: {value:?}"),
            Self::Format { expected } => write!(f, "must be {expected}"),
            Self::Duplicate => write!(f, "was given before"),
            Self::NotAfter { other } => write!(f, "must come after {other}"),
            Self::Conflict { other } => write!(f, "does not go together with {other}"),
            Self::TooDeep { max } => write!(f, "must be nested at most {max} deep"),
            Self::Decimals { max: 0 } => write!(f, "must have no decimals"),
            Self::Decimals { max } => write!(f, "must have at most {max} decimals"),
        }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.rule)
    }
}

impl From<FieldError> for Vec<FieldError> {
    fn from(error: FieldError) -> Self {
        vec![error]
    }
}

/// A number, if it lies in `min..=max`.
///
/// # Errors
/// [`Rule::OutOfRange`], under `field`.
pub fn in_range(field: &str, value: i64, min: i64, max: i64) -> Result<i64, FieldError> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(FieldError::new(field, Rule::OutOfRange { min, max }))
    }
}

/// The errors of a part, seen from its parent.
pub fn within(parent: &str, errors: Vec<FieldError>) -> Vec<FieldError> {
    errors.into_iter().map(|error| error.at(parent)).collect()
}

/// Collects what is wrong while a draft is read to its end.
#[derive(Debug, Default)]
pub struct Findings(Vec<FieldError>);

impl Findings {
    /// The value when it is sound; else `None`, and its errors are kept.
    pub fn keep<T>(&mut self, read: Result<T, impl Into<Vec<FieldError>>>) -> Option<T> {
        read.map_err(|errors| self.0.extend(errors.into())).ok()
    }

    /// Keeps one more error.
    pub fn report(&mut self, field: impl Into<String>, rule: Rule) {
        self.0.push(FieldError::new(field, rule));
    }

    /// The value, when all of it was sound.
    ///
    /// # Errors
    /// Everything that was found wrong.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<FieldError>> {
        value.filter(|_| self.0.is_empty()).ok_or(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_reads_as_a_sentence() {
        let error = FieldError::new("prices.JPY", Rule::Decimals { max: 0 }).at("variants[0]");
        assert_eq!(error.to_string(), "variants[0].prices.JPY must have no decimals");
    }

    #[test]
    fn refused_value_is_sent_back_only_in_part() {
        let Rule::Unknown { value } = Rule::unknown(&"門".repeat(1_000)) else {
            panic!("another rule")
        };
        assert_eq!(value.chars().count(), ECHO_CHARS_MAX);
    }
}
