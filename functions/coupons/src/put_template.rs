//! Creates or replaces a template.

use crate::known_stores::check_stores;
use crate::promise::worsened;
use crate::view;
use api::coupons::{PutTemplate, field_of_draft};
use api::problem::{Code, Fault, FieldProblem, Problem};
use commerce::coupon::{TOTAL_LIMIT_MAX, Template};
use commerce::field::{FieldError, Rule};
use commerce::ids::TemplateId;
use storage::coupon_template::{self, StoredTemplate, WriteTemplateError};
use web::{Call, Reply};

/// Creates or replaces the template that the path names. What stands there already is not written again.
pub async fn put_template(call: Call) -> Result<Reply, Problem> {
    let id: TemplateId = call.new_param("template", "1 to 40 letters, digits, - or _")?;
    let request: PutTemplate = call.json()?;
    let named = |errors: Vec<FieldError>| errors.into_iter().map(field_of_draft).collect::<Vec<_>>();
    let after = request.draft(id.to_string()).validate().map_err(named)?;
    check_stores(&call, request.stores.as_deref(), &after.scope).await?;
    let before = load(&call, &id).await?;
    if request
        .version
        .is_some_and(|sent| sent != before.as_ref().map_or(0, |before| before.version))
    {
        return Err(Problem::new(Code::VersionConflict));
    }
    let written = match &before {
        None => coupon_template::insert(call.sql(), &after, call.now_ms).await,
        Some(before) if before.template == after => Ok(()),
        Some(before) => {
            check_issued(before, &after)?;
            coupon_template::replace(call.sql(), before, &after, call.now_ms).await
        }
    };
    written.map_err(|error| match error {
        WriteTemplateError::Changed => Problem::new(Code::VersionConflict),
        WriteTemplateError::Sql(error) => call.sql_problem(&error),
    })?;
    let stored = load(&call, &id).await?;
    let stored = stored.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Reply::ok(&view::template(&stored)))
}

async fn load(call: &Call, id: &TemplateId) -> Result<Option<StoredTemplate>, Problem> {
    coupon_template::load(call.sql(), id)
        .await
        .map_err(|error| call.sql_problem(&error))
}

/// Holds what was promised with the coupons that were issued.
fn check_issued(before: &StoredTemplate, after: &Template) -> Result<(), Problem> {
    if before.issued == 0 {
        return Ok(());
    }
    let reason = |field: &str| FieldProblem {
        field: field.to_owned(),
        fault: Fault::Reason("worse_than_issued"),
    };
    let mut fields: Vec<FieldProblem> = worsened(&before.template, after)
        .into_iter()
        .map(reason)
        .collect();
    if after.total_limit < before.issued {
        fields.push(FieldProblem {
            field: "total_limit".to_owned(),
            fault: Fault::Rule(Rule::OutOfRange {
                min: i64::from(before.issued),
                max: i64::from(TOTAL_LIMIT_MAX),
            }),
        });
    }
    if fields.is_empty() {
        return Ok(());
    }
    Err(Problem {
        code: Code::InvalidRequest,
        fields,
        extra: None,
    })
}
