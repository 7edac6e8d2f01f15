//! Recall campaigns, and whom they have not reached yet.

use crate::sql::{Row, Script, Sql, SqlError, Statement};
use commerce::customer::{Campaign, CampaignState};
use commerce::ids::{CampaignId, CouponId, CustomerId};

/// A campaign as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCampaign {
    /// What headquarters set.
    pub campaign: Campaign,
    /// Counts its edits, from 1. A run is none.
    pub version: i64,
    /// How many coupons it has issued.
    pub issued: i64,
    /// Where the next run goes on.
    pub scanned: Scanned,
    /// When it was created, in UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it was last edited, in UTC epoch milliseconds.
    pub updated_ms: i64,
}

/// A position among all customers by (latest order, id). Who stands at or before it was looked at. Orders are counted
/// when they are paid and a campaign waits for a day at least, so nobody appears before it later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// The latest order, in UTC epoch milliseconds.
    pub last_order_ms: i64,
    /// The customer, or the empty text, which is before all customers.
    pub customer: String,
}

/// A customer whom a campaign should reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sleeper {
    /// Who.
    pub customer: CustomerId,
    /// The latest order, in UTC epoch milliseconds.
    pub last_order_ms: i64,
}

/// Why a campaign was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteCampaignError {
    /// Somebody else created or edited it meanwhile.
    #[error("the campaign was changed meanwhile")]
    Changed,
    /// The database failed.
    #[error(transparent)]
    Sql(SqlError),
}

impl From<SqlError> for WriteCampaignError {
    fn from(error: SqlError) -> Self {
        match error {
            SqlError::Refused { label: "version", .. } => Self::Changed,
            other => Self::Sql(other),
        }
    }
}

/// Campaigns with all their columns, as [`stored`] reads them.
macro_rules! select_campaigns {
    ($tail:literal) => {
        concat!(
            "SELECT document, version, issued, scanned_ms, scanned_id, created_ms, updated_ms FROM campaign ",
            $tail
        )
    };
}

/// One campaign.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn load(sql: &dyn Sql, id: &CampaignId) -> Result<Option<StoredCampaign>, SqlError> {
    let statement = Statement::new(select_campaigns!("WHERE id = ?1"), vec![id.to_string().into()]);
    sql.read(statement).await?.first().map(stored).transpose()
}

/// Campaigns by id, after `after`, at most `limit`; in all states, or in one.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn list(
    sql: &dyn Sql,
    state: Option<CampaignState>,
    after: Option<&CampaignId>,
    limit: u32,
) -> Result<Vec<StoredCampaign>, SqlError> {
    let statement = Statement::new(
        select_campaigns!("WHERE id > ?1 AND (CAST(?2 AS TEXT) IS NULL OR state = ?2) ORDER BY id LIMIT ?3"),
        vec![
            after.map_or_else(String::new, CampaignId::to_string).into(),
            state.map(|state| state.as_str().to_owned()).into(),
            limit.into(),
        ],
    );
    sql.read(statement).await?.iter().map(stored).collect()
}

/// Writes a campaign that was not there.
///
/// # Errors
/// [`WriteCampaignError::Changed`] when it is there by now.
pub async fn insert(sql: &dyn Sql, campaign: &Campaign, now_ms: i64) -> Result<(), WriteCampaignError> {
    let mut script = Script::new();
    script.expect(
        "version",
        "INSERT INTO campaign (id, template_id, version, document, state, issued, scanned_ms, scanned_id, \
         created_ms, updated_ms) VALUES (?1, ?2, 1, ?3, ?4, 0, 0, '', ?5, ?5) ON CONFLICT (id) DO NOTHING",
        vec![
            campaign.id.to_string().into(),
            campaign.template.to_string().into(),
            document(campaign)?.into(),
            campaign.state.as_str().into(),
            now_ms.into(),
        ],
    );
    sql.write(script).await?;
    Ok(())
}

/// Replaces a campaign that stands at `version`. It looks at every customer again; who was reached stays reached.
///
/// # Errors
/// [`WriteCampaignError::Changed`].
pub async fn replace(
    sql: &dyn Sql,
    campaign: &Campaign,
    version: i64,
    now_ms: i64,
) -> Result<(), WriteCampaignError> {
    let mut script = Script::new();
    script.expect(
        "version",
        "UPDATE campaign SET template_id = ?2, version = version + 1, document = ?3, state = ?4, \
         scanned_ms = 0, scanned_id = '', updated_ms = ?5 WHERE id = ?1 AND version = ?6",
        vec![
            campaign.id.to_string().into(),
            campaign.template.to_string().into(),
            document(campaign)?.into(),
            campaign.state.as_str().into(),
            now_ms.into(),
            version.into(),
        ],
    );
    sql.write(script).await?;
    Ok(())
}

