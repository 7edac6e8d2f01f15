//! Sales and refunds by store and day, kept by the writes that settle an order and make a refund.

use crate::sql::Script;
use commerce::hours::Day;
use commerce::ids::StoreId;
use commerce::money::Money;

/// Counts one paid order in a script. `day` is that of the store's own calendar, `items` the units sold.
///
/// A store's orders of a day wait for each other here: the last step of a script holds the row for the shortest time.
pub fn count_paid_order(script: &mut Script, store: &StoreId, day: Day, items: i64, net: Money) {
    script.run(
        "INSERT INTO sales_day (store_id, day, currency, orders, items, net_minor) VALUES (?1, ?2, ?3, 1, ?4, ?5) \
         ON CONFLICT (store_id, day, currency) DO UPDATE SET orders = sales_day.orders + 1, \
         items = sales_day.items + excluded.items, net_minor = sales_day.net_minor + excluded.net_minor",
        vec![
            store.to_string().into(),
            day.to_string().into(),
            net.currency.to_string().into(),
            items.into(),
            net.amount_minor.get().into(),
        ],
    );
}

/// Counts a refund in a script, on the day on which it is made: the day of the sale stays what it was.
pub fn count_refund(script: &mut Script, store: &StoreId, day: Day, refunded: Money) {
    script.run(
        "INSERT INTO sales_day (store_id, day, currency, orders, items, net_minor, refunds, refunded_minor) \
         VALUES (?1, ?2, ?3, 0, 0, 0, 1, ?4) \
         ON CONFLICT (store_id, day, currency) DO UPDATE SET refunds = sales_day.refunds + 1, \
         refunded_minor = sales_day.refunded_minor + excluded.refunded_minor",
        vec![
            store.to_string().into(),
            day.to_string().into(),
            refunded.currency.to_string().into(),
            refunded.amount_minor.get().into(),
        ],
    );
}
