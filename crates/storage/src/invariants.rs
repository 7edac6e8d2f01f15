//! What must hold of the whole database at every instant, whatever was raced, repeated, lost or cut off.
//!
//! An invariant is one `SELECT` that finds what breaks it. One statement sees one state of the database, so all of them may
//! be asked while requests are served. Tests, the simulation and `cargo xtask check` ask the same list.
//!
//! To add one, add a row to the file of its subject. Both databases run the same text: a sum is cast to `BIGINT`.

mod accounts;
mod audit;
mod coupons;
mod couriers;
mod keys;
mod orders;
mod payments;
mod points;
mod refunds;
mod reports;
mod staff;
mod stock;
mod transfers;

use crate::sql::{Column, Row, Sql, SqlError, Statement};
use std::fmt;

/// Offending rows that one invariant shows at most.
pub const ROWS_MAX: usize = 100;

/// Something that must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invariant {
    /// What holds, in words; no two have the same.
    pub name: &'static str,
    /// Finds what breaks it: no row when it holds, at most [`ROWS_MAX`] otherwise. Takes no parameters.
    pub sql: &'static str,
}

/// Invariants, each a name and a statement.
macro_rules! invariants {
    ($($name:literal: $sql:literal;)*) => {
        &[$(crate::invariants::Invariant {
            name: $name,
            sql: concat!($sql, " LIMIT 100"),
        }),*]
    };
}
use invariants;

/// An invariant that does not hold, with what breaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// What should hold.
    pub invariant: Invariant,
    /// What its statement found.
    pub rows: Vec<Row>,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "broken: {}", self.invariant.name)?;
        for row in &self.rows {
            let columns = row.0.iter().map(|column| match column {
                Column::Null => "-".to_owned(),
                Column::Int(value) => value.to_string(),
                Column::Text(value) => value.clone(),
            });
            write!(f, "\n  {}", columns.collect::<Vec<_>>().join(" | "))?;
        }
        Ok(())
    }
}

/// Every invariant.
pub fn all() -> impl Iterator<Item = Invariant> {
    [
        stock::ALL,
        transfers::ALL,
        orders::ALL,
        payments::ALL,
        couriers::ALL,
        coupons::ALL,
        points::ALL,
        refunds::ALL,
        keys::ALL,
        reports::ALL,
        accounts::ALL,
        staff::ALL,
        audit::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// What breaks one invariant now; no rows when it holds.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn offending(sql: &dyn Sql, invariant: Invariant) -> Result<Vec<Row>, SqlError> {
    sql.read(Statement::new(invariant.sql, Vec::new())).await
}

/// Every invariant that does not hold now.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn breaches(sql: &dyn Sql) -> Result<Vec<Breach>, SqlError> {
    let mut breaches = Vec::new();
    for invariant in all() {
        let rows = offending(sql, invariant).await?;
        if !rows.is_empty() {
            breaches.push(Breach { invariant, rows });
        }
    }
    Ok(breaches)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_invariant_has_a_name_of_its_own() {
        let names: BTreeSet<_> = all().map(|invariant| invariant.name).collect();
        assert_eq!(names.len(), all().count());
    }
}
