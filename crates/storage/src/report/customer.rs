use crate::sql::{Sql, SqlError, Statement};
use commerce::customer::OrderFacts;
use commerce::ids::CustomerId;
use commerce::money::Minor;

/// What a customer's paid orders add up to, less what was refunded; `None` for one without any. One look-up in each of two tables.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn order_facts(sql: &dyn Sql, customer: &CustomerId) -> Result<Option<OrderFacts>, SqlError> {
    let customer = customer.to_string();
    let rows = sql
        .read(Statement::new(
            "SELECT orders, first_order_ms, last_order_ms FROM customer WHERE id = ?1",
            vec![(&customer).into()],
        ))
        .await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let spent = sql
        .read(Statement::new(
            "SELECT currency, spent_minor - refunded_minor FROM customer_spend WHERE customer_id = ?1",
            vec![customer.into()],
        ))
        .await?;
    let spent: Result<_, SqlError> = spent
        .iter()
        .map(|row| Ok((row.parse(0)?, Minor(row.int(1)?))))
        .collect();
    Ok(Some(OrderFacts {
        orders: u64::try_from(row.int(0)?).unwrap_or(0),
        spent: spent?,
        first_ms: row.int(1)?,
        last_ms: row.int(2)?,
    }))
}
