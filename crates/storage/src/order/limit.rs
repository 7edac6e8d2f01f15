//! How many units of a SKU a customer may order: counted in the order's own script, by customer, SKU and period.

use crate::sql::list::{LIST_MAX, padded, placeholders};
use crate::sql::{Script, Sql, SqlError, Statement};
use commerce::ids::{CustomerId, SkuId};
use commerce::order::Order;
use std::sync::LazyLock;

/// The guard that a customer orders no more of an article than they may.
pub const LIMIT: &str = "purchase_limit";

/// Adds the steps that count the lines of `limited` articles, in the periods that the lines name. Refused under [`LIMIT`].
pub(super) fn count(script: &mut Script, order: &Order, limited: &[SkuId]) {
    let lines = (0_u32..).zip(&order.quote.lines);
    for (number, line) in lines.filter(|(_, line)| limited.contains(&line.sku)) {
        script.expect(
            LIMIT,
            "INSERT INTO purchase_count (customer_id, sku_id, limit_day, units) \
             SELECT ?1, l.sku_id, l.limit_day, l.quantity FROM order_line l JOIN sku k ON k.id = l.sku_id \
             WHERE l.order_id = ?2 AND l.line = ?3 AND l.quantity <= k.limit_units \
             ON CONFLICT (customer_id, sku_id, limit_day) DO UPDATE SET units = purchase_count.units + excluded.units \
             WHERE purchase_count.units + excluded.units <= (SELECT k.limit_units FROM sku k WHERE k.id = ?4)",
            vec![
                order.customer.to_string().into(),
                order.id.to_string().into(),
                number.into(),
                line.sku.to_string().into(),
            ],
        );
    }
}

/// Adds the step that takes an order out of the count again.
pub(crate) fn give_back(script: &mut Script, order: &Order) {
    script.run(
        "UPDATE purchase_count SET units = units - (SELECT CAST(SUM(l.quantity) AS BIGINT) FROM order_line l \
             WHERE l.order_id = ?1 AND l.sku_id = purchase_count.sku_id) \
         WHERE customer_id = ?2 AND (sku_id, limit_day) IN \
             (SELECT l.sku_id, l.limit_day FROM order_line l WHERE l.order_id = ?1 AND l.limit_day IS NOT NULL)",
        vec![order.id.to_string().into(), order.customer.to_string().into()],
    );
}

/// How many units a customer may still order of those of the SKUs that are limited, on a day of the store's calendar, in days
/// since 1970-01-01. Below zero when a limit was lowered meanwhile.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn left(
    sql: &dyn Sql,
    customer: &CustomerId,
    skus: &[SkuId],
    day: i64,
) -> Result<Vec<(SkuId, i64)>, SqlError> {
    static LEFT: LazyLock<String> = LazyLock::new(|| {
        let (customer, day) = (LIST_MAX + 1, LIST_MAX + 2);
        format!(
            "SELECT k.id, k.limit_units - COALESCE(c.units, 0) FROM sku k \
             LEFT JOIN purchase_count c ON c.customer_id = ?{customer} AND c.sku_id = k.id \
             AND c.limit_day = CASE WHEN k.limit_days = 0 THEN 0 ELSE ?{day} - ?{day} % k.limit_days END \
             WHERE k.limit_units > 0 AND k.id IN ({})",
            placeholders()
        )
    });
    let texts: Vec<String> = skus.iter().map(SkuId::to_string).collect();
    let mut found = Vec::new();
    for list in texts.chunks(LIST_MAX) {
        let mut params = padded(list);
        params.push(customer.to_string().into());
        params.push(day.into());
        for row in sql.read(Statement::new(&LEFT, params)).await? {
            found.push((row.parse(0)?, row.int(1)?));
        }
    }
    Ok(found)
}
