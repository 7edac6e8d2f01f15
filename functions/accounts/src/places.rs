//! Where sealed values belong: each opens in its own field of its own row alone.

use vault::Place;

const fn field<'a>(table: &'static str, column: &'static str, row: &'a [&'a str]) -> Place<'a> {
    Place { table, column, row }
}

/// A customer's own key.
pub const fn data_key<'a>(customer: &'a [&'a str]) -> Place<'a> {
    field("account", "data_key", customer)
}

/// What a customer is called.
pub const fn name<'a>(customer: &'a [&'a str]) -> Place<'a> {
    field("account", "name", customer)
}

/// When a customer was born.
pub const fn birthday<'a>(customer: &'a [&'a str]) -> Place<'a> {
    field("account", "birthday", customer)
}

/// A customer's verified telephone number.
pub const fn phone<'a>(customer: &'a [&'a str]) -> Place<'a> {
    field("account", "phone", customer)
}

/// A platform's name for a customer: the customer, the platform.
pub const fn subject<'a>(row: &'a [&'a str]) -> Place<'a> {
    field("account_identity", "subject", row)
}

/// An address: the customer, its name in the book.
pub const fn address<'a>(row: &'a [&'a str]) -> Place<'a> {
    field("account_address", "address", row)
}