/// The next customers who last ordered at or before `asleep_since_ms`, whom the campaign has not reached and who may have
/// another coupon of its template; at most `limit`.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn sleepers(
    sql: &dyn Sql,
    stored: &StoredCampaign,
    asleep_since_ms: i64,
    per_customer_limit: u32,
    limit: u32,
) -> Result<Vec<Sleeper>, SqlError> {
    let campaign = &stored.campaign;
    let rows = sql
        .read(Statement::new(
            "SELECT c.id, c.last_order_ms FROM customer c \
             WHERE c.last_order_ms <= ?1 AND (c.last_order_ms, c.id) > (?2, ?3) \
             AND NOT EXISTS (SELECT 1 FROM campaign_issue i WHERE i.campaign_id = ?4 AND i.customer_id = c.id) \
             AND NOT EXISTS (SELECT 1 FROM coupon_holding h \
             WHERE h.template_id = ?5 AND h.customer_id = c.id AND h.issued >= ?6) \
             ORDER BY c.last_order_ms, c.id LIMIT ?7",
            vec![
                asleep_since_ms.into(),
                stored.scanned.last_order_ms.into(),
                (&stored.scanned.customer).into(),
                campaign.id.to_string().into(),
                campaign.template.to_string().into(),
                per_customer_limit.into(),
                limit.into(),
            ],
        ))
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Sleeper {
                customer: row.parse(0)?,
                last_order_ms: row.int(1)?,
            })
        })
        .collect()
}

/// The guard of [`advance`]: another run went on from the same position, or the campaign was edited meanwhile.
pub const ADVANCED: &str = "advanced";
/// The guard of [`reach`]: the customer was reached, or has ordered meanwhile.
pub const REACHED: &str = "reached";

/// Begins the script of one step of a run: from where the campaign stands, to `to`, with so many coupons. Of two runs at
/// once the second waits here for the first to commit, and is then refused under [`ADVANCED`].
pub fn advance(script: &mut Script, stored: &StoredCampaign, to: &Scanned, issued: u32) {
    script.expect(
        ADVANCED,
        "UPDATE campaign SET scanned_ms = ?5, scanned_id = ?6, issued = issued + ?7 \
         WHERE id = ?1 AND version = ?2 AND scanned_ms = ?3 AND scanned_id = ?4",
        vec![
            stored.campaign.id.to_string().into(),
            stored.version.into(),
            stored.scanned.last_order_ms.into(),
            (&stored.scanned.customer).into(),
            to.last_order_ms.into(),
            (&to.customer).into(),
            issued.into(),
        ],
    );
}

/// Adds to a script that the campaign gives `customer` this coupon, once and for all, if they still sleep. Refused under
/// [`REACHED`].
pub fn reach(
    script: &mut Script,
    campaign: &CampaignId,
    customer: &CustomerId,
    coupon: CouponId,
    asleep_since_ms: i64,
    now_ms: i64,
) {
    script.expect(
        REACHED,
        "INSERT INTO campaign_issue (campaign_id, customer_id, coupon_id, issued_ms) \
         SELECT ?1, id, ?3, ?4 FROM customer WHERE id = ?2 AND last_order_ms <= ?5 \
         ON CONFLICT (campaign_id, customer_id) DO NOTHING",
        vec![
            campaign.to_string().into(),
            customer.to_string().into(),
            coupon.to_string().into(),
            now_ms.into(),
            asleep_since_ms.into(),
        ],
    );
}

fn document(campaign: &Campaign) -> Result<String, SqlError> {
    serde_json::to_string(campaign).map_err(|error| SqlError::Statement(error.to_string()))
}

fn stored(row: &Row) -> Result<StoredCampaign, SqlError> {
    Ok(StoredCampaign {
        campaign: row.json(0)?,
        version: row.int(1)?,
        issued: row.int(2)?,
        scanned: Scanned {
            last_order_ms: row.int(3)?,
            customer: row.text(4)?.to_owned(),
        },
        created_ms: row.int(5)?,
        updated_ms: row.int(6)?,
    })
}
