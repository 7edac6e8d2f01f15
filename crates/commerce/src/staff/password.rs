use crate::field::{FieldError, Rule};

/// Shortest password, in characters (OWASP ASVS 5.0, 6.2.1, wants 8 at least and recommends more; no rule of which characters).
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Longest password, in characters (ASVS 5.0, 6.2.9: 64 at least must be taken).
pub const PASSWORD_CHARS_MAX: usize = 128;
/// Fewest different characters.
const DIFFERENT_CHARS_MIN: usize = 5;

/// Those of the 20,000 most common passwords that are long enough for us, in small letters and in order; from the list that Django's
/// `CommonPasswordValidator` ships (Royce Williams, public domain).
static COMMON: &str = include_str!("common-passwords.txt");

/// Refuses a password that is guessed soon: too short, common, of few characters, or made of the log-in name. Any character will do.
///
/// # Errors
/// Names the rule, never the password.
pub fn check_password(field: &str, password: &str, login: &str) -> Result<(), FieldError> {
    let length = password.chars().count();
    let folded = password.to_lowercase();
    let different: std::collections::BTreeSet<char> = folded.chars().collect();
    let rule = if length < PASSWORD_CHARS_MIN {
        let min = PASSWORD_CHARS_MIN;
        Rule::TooShort { min }
    } else if length > PASSWORD_CHARS_MAX {
        let max = PASSWORD_CHARS_MAX;
        Rule::TooLong { max }
    } else if different.len() < DIFFERENT_CHARS_MIN || is_common(&folded) {
        let expected = "a password that is not among the common ones";
        Rule::Format { expected }
    } else if folded.contains(login) {
        let expected = "a password without the log-in name";
        Rule::Format { expected }
    } else {
        return Ok(());
    };
    Err(FieldError::new(field, rule))
}

fn is_common(folded: &str) -> bool {
    COMMON.lines().any(|common| common == folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_that_are_guessed_soon_are_refused() {
        for bad in [
            "",
            "short",
            "12345678901",
            "abababababababab",
            "QWERTYUIOP123",
            "my-name-is-li.na",
            &"长".repeat(129),
        ] {
            let refused = check_password("password", bad, "li.na").unwrap_err();
            assert_eq!(refused.field, "password", "{bad}");
            assert!(bad.is_empty() || !refused.rule.to_string().contains(bad));
        }
        for good in [
            "correct horse battery",
            "一二三四五六七八九十百千",
            "x9!kfj02-Qp7z",
        ] {
            assert_eq!(check_password("password", good, "li.na"), Ok(()), "{good}");
        }
    }

    #[test]
    fn list_is_of_those_that_no_other_rule_refuses_by_length() {
        let lines: Vec<&str> = COMMON.lines().collect();
        assert!(lines.len() > 100 && lines.is_sorted());
        assert!(
            lines
                .iter()
                .all(|line| line.chars().count() >= PASSWORD_CHARS_MIN)
        );
    }
}
