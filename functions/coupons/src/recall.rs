//! One campaign's part of a recall run: step by step, each step one transaction.

use api::coupons::RecallReport;
use commerce::coupon::{ClaimFacts, Template};
use commerce::customer::CampaignState;
use commerce::ids::CouponId;
use storage::campaign::{self, Scanned, Sleeper, StoredCampaign};
use storage::coupon::{self, Issue};
use storage::coupon_template::{self, StoredTemplate};
use storage::sql::{Script, SqlError};
use web::Call;

/// Coupons of one step at most: one transaction, short enough that claims of the same template hardly wait.
const STEP_COUPONS_MAX: u32 = 100;
/// Steps in a row that may be lost to other runs, to edits and to claims. Each of these has got on itself.
const LOST_STEPS_MAX: u32 = 10;

/// What is left to a run.
pub struct Budget {
    /// Coupons.
    pub coupons: u32,
    /// Until when steps begin, in UTC epoch milliseconds.
    pub until_ms: i64,
}

/// Goes on with a campaign until nobody is left to reach, its template issues no more, or the budget is used up.
pub async fn recall(
    call: &Call,
    mut stored: StoredCampaign,
    budget: &mut Budget,
) -> Result<RecallReport, SqlError> {
    let mut report = RecallReport::default();
    let mut lost = 0;
    loop {
        if budget.coupons == 0 || call.platform.now_ms() >= budget.until_ms || lost == LOST_STEPS_MAX {
            report.more = true;
            return Ok(report);
        }
        let Some(terms) = coupon_template::load(call.sql(), &stored.campaign.template).await? else {
            return Ok(report);
        };
        let facts = ClaimFacts {
            issued: terms.issued,
            issued_to_customer: 0,
            now_ms: call.now_ms,
        };
        // A template that is closed, over or used up ends the campaign without an error: it may go on after an edit.
        let Ok(expires_ms) = terms.template.claim(facts) else {
            return Ok(report);
        };
        let step = Step::find(call, &stored, &terms, expires_ms, budget.coupons).await?;
        match call.sql().write(step.script(call, &stored, &terms)).await {
            Ok(_) => {
                let issued = step.issued();
                report.issued += issued;
                budget.coupons -= issued;
                lost = 0;
                if step.is_last {
                    return Ok(report);
                }
                stored.scanned = step.to;
            }
            Err(SqlError::Refused { .. }) => {
                lost += 1;
                match campaign::load(call.sql(), &stored.campaign.id).await? {
                    Some(now) if now.campaign.state == CampaignState::Active => stored = now,
                    _ => return Ok(report),
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// Whom to reach in one transaction, and how far the campaign has come then.
struct Step {
    sleepers: Vec<Sleeper>,
    to: Scanned,
    is_last: bool,
    asleep_since_ms: i64,
    expires_ms: i64,
}

impl Step {
    async fn find(
        call: &Call,
        stored: &StoredCampaign,
        terms: &StoredTemplate,
        expires_ms: i64,
        budget: u32,
    ) -> Result<Self, SqlError> {
        let Template {
            total_limit,
            per_customer_limit,
            ..
        } = terms.template;
        let left = total_limit.saturating_sub(terms.issued);
        let limit = STEP_COUPONS_MAX.min(budget).min(left);
        let asleep_since_ms = stored.campaign.asleep_since_ms(call.now_ms);
        let mut sleepers =
            campaign::sleepers(call.sql(), stored, asleep_since_ms, per_customer_limit, limit).await?;
        let is_last = (sleepers.len() as u64) < u64::from(limit);
        let to = match sleepers.last() {
            Some(last) if !is_last => Scanned {
                last_order_ms: last.last_order_ms,
                customer: last.customer.to_string(),
            },
            // Everybody who sleeps by now was looked at; never back, should the clock or the campaign say less than before.
            _ => Scanned {
                last_order_ms: stored.scanned.last_order_ms.max(asleep_since_ms + 1),
                customer: String::new(),
            },
        };
        // Writers touch customers in one order, so that they never wait for each other in a circle.
        sleepers.sort_by(|a, b| a.customer.cmp(&b.customer));
        Ok(Self {
            sleepers,
            to,
            is_last,
            asleep_since_ms,
            expires_ms,
        })
    }

    fn issued(&self) -> u32 {
        self.sleepers.len() as u32
    }

    fn script(&self, call: &Call, stored: &StoredCampaign, terms: &StoredTemplate) -> Script {
        let mut script = Script::new();
        campaign::advance(&mut script, stored, &self.to, self.issued());
        for Sleeper { customer, .. } in &self.sleepers {
            let id = CouponId::new(call.now_ms, call.random());
            let campaign = &stored.campaign.id;
            campaign::reach(
                &mut script,
                campaign,
                customer,
                id,
                self.asleep_since_ms,
                call.now_ms,
            );
            let issue = Issue {
                id,
                template: &terms.template.id,
                per_customer_limit: terms.template.per_customer_limit,
                customer,
                campaign: Some(campaign),
                issued_ms: call.now_ms,
                expires_ms: self.expires_ms,
            };
            coupon::issue(&mut script, &issue);
        }
        if self.issued() > 0 {
            coupon::count_issued(&mut script, &terms.template.id, terms.version, self.issued());
        }
        script
    }
}
