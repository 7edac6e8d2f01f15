//! What was opened.

use std::fmt;
use zeroize::Zeroizing;

/// A private text, opened. Prints nothing of itself, and is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened(Zeroizing<String>);

impl Opened {
    /// Takes a private text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for whoever may see it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(…)")
    }
}
