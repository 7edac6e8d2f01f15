//! Which trigger a path goes to.
//!
//! Patterns are Spin's: exact paths, `:name` for one segment, `/...` for a rest of any length; the most specific
//! pattern wins, and of two equal patterns the later one. Matching itself is `routefinder`, as in Spin.

use std::collections::BTreeMap;

use crate::manifest::{ManifestError, Route, Trigger};

/// The application's public routes.
pub struct Router {
    patterns: routefinder::Router<Entry>,
}

struct Entry {
    trigger: usize,
    pattern: String,
}

/// A path that matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The pattern as the manifest has it.
    pub raw_route: String,
    /// The same without its trailing slash, always with a leading one.
    pub route: String,
    /// What `/...` stood for, with its leading slash; empty for an exact pattern.
    pub rest: String,
    /// What each `:name` stood for.
    pub named: Vec<(String, String)>,
}

impl Router {
    /// Builds the router from the manifest's triggers; private ones are left out.
    pub fn new(triggers: &[Trigger]) -> Result<Self, ManifestError> {
        let mut latest = BTreeMap::new();
        for (trigger, Trigger { route, .. }) in triggers.iter().enumerate() {
            if let Route::Public(pattern) = route {
                latest.insert(pattern, trigger);
            }
        }
        let mut patterns = routefinder::Router::new();
        for (pattern, trigger) in latest {
            let based = based(pattern);
            let spec = match based.strip_suffix("/...") {
                Some(prefix) => format!("{prefix}/*"),
                None => based,
            };
            patterns
                .add(
                    spec.as_str(),
                    Entry {
                        trigger,
                        pattern: pattern.clone(),
                    },
                )
                .map_err(|reason| {
                    ManifestError::refused("trigger.http.route", format!("{pattern:?}: {reason}"))
                })?;
        }
        Ok(Self { patterns })
    }

    /// Finds the most specific pattern that matches `path`; gives its trigger's position in the manifest too.
    pub fn find(&self, path: &str) -> Option<(usize, Match)> {
        let found = self.patterns.best_match(path)?;
        let captures = found.captures();
        let slash = if path.ends_with('/') { "/" } else { "" };
        let rest = match captures.wildcard() {
            None => String::new(),
            Some("") => slash.into(),
            Some(rest) => format!("/{rest}{slash}"),
        };
        let named = captures
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let Entry { trigger, pattern } = found.handler();
        let found = Match {
            raw_route: pattern.clone(),
            route: based(pattern),
            rest,
            named,
        };
        Some((*trigger, found))
    }
}

impl Match {
    /// A component that is called by name takes every path.
    pub fn by_name(path: &str) -> Self {
        let route = "/...".to_owned();
        Self {
            raw_route: route.clone(),
            route,
            rest: path.to_owned(),
            named: Vec::new(),
        }
    }

    /// The pattern without its trailing `/...`.
    pub fn raw_route_prefix(&self) -> &str {
        self.raw_route.strip_suffix("/...").unwrap_or(&self.raw_route)
    }
}

/// The pattern with a leading slash and without a trailing one.
fn based(pattern: &str) -> String {
    let slash = if pattern.starts_with('/') { "" } else { "/" };
    let absolute = format!("{slash}{pattern}");
    absolute.strip_suffix('/').map(str::to_owned).unwrap_or(absolute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Target;

    fn router(patterns: &[&str]) -> Router {
        let trigger = |pattern: &&str| Trigger {
            route: Route::Public((*pattern).into()),
            target: Target::Component("c".into()),
        };
        Router::new(&patterns.iter().map(trigger).collect::<Vec<_>>()).unwrap()
    }

    #[track_caller]
    fn check(patterns: &[&str], path: &str, expected: Option<&str>) {
        let found = router(patterns).find(path).map(|(_, found)| found.raw_route);
        assert_eq!(found.as_deref(), expected, "{path} among {patterns:?}");
    }

    #[test]
    fn the_most_specific_pattern_wins() {
        let patterns = [
            "/...",
            "/shops/...",
            "/shops/:id",
            "/shops/near",
            "/shops/:id/goods/...",
        ];
        check(&patterns, "/", Some("/..."));
        check(&patterns, "/shops", Some("/shops/..."));
        check(&patterns, "/shops/near", Some("/shops/near"));
        check(&patterns, "/shops/7", Some("/shops/:id"));
        check(&patterns, "/shops/7/staff", Some("/shops/..."));
        check(&patterns, "/shops/7/goods/a/b", Some("/shops/:id/goods/..."));
        check(&patterns, "/else", Some("/..."));
    }

    #[test]
    fn an_exact_pattern_takes_only_its_path() {
        check(&["/a"], "/a", Some("/a"));
        check(&["/a"], "/a/", Some("/a"));
        check(&["/a"], "/a/b", None);
        check(&["/a"], "/", None);
        check(&["/"], "/", Some("/"));
        check(&["/"], "/a", None);
    }

    #[test]
    fn of_two_equal_patterns_the_later_trigger_answers() {
        assert_eq!(router(&["/a", "/a"]).find("/a").unwrap().0, 1);
    }

    #[test]
    fn what_the_wildcard_stood_for_keeps_its_slashes() {
        for (path, rest) in [
            ("/a", ""),
            ("/a/", "/"),
            ("/a/b", "/b"),
            ("/a/b/", "/b/"),
            ("/a/b/c", "/b/c"),
        ] {
            assert_eq!(router(&["/a/..."]).find(path).unwrap().1.rest, rest, "{path}");
        }
        assert_eq!(router(&["/a"]).find("/a").unwrap().1.rest, "");
    }

    #[test]
    fn named_segments_are_captured() {
        let (_, found) = router(&["/shops/:shop/goods/:sku"])
            .find("/shops/7/goods/tea")
            .unwrap();
        assert_eq!(
            found.named,
            [("shop".into(), "7".into()), ("sku".into(), "tea".into())]
        );
    }

    #[test]
    fn private_triggers_have_no_public_path() {
        let private = Trigger {
            route: Route::Private,
            target: Target::Component("c".into()),
        };
        assert_eq!(Router::new(&[private]).unwrap().find("/"), None);
    }
}
