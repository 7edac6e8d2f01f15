//! Query parameters, each read once and checked by name.

use api::problem::Problem;
use commerce::cart::{Cart, CartLineDraft};
use commerce::field::{FieldError, Rule};
use std::str::FromStr;

/// The query of a request. A parameter that nobody asked for is a mistake worth telling: see [`Query::finish`].
#[derive(Debug, Clone, Default)]
pub struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Decodes `application/x-www-form-urlencoded` text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self {
            pairs: form_urlencoded::parse(text.as_bytes()).into_owned().collect(),
        }
    }

    /// Takes all values of a parameter that may be repeated.
    pub fn all(&mut self, name: &str) -> Vec<String> {
        let (taken, kept) = std::mem::take(&mut self.pairs)
            .into_iter()
            .partition(|(key, _)| key == name);
        self.pairs = kept;
        taken
            .into_iter()
            .map(|(_, value): (String, String)| value)
            .collect()
    }

    /// Takes a parameter that may be absent.
    ///
    /// # Errors
    /// Names the parameter when it is repeated.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let mut values = self.all(name);
        if values.len() > 1 {
            return Err(Problem::invalid(name, Rule::Duplicate));
        }
        Ok(values.pop())
    }

    /// Takes and parses a parameter that may be absent; `expected` says the form in words.
    ///
    /// # Errors
    /// Names the parameter when it is repeated or does not parse.
    pub fn optional<T: FromStr>(&mut self, name: &str, expected: &'static str) -> Result<Option<T>, Problem> {
        self.text(name)?
            .map(|value| {
                value
                    .parse()
                    .map_err(|_| Problem::invalid(name, Rule::Format { expected }))
            })
            .transpose()
    }

    /// Takes and parses a parameter that must be there.
    ///
    /// # Errors
    /// As [`Query::optional`], or that it is required.
    pub fn required<T: FromStr>(&mut self, name: &str, expected: &'static str) -> Result<T, Problem> {
        self.optional(name, expected)?
            .ok_or_else(|| Problem::invalid(name, Rule::Required))
    }

    /// Takes `limit`, within `1..=max`.
    ///
    /// # Errors
    /// Names the parameter and the range.
    pub fn limit(&mut self, default: u32, max: u32) -> Result<u32, Problem> {
        let limit: i64 = self
            .optional("limit", "a whole number")?
            .unwrap_or(i64::from(default));
        u32::try_from(limit)
            .ok()
            .filter(|limit| (1..=max).contains(limit))
            .ok_or_else(|| {
                Problem::invalid(
                    "limit",
                    Rule::OutOfRange {
                        min: 1,
                        max: i64::from(max),
                    },
                )
            })
    }

    /// Takes the cart of the parameters `sku`, each a line as `ID:QUANTITY`; `None` without any.
    ///
    /// # Errors
    /// Names the line that breaks a rule, as `sku[2]`.
    pub fn cart(&mut self) -> Result<Option<Cart>, Problem> {
        let lines = self.all("sku");
        if lines.is_empty() {
            return Ok(None);
        }
        let drafts = lines.iter().enumerate().map(|(index, line)| draft(index, line));
        let cart = Cart::read(&drafts.collect::<Result<Vec<_>, _>>()?);
        let in_query = |errors: Vec<FieldError>| errors.into_iter().map(in_query).collect::<Vec<_>>();
        Ok(Some(cart.map_err(in_query)?))
    }

    /// Refuses what is left: a parameter that this operation does not have.
    ///
    /// # Errors
    /// Names the first of them.
    pub fn finish(self) -> Result<(), Problem> {
        match self.pairs.into_iter().next() {
            None => Ok(()),
            Some((name, value)) => Err(Problem::invalid(name, Rule::unknown(&value))),
        }
    }
}

fn draft(index: usize, line: &str) -> Result<CartLineDraft, Problem> {
    let malformed = || {
        let expected = "ID:QUANTITY";
        Problem::invalid(format!("sku[{index}]"), Rule::Format { expected })
    };
    let (sku, quantity) = line.rsplit_once(':').ok_or_else(malformed)?;
    Ok(CartLineDraft {
        sku: sku.to_owned(),
        quantity: quantity.parse().map_err(|_| malformed())?,
    })
}

/// The core speaks of `lines[2].quantity`; in a query that is a part of `sku[2]`.
fn in_query(error: FieldError) -> FieldError {
    let field = error.field.split('.').next().unwrap_or_default();
    let field = field.replace("lines", "sku");
    FieldError { field, ..error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistyped_parameter_is_named() {
        let query = Query::parse("latt=1");
        assert_eq!(query.finish().unwrap_err().fields[0].field, "latt");
    }

    #[test]
    fn repeated_parameter_is_refused_where_one_is_meant() {
        assert!(Query::parse("city=a&city=b").text("city").is_err());
        assert_eq!(Query::parse("sku=a&sku=b").all("sku"), ["a", "b"]);
    }

    #[test]
    fn limit_out_of_range_is_refused() {
        for bad in ["0", "-1", "101", "x", "99999999999999999999"] {
            assert!(
                Query::parse(&format!("limit={bad}")).limit(20, 100).is_err(),
                "{bad}"
            );
        }
        assert_eq!(Query::parse("limit=100").limit(20, 100), Ok(100));
    }
}
