//! What points are worth.

use crate::view;
use api::coupons::{PointsRulesView, PutPointsRule};
use api::problem::{Code, Problem};
use commerce::field::{Findings, Rule};
use commerce::money::{BasisPoints, Currency, WHOLE_BP};
use commerce::pricing::PointsRule;
use storage::points::{self, StoredRule};
use storage::sql::{Script, SqlError};
use web::{Call, Reply};

/// The rules of all currencies that have one.
pub async fn list_points_rules(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let rules = load(&call).await?;
    let items = rules.iter().map(view::points_rule).collect();
    Ok(Reply::ok(&PointsRulesView { items }))
}

/// Creates or replaces the rule of a currency. What stands there already is not written again.
pub async fn put_points_rule(call: Call) -> Result<Reply, Problem> {
    let request: PutPointsRule = call.json()?;
    let currency: Currency = call.new_param("currency", "a known ISO 4217 currency code such as CNY")?;
    let rule = read(&request)?;
    let before = find(&call, currency).await?;
    let version = before.map(|before| before.version);
    if request
        .version
        .is_some_and(|sent| sent != version.unwrap_or_default())
    {
        return Err(Problem::new(Code::VersionConflict));
    }
    if before.is_none_or(|before| before.rule != rule) {
        let mut script = Script::new();
        points::put_rule(&mut script, currency, rule, version, call.now_ms);
        call.sql().write(script).await.map_err(|error| match error {
            SqlError::Refused { .. } => Problem::new(Code::VersionConflict),
            error => call.sql_problem(&error),
        })?;
        call.project().await;
    }
    let stored = find(&call, currency)
        .await?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Reply::ok(&view::points_rule(&stored)))
}

fn read(request: &PutPointsRule) -> Result<PointsRule, Problem> {
    let mut findings = Findings::default();
    let mut rate = |field: &str, sent: i64| {
        let rate = u32::try_from(sent).ok().filter(|&rate| rate <= WHOLE_BP);
        if rate.is_none() {
            let max = i64::from(WHOLE_BP);
            findings.report(field, Rule::OutOfRange { min: 0, max });
        }
        rate.map(BasisPoints)
    };
    let (earn_bp, redeem_bp) = (
        rate("earn_bp", request.earn_bp),
        rate("redeem_bp", request.redeem_bp),
    );
    let rule = || {
        Some(PointsRule {
            earn_bp: earn_bp?,
            redeem_bp: redeem_bp?,
        })
    };
    Ok(findings.finish(rule())?)
}

async fn load(call: &Call) -> Result<Vec<StoredRule>, Problem> {
    points::rules(call.sql())
        .await
        .map_err(|error| call.sql_problem(&error))
}

async fn find(call: &Call, currency: Currency) -> Result<Option<StoredRule>, Problem> {
    let mut rules = load(call).await?.into_iter();
    Ok(rules.find(|stored| stored.currency == currency))
}
