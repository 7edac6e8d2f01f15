//! Responses. Every body leaves with its length, so that it can leave in one segment.

use api::problem::Problem;
use bytes::Bytes;
use commerce::text::Locale;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use twox_hash::XxHash3_128;

/// Room for a view, so that most never have to grow, in bytes.
const JSON_BYTES: usize = 4_096;

/// Header fields of a usual response, so that their table never has to grow.
const FIELDS: usize = 12;

/// What a browser may do with an answer that is no page: run nothing of it, and put it into no frame.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// A response, body in memory.
#[derive(Debug, Clone)]
pub struct Reply(pub http::Response<Bytes>);

impl Reply {
    /// `bytes` of `content_type` with `status`.
    #[must_use]
    pub fn bytes(status: StatusCode, content_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let mut response = http::Response::new(bytes);
        *response.headers_mut() = HeaderMap::with_capacity(FIELDS);
        *response.status_mut() = status;
        let length = response.body().len();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        headers.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        Self(response)
    }

    /// JSON that is stored or written already, as it is.
    #[must_use]
    pub fn stored_json(bytes: impl Into<Bytes>) -> Self {
        Self::bytes(StatusCode::OK, "application/json", bytes)
    }

    /// A view as JSON with `status`, not to be kept by caches.
    #[must_use]
    pub fn json<T: Serialize>(status: StatusCode, view: &T) -> Self {
        let mut body = Vec::with_capacity(JSON_BYTES);
        match serde_json::to_writer(&mut body, view) {
            Ok(()) => Self::bytes(status, "application/json", body).private(),
            Err(_) => Self::problem(&Problem::new(api::problem::Code::Internal), Locale::En),
        }
    }

    /// 200 with a view as JSON.
    #[must_use]
    pub fn ok<T: Serialize>(view: &T) -> Self {
        Self::json(StatusCode::OK, view)
    }

    /// Problem details in `locale`.
    #[must_use]
    pub fn problem(problem: &Problem, locale: Locale) -> Self {
        let status = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let reply = Self::bytes(status, "application/problem+json", problem.to_json(locale))
            .private()
            .with(header::CONTENT_LANGUAGE, locale.as_str());
        match status {
            StatusCode::SERVICE_UNAVAILABLE => reply.with(header::RETRY_AFTER, "1"),
            StatusCode::UNAUTHORIZED => reply.with(header::WWW_AUTHENTICATE, "Bearer"),
            _ => reply,
        }
    }

    /// Not to be kept by caches, nor put into a frame. What everybody may read goes without: it is data, which no browser runs, and each
    /// field is paid for by every read.
    #[must_use]
    pub fn private(self) -> Self {
        self.with(header::CACHE_CONTROL, "no-store")
            .with(header::CONTENT_SECURITY_POLICY, POLICY)
            .with(header::REFERRER_POLICY, "no-referrer")
    }

    /// Sets a header.
    #[must_use]
    pub fn with(mut self, name: header::HeaderName, value: &'static str) -> Self {
        self.0.headers_mut().insert(name, HeaderValue::from_static(value));
        self
    }

    /// A public, revalidated read: a strong `ETag` over the body, and 304 where the caller has it already.
    #[must_use]
    pub fn public(self, if_none_match: Option<&HeaderValue>, max_age: &'static str) -> Self {
        self.tagged(max_age).revalidated(if_none_match)
    }

    /// A public read with a strong `ETag` over the body, to be kept in memory and [revalidated](Self::revalidated) for
    /// each caller: the body is digested once.
    #[must_use]
    pub fn tagged(mut self, max_age: &'static str) -> Self {
        if let Ok(value) = HeaderValue::from_str(&etag(self.0.body())) {
            self.0.headers_mut().insert(header::ETAG, value);
        }
        self.with(header::CACHE_CONTROL, max_age)
            .with(header::VARY, "accept-language")
    }

    /// This reply, or 304 where the caller has it already.
    #[must_use]
    pub fn revalidated(mut self, if_none_match: Option<&HeaderValue>) -> Self {
        let own = self.0.headers().get(header::ETAG).map(HeaderValue::as_bytes);
        let matches = if_none_match.is_some_and(|sent| {
            // Weak comparison (RFC 9110, 13.1.2).
            sent.as_bytes().split(|byte| *byte == b',').any(|tag| {
                let tag = tag.trim_ascii();
                tag == b"*" || Some(tag.strip_prefix(b"W/").unwrap_or(tag)) == own
            })
        });
        if matches {
            *self.0.status_mut() = StatusCode::NOT_MODIFIED;
            *self.0.body_mut() = Bytes::new();
            self.0.headers_mut().remove(header::CONTENT_LENGTH);
            self.0.headers_mut().remove(header::CONTENT_TYPE);
        }
        self
    }
}

fn etag(body: &[u8]) -> String {
    // Nobody gains by a collision in public bytes.
    format!("\"{:032x}\"", XxHash3_128::oneshot(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_reply_is_304_for_a_matching_tag_and_200_for_another() {
        let first = Reply::stored_json("{}").public(None, "max-age=1");
        let tag = first.0.headers()[header::ETAG].clone();
        let second = Reply::stored_json("{}").public(Some(&tag), "max-age=1");
        assert_eq!(
            (first.0.status(), second.0.status()),
            (StatusCode::OK, StatusCode::NOT_MODIFIED)
        );
        assert!(second.0.body().is_empty());
        let third = Reply::stored_json("[]").public(Some(&tag), "max-age=1");
        assert_eq!(third.0.status(), StatusCode::OK);
    }

    #[test]
    fn every_body_leaves_with_its_length() {
        assert_eq!(Reply::ok(&[1, 2]).0.headers()[header::CONTENT_LENGTH], "5");
    }
}
