//! Too many requests of one caller, approximately: each instance counts for itself.
//!
//! A function has this where one of its operations is at a rate; the others are smaller without.

use crate::{Platform, Principal};
use api::operation::{Operation, Rate};
use futures_util::future::LocalBoxFuture;
use http::HeaderMap;
use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Callers that are remembered, of 16 bytes each: twice as many as an instance has requests on Spin.
const CALLERS_MAX: usize = 256;
/// Turns all of it off, where it is `off`.
const SWITCH: &str = "rate_limits";
/// Names the header in which a proxy says whom it asks for; empty without one.
const PROXY_HEADER: &str = "client_address_header";
/// What the host says of the other end of the connection.
const PEER: &str = "spin-client-addr";

/// A request that is to be admitted.
pub(crate) struct Request<'a> {
    pub platform: &'a dyn Platform,
    pub operation: &'a Operation,
    pub principal: &'a Principal,
    pub headers: &'a HeaderMap,
    pub now_ms: i64,
}

/// Who lets callers pass, or says after how many milliseconds to come again.
pub(crate) trait Pacer {
    fn admit<'a>(&'a self, rate: Rate, request: Request<'a>) -> LocalBoxFuture<'a, Result<(), i64>>;
}

/// Each caller with when their bucket is full again, UTC epoch milliseconds. This is the generic cell rate algorithm (ITU-T I.371), which
/// needs no more than that: who is not in here has a full bucket.
#[derive(Default)]
pub(crate) struct Pace(RefCell<Vec<(u64, i64)>>);

impl Pacer for Pace {
    fn admit<'a>(&'a self, rate: Rate, request: Request<'a>) -> LocalBoxFuture<'a, Result<(), i64>> {
        Box::pin(async move {
            let variable = |name| request.platform.variable(name);
            if variable(SWITCH).await.is_some_and(|switch| switch == "off") {
                return Ok(());
            }
            let mut caller = DefaultHasher::new();
            request.operation.id.hash(&mut caller);
            if *request.principal == Principal::Anonymous {
                let proxy_header = variable(PROXY_HEADER).await.unwrap_or_default();
                network(request.headers, &proxy_header).hash(&mut caller);
            } else {
                request.principal.name().hash(&mut caller);
            }
            self.take(caller.finish(), rate, request.now_ms)
        })
    }
}

impl Pace {
    fn take(&self, caller: u64, rate: Rate, now_ms: i64) -> Result<(), i64> {
        let token_ms = 60_000 / i64::from(rate.per_minute.max(1));
        let bucket_ms = token_ms * i64::from(rate.burst);
        let mut full_ms = self.0.borrow_mut();
        let place = full_ms.iter().position(|(known, _)| *known == caller);
        if let Some((_, full)) = place.and_then(|place| full_ms.get_mut(place)) {
            // A clock that went back makes nobody wait longer than for an empty bucket.
            *full = (*full).clamp(now_ms, now_ms + bucket_ms);
        }
        let known = place.and_then(|place| full_ms.get(place));
        let next = known.map_or(now_ms, |(_, full)| *full) + token_ms;
        if next > now_ms + bucket_ms {
            return Err(next - now_ms - bucket_ms);
        }
        let fullest = || (0..full_ms.len()).min_by_key(|place| full_ms.get(*place).map(|(_, full)| *full));
        let place = match place {
            None if full_ms.len() >= CALLERS_MAX => fullest(),
            place => place,
        };
        match place.and_then(|place| full_ms.get_mut(place)) {
            Some(entry) => *entry = (caller, next),
            None => full_ms.push((caller, next)),
        }
        Ok(())
    }
}

