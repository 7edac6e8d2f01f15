//! Refunds: what goes back of a paid order, written with everything that the refund moves.
//!
//! `due` is the durable intent: the customer is owed the money from then on, and a job asks the payment provider until the
//! refund is `done`, or `disputed` when the provider will not do it.

mod due;
mod open;
mod read;

pub use due::{DueRefund, due, end, load_due};
pub use open::{NewRefund, REFUND, open};
pub use read::{StoredRefund, of_order, so_far};
