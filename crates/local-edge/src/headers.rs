//! The header fields by which a component learns how its request was routed.

use std::net::SocketAddr;

use http::header::{CONNECTION, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::allowed_hosts::is_internal_host;
use crate::routes::Match;

/// Every routing field starts with this; what a client sends under it is dropped.
const PREFIX: &str = "spin-";

/// Replaces routing fields in `headers` by this request's own.
///
/// Fields with the prefix that came from outside are dropped, so that a component can believe what it reads.
pub fn set_routing_headers(headers: &mut HeaderMap, uri: &Uri, found: &Match, client: SocketAddr) {
    let forged: Vec<_> = headers
        .keys()
        .filter(|name| name.as_str().starts_with(PREFIX))
        .cloned()
        .collect();
    for name in forged {
        headers.remove(name);
    }
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("localhost");
    let path_and_query = uri.path_and_query().map_or("/", |path| path.as_str());
    let full_url = format!("{}://{host}{path_and_query}", uri.scheme_str().unwrap_or("http"));
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("spin-full-url", &full_url);
    set("spin-path-info", &found.rest);
    set("spin-matched-route", &found.route);
    set("spin-base-path", "/");
    set("spin-raw-component-route", &found.raw_route);
    set("spin-component-route", found.raw_route_prefix());
    set("spin-client-addr", &client.to_string());
    for (name, value) in &found.named {
        let name = format!("spin-path-match-{}", name.to_ascii_lowercase().replace('_', "-"));
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
}

/// Removes fields that concern the connection only, and a host that only means something inside.
pub fn strip_connection_headers(headers: &mut HeaderMap) {
    headers.remove(CONNECTION);
    if headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .is_some_and(is_internal_host)
    {
        headers.remove(HOST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found() -> Match {
        Match {
            raw_route: "/shops/:shop/...".into(),
            route: "/shops/:shop/...".into(),
            rest: "/goods".into(),
            named: vec![("shop".into(), "7".into())],
        }
    }

    fn routed(headers: &mut HeaderMap) {
        let uri = "http://mall.example/shops/7/goods?page=2".parse().unwrap();
        set_routing_headers(headers, &uri, &found(), "10.1.2.3:4567".parse().unwrap());
    }

    #[test]
    fn a_component_learns_how_it_was_reached() {
        let mut headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("mall.example"))]);
        routed(&mut headers);
        for (name, value) in [
            ("spin-full-url", "http://mall.example/shops/7/goods?page=2"),
            ("spin-path-info", "/goods"),
            ("spin-matched-route", "/shops/:shop/..."),
            ("spin-raw-component-route", "/shops/:shop/..."),
            ("spin-component-route", "/shops/:shop"),
            ("spin-base-path", "/"),
            ("spin-client-addr", "10.1.2.3:4567"),
            ("spin-path-match-shop", "7"),
        ] {
            assert_eq!(headers[name], value, "{name}");
        }
    }

    #[test]
    fn routing_fields_from_outside_are_dropped() {
        let mut headers = HeaderMap::new();
        headers.insert("spin-client-addr", HeaderValue::from_static("1.1.1.1:1"));
        headers.insert("spin-path-match-role", HeaderValue::from_static("admin"));
        routed(&mut headers);
        assert_eq!(headers["spin-client-addr"], "10.1.2.3:4567");
        assert!(!headers.contains_key("spin-path-match-role"));
    }

    #[test]
    fn an_internal_host_cannot_be_claimed_from_outside() {
        for (host, kept) in [
            ("mall.example", true),
            ("pay.spin.internal", false),
            ("pay.spin.internal:80", false),
        ] {
            let mut headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static(host))]);
            strip_connection_headers(&mut headers);
            assert_eq!(headers.contains_key(HOST), kept, "{host}");
        }
    }
}
