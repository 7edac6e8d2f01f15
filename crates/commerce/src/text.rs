//! Words that people read: lines and paragraphs, in the languages that a brand writes them in.

mod accept;
mod locale;
mod tag;
mod texts;

pub use accept::AcceptLanguage;
pub use locale::Locale;
pub use tag::{LanguageTag, MalformedTag, TAG_CHARS_MAX};
pub use texts::{LANGUAGES_MAX, Reading, Texts, pick};

use crate::field::{FieldError, Rule};

/// Reads one line of text: trimmed, not blank, no control characters, at most `chars_max` Unicode scalar values.
///
/// # Errors
/// The rule that it breaks, under `field`.
pub fn line(field: &str, value: &str, chars_max: usize) -> Result<String, FieldError> {
    read(field, value, chars_max, false)
}

/// Reads text that may hold line breaks and tabs; otherwise as [`line()`].
///
/// # Errors
/// The rule that it breaks, under `field`.
pub fn paragraph(field: &str, value: &str, chars_max: usize) -> Result<String, FieldError> {
    read(field, value, chars_max, true)
}

fn read(field: &str, value: &str, chars_max: usize, breaks: bool) -> Result<String, FieldError> {
    // NUL in particular: Postgres cannot store it, and would fail the whole statement.
    let is_refused = |char: char| char.is_control() && !(breaks && matches!(char, '\n' | '\r' | '\t'));
    let value = value.trim();
    let rule = if value.is_empty() {
        Rule::Required
    } else if value.chars().count() > chars_max {
        Rule::TooLong { max: chars_max }
    } else if value.contains(is_refused) {
        Rule::Format {
            expected: "text without control characters",
        }
    } else {
        return Ok(value.to_owned());
    };
    Err(FieldError::new(field, rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(read: Result<String, FieldError>, expected: Result<&str, Rule>) {
        assert_eq!(read.map_err(|error| error.rule), expected.map(str::to_owned));
    }

    #[test]
    fn line_is_trimmed_and_counted_in_characters() {
        check(line("name", "  紅茶 \n", 2), Ok("紅茶"));
        check(line("name", "紅茶屋", 2), Err(Rule::TooLong { max: 2 }));
        check(line("name", " \t", 2), Err(Rule::Required));
    }

    #[test]
    fn only_a_paragraph_may_break_lines_and_neither_holds_nul() {
        let expected = Rule::Format {
            expected: "text without control characters",
        };
        check(line("name", "a\nb", 9), Err(expected.clone()));
        check(paragraph("name", "a\nb", 9), Ok("a\nb"));
        check(paragraph("name", "a\0b", 9), Err(expected));
    }
}
