//! Which hosts a component may call: `allowed_outbound_hosts`.
//!
//! An entry is `scheme://host[:port]`, each part possibly `*`. A host is a name, `*.suffix`, an address, a network
//! (`10.0.0.0/8`) or `self`; a port is a number or a half-open range (`8000..8010`).

use std::net::IpAddr;
use std::ops::Range;

use url::Host;

/// Components reach each other under this domain.
const INTERNAL_SUFFIX: &str = ".spin.internal";

/// The component that `host` (with or without a port) names, when it is an internal one.
pub fn internal_component(host: &str) -> Option<&str> {
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    host.strip_suffix(INTERNAL_SUFFIX).filter(|id| !id.contains('.'))
}

/// Whether `host` is under the internal domain.
pub fn is_internal_host(host: &str) -> bool {
    internal_component(host).is_some()
}

/// A component's grants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowedHosts(Vec<Entry>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// Any, when absent.
    scheme: Option<String>,
    host: HostPattern,
    /// Any, when absent.
    ports: Option<Range<u32>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum HostPattern {
    Any,
    This,
    Suffix(String),
    Exact(Host),
    Network(IpAddr, u8),
}

impl AllowedHosts {
    /// Reads a component's entries, templates already expanded.
    ///
    /// Entries that an empty variable left without a host are skipped, so that an endpoint can be optional.
    /// `*.spin.internal` stands for the components in `ids`.
    pub fn parse<'a>(
        entries: impl IntoIterator<Item = &'a str>,
        ids: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<Self, String> {
        let mut allowed = Vec::new();
        for text in entries {
            if matches!(text, "" | "http://" | "https://") {
                continue;
            }
            let entry = Entry::parse(text).map_err(|reason| format!("{text:?}: {reason}"))?;
            match &entry.host {
                HostPattern::Suffix(suffix) if suffix == INTERNAL_SUFFIX => {
                    let named = |id| Entry {
                        host: HostPattern::Exact(Host::Domain(format!("{id}{suffix}"))),
                        ..entry.clone()
                    };
                    allowed.extend(ids.clone().map(named));
                }
                _ => allowed.push(entry),
            }
        }
        Ok(Self(allowed))
    }

    /// Whether `scheme://host:port` may be called. The scheme's usual port counts when `port` is absent.
    pub fn allows(&self, scheme: &str, host: &str, port: Option<u16>) -> bool {
        let Ok(host) = Host::parse(host) else { return false };
        self.0.iter().any(|entry| {
            entry.allows_scheme(scheme) && entry.host.allows(&host) && entry.allows_port(scheme, port)
        })
    }

    /// Whether the application itself may be called, by a request without a host.
    pub fn allows_self(&self) -> bool {
        let relative = |entry: &Entry| matches!(entry.host, HostPattern::Any | HostPattern::This);
        self.0
            .iter()
            .any(|entry| relative(entry) && (entry.allows_scheme("http") || entry.allows_scheme("https")))
    }
}

impl Entry {
    fn parse(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text
            .trim()
            .split_once("://")
            .ok_or("no scheme; write scheme://host")?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ => (rest, ""),
        };
        let any_scheme = scheme == "*";
        if !any_scheme && !scheme.chars().all(char::is_alphabetic) {
            return Err(format!("{scheme:?} is not a scheme"));
        }
        let ports = match port {
            "*" => None,
            "" => {
                let usual = usual_port(scheme).ok_or("no port, and the scheme has no usual one")?;
                Some(u32::from(usual)..u32::from(usual) + 1)
            }
            _ => Some(port_range(port).ok_or_else(|| format!("{port:?} is not a port"))?),
        };
        Ok(Self {
            scheme: (!any_scheme).then(|| scheme.into()),
            host: HostPattern::parse(host)?,
            ports,
        })
    }

    fn allows_scheme(&self, scheme: &str) -> bool {
        self.scheme.as_ref().is_none_or(|allowed| allowed == scheme)
    }

    fn allows_port(&self, scheme: &str, port: Option<u16>) -> bool {
        let Some(ports) = &self.ports else { return true };
        port.or_else(|| usual_port(scheme))
            .is_some_and(|port| ports.contains(&u32::from(port)))
    }
}

impl HostPattern {
    fn parse(host: &str) -> Result<Self, String> {
        match host {
            "*" => return Ok(Self::Any),
            "self" | "self.alt" => return Ok(Self::This),
            _ => {}
        }
        if let Some((address, bits)) = host.split_once('/') {
            let network = address.parse().ok().zip(bits.parse().ok());
            return match network {
                Some((address, bits)) if bits <= width(address) => Ok(Self::Network(address, bits)),
                _ => Err("a host has no path".into()),
            };
        }
        let (wildcard, name) = match host.strip_prefix("*.") {
            Some(name) => (true, name),
            None => (false, host),
        };
        if name.contains('*') {
            return Err("`*` may stand only for a whole host or its first labels".into());
        }
        match Host::parse(name).map_err(|reason| format!("{name:?} is not a host: {reason}"))? {
            Host::Domain(name) if wildcard => Ok(Self::Suffix(format!(".{name}"))),
            _ if wildcard => Err("`*.` must be followed by a name".into()),
            host => Ok(Self::Exact(host)),
        }
    }

