//! One admitted request.

use crate::audited::Audited;
use crate::bounds;
use crate::{Idempotency, Platform, Principal, Query, Staff};
use api::operation::Operation;
use api::problem::{Code, Fault, Problem};
use bytes::Bytes;
use commerce::field::Rule;
use commerce::ids::{CustomerId, SessionId, StoreId};
use commerce::text::Locale;
use http::{HeaderMap, HeaderValue, header};
use serde::de::{DeserializeOwned, IgnoredAny};
use std::fmt::Display;
use std::rc::Rc;
use std::str::FromStr;
use storage::key_value::{KeyValue, KeyValueError};
use storage::region;
use storage::scope::StoreScope;
use storage::sql::{Script, Sql, SqlError};

/// A request whose caller may make it, with everything that its handler needs.
pub struct Call {
    /// What is called.
    pub operation: &'static Operation,
    /// Who calls.
    pub principal: Principal,
    /// The log-in that gave the token out, if it was one.
    pub session: Option<SessionId>,
    /// The language of the answer.
    pub locale: Locale,
    /// UTC epoch milliseconds; one instant for the whole request.
    pub now_ms: i64,
    /// The query parameters, to be taken one by one.
    pub query: Query,
    /// The request's headers.
    pub headers: HeaderMap,
    /// The body, within the operation's limit.
    pub body: Bytes,
    /// The platform.
    pub platform: Rc<dyn Platform>,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) audited: Option<Audited>,
}

impl Call {
    /// The projections.
    #[must_use]
    pub fn key_value(&self) -> &dyn KeyValue {
        self.platform.key_value()
    }

    /// The truth. What a member of staff writes to it is in the audit log; for those of some stores alone, all that is asked of it stands
    /// behind the database's own wall, too.
    #[must_use]
    pub fn sql(&self) -> &dyn Sql {
        match &self.audited {
            Some(audited) => audited,
            None => self.platform.sql(),
        }
    }

    /// Has it on record that the calling member of staff does this, where nothing else is written.
    ///
    /// # Errors
    /// A failure of storage.
    pub async fn record(&self) -> Result<(), Problem> {
        if let Some(audited) = &self.audited {
            let entered = audited.enter(Script::new()).await;
            entered.map_err(|error| self.sql_problem(&error))?;
        }
        Ok(())
    }

    /// The truth without the database's own wall, for one of the few questions of staff that are about another store. A test
    /// lists where they are asked, and why they may be.
    #[must_use]
    pub fn sql_across_stores(&self) -> &dyn Sql {
        self.platform.sql()
    }

    /// The same call with one store more inside the database's own wall, for the few writes of staff that end at another store.
    /// The caller's scope stays what it is. A test lists where this is done, and why it may be.
    #[must_use]
    pub fn reaching(mut self, store: &StoreId) -> Self {
        self.audited = self.audited.map(|audited| audited.around(store));
        self
    }

