//! Why a manifest is refused.

use std::path::PathBuf;

/// A manifest that this host cannot read, or cannot honour.
///
/// Displayed as one line that names the key, so that it can be printed as it is.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// The file cannot be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// The manifest's path as it was given.
        path: PathBuf,
        /// What the operating system said.
        reason: std::io::Error,
    },
    /// The text is not a manifest of version 2: bad TOML, an unknown key, a value of another type.
    #[error("line {line}: {reason}")]
    Malformed {
        /// Line in the file, counted from 1.
        line: usize,
        /// What was expected there.
        reason: String,
    },
    /// The manifest is well formed but asks for something wrong, or for something this host does not have.
    #[error("{key}: {reason}")]
    Refused {
        /// Dotted path of the key, such as `component.web.files`.
        key: String,
        /// Why it is refused.
        reason: String,
    },
}

impl ManifestError {
    pub(crate) fn refused(key: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Refused {
            key: key.into(),
            reason: reason.into(),
        }
    }
}
