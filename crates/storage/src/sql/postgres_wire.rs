//! What is sent to Postgres for a statement or a script, with a wall around it or without.
//!
//! Behind a wall both run inside a function that a migration installs. It takes the role `mendian_store`, which row-level security
//! binds, and sets the wall; both end with the statement on the wire, so that a pooled connection inherits nothing.

use super::postgres_script::{postgres_json, postgres_placeholders, postgres_script_json};
use super::{Column, Param, Row, Script, SqlError, Statement};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// A read as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresRead {
    /// The text, placeholders `$1`, `$2`, ….
    pub text: String,
    /// Bound values.
    pub params: Vec<Param>,
    /// What its rows come back as.
    pub form: RowForm,
}

/// What a row comes back as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowForm {
    /// Its columns.
    Columns,
    /// One text, a JSON object of them.
    Json,
}

impl PostgresRead {
    /// What reads a statement.
    #[must_use]
    pub fn of(statement: Statement) -> Self {
        let Some(wall) = &statement.wall else {
            return Self {
                text: postgres_placeholders(statement.sql),
                params: statement.params,
                form: RowForm::Columns,
            };
        };
        let (text, values) = postgres_json(&statement);
        Self {
            text: "SELECT * FROM mendian_walled_read($1::text, $2::text, $3::text)".to_owned(),
            params: vec![
                wall.as_str().to_owned().into(),
                text.into(),
                values.to_string().into(),
            ],
            form: RowForm::Json,
        }
    }
}

impl RowForm {
    /// The statement's rows in what came back.
    ///
    /// # Errors
    /// [`SqlError::Decode`] for a column that is neither `BIGINT` nor `TEXT`.
    pub fn rows(self, answer: Vec<Row>) -> Result<Vec<Row>, SqlError> {
        let row = |row: &Row| row.json::<Walled>(0).map(|Walled(row)| row);
        match self {
            Self::Columns => Ok(answer),
            Self::Json => answer.iter().map(row).collect(),
        }
    }
}

/// A write as it is sent. Its answer is one row, with the affected rows of each step as a JSON array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresWrite {
    /// The text, placeholders `$1`, `$2`, ….
    pub text: &'static str,
    /// Bound values.
    pub params: Vec<Param>,
}

impl PostgresWrite {
    /// What writes a script.
    #[must_use]
    pub fn of(script: &Script) -> Self {
        let steps = postgres_script_json(script);
        match &script.wall {
            None => Self {
                text: "SELECT mendian_write($1::text)",
                params: vec![steps.into()],
            },
            Some(wall) => Self {
                text: "SELECT mendian_walled_write($1::text, $2::text)",
                params: vec![wall.as_str().to_owned().into(), steps.into()],
            },
        }
    }
}

/// A row as one JSON object. Columns count by their position: two may have the same name.
struct Walled(Row);

impl<'de> Deserialize<'de> for Walled {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Columns;
        impl<'de> Visitor<'de> for Columns {
            type Value = Walled;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Walled, A::Error> {
                let mut columns = Vec::new();
                while let Some((IgnoredAny, Cell(column))) = map.next_entry()? {
                    columns.push(column);
                }
                Ok(Walled(Row(columns)))
            }
        }
        deserializer.deserialize_map(Columns)
    }
}

/// One column of it.
struct Cell(Column);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;
        impl Visitor<'_> for Value {
            type Value = Cell;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a bigint, a text or null")
            }

            fn visit_i64<E>(self, value: i64) -> Result<Cell, E> {
                Ok(Cell(Column::Int(value)))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Cell, E> {
                let value = i64::try_from(value).map_err(|_| E::custom("beyond a bigint"))?;
                Ok(Cell(Column::Int(value)))
            }

            fn visit_str<E>(self, value: &str) -> Result<Cell, E> {
                Ok(Cell(Column::Text(value.to_owned())))
            }

            fn visit_unit<E>(self) -> Result<Cell, E> {
                Ok(Cell(Column::Null))
            }
        }
        deserializer.deserialize_any(Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::StoreScope;

    fn answer(text: &str) -> Vec<Row> {
        vec![Row(vec![Column::Text(text.to_owned())])]
    }

    #[test]
    fn row_behind_a_wall_is_read_by_position() {
        let text =
            r#"{"id":"a","state":"\u00e9\"","state":null,"n":-9223372036854775808,"m":9223372036854775807}"#;
        let expected = Row(vec![
            Column::Text("a".to_owned()),
            Column::Text("é\"".to_owned()),
            Column::Null,
            Column::Int(i64::MIN),
            Column::Int(i64::MAX),
        ]);
        assert_eq!(RowForm::Json.rows(answer(text)), Ok(vec![expected]));
        for other in [r#"{"a":1.5}"#, r#"{"a":true}"#, r#"{"a":[1]}"#, "[1]"] {
            assert!(RowForm::Json.rows(answer(other)).is_err(), "{other}");
        }
    }

    #[test]
    fn wall_travels_beside_the_text() {
        let mut statement = Statement::new(
            "SELECT a FROM t WHERE b = ?2 AND c = ?1",
            vec![1_i64.into(), "x".into()],
        );
        assert_eq!(
            PostgresRead::of(statement.clone()).text,
            "SELECT a FROM t WHERE b = $2 AND c = $1"
        );
        statement.wall = StoreScope::One("s1".parse().unwrap()).wall();
        let expected: Vec<Param> = vec![
            "store:s1".into(),
            "SELECT a FROM t WHERE b = ($1->>1)::text AND c = ($1->>0)::bigint".into(),
            r#"[1,"x"]"#.into(),
        ];
        assert_eq!(PostgresRead::of(statement).params, expected);
    }
}
