//! Coupons: the terms that headquarters sets, and the coupons that customers hold.
//!
//! A template that is closed issues no more coupons; those already issued stay good until they expire, because a customer was
//! promised them. Whether a coupon applies and what it is worth is decided here from facts; that a limit holds and that a
//! coupon is used once is guarded again by the write that claims or uses it, since facts may be old by then.

mod apply;
mod claim;
mod draft;
mod template;

pub use apply::{CouponRefusal, PAYABLE_MIN};
pub use claim::{ClaimFacts, ClaimRefusal};
pub use draft::{
    DESCRIPTION_CHARS_MAX, INSTANT_MS_MAX, KindDraft, NAME_CHARS_MAX, PER_CUSTOMER_LIMIT_MAX,
    SCOPE_STORES_MAX, TOTAL_LIMIT_MAX, TemplateDraft, VALID_DAYS_MAX,
};
pub use template::{Kind, Scope, Template, TemplateState, UnknownTemplateState};

#[cfg(test)]
pub(crate) use apply::tests::coupon as sample_coupon;

use serde::{Deserialize, Serialize};

use crate::ids::{CouponId, CustomerId, OrderId};

/// A coupon in a customer's wallet, together with its terms, so that the terms of another can never be applied to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    /// Its name.
    pub id: CouponId,
    /// Its terms.
    pub template: Template,
    /// Whose it is.
    pub customer: CustomerId,
    /// When it was issued, in Unix milliseconds.
    pub issued_ms: i64,
    /// The first instant at which it can no longer be used, in Unix milliseconds.
    pub expires_ms: i64,
    /// The order that it was used for; an order that is cancelled or expires gives it back.
    pub used_for: Option<OrderId>,
}

/// Where a coupon stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CouponState {
    /// It can be used.
    Issued,
    /// An order has used it.
    Used,
    /// Its time is over.
    Expired,
}

impl CouponState {
    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Used => "used",
            Self::Expired => "expired",
        }
    }
}

impl Coupon {
    /// Where it stands at an instant. A used coupon does not expire: it says what it was used for.
    pub fn state(&self, now_ms: i64) -> CouponState {
        if self.used_for.is_some() {
            CouponState::Used
        } else if now_ms >= self.expires_ms {
            CouponState::Expired
        } else {
            CouponState::Issued
        }
    }
}
