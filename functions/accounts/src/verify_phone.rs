//! Takes the caller's telephone number from their platform.

use crate::account::Account;
use crate::create_session::check_code;
use crate::identities::{self, Nothing};
use crate::keys::Keys;
use crate::{credential, places, view};
use api::accounts::VerifyPhone;
use api::identities::Refusal;
use api::problem::{Code, Problem};
use storage::account::{self, identity};
use storage::sql::{Script, SqlError};
use vault::Opened;
use web::{Call, Reply};

/// Tries of a write that meets another one for the same number.
const TRIES_MAX: u32 = 3;

/// Exchanges the code, and keeps the number sealed.
pub async fn verify_phone(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: VerifyPhone = call.json()?;
    check_code(&request.code)?;
    let keys = Keys::of(&call).await?;
    let account = Account::mine(&call, &keys).await?;
    let identities = identity::of(call.sql(), &account.stored.customer)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let provider = identities.first().map(|identity| identity.provider.clone());
    let provider = provider.ok_or_else(|| Problem::new(Code::NotFound))?;
    let number = ask(&call, &provider, &request.code).await?;
    let lookup = keys.phones().of(&[number.expose()]);
    let place = [&*account.id];
    let sealed = account
        .key
        .seal(places::phone(&place), call.random(), number.expose());
    write(&call, &account, &sealed, &lookup).await?;
    let account = Account::mine(&call, &keys).await?;
    Ok(Reply::ok(&view::me(&call, &account).await?))
}

/// Asks with what is kept, and once more with another when that is refused.
async fn ask(call: &Call, provider: &str, code: &str) -> Result<Opened, Problem> {
    let kept = credential::kept(call, provider, None).await?;
    let answer = match identities::phone(call, provider, code, Some(&kept)).await {
        Err(Nothing::Refused(Refusal::Credential)) => {
            let renewed = credential::kept(call, provider, Some(&kept)).await?;
            identities::phone(call, provider, code, Some(&renewed)).await
        }
        answer => answer,
    };
    answer.map_err(|nothing| identities::problem(call, &nothing))
}

async fn write(call: &Call, account: &Account, sealed: &str, lookup: &str) -> Result<(), Problem> {
    for _ in 0..TRIES_MAX {
        let mut script = Script::new();
        let customer = &account.stored.customer;
        account::set_phone(&mut script, customer, sealed, lookup, call.now_ms);
        match call.sql().write(script).await {
            Ok(_) => return Ok(()),
            // Two accounts are given one number at this moment: the later one has it.
            Err(SqlError::Constraint(_)) => {}
            Err(error) => return Err(call.sql_problem(&error)),
        }
    }
    Err(Problem::new(Code::Busy))
}