    /// Randomness for one identifier.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.platform.fill_random(&mut bytes);
        bytes
    }

    /// A path parameter. What no identifier can be, nothing can have: 404.
    ///
    /// # Errors
    /// [`Code::NotFound`] when it does not parse.
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.params
            .iter()
            .find(|(key, _)| key == name)
            .and_then(|(_, value)| value.parse().ok())
            .ok_or_else(|| Problem::new(Code::NotFound))
    }

    /// A path parameter that names what is to be written.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] naming the parameter and the form when it does not parse.
    pub fn new_param<T: FromStr>(&self, name: &str, expected: &'static str) -> Result<T, Problem> {
        self.param(name)
            .map_err(|_| Problem::invalid(name, Rule::Format { expected }))
    }

    /// The JSON body.
    ///
    /// # Errors
    /// Another media type, malformed JSON, JSON that is too deep or too wide, or the path of the value that has another type than the contract says.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        // There is one of this for every type of a body, so that what is the same for all is elsewhere.
        let text = self.json_text()?;
        let mut json = serde_json::Deserializer::from_str(text);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| mistyped(text, error))?;
        json.end().map_err(|error| malformed(&error))?;
        Ok(value)
    }

    fn json_text(&self) -> Result<&str, Problem> {
        self.require_media_type("application/json")?;
        // All JSON is read as text: a second reader, for bytes, would be in every component for every type.
        let text = std::str::from_utf8(&self.body).map_err(|error| malformed(&error))?;
        bounds::check_json(text)?;
        // Every body is an object. Readers of ours would take a list for one, by the order of its fields.
        if text.trim_ascii_start().starts_with('[') {
            return Err(match serde_json::from_str::<IgnoredAny>(text) {
                Ok(_) => Problem::field(Code::InvalidRequest, "body", Fault::Type(OBJECT.to_owned())),
                Err(error) => malformed(&error),
            });
        }
        Ok(text)
    }

    /// Refuses a body of another media type.
    ///
    /// # Errors
    /// [`Code::UnsupportedMediaType`] naming the header.
    pub fn require_media_type(&self, expected: &'static str) -> Result<(), Problem> {
        let sent = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("");
        let essence = sent.split(';').next().unwrap_or("").trim();
        if essence.eq_ignore_ascii_case(expected) {
            Ok(())
        } else {
            let rule = Rule::Format { expected };
            Err(Problem::field(
                Code::UnsupportedMediaType,
                "content-type",
                Fault::Rule(rule),
            ))
        }
    }

    /// The caller's `If-None-Match`.
    #[must_use]
    pub fn if_none_match(&self) -> Option<&HeaderValue> {
        self.headers.get(header::IF_NONE_MATCH)
    }

    /// The idempotency key of this request with the digest of what it asks.
    ///
    /// # Errors
    /// [`Code::IdempotencyKeyRequired`] when it is missing or malformed.
    pub fn idempotency(&self) -> Result<Idempotency, Problem> {
        Idempotency::of(self)
    }

    /// The shopper who calls.
    ///
    /// # Errors
    /// [`Code::Forbidden`] when it is somebody else.
    pub fn shopper(&self) -> Result<&CustomerId, Problem> {
        match &self.principal {
            Principal::Shopper(id) => Ok(id),
            _ => Err(Problem::new(Code::Forbidden)),
        }
    }

    /// The member of staff who calls.
    ///
    /// # Errors
    /// [`Code::Forbidden`] when it is somebody else.
    pub fn staff(&self) -> Result<&Staff, Problem> {
        self.principal
            .staff()
            .ok_or_else(|| Problem::new(Code::Forbidden))
    }

    /// The stores that the calling member of staff may see. For a request whose path names a store of their region, that store.
    ///
    /// # Errors
    /// [`Code::Forbidden`] when it is no member of staff.
    pub fn store_scope(&self) -> Result<&StoreScope, Problem> {
        Ok(&self.staff()?.scope)
    }

    /// What the calling member of staff may see of one store: a region is asked whether it has the store.
    ///
    /// # Errors
    /// [`Code::Forbidden`] when it is no member of staff; a failure of storage.
    pub async fn scope_of(&self, store: &StoreId) -> Result<StoreScope, Problem> {
        let scope = self.store_scope()?;
        let StoreScope::Region(region) = scope else {
            return Ok(scope.clone());
        };
        let has = region::has(self.sql(), region, store)
            .await
            .map_err(|error| self.sql_problem(&error))?;
        Ok(if has {
            StoreScope::One(store.clone())
        } else {
            scope.clone()
        })
    }

    /// The store in the path, for staff: one that they may not see does not exist for them.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn staff_store(&self) -> Result<StoreId, Problem> {
        let store: StoreId = self.param("store")?;
        if self.store_scope()?.holds(&store) {
            Ok(store)
        } else {
            Err(Problem::new(Code::NotFound))
        }
    }

    /// A failed read or write as a problem; its words go to the log.
    pub fn sql_problem(&self, error: &SqlError) -> Problem {
        crate::from_sql(&*self.platform, error)
    }

    /// A failed key-value call as a problem; its words go to the log.
    pub fn key_value_problem(&self, error: &KeyValueError) -> Problem {
        crate::from_key_value(&*self.platform, error)
    }
}

fn malformed(error: &dyn Display) -> Problem {
    Problem::field(Code::MalformedJson, "body", Fault::Type(error.to_string()))
}

/// JSON of another shape, or none.
fn mistyped(text: &str, error: serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let field = error.path().to_string();
    let inner = error.into_inner();
    // The parser calls it a syntax error when, say, a name is expected and a number stands there.
    if inner.is_data() || serde_json::from_str::<IgnoredAny>(text).is_ok() {
        let field = if field == "." { "body".to_owned() } else { field };
        Problem::field(Code::InvalidRequest, field, Fault::Type(words(&inner)))
    } else {
        malformed(&inner)
    }
}

/// What a list is told.
const OBJECT: &str = "invalid type: sequence, expected an object";

/// The parser's words without its position, which the field's path already gives.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}