/// The network of who asks, as text: an IPv4 address, or the part of an IPv6 one that its holder does not choose, which is 64 bits at most.
fn network<'a>(headers: &'a HeaderMap, proxy_header: &str) -> &'a str {
    let text = |name: &str| headers.get_all(name).iter().next_back()?.to_str().ok();
    // A proxy adds what it saw to what it was told: only the last is its own word.
    let proxied = text(proxy_header).and_then(|value| value.rsplit(',').next());
    // Who has no address, which no host leaves out, shares a bucket with all such.
    let address = proxied.or_else(|| text(PEER)).unwrap_or("").trim();
    let (address, is_v6) = match address.strip_prefix('[') {
        Some(rest) => (rest.split(']').next().unwrap_or(rest), true),
        None => (address, address.matches(':').count() > 1),
    };
    if !is_v6 {
        return address.split(':').next().unwrap_or(address);
    }
    // An IPv4 address in the clothes of the other kind.
    if address.contains('.') {
        return address.rsplit(':').next().unwrap_or(address);
    }
    let named = address.split("::").next().unwrap_or(address);
    match named.match_indices(':').nth(3) {
        Some((end, _)) => named.get(..end).unwrap_or(named),
        None => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        burst: 3,
        per_minute: 60,
    };
    const NOW_MS: i64 = 1_767_240_000_000;

    #[test]
    fn bucket_lets_a_burst_pass_and_then_a_request_for_each_token() {
        let pace = Pace::default();
        let take = |after_ms| pace.take(7, RATE, NOW_MS + after_ms);
        assert_eq!([0, 0, 0].map(take), [Ok(()); 3]);
        assert_eq!(take(0), Err(1_000));
        assert_eq!(take(400), Err(600));
        assert_eq!(take(1_000), Ok(()));
        assert_eq!(take(1_000), Err(1_000));
        // A minute later it is full, and no fuller.
        assert_eq!([60_000; 4].map(take), [Ok(()), Ok(()), Ok(()), Err(1_000)]);
        assert_eq!(pace.take(8, RATE, NOW_MS), Ok(()), "another caller's");
    }

    #[test]
    fn clock_that_goes_back_makes_nobody_wait_for_it() {
        let pace = Pace::default();
        assert_eq!(pace.take(7, RATE, NOW_MS), Ok(()));
        let yesterday = NOW_MS - 86_400_000;
        assert_eq!(pace.take(7, RATE, yesterday), Err(1_000));
        assert_eq!(pace.take(7, RATE, yesterday + 1_000), Ok(()));
    }

    #[test]
    fn no_more_callers_are_remembered_than_may_be() {
        let pace = Pace::default();
        for caller in 0..3 * CALLERS_MAX as u64 {
            assert_eq!(pace.take(caller, RATE, NOW_MS), Ok(()));
        }
        assert!(pace.0.borrow().len() <= CALLERS_MAX);
        // Who has an empty bucket is not who is forgotten.
        let last = 3 * CALLERS_MAX as u64 - 1;
        assert_eq!([0; 2].map(|_| pace.take(last, RATE, NOW_MS)), [Ok(()); 2]);
        for caller in 0..CALLERS_MAX as u64 - 1 {
            assert_eq!(pace.take(1_000_000 + caller, RATE, NOW_MS), Ok(()));
        }
        assert!(pace.take(last, RATE, NOW_MS).is_err());
    }

    fn of(headers: &[(&'static str, &'static str)], proxy_header: &str) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        network(&map, proxy_header).to_owned()
    }

    #[test]
    fn network_is_that_of_the_connection_unless_a_proxy_is_known() {
        let peer = ("spin-client-addr", "10.1.2.3:4567");
        let own = of(&[peer], "");
        assert_eq!(own, "10.1.2.3");
        assert_eq!(of(&[("spin-client-addr", "10.1.2.3:9")], ""), own);
        assert_ne!(of(&[("spin-client-addr", "10.1.2.4:9")], ""), own);
        // What a caller says counts only behind a proxy, and then what the proxy itself has added.
        let told = ("x-forwarded-for", "1.1.1.1, 2.2.2.2");
        assert_eq!(of(&[peer, told], ""), own);
        let proxied = of(&[peer, told], "x-forwarded-for");
        assert_eq!(proxied, of(&[("spin-client-addr", "2.2.2.2:1")], ""));
        let twice = [peer, ("x-forwarded-for", "9.9.9.9"), told];
        assert_eq!(of(&twice, "x-forwarded-for"), proxied);
        assert_eq!(of(&[peer], "x-forwarded-for"), own);
        assert_eq!(of(&[], ""), "");
    }

    #[test]
    fn holder_of_a_whole_ipv6_network_is_one_caller() {
        let one = of(&[("spin-client-addr", "[2001:db8:1:2::1]:80")], "");
        assert_eq!(of(&[("spin-client-addr", "[2001:db8:1:2:ffff::9]:81")], ""), one);
        assert_ne!(of(&[("spin-client-addr", "[2001:db8:1:3::1]:80")], ""), one);
        assert_eq!(one, "2001:db8:1:2");
        // Zeros that are left out.
        assert_eq!(of(&[("spin-client-addr", "[2001:db8::1]:80")], ""), "2001:db8");
        assert_eq!(
            of(&[("spin-client-addr", "2001:db8:1:2:3::1")], ""),
            one,
            "without a port"
        );
        let mapped = of(&[("spin-client-addr", "[::ffff:10.1.2.3]:80")], "");
        assert_eq!(mapped, of(&[("spin-client-addr", "10.1.2.3:80")], ""));
    }
}
