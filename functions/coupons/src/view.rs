//! Stored rows as views.

use api::coupons::{CampaignView, PointsEntryView, PointsRuleView, PromotionView, TemplateView};
use storage::campaign::StoredCampaign;
use storage::coupon_template::StoredTemplate;
use storage::points::{Entry, StoredRule};
use storage::promotion::StoredPromotion;

/// A template as headquarters sees it.
pub fn template(stored: &StoredTemplate) -> TemplateView {
    let StoredTemplate {
        template,
        version,
        issued,
        created_ms,
        updated_ms,
    } = stored;
    TemplateView::new(template, *issued, *version, *created_ms, *updated_ms)
}

/// A campaign as headquarters sees it.
pub fn campaign(stored: &StoredCampaign) -> CampaignView {
    let StoredCampaign {
        campaign,
        version,
        issued,
        created_ms,
        updated_ms,
        scanned: _,
    } = stored;
    CampaignView::new(campaign, *issued, *version, *created_ms, *updated_ms)
}

/// A promotion as headquarters sees it.
pub fn promotion(stored: &StoredPromotion) -> PromotionView {
    let StoredPromotion {
        promotion,
        version,
        created_ms,
        updated_ms,
    } = stored;
    PromotionView::new(promotion, *version, *created_ms, *updated_ms)
}

/// What points are worth in a currency.
pub fn points_rule(stored: &StoredRule) -> PointsRuleView {
    PointsRuleView {
        currency: stored.currency.to_string(),
        earn_bp: stored.rule.earn_bp.0,
        redeem_bp: stored.rule.redeem_bp.0,
        version: stored.version,
        updated_ms: stored.updated_ms,
    }
}

/// One change of a balance.
pub fn points_entry(entry: &Entry) -> PointsEntryView {
    PointsEntryView {
        order: entry.order.to_string(),
        kind: entry.kind.as_str(),
        currency: entry.currency.to_string(),
        points: entry.points,
        at_ms: entry.at_ms,
    }
}
