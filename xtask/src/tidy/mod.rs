//! Rules that the compiler does not know: which way arrows point, how long a file is, what it must not say, and that files
//! which follow from others do.

mod arrows;
mod files;

use anyhow::Result;

/// Every breach, each in a line; empty when all is well.
pub fn complaints() -> Result<Vec<String>> {
    let mut complaints = arrows::complaints()?;
    complaints.extend(files::complaints()?);
    complaints.extend(crate::deploy::complaints()?);
    Ok(complaints)
}

#[cfg(test)]
mod tests {
    #[test]
    fn workspace_is_tidy() {
        assert_eq!(super::complaints().unwrap(), Vec::<String>::new());
    }
}
