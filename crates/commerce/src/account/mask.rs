//! What is shown of private values to who need not know them: enough to tell two people apart, too little to reach one.

/// A name with all but its first character covered; a name of one character is covered whole.
#[must_use]
pub fn mask_name(name: &str) -> String {
    let length = name.chars().count();
    let shown = usize::from(length > 1);
    cover(name, shown, length)
}

/// A telephone number with all but its last four digits covered; of one with fewer than nine characters only the last two are shown.
#[must_use]
pub fn mask_phone(phone: &str) -> String {
    let length = phone.chars().count();
    let shown = if length < 9 { 2 } else { 4 };
    cover(phone, 0, length.saturating_sub(shown))
}

/// The text with a star for each character from the one at `from` to before the one at `until`.
fn cover(text: &str, from: usize, until: usize) -> String {
    let chars = text.chars().enumerate();
    chars
        .map(|(at, char)| if (from..until).contains(&at) { '*' } else { char })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_is_shown_to_reach_anybody() {
        for (name, masked) in [("王小梅", "王**"), ("Li", "L*"), ("李", "*"), ("", "")] {
            assert_eq!(mask_name(name), masked);
        }
        for (phone, masked) in [
            ("+8613800138000", "**********8000"),
            ("13800138000", "*******8000"),
            ("12345", "***45"),
            ("", ""),
        ] {
            assert_eq!(mask_phone(phone), masked);
        }
    }
}
