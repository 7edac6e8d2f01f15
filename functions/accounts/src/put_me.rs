//! Edits the caller's account.

use crate::account::Account;
use crate::keys::Keys;
use crate::{places, view};
use api::accounts::PutMe;
use api::problem::{Code, Problem};
use commerce::account::{BirthdayDraft, ProfileDraft, Purpose};
use storage::account::{self, SealedProfile, consent};
use storage::sql::Script;
use web::{Call, Reply};

/// Replaces what the caller said of themselves, sealed.
pub async fn put_me(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: PutMe = call.json()?;
    let profile = draft(&request).validate(call.now_ms)?;
    let keys = Keys::of(&call).await?;
    let account = Account::mine(&call, &keys).await?;
    let stored = &account.stored;
    if request.version.is_some_and(|version| version != stored.version) {
        return Err(Problem::new(Code::VersionConflict));
    }
    let id = [&*account.id];
    let seal = |place, text: &str| account.key.seal(place, call.random(), text);
    let sealed = SealedProfile {
        language: profile.language.as_ref().map(|tag| tag.as_str().to_owned()),
        name: profile.name.as_ref().map(|name| seal(places::name(&id), name)),
        birthday: profile
            .birthday
            .map(|birthday| seal(places::birthday(&id), &birthday.to_string())),
    };
    let mut script = Script::new();
    account::edit(
        &mut script,
        &stored.customer,
        stored.version,
        &sealed,
        call.now_ms,
    );
    for purpose in Purpose::ALL {
        let given = profile.consents.contains(&purpose);
        consent::set(&mut script, &stored.customer, purpose, given, call.now_ms);
    }
    call.sql()
        .write(script)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let account = Account::mine(&call, &keys).await?;
    Ok(Reply::ok(&view::me(&call, &account).await?))
}

fn draft(request: &PutMe) -> ProfileDraft {
    ProfileDraft {
        name: request.name.clone(),
        language: request.language.clone(),
        birthday: request.birthday.map(|birthday| BirthdayDraft {
            year: birthday.year,
            month: birthday.month,
            day: birthday.day,
        }),
        consents: request.consents.clone(),
    }
}
