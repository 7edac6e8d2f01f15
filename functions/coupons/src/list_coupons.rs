//! My wallet, page by page.

use api::coupons::CouponView;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use commerce::coupon::CouponState;
use commerce::field::Rule;
use commerce::ids::CouponId;
use storage::coupon;
use web::{Call, Reply};

/// The caller's coupons, newest first, in all states or in one.
pub async fn list_coupons(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let state = query.text("state")?.as_deref().map(read_state).transpose()?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    let before: Option<CouponId> = query.optional("cursor", "a cursor of this list")?;
    query.finish()?;
    let rows = coupon::wallet(call.sql(), call.shopper()?, state, call.now_ms, before, limit + 1)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let views = rows
        .iter()
        .map(|coupon| CouponView::new(coupon, call.locale, call.now_ms))
        .collect();
    Ok(Reply::ok(&Page::cut(views, limit, |last| last.id.clone())))
}

fn read_state(text: &str) -> Result<CouponState, Problem> {
    [CouponState::Issued, CouponState::Used, CouponState::Expired]
        .into_iter()
        .find(|state| state.as_str() == text)
        .ok_or_else(|| {
            let expected = "issued, used or expired";
            Problem::invalid("state", Rule::Format { expected })
        })
}
