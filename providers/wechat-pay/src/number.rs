//! The numbers that a merchant gives: they stand in paths, so nothing else may be in them.

use crate::Failure;

/// A payment's number (`out_trade_no`): 6 to 32 digits, letters and `_-|*`
/// (<https://pay.weixin.qq.com/doc/v3/merchant/4012791897>). We take fewer: what needs no escape in a path.
///
/// # Errors
/// Any other.
pub(crate) fn check_payment(number: &str) -> Result<(), Failure> {
    check(number, 6..=32, "payment")
}

/// A refund's number (`out_refund_no`): 1 to 64 digits, letters and `_-|*@`
/// (<https://pay.weixin.qq.com/doc/v3/merchant/4012791903>). We take fewer.
///
/// # Errors
/// Any other.
pub(crate) fn check_refund(number: &str) -> Result<(), Failure> {
    check(number, 1..=64, "refund")
}

fn check(number: &str, lengths: std::ops::RangeInclusive<usize>, what: &str) -> Result<(), Failure> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if lengths.contains(&number.len()) && number.bytes().all(is_plain) {
        Ok(())
    } else {
        Err(Failure::rejected(format!("{number:?} is no number of a {what}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_with_anything_that_a_path_could_mean_is_refused() {
        assert!(check_payment("01ARZ3NDEKTSV4RRFFQ69G5FAV").is_ok());
        let long = "x".repeat(33);
        for bad in [
            "",
            "12345",
            &long,
            "01/../../x",
            "01ARZ3?mchid=1",
            "01ARZ3%2F",
            "01ARZ3\n",
            "编号编号编号",
        ] {
            assert!(check_payment(bad).is_err(), "{bad}");
        }
        assert!(check_refund("1").is_ok());
        assert!(check_refund(&"x".repeat(64)).is_ok());
        assert!(check_refund(&"x".repeat(65)).is_err());
    }
}
