//! The OpenAPI 3.1 document, made from the operations and the types that the code itself uses.

mod describe;

pub use describe::{Describe, Description};

use crate::operation::{self, Access, BODY_BYTES_MAX, Method, Operation};
use crate::problem::Code;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The whole contract. Deterministic: the same code gives the same bytes.
#[must_use]
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| {
        s.definitions_path = "/components/schemas".into();
        s.meta_schema = None;
    });
    let mut schemas = SchemaGenerator::new(settings);
    let mut paths: Map<String, Value> = Map::new();
    let mut tags = Vec::new();
    for (function, descriptions) in [
        ("stores", crate::stores::describe(&mut schemas)),
        ("catalog", crate::catalog::describe(&mut schemas)),
        ("checkout", crate::checkout::describe(&mut schemas)),
        ("fulfilment", crate::fulfilment::describe(&mut schemas)),
        ("coupons", crate::coupons::describe(&mut schemas)),
        ("accounts", crate::accounts::describe(&mut schemas)),
        ("staff", crate::staff::describe(&mut schemas)),
        ("analytics", crate::analytics::describe(&mut schemas)),
        ("projector", crate::projector::describe(&mut schemas)),
        ("portal", crate::portal::describe(&mut schemas)),
    ] {
        tags.push(json!({"name": function}));
        for description in descriptions {
            let entry = paths
                .entry(description.operation.path.to_owned())
                .or_insert_with(|| json!({}));
            entry[description.operation.method.as_str().to_ascii_lowercase()] =
                operation_object(function, &description);
        }
    }
    let mut components = schemas.take_definitions(true);
    components.insert("Problem".to_owned(), problem_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Mendian",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "The back end of a chain brand's multi-store mall mini-program, at the edge.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        // In the order in which a reader should meet them.
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    })
}

fn operation_object(function: &str, description: &Description) -> Value {
    let operation = description.operation;
    let mut object = json!({
        "operationId": operation.id,
        "tags": [function],
        "summary": description.summary,
        "description": format!("{}\n\n{}", description.detail, callers(operation)),
        "responses": responses(description),
    });
    let parameters = parameters(description);
    if !parameters.is_empty() {
        object["parameters"] = parameters.into();
    }
    if let Some((media_type, schema)) = &description.body {
        object["requestBody"] =
            json!({"required": description.body_required, "content": {*media_type: {"schema": schema}}});
        if operation.body_bytes_max != BODY_BYTES_MAX {
            object["x-body-bytes-max"] = operation.body_bytes_max.into();
        }
    }
    if let Some(rate) = operation.rate {
        let by = match operation.access.admits(Access::PUBLIC) {
            true => "address",
            false => "principal",
        };
        object["x-rate-limit"] = json!({"burst": rate.burst, "per_minute": rate.per_minute, "by": by});
    }
    if !operation.access.admits(Access::PUBLIC) {
        object["security"] = json!([{"bearer": []}]);
    }
    object
}

/// Who may call it, in a sentence.
fn callers(operation: &Operation) -> String {
    let roles = operation.access.names().join(", ");
    match operation.permission {
        None => format!("Roles: {roles}."),
        Some(permission) => format!("Roles: {roles}. Permission: {permission}."),
    }
}

fn parameters(description: &Description) -> Vec<Value> {
    let in_path = description.operation.path.split('/').filter_map(|segment| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        let (pattern, example) = match name {
            "sku" => ("^[A-Za-z0-9_-]{1,40}\\.[A-Za-z0-9_-]{1,20}$", "tea-oolong.500ml"),
            "barcode" => ("^([0-9]{8}|[0-9]{12,14})$", "6291041500213"),
            "currency" => ("^[A-Z]{3}$", "CNY"),
            "key" | "order" | "session" | "staff" | "transfer" => {
                ("^[0-9A-HJKMNP-TV-Z]{26}$", "01K0000000000000000000000A")
            }
            _ => ("^[A-Za-z0-9_-]{1,40}$", "sh-001"),
        };
        Some(json!({
            "name": name, "in": "path", "required": true, "example": example,
            "schema": {"type": "string", "pattern": pattern},
        }))
    });
    let key = description.idempotent.then(|| {
        json!({
            "name": "Idempotency-Key", "in": "header", "required": true, "example": "0197c0de-0001",
            "description": "Repeat a request with the same key and body to get the same answer, and one effect.",
            "schema": {"type": "string", "pattern": "^[!-~]{8,64}$"},
        })
    });
    in_path
        .chain(description.query.iter().cloned())
        .chain(key)
        .collect()
}

fn responses(description: &Description) -> Value {
    let operation = description.operation;
    let mut codes: Vec<Code> = description.problems.to_vec();
    codes.extend([
        Code::MethodNotAllowed,
        Code::Unauthenticated,
        Code::PayloadTooLarge,
        Code::HeadersTooLarge,
        Code::Internal,
        Code::Busy,
    ]);
    if !operation.access.admits(Access::PUBLIC) {
        codes.push(Code::Forbidden);
    }
    if operation.method != Method::Get {
        codes.push(Code::UnsupportedMediaType);
    }
    if operation.rate.is_some() {
        codes.push(Code::TooManyRequests);
    }
    if operation.path.contains('{') {
        codes.extend([Code::NotFound, Code::InvalidRequest]);
    }
    if !description.query.is_empty() {
        codes.push(Code::InvalidRequest);
    }
    if description.body.is_some() {
        codes.extend([Code::MalformedJson, Code::InvalidRequest]);
    }
    if description.idempotent {
        codes.extend([Code::IdempotencyKeyRequired, Code::IdempotencyKeyReused]);
    }
    codes.sort_unstable_by_key(|code| (code.status(), code.as_str()));
    codes.dedup();
    let mut responses = Map::new();
    let (status, media_type, schema) = &description.answer;
    responses.insert(
        status.to_string(),
        json!({"description": "Done.", "content": {*media_type: {"schema": schema}}}),
    );
    if description.revalidates {
        responses.insert("304".to_owned(), json!({"description": "You have it already."}));
    }
    for code in codes {
        let entry = responses.entry(code.status().to_string()).or_insert_with(|| {
            json!({
                "description": "Problem:",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            })
        });
        if let Some(text) = entry["description"].as_str() {
            entry["description"] = format!("{text} `{}`", code.as_str()).into();
        }
    }
    responses.into()
}

fn problem_schema() -> Value {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    json!({
        "type": "object",
        "description": "RFC 9457 problem details, in the language of Accept-Language.",
        "required": ["type", "code", "status", "title"],
        "properties": {
            "type": {"type": "string"},
            "code": {"type": "string", "enum": codes},
            "status": {"type": "integer"},
            "title": {"type": "string"},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": {
                "type": "object",
                "required": ["field", "rule", "message"],
                "properties": {
                    "field": {"type": "string", "description": "Path into the body, or the name of a parameter."},
                    "rule": {"type": "string", "description": "Stable name of the rule."},
                    "message": {"type": "string"},
                },
            }},
        },
    })
}

/// Names of operations that the contract does not describe, or describes twice; empty when all is well.
#[must_use]
pub fn undescribed() -> Vec<&'static str> {
    let document = document();
    operation::all()
        .into_iter()
        .flat_map(|(_, operations)| operations)
        .filter(|operation| {
            document["paths"][operation.path][operation.method.as_str().to_ascii_lowercase()]["operationId"]
                != operation.id
        })
        .map(|operation| operation.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_described() {
        assert_eq!(undescribed(), Vec::<&str>::new());
    }
}
