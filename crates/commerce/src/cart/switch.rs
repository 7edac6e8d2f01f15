use crate::money::{Currency, Minor};

/// On what terms a store offers a line of a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineOffer {
    /// The price of one.
    pub price: Minor,
    /// The currency of the price.
    pub currency: Currency,
    /// Units that nobody has reserved.
    pub available: i64,
}

/// What becomes of a line when its shopper goes to another store. What hinders more goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineChange {
    /// The other store does not sell it.
    NotSold,
    /// It has fewer units than wanted.
    Short,
    /// It was not sold before, and is now.
    Gained,
    /// It has another price.
    Price,
    /// Nothing changes.
    Same,
}

impl LineChange {
    /// What becomes of a line of so many units between two offers, absent where a store does not sell it.
    pub fn between(quantity: u32, before: Option<LineOffer>, after: Option<LineOffer>) -> Self {
        let Some(after) = after else {
            return Self::NotSold;
        };
        if after.available < i64::from(quantity) {
            return Self::Short;
        }
        match before {
            None => Self::Gained,
            Some(before) if (before.price, before.currency) != (after.price, after.currency) => Self::Price,
            Some(_) => Self::Same,
        }
    }

    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSold => "not_sold",
            Self::Short => "short",
            Self::Gained => "gained",
            Self::Price => "price",
            Self::Same => "same",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hinders_more_is_said_first() {
        let offer = |price, currency: &str, available| {
            Some(LineOffer {
                price: Minor(price),
                currency: currency.parse().unwrap(),
                available,
            })
        };
        let before = offer(1_800, "CNY", 5);
        for (before, after, expected) in [
            (before, None, LineChange::NotSold),
            (None, None, LineChange::NotSold),
            (before, offer(1_900, "CNY", 2), LineChange::Short),
            (None, offer(1_800, "CNY", 3), LineChange::Gained),
            (before, offer(1_900, "CNY", 3), LineChange::Price),
            (before, offer(1_800, "JPY", 3), LineChange::Price),
            (before, offer(1_800, "CNY", 3), LineChange::Same),
            // There was too little before: what is enough now is as it was.
            (offer(1_800, "CNY", 0), offer(1_800, "CNY", 3), LineChange::Same),
        ] {
            assert_eq!(LineChange::between(3, before, after), expected);
        }
    }
}
