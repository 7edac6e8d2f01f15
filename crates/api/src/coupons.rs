//! Requests and views of the function `coupons`.

mod campaign;
mod coupon;
#[cfg(feature = "openapi")]
mod describe;
mod points;
mod promotion;
mod template;

pub use campaign::{CampaignView, PutCampaign, RecallReport};
pub use coupon::CouponView;
#[cfg(feature = "openapi")]
pub use describe::describe;
pub use points::{
    PointsBalanceView, PointsEntryView, PointsRuleView, PointsRulesView, PointsView, PutPointsRule,
};
pub use promotion::{PromotionView, PutPromotion};
pub use template::{KindView, PutTemplate, TemplateView, field_of_draft};
