//! Coupons in customers' wallets. A coupon is always read together with its terms.

use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::coupon::{Coupon, CouponState};
use commerce::ids::{CampaignId, CouponId, CustomerId, TemplateId};

/// A coupon to be issued, as decided from what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue<'a> {
    /// Its new name.
    pub id: CouponId,
    /// Its terms.
    pub template: &'a TemplateId,
    /// How many coupons of the template one customer may ever be issued.
    pub per_customer_limit: u32,
    /// Who gets it.
    pub customer: &'a CustomerId,
    /// The campaign that gives it; `None` when the customer claimed it.
    pub campaign: Option<&'a CampaignId>,
    /// Now, in UTC epoch milliseconds.
    pub issued_ms: i64,
    /// The first instant at which it can no longer be used, in UTC epoch milliseconds.
    pub expires_ms: i64,
}

/// The guard of [`issue`]: the customer has had as many as one may have.
pub const CUSTOMER_LIMIT: &str = "customer_limit";
/// The guard of [`count_issued`]: the template was edited meanwhile, or not so many coupons are left.
pub const TEMPLATE: &str = "template";

/// Adds a coupon to a script, which must end with [`count_issued`]. Refused under [`CUSTOMER_LIMIT`].
pub fn issue(script: &mut Script, issue: &Issue<'_>) {
    script.expect(
        CUSTOMER_LIMIT,
        "INSERT INTO coupon_holding (template_id, customer_id, issued) VALUES (?1, ?2, 1) \
         ON CONFLICT (template_id, customer_id) DO UPDATE SET issued = coupon_holding.issued + 1 \
         WHERE coupon_holding.issued < ?3",
        vec![
            issue.template.to_string().into(),
            issue.customer.to_string().into(),
            issue.per_customer_limit.into(),
        ],
    );
    script.run(
        "INSERT INTO coupon (id, template_id, customer_id, state, order_id, campaign_id, issued_ms, expires_ms) \
         VALUES (?1, ?2, ?3, 'issued', NULL, ?4, ?5, ?6)",
        vec![
            issue.id.to_string().into(),
            issue.template.to_string().into(),
            issue.customer.to_string().into(),
            issue.campaign.map(CampaignId::to_string).into(),
            issue.issued_ms.into(),
            issue.expires_ms.into(),
        ],
    );
}

/// Counts `issued` coupons of a template that stands at `version`. The last step of a script: everybody who claims from
/// the template waits for this row, so it is locked for the shortest time. Refused under [`TEMPLATE`].
pub fn count_issued(script: &mut Script, template: &TemplateId, version: i64, issued: u32) {
    script.expect(
        TEMPLATE,
        "UPDATE coupon_template SET issued = issued + ?3 \
         WHERE id = ?1 AND version = ?2 AND state = 'active' AND issued + ?3 <= total_limit",
        vec![template.to_string().into(), version.into(), issued.into()],
    );
}

/// Coupons with their terms, as [`coupon`] reads them.
macro_rules! select_coupons {
    ($tail:literal) => {
        concat!(
            "SELECT c.id, c.customer_id, c.issued_ms, c.expires_ms, \
             CASE WHEN c.state = 'used' THEN c.order_id END, t.document \
             FROM coupon c JOIN coupon_template t ON t.id = c.template_id ",
            $tail
        )
    };
}

/// A customer's coupon, to be used in an order. Another customer's coupon does not exist here.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load_for_order(
    sql: &dyn Sql,
    id: CouponId,
    customer: &CustomerId,
) -> Result<Option<Coupon>, SqlError> {
    let rows = sql
        .read(Statement::new(
            select_coupons!("WHERE c.id = ?1 AND c.customer_id = ?2"),
            vec![id.to_string().into(), customer.to_string().into()],
        ))
        .await?;
    rows.first().map(coupon).transpose()
}

/// A customer's coupons, newest first, before `before`, at most `limit`; in all states, or in one at `now_ms`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn wallet(
    sql: &dyn Sql,
    customer: &CustomerId,
    state: Option<CouponState>,
    now_ms: i64,
    before: Option<CouponId>,
    limit: u32,
) -> Result<Vec<Coupon>, SqlError> {
    // Sorts after every ULID, whose first character is a digit, in every collation.
    const END: &str = "Z";
    let rows = sql
        .read(Statement::new(
            select_coupons!(
                "WHERE c.customer_id = ?1 AND c.id < ?2 AND (CAST(?3 AS TEXT) IS NULL \
                 OR (?3 = 'used' AND c.state = 'used') \
                 OR (?3 = 'issued' AND c.state = 'issued' AND c.expires_ms > ?4) \
                 OR (?3 = 'expired' AND c.state = 'issued' AND c.expires_ms <= ?4)) \
                 ORDER BY c.id DESC LIMIT ?5"
            ),
            vec![
                customer.to_string().into(),
                before.map_or_else(|| END.to_owned(), |id| id.to_string()).into(),
                state.map(|state| state.as_str().to_owned()).into(),
                now_ms.into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter().map(coupon).collect()
}

fn coupon(row: &Row) -> Result<Coupon, SqlError> {
    let used_for = match row.opt_text(4)? {
        Some(_) => Some(row.parse(4)?),
        None => None,
    };
    Ok(Coupon {
        id: row.parse(0)?,
        customer: row.parse(1)?,
        issued_ms: row.int(2)?,
        expires_ms: row.int(3)?,
        used_for,
        template: row.json(5)?,
    })
}
