//! RFC 9457 problem details with stable codes, in the caller's language.

mod code;
mod message;

pub use code::Code;

use commerce::field::{FieldError, Rule};
use commerce::text::Locale;
use serde::Serialize;

/// What went wrong, for a caller. The body of every response that is not a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which problem.
    pub code: Code,
    /// The fields at fault, if any.
    pub fields: Vec<FieldProblem>,
    /// What the caller should see beside the problem, such as the new quote; a JSON value.
    pub extra: Option<(&'static str, serde_json::Value)>,
}

/// One field at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Where: a path into the body such as `lines[0].quantity`, a query or path parameter, or a header.
    pub field: String,
    /// What it breaks.
    pub fault: Fault,
}

/// What a field breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A rule of the domain.
    Rule(Rule),
    /// The JSON value has another type, is missing or unknown; the parser's own words, English.
    Type(String),
    /// So many units are available, fewer than wanted.
    Available(i64),
    /// The customer may have so many units more, fewer than wanted.
    Left(i64),
    /// A stable reason of a business rule, such as `coupon_expired`.
    Reason(&'static str),
}

impl Problem {
    /// A problem without fields.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            fields: Vec::new(),
            extra: None,
        }
    }

    /// A problem of one field.
    #[must_use]
    pub fn field(code: Code, field: impl Into<String>, fault: Fault) -> Self {
        Self {
            code,
            fields: vec![FieldProblem {
                field: field.into(),
                fault,
            }],
            extra: None,
        }
    }

    /// [`Code::InvalidRequest`] for one field and rule.
    #[must_use]
    pub fn invalid(field: impl Into<String>, rule: Rule) -> Self {
        Self::field(Code::InvalidRequest, field, Fault::Rule(rule))
    }

    /// Adds a value for the caller under `name`.
    #[must_use]
    pub fn with_extra(mut self, name: &'static str, value: serde_json::Value) -> Self {
        self.extra = Some((name, value));
        self
    }

    /// The JSON body in `locale`.
    #[must_use]
    pub fn to_json(&self, locale: Locale) -> Vec<u8> {
        let mut body = serde_json::json!({
            "type": format!("/docs#problem-{}", self.code.as_str()),
            "code": self.code.as_str(),
            "status": self.code.status(),
            "title": message::title(self.code, locale),
        });
        if !self.fields.is_empty() {
            let errors: Vec<Stated> = self.fields.iter().map(|field| field.state(locale)).collect();
            body["detail"] = errors
                .iter()
                .map(|e| format!("{}: {}", e.field, e.message))
                .collect::<Vec<_>>()
                .join("; ")
                .into();
            body["errors"] = serde_json::to_value(errors).unwrap_or_default();
        }
        if let Some((name, value)) = &self.extra {
            body[*name] = value.clone();
        }
        body.to_string().into_bytes()
    }
}

/// A field at fault, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Stated {
    /// Where: a path into the body, the name of a parameter, or of a column.
    pub field: String,
    /// A stable name of what it breaks, for programs.
    pub rule: &'static str,
    /// The same in the caller's language.
    pub message: String,
}

impl FieldProblem {
    /// Says it in `locale`.
    #[must_use]
    pub fn state(&self, locale: Locale) -> Stated {
        Stated {
            field: self.field.clone(),
            rule: self.fault.code(),
            message: message::fault(&self.fault, locale),
        }
    }
}

impl From<FieldError> for FieldProblem {
    fn from(error: FieldError) -> Self {
        Self {
            field: error.field,
            fault: Fault::Rule(error.rule),
        }
    }
}

impl Fault {
    /// A stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.code(),
            Self::Type(_) => "type",
            Self::Available(_) => "available",
            Self::Left(_) => "left",
            Self::Reason(reason) => reason,
        }
    }
}

impl From<Vec<FieldError>> for Problem {
    fn from(errors: Vec<FieldError>) -> Self {
        Self {
            code: Code::InvalidRequest,
            fields: errors.into_iter().map(FieldProblem::from).collect(),
            extra: None,
        }
    }
}

impl From<FieldError> for Problem {
    fn from(error: FieldError) -> Self {
        vec![error].into()
    }
}
