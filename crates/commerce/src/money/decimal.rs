use std::fmt;

use super::{Currency, Minor, Money};

/// Why a text is not an amount of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Not an optional minus, digits, and at most one point between digits.
    #[error("not a decimal number such as 12.50")]
    Format,
    /// The value is finer than the currency's minor unit, so that taking it would mean rounding.
    #[error("more than {max} decimals")]
    Decimals {
        /// The fraction digits of the currency.
        max: u8,
    },
    /// The value does not fit in 64 bits of minor units.
    #[error("the amount is too large")]
    Overflow,
}

impl Money {
    /// Reads an amount in the major unit, such as `0.85` pounds, exactly.
    ///
    /// The point is the decimal sign whatever the locale; no grouping, exponent, plus or blank is taken. Zeros beyond the
    /// currency's decimals do not change the value and are accepted: spreadsheets write `18.0` yen.
    ///
    /// # Errors
    /// See [`DecimalError`].
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Self, DecimalError> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(DecimalError::Format),
            Some(parts) => parts,
            None => (digits, ""),
        };
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
            return Err(DecimalError::Format);
        }

        let exponent = usize::from(currency.exponent());
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > exponent {
            return Err(DecimalError::Decimals {
                max: currency.exponent(),
            });
        }
        let zeros = std::iter::repeat_n(b'0', exponent - fraction.len());
        let mut amount: i64 = 0;
        for digit in whole.bytes().chain(fraction.bytes()).chain(zeros) {
            let unit = sign * i64::from(digit - b'0');
            amount = amount
                .checked_mul(10)
                .and_then(|tens| tens.checked_add(unit))
                .ok_or(DecimalError::Overflow)?;
        }
        Ok(Self::new(Minor(amount), currency))
    }

    /// The amount in the major unit with all decimals of its currency: `0.85`, `1250`, `-3.000`.
    pub fn to_decimal(self) -> String {
        let exponent = usize::from(self.currency.exponent());
        let sign = if self.amount_minor.is_negative() { "-" } else { "" };
        let digits = format!(
            "{:0>width$}",
            self.amount_minor.get().unsigned_abs(),
            width = exponent + 1
        );
        let (whole, fraction) = digits.split_at(digits.len() - exponent);
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }
}

impl fmt::Display for Money {
    /// The decimal amount and the code: `0.85 GBP`. Signs and grouping of a locale are the client's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, currency: Currency, expected: Result<i64, DecimalError>) {
        let amount = Money::parse_decimal(text, currency).map(|money| money.amount_minor.get());
        assert_eq!(amount, expected, "{text}");
    }

    #[test]
    fn amount_is_read_to_the_minor_unit_of_its_currency() {
        check("0.85", Currency::GBP, Ok(85));
        check("18.0", Currency::GBP, Ok(1_800));
        check("18.0", Currency::JPY, Ok(18));
        check("007", Currency::CNY, Ok(700));
        check("1.234", Currency::KWD, Ok(1_234));
        check("-9223372036854775808", Currency::JPY, Ok(i64::MIN));
    }

    #[test]
    fn value_finer_than_the_minor_unit_is_refused_not_rounded() {
        check("0.855", Currency::GBP, Err(DecimalError::Decimals { max: 2 }));
        check("0.5", Currency::JPY, Err(DecimalError::Decimals { max: 0 }));
        check("1.2345", Currency::KWD, Err(DecimalError::Decimals { max: 3 }));
    }

    #[test]
    fn other_notations_are_refused() {
        for text in [
            "", "-", ".", ".5", "5.", "+1", "1e3", "1,000", " 1", "1 ", "1.2.3", "--1", "-.5", "NaN", "١",
        ] {
            check(text, Currency::GBP, Err(DecimalError::Format));
        }
    }

    #[test]
    fn amount_beyond_64_bits_is_refused() {
        check("92233720368547758.08", Currency::GBP, Err(DecimalError::Overflow));
        check(&"9".repeat(1_000), Currency::GBP, Err(DecimalError::Overflow));
    }

    #[test]
    fn amount_is_written_with_all_its_decimals() {
        let write = |amount, currency| Money::new(Minor(amount), currency).to_string();
        assert_eq!(write(85, Currency::GBP), "0.85 GBP");
        assert_eq!(write(-5, Currency::GBP), "-0.05 GBP");
        assert_eq!(write(1_250, Currency::JPY), "1250 JPY");
        assert_eq!(write(-3_000, Currency::KWD), "-3.000 KWD");
        assert_eq!(write(i64::MIN, Currency::CNY), "-92233720368547758.08 CNY");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(amount: i64, code in prop::sample::select(Currency::all().collect::<Vec<_>>())) {
            let money = Money::new(Minor(amount), code);
            prop_assert_eq!(Money::parse_decimal(&money.to_decimal(), code), Ok(money));
        }
    }
}
