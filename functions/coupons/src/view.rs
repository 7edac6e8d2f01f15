//! Stored rows as views.

use api::coupons::{CampaignView, TemplateView};
use storage::campaign::StoredCampaign;
use storage::coupon_template::StoredTemplate;

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
