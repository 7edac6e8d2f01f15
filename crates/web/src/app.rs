//! From an incoming request to the handler of its operation.

use crate::audited::Audited;
use crate::bounds;
use crate::pace::{Pace, Pacer, Request};
use crate::token::{self, Bearer};
use crate::{Call, Platform, Principal, Query, Reply};
use api::operation::{Access, Method, Operation};
use api::problem::{Code, Problem};
use bytes::Bytes;
use commerce::text::Locale;
use futures_util::future::LocalBoxFuture;
use http::{HeaderValue, StatusCode, header, request::Parts};
use std::rc::Rc;
use storage::region;
use storage::scope::StoreScope;

type Handler = Box<dyn Fn(Call) -> LocalBoxFuture<'static, Result<Reply, Problem>>>;

struct Route {
    operation: &'static Operation,
    handler: Handler,
}

/// A request body that is read only after its sender was admitted, and never beyond a limit.
pub trait Incoming {
    /// The whole body; `None` when it is longer than `bytes_max`.
    fn read(self, bytes_max: usize) -> impl Future<Output = Result<Option<Bytes>, Problem>>;
}

impl Incoming for Bytes {
    async fn read(self, bytes_max: usize) -> Result<Option<Bytes>, Problem> {
        Ok((self.len() <= bytes_max).then_some(self))
    }
}

/// The operations of a function. Built once per instance.
#[derive(Default)]
pub struct App {
    paths: matchit::Router<Vec<Route>>,
    mounted: Vec<&'static Operation>,
    pace: Option<Box<dyn Pacer>>,
}

impl App {
    /// An application without operations.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Mounts an operation. Mounting one twice, or two paths that exclude each other, is a defect that the test of
    /// every function finds through [`App::mounted`].
    #[must_use]
    pub fn route<F, R>(mut self, operation: &'static Operation, handler: F) -> Self
    where
        F: Fn(Call) -> R + 'static,
        R: Future<Output = Result<Reply, Problem>> + 'static,
    {
        let route = Route {
            operation,
            handler: Box::new(move |call| Box::pin(handler(call))),
        };
        match self.paths.at_mut(operation.path) {
            // A parameter segment matches itself, so an equal path finds its own entry; a different one that matches
            // by parameter does not hold an equal path.
            Ok(found)
                if found
                    .value
                    .first()
                    .is_some_and(|r| r.operation.path == operation.path) =>
            {
                found.value.push(route);
            }
            _ => {
                if self.paths.insert(operation.path, vec![route]).is_err() {
                    return self;
                }
            }
        }
        self.mounted.push(operation);
        self
    }

    /// The same, which keeps those of its operations that are at a rate to it. Without, they fail: see [`Operation::rate`].
    #[must_use]
    pub fn paced(mut self) -> Self {
        self.pace = Some(Box::new(Pace::default()));
        self
    }

    /// The operations mounted, in order.
    #[must_use]
    pub fn mounted(&self) -> &[&'static Operation] {
        &self.mounted
    }

    /// Answers a request. Never fails: what goes wrong is a problem in the caller's language.
    pub async fn serve(&self, platform: Rc<dyn Platform>, parts: Parts, incoming: impl Incoming) -> Reply {
        let locale = Locale::negotiate(text_header(&parts, &header::ACCEPT_LANGUAGE));
        match self.try_serve(platform, parts, incoming, locale).await {
            Ok(reply) => reply,
            Err(problem) => Reply::problem(&problem, locale),
        }
    }

    async fn try_serve(
        &self,
        platform: Rc<dyn Platform>,
        parts: Parts,
        incoming: impl Incoming,
        locale: Locale,
    ) -> Result<Reply, Problem> {
        bounds::check_headers(&parts.headers)?;
        let found = self
            .paths
            .at(parts.uri.path())
            .map_err(|_| Problem::new(Code::NotFound))?;
        let Some(route) = found
            .value
            .iter()
            .find(|route| is_method(route.operation.method, &parts.method))
        else {
            return Ok(not_allowed(found.value, locale));
        };
        let params: Vec<(String, String)> = found
            .params
            .iter()
            .map(|(name, value)| (name.to_owned(), decode(value)))
            .collect();
        let now_ms = platform.now_ms();
        let operation = route.operation;
        let access = operation.access;
        // What everybody may see needs no name, and a component that has nothing else needs no secret.
        let Bearer { principal, session } = if access.admits(Access::PUBLIC) {
            NOBODY
        } else {
            authenticate(&*platform, &parts, now_ms).await?
        };
        admit(operation, &principal)?;
        if let Some(rate) = operation.rate {
            let pace = self.pace.as_ref().ok_or_else(|| Problem::new(Code::Internal))?;
            let request = Request {
                platform: &*platform,
                operation,
                principal: &principal,
                headers: &parts.headers,
                now_ms,
            };
            if let Err(wait_ms) = pace.admit(rate, request).await {
                return Ok(too_many(wait_ms, locale));
            }
        }
        // What a body of a GET should mean is nowhere said (RFC 9110, 9.3.1), and even an empty one takes a call to the host to read.
        let body = match operation.method {
            Method::Get => Bytes::new(),
            Method::Post | Method::Put | Method::Delete => {
                bounds::check_coding(&parts.headers)?;
                let read = incoming.read(operation.body_bytes_max).await?;
                read.ok_or_else(|| Problem::new(Code::PayloadTooLarge))?
            }
        };
        let principal = resolve_region(&*platform, principal, &params).await?;
        let audited = Audited::of(&platform, &principal, operation, &params, &body, now_ms);
        let call = Call {
            operation,
            principal,
            session,
            locale,
            now_ms,
            query: Query::parse(parts.uri.query().unwrap_or("")),
            headers: parts.headers,
            body,
            platform,
            params,
            audited,
        };
        (route.handler)(call).await
    }
}

/// Who sends no token.
const NOBODY: Bearer = Bearer {
    principal: Principal::Anonymous,
    session: None,
};

async fn authenticate(platform: &dyn Platform, parts: &Parts, now_ms: i64) -> Result<Bearer, Problem> {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(NOBODY);
    };
    // Whoever stands before us may read the other one.
    if values.next().is_some() {
        return Err(Problem::new(Code::Unauthenticated));
    }
    let token = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or_else(|| Problem::new(Code::Unauthenticated))?;
    let secret = platform.variable("token_secret").await.unwrap_or_default();
    token::verify(&secret, token, now_ms.div_euclid(1_000)).ok_or_else(|| Problem::new(Code::Unauthenticated))
}

