//! Where a sealed value belongs.

/// A field: table, column and row. A value that was sealed for one does not open for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The key of the row; parts of a longer key one after the other.
    pub row: &'a [&'a str],
}

impl Place<'_> {
    /// The place as bytes; no two places have the same, because every part says how long it is.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"mendian sealed field 1".to_vec();
        for part in [self.table, self.column].iter().chain(self.row) {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_places_are_the_same_bytes() {
        let place = |table, column, row| Place { table, column, row }.bytes();
        let all = [
            place("ab", "c", &["d"][..]),
            place("a", "bc", &["d"][..]),
            place("ab", "cd", &[][..]),
            place("ab", "c", &["d", ""][..]),
            place("ab", "c", &["", "d"][..]),
        ];
        for (at, bytes) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(bytes), "{at}");
        }
    }
}
