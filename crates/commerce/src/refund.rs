//! Refunds: what goes back of a paid order, decided before anything is written.
//!
//! A refund is of some units of some lines, and perhaps of the fees. What the units bear is in
//! [`QuoteLine::refund`](crate::pricing::QuoteLine::refund): the shares telescope, so that however an order is refunded, all its
//! refunds sum to what was paid, to the minor unit. `docs/refunds.md` has the rules.

mod cause;
mod plan;

pub use cause::{RefundCause, RefundState, UnknownRefund};
pub use plan::{
    FeesRefund, LineFault, PlannedLine, RefundPlan, RefundRefusal, RefundWish, Refunded, Split, WishedLine,
    plan,
};
