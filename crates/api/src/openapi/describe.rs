//! What the contract says of an operation beyond its method, path and roles.

use crate::operation::Operation;
use crate::problem::Code;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

/// One operation, described.
pub struct Description {
    pub(super) operation: &'static Operation,
    pub(super) summary: &'static str,
    pub(super) detail: &'static str,
    pub(super) query: Vec<Value>,
    pub(super) body: Option<(&'static str, Value)>,
    pub(super) body_required: bool,
    pub(super) idempotent: bool,
    pub(super) revalidates: bool,
    pub(super) answer: (u16, &'static str, Value),
    pub(super) problems: &'static [Code],
}

/// Describes operations, collecting the schemas that they use.
pub struct Describe<'a> {
    schemas: &'a mut SchemaGenerator,
    description: Description,
}

impl<'a> Describe<'a> {
    /// Begins the description of `operation`: one line, and what a caller should know.
    pub fn new(
        schemas: &'a mut SchemaGenerator,
        operation: &'static Operation,
        summary: &'static str,
        detail: &'static str,
    ) -> Self {
        let description = Description {
            operation,
            summary,
            detail,
            query: Vec::new(),
            body: None,
            body_required: true,
            idempotent: false,
            revalidates: false,
            answer: (204, "application/json", json!({})),
            problems: &[],
        };
        Self { schemas, description }
    }

    /// Adds a query parameter with its JSON Schema.
    #[must_use]
    pub fn query(mut self, name: &'static str, required: bool, schema: Value, text: &'static str) -> Self {
        self.description.query.push(json!({
            "name": name, "in": "query", "required": required, "description": text, "schema": schema,
        }));
        self
    }

    /// Adds `limit` and `cursor`.
    #[must_use]
    pub fn paged(self) -> Self {
        let limit = json!({"type": "integer", "minimum": 1, "maximum": crate::page::PAGE_LIMIT_MAX,
            "default": crate::page::PAGE_LIMIT_DEFAULT});
        self.query("limit", false, limit, "Entries of the page at most.")
            .query(
                "cursor",
                false,
                json!({"type": "string", "maxLength": 200}),
                "`next_cursor` of the page before.",
            )
    }

    /// The JSON body.
    #[must_use]
    pub fn body<T: JsonSchema>(mut self) -> Self {
        self.description.body = Some(("application/json", self.schemas.subschema_for::<T>().into()));
        self
    }

    /// A JSON body that may be left out.
    #[must_use]
    pub fn optional_body<T: JsonSchema>(mut self) -> Self {
        self.description.body_required = false;
        self.body::<T>()
    }

    /// A CSV body with a header line.
    #[must_use]
    pub fn csv_body(mut self, text: &'static str) -> Self {
        self.description.body = Some(("text/csv", json!({"type": "string", "description": text})));
        self
    }

    /// An `Idempotency-Key` is required.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        self.description.idempotent = true;
        self
    }

    /// The read carries a strong `ETag` and answers `If-None-Match`.
    #[must_use]
    pub fn revalidates(mut self) -> Self {
        self.description.revalidates = true;
        self
    }

    /// Problems that this operation has beside those that every operation of its kind has.
    #[must_use]
    pub fn problems(mut self, problems: &'static [Code]) -> Self {
        self.description.problems = problems;
        self
    }

    /// Ends the description with the JSON of success.
    pub fn answers<T: JsonSchema>(mut self, status: u16) -> Description {
        self.description.answer = (
            status,
            "application/json",
            self.schemas.subschema_for::<T>().into(),
        );
        self.description
    }

    /// Ends the description with a success of another media type.
    pub fn answers_text(mut self, media_type: &'static str) -> Description {
        self.description.answer = (200, media_type, json!({"type": "string"}));
        self.description
    }

    /// Ends the description with JSON of any shape.
    pub fn answers_any(mut self) -> Description {
        self.description.answer = (200, "application/json", json!({"type": "object"}));
        self.description
    }
}
