//! Creates or replaces a recall campaign.

use crate::view;
use api::coupons::PutCampaign;
use api::problem::{Code, Problem};
use commerce::field::{FieldError, Rule};
use commerce::ids::CampaignId;
use storage::campaign::{self, StoredCampaign, WriteCampaignError};
use storage::coupon_template;
use web::{Call, Reply};

/// Creates or replaces the campaign that the path names. What stands there already is not written again.
pub async fn put_campaign(call: Call) -> Result<Reply, Problem> {
    let id: CampaignId = call.new_param("campaign", "1 to 40 letters, digits, - or _")?;
    let request: PutCampaign = call.json()?;
    let after = request.draft(id.to_string()).validate()?;
    let template = coupon_template::load(call.sql(), &after.template)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    if template.is_none() {
        return Err(FieldError::new("template", Rule::unknown(&request.template)).into());
    }
    let before = load(&call, &id).await?;
    if request
        .version
        .is_some_and(|sent| sent != before.as_ref().map_or(0, |before| before.version))
    {
        return Err(Problem::new(Code::VersionConflict));
    }
    let written = match before {
        None => campaign::insert(call.sql(), &after, call.now_ms).await,
        Some(before) if before.campaign == after => Ok(()),
        Some(before) => campaign::replace(call.sql(), &after, before.version, call.now_ms).await,
    };
    written.map_err(|error| match error {
        WriteCampaignError::Changed => Problem::new(Code::VersionConflict),
        WriteCampaignError::Sql(error) => call.sql_problem(&error),
    })?;
    let stored = load(&call, &id).await?;
    let stored = stored.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Reply::ok(&view::campaign(&stored)))
}

async fn load(call: &Call, id: &CampaignId) -> Result<Option<StoredCampaign>, Problem> {
    campaign::load(call.sql(), id)
        .await
        .map_err(|error| call.sql_problem(&error))
}