/// Staff need the operation's permission as well.
fn admit(operation: &Operation, principal: &Principal) -> Result<(), Problem> {
    let may = match principal.staff() {
        None => true,
        Some(staff) => operation
            .permission
            .is_none_or(|permission| staff.permissions.hold(permission)),
    };
    if may && operation.access.admits(principal.access()) {
        Ok(())
    } else if *principal == Principal::Anonymous {
        Err(Problem::new(Code::Unauthenticated))
    } else {
        Err(Problem::new(Code::Forbidden))
    }
}

/// Narrows the scope of whoever sees to a region to the store that the path names, if it is one of theirs.
async fn resolve_region(
    platform: &dyn Platform,
    principal: Principal,
    params: &[(String, String)],
) -> Result<Principal, Problem> {
    let Principal::Staff(mut staff) = principal else {
        return Ok(principal);
    };
    let named = params.iter().find(|(name, _)| name == "store");
    let store = named.and_then(|(_, value)| value.parse().ok());
    if let (StoreScope::Region(region), Some(store)) = (&staff.scope, store) {
        let has = region::has(platform.sql(), region, &store)
            .await
            .map_err(|error| crate::from_sql(platform, &error))?;
        if has {
            staff.scope = StoreScope::One(store);
        }
    }
    Ok(Principal::Staff(staff))
}

fn not_allowed(routes: &[Route], locale: Locale) -> Reply {
    let mut reply = Reply::problem(&Problem::new(Code::MethodNotAllowed), locale);
    let allowed: Vec<&str> = routes
        .iter()
        .map(|route| route.operation.method.as_str())
        .collect();
    if let Ok(value) = HeaderValue::from_str(&allowed.join(", ")) {
        reply.0.headers_mut().insert(header::ALLOW, value);
    }
    debug_assert_eq!(reply.0.status(), StatusCode::METHOD_NOT_ALLOWED);
    reply
}

fn too_many(wait_ms: i64, locale: Locale) -> Reply {
    let mut reply = Reply::problem(&Problem::new(Code::TooManyRequests), locale);
    // In whole seconds (RFC 9110, 10.2.3), none of them too early.
    let seconds = HeaderValue::from(wait_ms.div_euclid(1_000) + 1);
    reply.0.headers_mut().insert(header::RETRY_AFTER, seconds);
    reply
}

fn is_method(method: Method, sent: &http::Method) -> bool {
    sent.as_str() == method.as_str()
}

fn text_header<'a>(parts: &'a Parts, name: &header::HeaderName) -> Option<&'a str> {
    parts.headers.get(name)?.to_str().ok()
}

/// Percent-decoding of a path segment; a segment that is not UTF-8 then names nothing, and so does one with a NUL, which no
/// text of Postgres holds: to look for it would fail.
fn decode(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment)
        .decode_utf8_lossy()
        .replace('\0', "\u{FFFD}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segment_holds_nothing_that_a_database_cannot() {
        assert_eq!(decode("%6eorth"), "north");
        assert_eq!(decode("north%00south%ff"), "north\u{FFFD}south\u{FFFD}");
    }
}
