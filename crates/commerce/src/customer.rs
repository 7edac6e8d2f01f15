//! Customers as a brand knows them by their orders, and the campaigns that call sleeping ones back.

mod campaign;
mod facts;
mod rfm;

pub use campaign::{Campaign, CampaignDraft, CampaignState, SLEEPING_DAYS_MAX, UnknownCampaignState};
pub use facts::OrderFacts;
pub use rfm::{ORDER_BANDS, RECENCY_DAY_BANDS, RfmScore};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
