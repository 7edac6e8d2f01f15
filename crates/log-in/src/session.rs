use crate::{RefreshToken, TokenKeys};
use api::accounts::SessionView;
use api::problem::{Code, Problem};
use commerce::account::session::{ACCESS_SECONDS, LIFE_MS};
use commerce::ids::SessionId;
use storage::session::{self, Holder, StoredSession};
use storage::sql::Script;
use web::token::{self, Grant};
use web::{Call, Principal};

/// Adds the steps that begin a session of somebody whose row the script holds; the session, and its refresh token as the client keeps it.
pub fn begin<H: Holder>(
    call: &Call,
    keys: &TokenKeys,
    holder: H,
    script: &mut Script,
) -> (StoredSession<H>, String) {
    let refresh = RefreshToken::new(SessionId::new(call.now_ms, call.random()), call.random());
    let begun = StoredSession {
        id: refresh.session,
        holder,
        refresh_lookup: refresh.lookup(keys),
        previous_lookup: None,
        successor: None,
        rotated_ms: call.now_ms,
        created_ms: call.now_ms,
        expires_ms: call.now_ms.saturating_add(LIFE_MS),
    };
    session::begin(script, &begun);
    let text = refresh.text(keys);
    (begun, text)
}

/// An access token for `principal`, good for [`ACCESS_SECONDS`].
///
/// # Errors
/// [`Code::Internal`] without a token secret.
pub async fn access_token(
    call: &Call,
    principal: &Principal,
    session: Option<SessionId>,
) -> Result<String, Problem> {
    let secret = call.platform.variable("token_secret").await.unwrap_or_default();
    let issued_s = call.now_ms.div_euclid(1_000);
    let expires_s = issued_s.saturating_add(ACCESS_SECONDS);
    let made = match session {
        Some(session) => {
            let grant = Grant {
                session,
                issued_s,
                expires_s,
            };
            token::grant(&secret, principal, &grant)
        }
        None => token::mint(&secret, principal, expires_s),
    };
    made.map_err(|_| {
        call.platform.log("the variable token_secret is too short");
        Problem::new(Code::Internal)
    })
}

/// A session as its holder sees it; `asking` is the one that asks.
#[must_use]
pub fn view<H>(stored: &StoredSession<H>, asking: Option<SessionId>) -> SessionView {
    SessionView {
        id: stored.id.to_string(),
        created_ms: stored.created_ms,
        refreshed_ms: stored.rotated_ms,
        expires_ms: stored.expires_ms,
        current: asking == Some(stored.id),
    }
}
