//! A script in the form that the function `mendian_write` (installed by a migration) takes.

use super::{Expect, Param, Script, Statement};
use serde_json::{Value, json};

/// `?1` → `$1`, for a plain statement.
pub(super) fn postgres_placeholders(sql: &str) -> String {
    replace_placeholders(sql, |out, number| {
        out.push('$');
        out.push_str(number);
    })
}

/// The script as the JSON text that `mendian_write(jsonb)` expects: an array of
/// `{"q": text, "p": [values], "e": expected rows or absent}`. Values travel as one JSON array that the function
/// hands to each statement as `$1`; each placeholder becomes a typed element of it.
pub(super) fn postgres_script_json(script: &Script) -> String {
    let steps: Vec<Value> = script
        .steps
        .iter()
        .map(|step| {
            let (q, p) = postgres_json(&step.statement);
            match step.expect {
                Expect::Any => json!({"q": q, "p": p}),
                Expect::Rows(rows, _) => json!({"q": q, "p": p, "e": rows}),
            }
        })
        .collect();
    Value::Array(steps).to_string()
}

/// The text with its placeholders as typed elements of one JSON array, `$1`, and that array.
pub(super) fn postgres_json(statement: &Statement) -> (String, Value) {
    let params = &statement.params;
    let text = replace_placeholders(statement.sql, |out, number| {
        let index = number.parse::<usize>().unwrap_or(0).saturating_sub(1);
        let kind = match params.get(index) {
            Some(Param::Text(_)) => "text",
            Some(Param::Int(_)) | None => "bigint",
        };
        out.push_str(&format!("($1->>{index})::{kind}"));
    });
    let values = params.iter().map(|param| match param {
        Param::Int(value) => json!(value),
        Param::Text(value) => json!(value),
    });
    (text, Value::Array(values.collect()))
}

fn replace_placeholders(sql: &str, mut write: impl FnMut(&mut String, &str)) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut rest = sql;
    while let Some(at) = rest.find('?') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 {
            out.push('?');
        } else {
            write(&mut out, &tail[..digits]);
        }
        rest = &tail[digits..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_become_numbered_parameters() {
        assert_eq!(
            postgres_placeholders("SELECT ?1, ?12 WHERE a = ?1"),
            "SELECT $1, $12 WHERE a = $1"
        );
    }

    #[test]
    fn script_parameters_keep_their_types_when_null() {
        let mut script = Script::new();
        script.expect(
            "one",
            "UPDATE t SET a = ?1, b = ?2",
            vec![Param::Int(None), Param::from("x".to_owned())],
        );
        assert_eq!(
            postgres_script_json(&script),
            r#"[{"e":1,"p":[null,"x"],"q":"UPDATE t SET a = ($1->>0)::bigint, b = ($1->>1)::text"}]"#
        );
    }
}
