//! Signed bearer tokens: JWT (RFC 7519) with HS256 and nothing else, for one audience.
//!
//! Functions take a token for its word and ask nobody, so that it is short-lived where it is given out. One that was given out by a
//! log-in names its session; one that was minted by whoever has the secret, such as `cargo xtask token`, has none.

use crate::principal::{Principal, Staff, StaffKind};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use commerce::ids::SessionId;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use storage::scope::StoreScope;

/// The only header that is signed or accepted: `{"alg":"HS256","typ":"JWT"}`.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
/// Shortest signing secret, in bytes: the output length of the hash (RFC 7518, 3.2).
pub const SECRET_BYTES_MIN: usize = 32;
/// Longest token that is looked at, in bytes.
const TOKEN_BYTES_MAX: usize = 2_048;
const ISSUER: &str = "mendian";
/// Who is to take a token: the functions of the application. What is signed for something else is no token here.
const AUDIENCE: &str = "mendian-functions";

/// Why a token cannot be minted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MintError {
    /// The secret is shorter than [`SECRET_BYTES_MIN`].
    ShortSecret,
    /// Nobody gets no token.
    Anonymous,
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Who calls.
    pub principal: Principal,
    /// The log-in that gave the token out.
    pub session: Option<SessionId>,
}

/// What a log-in gives a token out for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The log-in.
    pub session: SessionId,
    /// When it is given out, epoch seconds.
    pub issued_s: i64,
    /// Until when it is valid, epoch seconds.
    pub expires_s: i64,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    role: String,
    /// Of staff: their one store, or their region; neither for all stores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    store: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// Of staff: what they may do (RFC 8693, section 4.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    /// The log-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    /// Seconds since the epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    iat: Option<i64>,
    /// Seconds since the epoch.
    exp: i64,
}

impl Claims {
    fn of(principal: &Principal, expires_s: i64) -> Result<Self, MintError> {
        let (sub, role) = match principal {
            Principal::Anonymous => return Err(MintError::Anonymous),
            Principal::Shopper(id) => (id.to_string(), SHOPPER),
            Principal::Staff(staff) => (staff.id.clone(), staff.kind.as_str()),
            Principal::Job => ("scheduler".to_owned(), JOB),
        };
        let staff = principal.staff();
        let (store, region) = match staff.map(|staff| &staff.scope) {
            None | Some(StoreScope::All) => (None, None),
            Some(StoreScope::Region(region)) => (None, Some(region.to_string())),
            Some(StoreScope::One(store)) => (Some(store.to_string()), None),
        };
        Ok(Self {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub,
            role: role.to_owned(),
            store,
            region,
            scope: staff.map(|staff| staff.permissions.to_string()),
            sid: None,
            iat: None,
            exp: expires_s,
        })
    }

    /// Who it is that the claims are about; `None` when they do not go together.
    fn principal(self) -> Option<Principal> {
        let Some(permissions) = self.scope else {
            return match (&*self.role, self.store, self.region) {
                (SHOPPER, None, None) => Some(Principal::Shopper(self.sub.parse().ok()?)),
                (JOB, None, None) => Some(Principal::Job),
                _ => None,
            };
        };
        let mut kinds = StaffKind::ALL.into_iter();
        let scope = match (self.store, self.region) {
            (None, None) => StoreScope::All,
            (Some(store), None) => StoreScope::One(store.parse().ok()?),
            (None, Some(region)) => StoreScope::Region(region.parse().ok()?),
            (Some(_), Some(_)) => return None,
        };
        Some(Principal::Staff(Staff {
            kind: kinds.find(|kind| kind.as_str() == self.role)?,
            id: self.sub,
            scope,
            permissions: permissions.parse().ok()?,
        }))
    }
}

const SHOPPER: &str = "shopper";
const JOB: &str = "job";

/// A token for `principal` that is valid until `expires_s` (epoch seconds).
///
/// # Errors
/// See [`MintError`].
pub fn mint(secret: &str, principal: &Principal, expires_s: i64) -> Result<String, MintError> {
    sign(secret, &Claims::of(principal, expires_s)?)
}

