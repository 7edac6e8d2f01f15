//! What the sandbox answers, without a host.
//!
//! | code | what becomes of it |
//! |---|---|
//! | `dev-NAME` | the subject or the number NAME, as often as it is sent |
//! | `dev-NAME.ONCE` | the same, and refused as used the second time, as far as this instance remembers |
//! | `used-NAME` | refused |
//! | `limited-NAME` | too many calls |
//! | `blocked-NAME` | the person is blocked |
//! | `lost-NAME` | no answer |
//! | `stale-NAME` | a number: the credential is refused, however new it is |

use std::collections::BTreeSet;

/// Longest name, in characters.
const NAME_CHARS_MAX: usize = 40;
/// Codes that an instance remembers at most.
const USED_MAX: usize = 1_000;
/// What is kept of the credential.
pub(crate) const CREDENTIAL: &str = "sandbox-credential";

/// Why a call came to nothing; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    CodeRefused,
    RateLimited,
    Blocked,
    CredentialRefused,
    Misconfigured(&'static str),
    Unavailable(&'static str),
}

/// The codes that this instance has seen and that are good once.
#[derive(Debug, Default)]
pub(crate) struct Used(BTreeSet<String>);

/// Whether the sandbox may be relied on at all.
///
/// # Errors
/// Unless the variable `sandbox_identity` is `on`.
pub(crate) fn check(variable: Option<&str>) -> Result<(), Failure> {
    if variable == Some("on") {
        Ok(())
    } else {
        Err(Failure::Misconfigured(
            "the sandbox takes everybody for whoever they say: it works where the variable sandbox_identity is on",
        ))
    }
}

/// The subject that a code names.
///
/// # Errors
/// As the code says.
pub(crate) fn subject(used: &mut Used, code: &str) -> Result<String, Failure> {
    take(used, code).map(str::to_owned)
}

/// The telephone number that a code names.
///
/// # Errors
/// As the code says, and without a credential.
pub(crate) fn number(used: &mut Used, code: &str, kept: Option<&str>) -> Result<String, Failure> {
    if kept != Some(CREDENTIAL) {
        return Err(Failure::CredentialRefused);
    }
    let digits = take(used, code)?;
    if (5..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(format!("+{digits}"))
    } else {
        Err(Failure::CodeRefused)
    }
}

fn take<'a>(used: &mut Used, code: &'a str) -> Result<&'a str, Failure> {
    let (kind, name) = code.split_once('-').ok_or(Failure::CodeRefused)?;
    let (name, once) = match name.split_once('.') {
        Some((name, _)) => (name, true),
        None => (name, false),
    };
    let is_name = (1..=NAME_CHARS_MAX).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    match kind {
        "dev" if is_name => {}
        "limited" => return Err(Failure::RateLimited),
        "blocked" => return Err(Failure::Blocked),
        "lost" => return Err(Failure::Unavailable("the answer is lost, as told")),
        "stale" => return Err(Failure::CredentialRefused),
        _ => return Err(Failure::CodeRefused),
    }
    if once {
        if used.0.len() >= USED_MAX {
            used.0.clear();
        }
        if !used.0.insert(code.to_owned()) {
            return Err(Failure::CodeRefused);
        }
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_subject(code: &str, expected: Result<&str, Failure>) {
        let subject = subject(&mut Used::default(), code);
        assert_eq!(subject, expected.map(str::to_owned), "{code}");
    }

    #[test]
    fn code_says_who_somebody_is_or_what_becomes_of_it() {
        check_subject("dev-alice", Ok("alice"));
        check_subject("dev-alice.1", Ok("alice"));
        check_subject("used-alice", Err(Failure::CodeRefused));
        check_subject("limited-alice", Err(Failure::RateLimited));
        check_subject("blocked-alice", Err(Failure::Blocked));
        check_subject("lost-", Err(Failure::Unavailable("the answer is lost, as told")));
        for nobodys in [
            "",
            "alice",
            "dev-",
            "dev-a b",
            "dev-.1",
            "dev-爱丽丝",
            &format!("dev-{}", "a".repeat(41)),
        ] {
            check_subject(nobodys, Err(Failure::CodeRefused));
        }
    }

    #[test]
    fn code_with_an_ending_is_good_once() {
        let mut used = Used::default();
        assert_eq!(subject(&mut used, "dev-alice.1"), Ok("alice".to_owned()));
        assert_eq!(subject(&mut used, "dev-alice.1"), Err(Failure::CodeRefused));
        assert_eq!(subject(&mut used, "dev-alice.2"), Ok("alice".to_owned()));
        for _ in 0..2 {
            assert_eq!(subject(&mut used, "dev-alice"), Ok("alice".to_owned()));
        }
    }

    #[test]
    fn number_needs_the_credential() {
        let ask = |code: &str, kept| number(&mut Used::default(), code, kept);
        assert_eq!(
            ask("dev-8613800138000", Some(CREDENTIAL)),
            Ok("+8613800138000".to_owned())
        );
        for kept in [None, Some("another")] {
            assert_eq!(ask("dev-8613800138000", kept), Err(Failure::CredentialRefused));
        }
        assert_eq!(ask("dev-alice", Some(CREDENTIAL)), Err(Failure::CodeRefused));
        assert_eq!(ask("stale-1", Some(CREDENTIAL)), Err(Failure::CredentialRefused));
    }

    #[test]
    fn nobody_is_anybody_unless_somebody_turned_it_on() {
        assert_eq!(check(Some("on")), Ok(()));
        for variable in [None, Some(""), Some("off"), Some("ON")] {
            assert!(
                matches!(check(variable), Err(Failure::Misconfigured(_))),
                "{variable:?}"
            );
        }
    }
}
