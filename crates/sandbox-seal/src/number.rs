//! Numbers that our side chose: ULIDs (<https://github.com/ulid/spec>).

/// Characters of a number.
const CHARS: usize = 26;
/// Those that tell when it was made.
const TIME_CHARS: usize = 10;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// When a number was made, in UTC epoch milliseconds; `None` for what is no number. So a delay is counted without a memory, and
/// a repeated call does not begin it anew.
#[must_use]
pub fn made_at_ms(number: &str) -> Option<i64> {
    let digit = |byte: u8| ALPHABET.iter().position(|letter| *letter == byte);
    let digits: Vec<usize> = number.bytes().map(digit).collect::<Option<_>>()?;
    let time = digits.get(..TIME_CHARS).filter(|_| digits.len() == CHARS)?;
    i64::try_from(time.iter().fold(0_u64, |ms, digit| ms << 5 | *digit as u64)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_tells_when_it_was_made() {
        // The example of the specification: 2016-07-30T23:54:10.259Z.
        assert_eq!(made_at_ms("01ARZ3NDEKTSV4RRFFQ69G5FAV"), Some(1_469_922_850_259));
    }

    #[test]
    fn text_that_is_no_number_tells_nothing() {
        for text in [
            "",
            "01ARZ3NDEKTSV4RRFFQ69G5FA",
            "01ARZ3NDEKTSV4RRFFQ69G5FAVV",
            "01arz3ndektsv4rrffq69g5fav",
            "a.1.JPY",
        ] {
            assert_eq!(made_at_ms(text), None, "{text:?}");
        }
    }
}
