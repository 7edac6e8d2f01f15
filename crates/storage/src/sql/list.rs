//! Statements over many keys: lists of fixed length, so that the text stays static.

use super::Param;
use std::fmt::Write;

/// Keys of one statement. Shorter lists are padded, longer ones take several statements.
pub const LIST_MAX: usize = 100;

/// `?1, ?2, …`: [`LIST_MAX`] placeholders, for `IN (…)`.
#[must_use]
pub fn placeholders() -> String {
    let mut text = String::with_capacity(LIST_MAX * 6);
    for number in 1..=LIST_MAX {
        let comma = if number == 1 { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(text, "{comma}?{number}");
    }
    text
}

/// `(?1, ?2), (?3, ?4), …`: [`LIST_MAX`] rows of `width` placeholders, for `VALUES …`, whose columns both databases
/// call `column1`, `column2`, ….
#[must_use]
pub fn rows(width: usize) -> String {
    let mut text = String::with_capacity(LIST_MAX * (width * 7 + 4));
    for row in 0..LIST_MAX {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=width {
            let comma = if column == 1 { "" } else { ", " };
            let _ = write!(text, "{comma}?{}", row * width + column);
        }
        text.push(')');
    }
    text
}

/// Parameters for a list of at most [`LIST_MAX`] keys; the last is repeated to fill it, which changes no `IN`.
#[must_use]
pub fn padded(keys: &[String]) -> Vec<Param> {
    let last = keys.last();
    let keys = keys.iter().chain(last.into_iter().cycle());
    keys.take(LIST_MAX).map(Param::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_their_fixed_length() {
        assert!(placeholders().starts_with("?1, ?2, ") && placeholders().ends_with(", ?100"));
        assert!(rows(2).starts_with("(?1, ?2), (?3, ?4), ") && rows(2).ends_with(", (?199, ?200)"));
        assert_eq!(padded(&["a".to_owned(), "b".to_owned()]).len(), LIST_MAX);
        assert_eq!(padded(&["a".to_owned()])[99], Param::from("a".to_owned()));
    }
}
