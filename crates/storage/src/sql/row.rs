//! Rows as adapters return them.

use super::SqlError;

/// One column of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// SQL NULL.
    Null,
    /// A `BIGINT`.
    Int(i64),
    /// A `TEXT`.
    Text(String),
}

/// One row; columns are addressed by position, in the order of the `SELECT`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row(pub Vec<Column>);

impl Row {
    /// The integer at `column`.
    ///
    /// # Errors
    /// [`SqlError::Decode`] when the column is missing, NULL or text.
    pub fn int(&self, column: usize) -> Result<i64, SqlError> {
        match self.0.get(column) {
            Some(Column::Int(value)) => Ok(*value),
            _ => Err(SqlError::Decode {
                column,
                expected: "an integer",
            }),
        }
    }

    /// The integer at `column`, or `None` for NULL.
    ///
    /// # Errors
    /// [`SqlError::Decode`] when the column is missing or text.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, SqlError> {
        match self.0.get(column) {
            Some(Column::Int(value)) => Ok(Some(*value)),
            Some(Column::Null) => Ok(None),
            _ => Err(SqlError::Decode {
                column,
                expected: "an integer or null",
            }),
        }
    }

    /// The text at `column`.
    ///
    /// # Errors
    /// [`SqlError::Decode`] when the column is missing, NULL or an integer.
    pub fn text(&self, column: usize) -> Result<&str, SqlError> {
        match self.0.get(column) {
            Some(Column::Text(value)) => Ok(value),
            _ => Err(SqlError::Decode {
                column,
                expected: "a text",
            }),
        }
    }

    /// The text at `column`, or `None` for NULL.
    ///
    /// # Errors
    /// [`SqlError::Decode`] when the column is missing or an integer.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, SqlError> {
        match self.0.get(column) {
            Some(Column::Text(value)) => Ok(Some(value)),
            Some(Column::Null) => Ok(None),
            _ => Err(SqlError::Decode {
                column,
                expected: "a text or null",
            }),
        }
    }

    /// The text at `column`, parsed.
    ///
    /// # Errors
    /// [`SqlError::Decode`] when the column is no text or does not parse.
    pub fn parse<T: std::str::FromStr>(&self, column: usize) -> Result<T, SqlError> {
        self.text(column)?.parse().map_err(|_| SqlError::Decode {
            column,
            expected: std::any::type_name::<T>(),
        })
    }

    /// The JSON document at `column`.
    ///
    /// # Errors
    /// [`SqlError::Decode`] when the column is no text or the document has another shape.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: usize) -> Result<T, SqlError> {
        serde_json::from_str(self.text(column)?).map_err(|_| SqlError::Decode {
            column,
            expected: std::any::type_name::<T>(),
        })
    }
}
