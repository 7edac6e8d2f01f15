use std::fmt::{self, Write};

use super::Quote;

impl Quote {
    /// A short name of the price, for a shopper to say which one was seen: equal quotes have equal fingerprints, and one that
    /// differs in a SKU, a quantity, an amount, the currency or the mode has another. Names of articles do not count.
    ///
    /// It is no signature. Who forges one only agrees to a price unseen, because the order is priced anew.
    pub fn fingerprint(&self) -> String {
        let mut hash = Fnv1a::default();
        // Writing to a hash cannot fail.
        let _ = self.write_amounts(&mut hash);
        format!("{:016x}", hash.0)
    }

    fn write_amounts(&self, out: &mut impl Write) -> fmt::Result {
        write!(out, "2|{}|{}|", self.currency, self.mode.as_str())?;
        for line in &self.lines {
            write!(
                out,
                "{}*{}@{}={},{},{};",
                line.sku, line.quantity, line.unit_price, line.total, line.tax, line.points_earned
            )?;
        }
        for discount in &self.discounts {
            write!(out, "|-{}", discount.amount)?;
        }
        write!(
            out,
            "|{}+{}+{}",
            self.subtotal, self.packaging_fee, self.delivery_fee
        )?;
        if let Some(tax) = &self.tax {
            write!(out, "|{},{},{}", tax.total, tax.on_packaging, tax.on_delivery)?;
        }
        write!(out, "={}", self.payable)
    }
}

/// FNV-1a with 64 bits (G. Fowler, L. C. Noll, K.-P. Vo; <http://www.isthe.com/chongo/tech/comp/fnv/>).
struct Fnv1a(u64);

impl Default for Fnv1a {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Write for Fnv1a {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Currency, Minor};
    use crate::store::Mode;
    use crate::text::{Locale, Texts};

    fn sample() -> Quote {
        let line = super::super::PricedLine {
            sku: "tea.l".parse().unwrap(),
            name: Texts::default(),
            quantity: 2,
            unit_price: Minor(1_800),
        };
        super::super::tests::price(vec![line], |input| input.delivery_fee = Minor(600)).unwrap()
    }

    fn changed(change: impl FnOnce(&mut Quote)) -> bool {
        let mut quote = sample();
        change(&mut quote);
        quote.fingerprint() != sample().fingerprint()
    }

    #[test]
    fn hash_agrees_with_the_published_vectors() {
        for (text, expected) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            let mut hash = Fnv1a::default();
            hash.write_str(text).unwrap();
            assert_eq!(hash.0, expected);
        }
    }

    #[test]
    fn whatever_a_shopper_pays_for_changes_the_fingerprint() {
        assert!(changed(|quote| quote.lines[0].quantity = 3));
        assert!(changed(|quote| quote.lines[0].sku = "tea.m".parse().unwrap()));
        assert!(changed(|quote| quote.lines[0].unit_price = Minor(1_801)));
        assert!(changed(|quote| quote.delivery_fee = Minor(0)));
        assert!(changed(|quote| quote.packaging_fee = Minor(1)));
        assert!(changed(|quote| quote.lines[0].tax = Minor(1)));
        assert!(changed(|quote| quote.lines[0].points_earned = Minor(1)));
        assert!(changed(|quote| quote.payable = Minor(1)));
        assert!(changed(|quote| quote.currency = Currency::HKD));
        assert!(changed(|quote| quote.mode = Mode::Delivery));
    }

    #[test]
    fn name_of_an_article_does_not_change_it() {
        assert!(!changed(
            |quote| quote.lines[0].name = Texts::single(Locale::En.into(), "Tea".to_owned())
        ));
    }
}
