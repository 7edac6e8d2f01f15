/// What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters; a blank where it has nothing.
/// Source: <https://encoding.spec.whatwg.org/index-windows-1252.txt>.
const WINDOWS_1252: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// The value without runs of blanks, and with the characters that were meant where Windows-1252 was read as Latin-1;
/// whether there were any.
pub(super) fn repair(value: &str) -> (String, bool) {
    let mut is_repaired = false;
    let meant = |char: char| match u32::from(char) {
        code @ 0x80..=0x9F => {
            is_repaired = true;
            WINDOWS_1252[(code - 0x80) as usize]
        }
        _ => char,
    };
    // NEL, 0x85, counts as a blank: replace first, split later.
    let value: String = value.chars().map(meant).collect();
    (
        value.split_whitespace().collect::<Vec<_>>().join(" "),
        is_repaired,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_restored() {
        assert_eq!(repair("Borders \u{96} Mall"), ("Borders – Mall".into(), true));
        assert_eq!(repair("King\u{92}s Road\u{85}"), ("King’s Road…".into(), true));
        assert_eq!(
            repair(" 浦东新区\t上南路\u{A0}161号 \n"),
            ("浦东新区 上南路 161号".into(), false)
        );
    }
}
