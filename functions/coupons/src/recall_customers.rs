//! The recall job.

use crate::recall::{Budget, recall};
use api::coupons::RecallReport;
use api::problem::Problem;
use commerce::customer::CampaignState;
use commerce::ids::CampaignId;
use storage::campaign;
use web::{Call, Reply};

/// The most coupons that one run issues.
const RUN_COUPONS_MAX: u32 = 2_000;
/// How long one run begins new steps, in milliseconds.
const RUN_MS_MAX: i64 = 10_000;
/// Campaigns that are read at once.
const CAMPAIGNS_PAGE: u32 = 50;

/// Runs all active campaigns, one after another, within one budget.
pub async fn recall_customers(call: Call) -> Result<Reply, Problem> {
    let mut budget = Budget {
        coupons: RUN_COUPONS_MAX,
        until_ms: call.now_ms + RUN_MS_MAX,
    };
    let mut report = RecallReport::default();
    let mut after: Option<CampaignId> = None;
    loop {
        let page = campaign::list(
            call.sql(),
            Some(CampaignState::Active),
            after.as_ref(),
            CAMPAIGNS_PAGE,
        )
        .await
        .map_err(|error| call.sql_problem(&error))?;
        let Some(last) = page.last() else {
            return Ok(Reply::ok(&report));
        };
        after = Some(last.campaign.id.clone());
        for stored in page {
            let outcome = recall(&call, stored, &mut budget)
                .await
                .map_err(|error| call.sql_problem(&error))?;
            report.issued += outcome.issued;
            report.more |= outcome.more;
        }
    }
}
