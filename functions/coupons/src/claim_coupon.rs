//! Claims a coupon.

use api::coupons::CouponView;
use api::problem::{Code, Fault, Problem};
use commerce::coupon::{ClaimFacts, ClaimRefusal, Coupon, TemplateState};
use commerce::ids::{CouponId, TemplateId};
use http::{StatusCode, header};
use storage::coupon::{self, Issue};
use storage::coupon_template::{self, StoredTemplate};
use storage::idempotency::{self, KEY_USED, Scope, StoredAnswer};
use storage::sql::{Script, SqlError};
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
            Err(refusal) => return replay(&call, &key).await?.ok_or_else(|| refused(refusal)),
        };
        let coupon = Coupon {
            id: CouponId::new(call.now_ms, call.random()),
            template: stored.template.clone(),
            customer: customer.clone(),
            issued_ms: call.now_ms,
            expires_ms,
            used_for: None,
        };
        let answer = answer(&call, &key, &coupon)?;
        match call.sql().write(script(&key, &answer, &stored, &coupon)).await {
            Ok(_) => return reply(&answer),
            Err(SqlError::Refused { label: KEY_USED, .. }) => {
                return replay(&call, &key).await?.ok_or_else(|| Problem::new(Code::Busy));
            }
            Err(SqlError::Refused { .. }) => {}
            Err(error) => return Err(call.sql_problem(&error)),
        }
    }
    Err(Problem::new(Code::Busy))
}

fn script(key: &Idempotency, answer: &StoredAnswer, stored: &StoredTemplate, coupon: &Coupon) -> Script {
    let template = &coupon.template;
    let mut script = Script::new();
    idempotency::keep(&mut script, scope(key), answer, coupon.issued_ms);
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

fn scope(key: &Idempotency) -> Scope<'_> {
    Scope {
        principal: &key.principal,
        route: &key.route,
        key: &key.key,
    }
}

fn answer(call: &Call, key: &Idempotency, coupon: &Coupon) -> Result<StoredAnswer, Problem> {
    let view = CouponView::new(coupon, call.locale, call.now_ms);
    Ok(StoredAnswer {
        digest: key.digest.clone(),
        status: StatusCode::CREATED.as_u16(),
        body: serde_json::to_string(&view).map_err(|_| Problem::new(Code::Internal))?,
    })
}

/// The answer that was given to the key, if it was used.
async fn replay(call: &Call, key: &Idempotency) -> Result<Option<Reply>, Problem> {
    let stored = idempotency::load(call.sql(), scope(key))
        .await
        .map_err(|error| call.sql_problem(&error))?;
    match stored {
        Some(stored) if stored.digest != key.digest => Err(Problem::new(Code::IdempotencyKeyReused)),
        stored => stored.as_ref().map(reply).transpose(),
    }
}

fn reply(answer: &StoredAnswer) -> Result<Reply, Problem> {
    let status = StatusCode::from_u16(answer.status).map_err(|_| Problem::new(Code::Internal))?;
    let reply = Reply::bytes(status, "application/json", answer.body.clone());
    Ok(reply.with(header::CACHE_CONTROL, "no-store"))
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
