//! A customer's recency, frequency and money.

use api::analytics::CustomerFactsView;
use api::problem::{Code, Problem};
use commerce::customer::{OrderFacts, RfmScore};
use commerce::field::Rule;
use commerce::ids::CustomerId;
use commerce::money::{Currency, Minor};
use storage::report;
use web::{Call, Query, Reply};

/// The amounts in minor units from which money scores 2, 3, 4 and 5 when the caller does not say. They are of a size in
/// most currencies: 100 yuan, 100 dollars or 10,000 yen begin the second band.
const MONEY_BANDS: [Minor; 4] = [Minor(10_000), Minor(50_000), Minor(200_000), Minor(1_000_000)];

/// What the customer's paid orders add up to.
pub async fn get_customer_facts(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let customer: CustomerId = call.param("customer")?;
    let currency: Option<Currency> = query.optional("currency", "an ISO 4217 code such as CNY")?;
    let bands = money_bands(&mut query)?;
    query.finish()?;
    let facts = report::order_facts(call.sql(), &customer)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    let currency = currency
        .or_else(|| main_currency(&facts))
        .unwrap_or(Currency::CNY);
    let spent = facts.spent.get(&currency).copied().unwrap_or_default();
    let score = RfmScore::of(&facts, spent, bands, call.now_ms);
    let view = CustomerFactsView::new(&customer, &facts, score, currency, call.now_ms);
    Ok(Reply::ok(&view))
}

/// The currency in which most minor units were spent; of two, the first by code.
fn main_currency(facts: &OrderFacts) -> Option<Currency> {
    let most = facts
        .spent
        .iter()
        .max_by_key(|(currency, amount)| (**amount, std::cmp::Reverse(**currency)));
    most.map(|(currency, _)| *currency)
}

fn money_bands(query: &mut Query) -> Result<[Minor; 4], Problem> {
    let Some(text) = query.text("money_bands")? else {
        return Ok(MONEY_BANDS);
    };
    read_bands(&text).ok_or_else(|| {
        let expected = "four rising amounts in minor units such as 10000,50000,200000,1000000";
        Problem::invalid("money_bands", Rule::Format { expected })
    })
}

fn read_bands(text: &str) -> Option<[Minor; 4]> {
    let amounts: Option<Vec<Minor>> = text
        .split(',')
        .map(|amount| amount.parse().ok().filter(|amount| *amount > 0).map(Minor))
        .collect();
    let bands = <[Minor; 4]>::try_from(amounts?).ok()?;
    bands.is_sorted_by(|a, b| a < b).then_some(bands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_four_rising_amounts() {
        assert_eq!(read_bands("1,2,3,4"), Some([1, 2, 3, 4].map(Minor)));
        for text in [
            "",
            "1,2,3",
            "1,2,3,4,5",
            "1,2,2,3",
            "0,1,2,3",
            "-1,1,2,3",
            "a,b,c,d",
            "1,2,3,99999999999999999999",
        ] {
            assert_eq!(read_bands(text), None, "{text}");
        }
    }

    #[test]
    fn main_currency_is_that_of_most_minor_units() {
        let spent = [
            (Currency::CNY, Minor(5)),
            (Currency::JPY, Minor(5)),
            (Currency::USD, Minor(1)),
        ];
        let facts = OrderFacts {
            orders: 3,
            spent: spent.into(),
            first_ms: 0,
            last_ms: 0,
        };
        assert_eq!(main_currency(&facts), Some(Currency::CNY));
    }
}
