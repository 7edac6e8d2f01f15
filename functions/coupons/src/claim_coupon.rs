//! Claims a coupon.

use api::coupons::CouponView;
use api::problem::{Code, Fault, Problem};
use commerce::coupon::{ClaimFacts, ClaimRefusal, Coupon, TemplateState};
use commerce::ids::{CouponId, TemplateId};
use http::StatusCode;
use storage::coupon::{self, Issue};
use storage::coupon_template::{self, StoredTemplate};
use storage::idempotency::KEY_USED;
use storage::sql::{Script, SqlError};
use web::replay::{Prepared, replay_or, replay_used};
use web::{Call, Idempotency, Reply};

/// Tries of a claim that loses to others. A try is lost only to an edit, or to a claim that took what was left.
const TRIES_MAX: u32 = 3;

/// Issues one coupon of the template that the path names to the caller.
pub async fn claim_coupon(call: Call) -> Result<Reply, Problem> {
    let key = call.idempotency()?;
    let id: TemplateId = call.param("template")?;
    let customer = call.shopper()?;
    for _ in 0..TRIES_MAX {
        let (stored, held) = coupon_template::load_for_claim(call.sql(), &id, customer)
            .await
            .map_err(|error| call.sql_problem(&error))?
            .filter(|(stored, _)| stored.template.state != TemplateState::Draft)
            .ok_or_else(|| Problem::new(Code::NotFound))?;
        let facts = ClaimFacts {
            issued: stored.issued,
            issued_to_customer: held,
            now_ms: call.now_ms,
        };
        let expires_ms = match stored.template.claim(facts) {
            Ok(expires_ms) => expires_ms,
            // The last coupon may have gone to this very request, sent before.
            Err(refusal) => return replay_or(&call, &key, refused(refusal)).await,
        };
        let coupon = Coupon {
            id: CouponId::new(call.now_ms, call.random()),
            template: stored.template.clone(),
            customer: customer.clone(),
            issued_ms: call.now_ms,
            expires_ms,
            used_for: None,
        };
        let view = CouponView::new(&coupon, call.locale, call.now_ms);
        let answer = Prepared::new(&key, StatusCode::CREATED, &view)?;
        match call.sql().write(script(&key, &answer, &stored, &coupon)).await {
            Ok(_) => return Ok(answer.reply()),
            Err(SqlError::Refused { label: KEY_USED, .. }) => return replay_used(&call, &key).await,
            Err(SqlError::Refused { .. }) => {}
            Err(error) => return Err(call.sql_problem(&error)),
        }
    }
    Err(Problem::new(Code::Busy))
}

fn script(key: &Idempotency, answer: &Prepared, stored: &StoredTemplate, coupon: &Coupon) -> Script {
    let template = &coupon.template;
    let mut script = Script::new();
    answer.keep(&mut script, key, coupon.issued_ms);
    let issue = Issue {
        id: coupon.id,
        template: &template.id,
        per_customer_limit: template.per_customer_limit,
        customer: &coupon.customer,
        campaign: None,
        issued_ms: coupon.issued_ms,
        expires_ms: coupon.expires_ms,
    };
    coupon::issue(&mut script, &issue);
    coupon::count_issued(&mut script, &template.id, stored.version, 1);
    script
}

fn refused(refusal: ClaimRefusal) -> Problem {
    let (code, reason) = match refusal {
        ClaimRefusal::NotActive => (Code::CouponRefused, "claim_closed"),
        ClaimRefusal::NotStarted { .. } => (Code::CouponRefused, "claim_not_started"),
        ClaimRefusal::Ended => (Code::CouponRefused, "claim_ended"),
        ClaimRefusal::Exhausted => (Code::CouponExhausted, "all_issued"),
        ClaimRefusal::CustomerLimit { .. } => (Code::CouponExhausted, "customer_limit"),
    };
    let problem = Problem::field(code, "template", Fault::Reason(reason));
    match refusal {
        ClaimRefusal::NotStarted { valid_from_ms } => {
            problem.with_extra("valid_from_ms", valid_from_ms.into())
        }
        _ => problem,
    }
}
