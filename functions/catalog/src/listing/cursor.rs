//! Where a listing goes on.

use std::fmt;
use std::str::FromStr;

/// A place on a shelf. Products never move there, so it stays right whatever is added or taken away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The page, from 0.
    pub page: u32,
    /// The place on the page, from 0.
    pub slot: usize,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.page, self.slot)
    }
}

impl FromStr for Cursor {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (page, slot) = text.split_once(':').unwrap_or((text, ""));
        Ok(Self {
            page: page.parse()?,
            slot: slot.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursor_reads_back_and_nothing_else_does() {
        let cursor = Cursor { page: 3, slot: 17 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in ["", ":", "3", "3:", ":3", "-1:0", "a:b", "1:2:3", "99999999999:0"] {
            assert!(text.parse::<Cursor>().is_err(), "{text}");
        }
    }
}
