use crate::field::{FieldError, Rule};

/// Shortest log-in name, in characters.
pub const LOGIN_CHARS_MIN: usize = 3;
/// Longest log-in name, in characters.
pub const LOGIN_CHARS_MAX: usize = 60;

/// Reads a log-in name: small letters, digits and `. _ - @`, so that no two look alike.
///
/// # Errors
/// Names the rule.
pub fn read_login(text: &str) -> Result<String, FieldError> {
    let is_one = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-@".contains(&byte);
    if (LOGIN_CHARS_MIN..=LOGIN_CHARS_MAX).contains(&text.len()) && text.bytes().all(is_one) {
        return Ok(text.to_owned());
    }
    let expected = "3 to 60 characters a-z, 0-9, '.', '_', '-' or '@'";
    Err(FieldError::new("login", Rule::Format { expected }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_are_refused() {
        for good in ["wang", "li.na@example.com", "k-1"] {
            assert_eq!(read_login(good).as_deref(), Ok(good));
        }
        for bad in ["", "ab", "Wang", "wang ", "王芳", "wаng", &"a".repeat(61)] {
            assert!(read_login(bad).is_err(), "{bad:?}");
        }
    }
}