/// The token of a log-in.
///
/// # Errors
/// See [`MintError`].
pub fn grant(secret: &str, principal: &Principal, grant: &Grant) -> Result<String, MintError> {
    let mut claims = Claims::of(principal, grant.expires_s)?;
    claims.sid = Some(grant.session.to_string());
    claims.iat = Some(grant.issued_s);
    sign(secret, &claims)
}

fn sign(secret: &str, claims: &Claims) -> Result<String, MintError> {
    let payload = BASE64.encode(serde_json::to_vec(claims).unwrap_or_default());
    let signed = format!("{HEADER}.{payload}");
    let signature = signer(secret)
        .ok_or(MintError::ShortSecret)?
        .chain_update(&signed)
        .finalize()
        .into_bytes();
    Ok(format!("{signed}.{}", BASE64.encode(signature)))
}

/// What a token says, or `None` when it is not ours, for somebody else, altered or expired at `now_s` (epoch seconds).
#[must_use]
pub fn verify(secret: &str, token: &str, now_s: i64) -> Option<Bearer> {
    if token.len() > TOKEN_BYTES_MAX {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    if header != HEADER {
        return None;
    }
    let signature = BASE64.decode(signature).ok()?;
    // Constant-time comparison.
    signer(secret)?
        .chain_update(signed)
        .verify_slice(&signature)
        .ok()?;
    let claims = String::from_utf8(BASE64.decode(payload).ok()?).ok()?;
    let claims: Claims = serde_json::from_str(&claims).ok()?;
    if claims.iss != ISSUER || claims.aud != AUDIENCE || claims.exp <= now_s {
        return None;
    }
    let session = match &claims.sid {
        Some(session) => Some(session.parse().ok()?),
        None => None,
    };
    let principal = claims.principal()?;
    Some(Bearer { principal, session })
}

fn signer(secret: &str) -> Option<Hmac<Sha256>> {
    if secret.len() < SECRET_BYTES_MIN {
        return None;
    }
    Hmac::new_from_slice(secret.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret of at least 32 bytes, for tests";

    fn shopper() -> Principal {
        Principal::Shopper("c1".parse().unwrap())
    }

    fn staff(kind: StaffKind, scope: StoreScope) -> Principal {
        Principal::Staff(Staff {
            kind,
            id: "k1".to_owned(),
            scope,
            permissions: "read_stock hand_over".parse().unwrap(),
        })
    }

    #[test]
    fn minted_token_names_its_principal_until_it_expires() {
        for principal in [
            shopper(),
            staff(StaffKind::Person, StoreScope::All),
            staff(StaffKind::Person, StoreScope::Region("east".parse().unwrap())),
            staff(StaffKind::Device, StoreScope::One("s1".parse().unwrap())),
            staff(StaffKind::Partner, StoreScope::One("s1".parse().unwrap())),
            Principal::Job,
        ] {
            let token = mint(SECRET, &principal, 100).unwrap();
            let session = None;
            assert_eq!(verify(SECRET, &token, 99), Some(Bearer { principal, session }));
            assert_eq!(verify(SECRET, &token, 100), None);
        }
    }

    #[test]
    fn token_of_all_permissions_is_short_enough() {
        let mut principal = staff(
            StaffKind::Person,
            StoreScope::Region("r".repeat(40).parse().unwrap()),
        );
        if let Principal::Staff(staff) = &mut principal {
            staff.permissions = commerce::staff::Permissions::ALL;
            staff.id = "a".repeat(60);
        }
        let token = mint(SECRET, &principal, i64::MAX).unwrap();
        assert!(token.len() < TOKEN_BYTES_MAX / 2, "{}", token.len());
        assert!(verify(SECRET, &token, 0).is_some());
    }

    #[test]
    fn granted_token_names_its_log_in() {
        let grant = Grant {
            session: SessionId::new(1, [2; 10]),
            issued_s: 50,
            expires_s: 100,
        };
        let token = super::grant(SECRET, &shopper(), &grant).unwrap();
        let bearer = verify(SECRET, &token, 99).unwrap();
        assert_eq!(
            (bearer.principal, bearer.session),
            (shopper(), Some(grant.session))
        );
        assert_eq!(verify(SECRET, &token, 100), None);
    }

    /// Signed with the right secret, as something else in the application might do.
    #[test]
    fn token_for_another_audience_issuer_or_role_is_refused() {
        let signed = |change: fn(&mut Claims)| {
            let mut claims = Claims {
                iss: ISSUER.to_owned(),
                aud: AUDIENCE.to_owned(),
                sub: "c1".to_owned(),
                role: "shopper".to_owned(),
                store: None,
                region: None,
                scope: None,
                sid: None,
                iat: None,
                exp: 100,
            };
            change(&mut claims);
            verify(SECRET, &sign(SECRET, &claims).unwrap(), 0)
        };
        assert!(signed(|_| {}).is_some());
        for change in [
            (|c| c.aud = "mendian-elsewhere".to_owned()) as fn(&mut Claims),
            |c| c.aud.clear(),
            |c| c.iss = "another".to_owned(),
            |c| c.role = "admin".to_owned(),
            |c| c.role = "job,shopper".to_owned(),
            |c| c.role = "staff".to_owned(),
            |c| c.scope = Some("read_stock".to_owned()),
            |c| c.store = Some("s1".to_owned()),
            |c| c.region = Some("east".to_owned()),
            |c| c.sub = "not a code".to_owned(),
            |c| c.sid = Some("no session".to_owned()),
            |c| c.exp = i64::MIN,
        ] {
            assert_eq!(signed(change), None);
        }
    }

    #[test]
    fn other_algorithms_types_and_shapes_are_refused_whatever_they_are_signed_with() {
        let token = mint(SECRET, &shopper(), 100).unwrap();
        let (_, payload, signature) = {
            let mut parts = token.split('.');
            (
                parts.next().unwrap(),
                parts.next().unwrap(),
                parts.next().unwrap(),
            )
        };
        for header in [
            r#"{"alg":"none","typ":"JWT"}"#,
            r#"{"alg":"HS512","typ":"JWT"}"#,
            r#"{"alg":"RS256","typ":"JWT"}"#,
            r#"{"alg":"hs256","typ":"JWT"}"#,
            r#"{"typ":"JWT","alg":"HS256"}"#,
            r#"{"alg":"HS256","typ":"JWT","kid":"../../dev/null"}"#,
            r#"{"alg":"HS256","typ":"JWT","jwk":{}}"#,
            "",
        ] {
            let signed = format!("{}.{payload}", BASE64.encode(header));
            let mac = signer(SECRET).unwrap().chain_update(&signed).finalize();
            let forged = format!("{signed}.{}", BASE64.encode(mac.into_bytes()));
            assert_eq!(verify(SECRET, &forged, 0), None, "{header}");
        }
        for shape in [
            String::new(),
            ".".to_owned(),
            "..".to_owned(),
            format!("{HEADER}.{payload}"),
            format!("{HEADER}.{payload}."),
            format!("{HEADER}.{payload}.{signature}.{signature}"),
            format!("{HEADER}..{signature}"),
            format!(" {token}"),
            format!("{token}="),
            format!("{token}\n"),
            "A".repeat(10_000),
        ] {
            assert_eq!(verify(SECRET, &shape, 0), None, "{shape}");
        }
    }

    #[test]
    fn token_with_any_byte_changed_is_refused() {
        let token = mint(SECRET, &shopper(), 100).unwrap();
        for at in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            if altered != token {
                assert_eq!(verify(SECRET, &altered, 0), None, "byte {at}");
            }
        }
    }

    #[test]
    fn unsigned_foreign_and_short_secret_tokens_are_refused() {
        let token = mint(SECRET, &shopper(), 100).unwrap();
        let payload = token.split('.').nth(1).unwrap();
        let none = BASE64.encode(br#"{"alg":"none"}"#);
        assert_eq!(verify(SECRET, &format!("{none}.{payload}."), 0), None);
        assert_eq!(verify("another secret of at least 32 bytes!!", &token, 0), None);
        assert_eq!(mint("short", &shopper(), 100), Err(MintError::ShortSecret));
        assert_eq!(verify("", &token, 0), None);
    }
}