    fn allows(&self, host: &Host) -> bool {
        match (self, host) {
            (Self::Any, _) => true,
            (Self::This, _) => false,
            (Self::Suffix(suffix), Host::Domain(name)) => name.ends_with(suffix),
            (Self::Exact(exact), host) => exact == host,
            (Self::Network(network, bits), Host::Ipv4(ip)) => in_network(IpAddr::V4(*ip), *network, *bits),
            (Self::Network(network, bits), Host::Ipv6(ip)) => in_network(IpAddr::V6(*ip), *network, *bits),
            _ => false,
        }
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn in_network(ip: IpAddr, network: IpAddr, bits: u8) -> bool {
    let head = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => u128::from(u32::from(ip)) << 96,
        IpAddr::V6(ip) => u128::from(ip),
    };
    let differing = head(ip) ^ head(network);
    ip.is_ipv4() == network.is_ipv4() && differing.leading_zeros() >= u32::from(bits)
}

fn port_range(text: &str) -> Option<Range<u32>> {
    let number = |text: &str| text.parse::<u16>().ok().map(u32::from);
    match text.split_once("..") {
        Some((from, to)) => Some(number(from)?..number(to)?),
        None => number(text).map(|port| port..port + 1),
    }
}

fn usual_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        "postgres" => Some(5432),
        "mysql" => Some(3306),
        "redis" => Some(6379),
        "mqtt" => Some(1883),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entry: &str, url: &str, expected: bool) {
        let allowed = AllowedHosts::parse([entry], ["pay", "web"].into_iter()).unwrap();
        let (scheme, rest) = url.split_once("://").unwrap();
        let (host, port) = rest
            .rsplit_once(':')
            .map_or((rest, None), |(host, port)| (host, port.parse().ok()));
        assert_eq!(allowed.allows(scheme, host, port), expected, "{entry} for {url}");
    }

    #[test]
    fn scheme_host_and_port_must_all_match() {
        check("https://a.example", "https://a.example", true);
        check("https://a.example", "https://a.example:443", true);
        check("https://a.example", "https://a.example:444", false);
        check("https://a.example", "http://a.example", false);
        check("https://a.example", "https://b.example", false);
        check("https://a.example/", "https://A.example", true);
        check("http://a.example:8000..8010", "http://a.example:8009", true);
        check("http://a.example:8000..8010", "http://a.example:8010", false);
        check("postgres://db", "postgres://db:5432", true);
    }

    #[test]
    fn wildcards_stand_for_a_whole_part() {
        check("*://*:*", "postgres://10.0.0.1:5433", true);
        check("https://*.example", "https://a.example", true);
        check("https://*.example", "https://a.b.example", true);
        check("https://*.example", "https://example", false);
        check("https://*.example", "https://badexample", false);
        check("http://10.0.0.0/8:*", "http://10.9.8.7:1", true);
        check("http://10.0.0.0/8:*", "http://11.0.0.1:1", false);
        check("http://0.0.0.0/0:*", "http://11.0.0.1:1", true);
    }

    #[test]
    fn the_internal_wildcard_stands_for_known_components() {
        check("http://*.spin.internal", "http://pay.spin.internal", true);
        check("http://*.spin.internal", "http://other.spin.internal", false);
        check("http://pay.spin.internal", "http://web.spin.internal", false);
        assert_eq!(internal_component("pay.spin.internal:80"), Some("pay"));
        assert_eq!(internal_component("spin.internal"), None);
        assert_eq!(internal_component("a.b.spin.internal"), None);
    }

    #[test]
    fn self_allows_only_requests_without_a_host() {
        let allowed = AllowedHosts::parse(["http://self"], [].into_iter()).unwrap();
        assert!(allowed.allows_self() && !allowed.allows("http", "self", None));
        assert!(!AllowedHosts::default().allows_self());
    }

    #[test]
    fn an_entry_emptied_by_a_variable_grants_nothing() {
        assert_eq!(
            AllowedHosts::parse(["", "https://"], [].into_iter()).unwrap(),
            AllowedHosts::default()
        );
    }

    #[test]
    fn entries_that_mean_nothing_are_refused() {
        for entry in [
            "a.example",
            "ftp://a.example",
            "http://a.example/path",
            "http://a.*.b",
            "http://a:b",
            "h-t://a:1",
        ] {
            assert!(AllowedHosts::parse([entry], [].into_iter()).is_err(), "{entry}");
        }
    }
}
