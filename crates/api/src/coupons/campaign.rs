//! Recall campaigns.

use commerce::customer::{Campaign, CampaignDraft, CampaignState};
use serde::{Deserialize, Serialize};

/// A campaign to be created or replaced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PutCampaign {
    /// The template of its coupons.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Za-z0-9_-]{1,40}$", "examples" = ["welcome-back"]))
    )]
    pub template: String,
    /// For how many days of 24 hours a customer has not ordered.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 3_650)))]
    pub sleeping_days: i64,
    /// `active` issues coupons whenever the job runs, `paused` none.
    #[cfg_attr(
        feature = "openapi",
        schemars(with = "String", extend("enum" = ["active", "paused"]))
    )]
    pub state: CampaignState,
    /// The version that is replaced, 0 for a campaign that is new; without it, whichever stands.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schemars(range(min = 0)))]
    pub version: Option<i64>,
}

/// A campaign with how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Campaign"))]
pub struct CampaignView {
    /// Its code.
    pub id: String,
    /// The template of its coupons.
    pub template: String,
    /// For how many days of 24 hours a customer has not ordered.
    pub sleeping_days: u32,
    /// `active` or `paused`.
    pub state: &'static str,
    /// How many coupons it has issued.
    pub issued: i64,
    /// Counts its edits, from 1.
    pub version: i64,
    /// When it was created, UTC epoch milliseconds.
    pub created_ms: i64,
    /// When it was last edited, UTC epoch milliseconds.
    pub updated_ms: i64,
}

/// What a run of the job did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RecallReport {
    /// Coupons issued by this run.
    pub issued: u32,
    /// Customers may be left for the next run.
    pub more: bool,
}

impl PutCampaign {
    /// What is to be checked, under the code in the path.
    #[must_use]
    pub fn draft(&self, id: String) -> CampaignDraft {
        CampaignDraft {
            id,
            template: self.template.clone(),
            sleeping_days: self.sleeping_days,
            state: self.state,
        }
    }
}

impl CampaignView {
    /// A campaign, with how many coupons it issued, its version, and when it was created and last edited.
    #[must_use]
    pub fn new(campaign: &Campaign, issued: i64, version: i64, created_ms: i64, updated_ms: i64) -> Self {
        Self {
            id: campaign.id.to_string(),
            template: campaign.template.to_string(),
            sleeping_days: campaign.sleeping_days,
            state: campaign.state.as_str(),
            issued,
            version,
            created_ms,
            updated_ms,
        }
    }
}
