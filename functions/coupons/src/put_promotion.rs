//! Creates or replaces a promotion.

use crate::known_stores::check_stores;
use crate::view;
use api::coupons::PutPromotion;
use api::problem::{Code, Fault, Problem};
use commerce::field::{FieldError, Rule};
use commerce::ids::PromotionId;
use commerce::promotion::{CheckOutcome, CheckRequest, Promotion, PromotionState};
use storage::promotion::{self, StoredPromotion, WritePromotionError};
use web::{Call, Reply};

/// How long a rule may take to check its parameters, in milliseconds.
const CHECK_MS_MAX: u64 = 2_000;
/// The most of a rule's own words that is passed on, in characters.
const WORDS_CHARS_MAX: usize = 200;

/// Creates or replaces the promotion that the path names. What stands there already is not written again.
pub async fn put_promotion(call: Call) -> Result<Reply, Problem> {
    let id: PromotionId = call.new_param("promotion", "1 to 40 letters, digits, - or _")?;
    let request: PutPromotion = call.json()?;
    let after = request.draft(id.to_string()).validate()?;
    check_stores(&call, request.stores.as_deref(), &after.scope).await?;
    let before = load(&call, &id).await?;
    let version = before.as_ref().map(|before| before.version);
    if request
        .version
        .is_some_and(|sent| sent != version.unwrap_or_default())
    {
        return Err(Problem::new(Code::VersionConflict));
    }
    if before.as_ref().is_none_or(|before| before.promotion != after) {
        check_rule(&call, &after).await?;
        let written = promotion::put(call.sql(), &after, version, call.now_ms).await;
        written.map_err(|error| match error {
            WritePromotionError::Changed => Problem::new(Code::VersionConflict),
            WritePromotionError::TooManyActive => Problem::field(
                Code::InvalidRequest,
                "state",
                Fault::Reason("too_many_active_promotions"),
            ),
            WritePromotionError::Sql(error) => call.sql_problem(&error),
        })?;
        call.project().await;
    }
    let stored = load(&call, &id).await?;
    let stored = stored.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Reply::ok(&view::promotion(&stored)))
}

/// Has the rule look at its parameters. One that is paused is not asked, so that it can be paused whatever became of its
/// rule.
async fn check_rule(call: &Call, promotion: &Promotion) -> Result<(), Problem> {
    if promotion.state == PromotionState::Paused {
        return Ok(());
    }
    let outcome = ask(call, promotion).await.map_err(|words| {
        call.platform
            .log(&format!("checking promotion {}: {words}", promotion.id));
        Problem::new(Code::PromotionsUnavailable)
    })?;
    match outcome {
        CheckOutcome::Sound => Ok(()),
        CheckOutcome::UnknownRule => {
            Err(FieldError::new("rule", Rule::unknown(promotion.rule.as_str())).into())
        }
        CheckOutcome::Refused(words) => {
            let words = words.chars().filter(|char| !char.is_control());
            let words = words.take(WORDS_CHARS_MAX).collect();
            Err(Problem::field(
                Code::InvalidRequest,
                "parameters",
                Fault::Type(words),
            ))
        }
    }
}

async fn ask(call: &Call, promotion: &Promotion) -> Result<CheckOutcome, String> {
    let request = CheckRequest {
        rule: promotion.rule.clone(),
        parameters: promotion.parameters.clone(),
    };
    let body = serde_json::to_vec(&request).map_err(|error| error.to_string())?;
    let answer = call
        .platform
        .call_component("promotions", "/check", body, CHECK_MS_MAX);
    serde_json::from_slice(&answer.await?).map_err(|error| error.to_string())
}

async fn load(call: &Call, id: &PromotionId) -> Result<Option<StoredPromotion>, Problem> {
    promotion::load(call.sql(), id)
        .await
        .map_err(|error| call.sql_problem(&error))
}
