//! Lengths tell: a name of two characters, a birthday without a year. Values are padded to whole blocks before they are sealed
//! (ISO/IEC 7816-4: one byte 0x80, then zeros).

use zeroize::Zeroizing;

const BLOCK_BYTES: usize = 32;

pub(crate) fn pad(plain: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut padded = Zeroizing::new(Vec::with_capacity(plain.len() + BLOCK_BYTES));
    padded.extend_from_slice(plain);
    padded.push(0x80);
    let length = padded.len().next_multiple_of(BLOCK_BYTES);
    padded.resize(length, 0);
    padded
}

pub(crate) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    (padded[end] == 0x80).then_some(&padded[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn padding_comes_off_again_and_tells_no_more_than_blocks(plain: Vec<u8>) {
            let padded = pad(&plain);
            prop_assert_eq!(unpad(&padded), Some(&plain[..]));
            prop_assert_eq!(padded.len() % BLOCK_BYTES, 0);
            prop_assert!(padded.len() <= plain.len() + BLOCK_BYTES);
        }
    }

    #[test]
    fn what_was_never_padded_is_refused() {
        for bytes in [&b""[..], &[0; 32], b"text"] {
            assert_eq!(unpad(bytes), None);
        }
    }
}
