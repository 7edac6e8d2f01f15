//! Logs a shopper in.

use crate::identities;
use crate::keys::Keys;
use crate::places;
use api::accounts::{CreateSession, TokensView};
use api::problem::{Code, Problem};
use commerce::account::session::ACCESS_SECONDS;
use commerce::field::{FieldError, Rule};
use commerce::ids::{CustomerId, StoreId};
use http::StatusCode;
use storage::account::identity::{self, IDENTITY, StoredIdentity};
use storage::account::{self, ACCOUNT};
use storage::session::StoredSession;
use storage::sql::{Script, SqlError};
use vault::Opened;
use web::{Call, Principal, Reply};

/// Longest code, in bytes.
const CODE_BYTES_MAX: usize = 512;
/// Tries of a log-in that meets another of the same person, or the end of their account.
const TRIES_MAX: u32 = 3;

/// Exchanges the code, finds or makes the account, and begins a session.
pub async fn create_session(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let request: CreateSession = call.json()?;
    let provider = read_provider(&request.provider)?;
    check_code(&request.code)?;
    let store = read_store(request.store.as_deref())?;
    let keys = Keys::of(&call).await?;
    let subject = identities::exchange(&call, &provider, &request.code)
        .await
        .map_err(|nothing| identities::problem(&call, &nothing))?;
    let lookup = keys.subjects().of(&[&provider, subject.expose()]);
    let person = Person {
        provider,
        subject,
        lookup,
    };
    for _ in 0..TRIES_MAX {
        let known = identity::find(call.sql(), &person.provider, &person.lookup)
            .await
            .map_err(|error| call.sql_problem(&error))?;
        if let Some(reply) = try_create(&call, &keys, &person, known, store.as_ref()).await? {
            return Ok(reply);
        }
    }
    Err(Problem::new(Code::Busy))
}

/// Who logs in.
struct Person {
    provider: String,
    subject: Opened,
    lookup: String,
}

/// One try; `None` when somebody made or ended the account at this moment.
async fn try_create(
    call: &Call,
    keys: &Keys,
    person: &Person,
    known: Option<CustomerId>,
    store: Option<&StoreId>,
) -> Result<Option<Reply>, Problem> {
    let mut script = Script::new();
    let is_new = known.is_none();
    let customer = match known {
        Some(customer) => {
            account::touch(&mut script, &customer, store);
            customer
        }
        None => {
            let customer = CustomerId::new(call.now_ms, call.random());
            open_account(call, keys, person, &customer, store, &mut script)?;
            customer
        }
    };
    let (begun, refresh_token) = log_in::begin(call, &keys.tokens(), customer, &mut script);
    let mut view = tokens(call, &begun, refresh_token).await?;
    view.new_customer = Some(is_new);
    match call.sql().write(script).await {
        Ok(_) => Ok(Some(Reply::json(StatusCode::CREATED, &view))),
        Err(SqlError::Refused {
            label: ACCOUNT | IDENTITY,
            ..
        }) => Ok(None),
        Err(error) => Err(call.sql_problem(&error)),
    }
}

fn open_account(
    call: &Call,
    keys: &Keys,
    person: &Person,
    customer: &CustomerId,
    store: Option<&StoreId>,
    script: &mut Script,
) -> Result<(), Problem> {
    let id = customer.to_string();
    let (key, wrapped) = keys.new_key(call, &id)?;
    account::open(script, customer, &wrapped, store, call.now_ms);
    let row = [&*id, &*person.provider];
    let identity = StoredIdentity {
        provider: person.provider.clone(),
        subject: key.seal(places::subject(&row), call.random(), person.subject.expose()),
        lookup: person.lookup.clone(),
        created_ms: call.now_ms,
    };
    identity::bind(script, customer, &identity);
    Ok(())
}

/// The tokens of a session as it is now.
///
/// # Errors
/// [`Code::Internal`] without a token secret.
pub async fn tokens(
    call: &Call,
    of: &StoredSession<CustomerId>,
    refresh_token: String,
) -> Result<TokensView, Problem> {
    let principal = Principal::Shopper(of.holder.clone());
    let access_token = log_in::access_token(call, &principal, Some(of.id)).await?;
    Ok(TokensView {
        session: of.id.to_string(),
        customer: of.holder.to_string(),
        new_customer: None,
        token_type: "Bearer",
        access_token,
        expires_in: ACCESS_SECONDS,
        refresh_token,
        session_expires_ms: of.expires_ms,
    })
}

fn read_provider(text: &str) -> Result<String, FieldError> {
    let is_name = (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if is_name {
        return Ok(text.to_owned());
    }
    let expected = "1 to 40 characters a-z, 0-9 or -";
    Err(FieldError::new("provider", Rule::Format { expected }))
}

/// Refuses what no platform's code is.
///
/// # Errors
/// Names the rule.
pub fn check_code(code: &str) -> Result<(), FieldError> {
    let rule = if code.is_empty() {
        Rule::Required
    } else if code.len() > CODE_BYTES_MAX {
        let max = CODE_BYTES_MAX;
        Rule::TooLong { max }
    } else if !code.bytes().all(|byte| byte.is_ascii_graphic()) {
        let expected = "visible ASCII characters";
        Rule::Format { expected }
    } else {
        return Ok(());
    };
    Err(FieldError::new("code", rule))
}

fn read_store(store: Option<&str>) -> Result<Option<StoreId>, FieldError> {
    let read = store.map(|store| store.parse().map_err(|_| FieldError::new("store", Rule::CODE)));
    read.transpose()
}
