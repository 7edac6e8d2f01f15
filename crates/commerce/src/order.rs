//! Orders: what was agreed on, and how far it has come.
//!
//! An order begins as a promise with a deadline: the store keeps the goods, and the shopper pays within
//! [`ORDER_PAY_SECONDS`]. What may happen to it then is one table, in `transitions.rs`; [`state_diagram`] draws it.

mod courier;
mod drawing;
mod event;
mod fulfilment;
mod state;
mod transitions;

pub use courier::{CourierDelivery, CourierFailure, CourierState, CourierWord, UnknownCourierWord};
pub use drawing::state_diagram;
pub use event::{OrderEvent, UnknownOrderEvent};
pub use fulfilment::{Destination, Fulfilment, FulfilmentRefusal, FulfilmentWish};
pub use state::{IllegalTransition, OrderState, UnknownOrderState};
pub use transitions::{SILENCES, handed_over_in, transition};

use serde::{Deserialize, Serialize};

use crate::ids::{CouponId, CustomerId, OrderId, StoreId};
use crate::money::Minor;
use crate::pricing::{DiscountRule, Quote};
use crate::store::Appointment;

/// How long goods are kept for an order that is not paid, in seconds.
pub const ORDER_PAY_SECONDS: i64 = 900;

/// An order. Instants are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its name.
    pub id: OrderId,
    /// The store that sells.
    pub store: StoreId,
    /// Who buys.
    pub customer: CustomerId,
    /// What is bought, how it gets to the shopper, and what it costs; never changes.
    pub quote: Quote,
    /// Where and when it is fulfilled, as agreed. Nothing of it changes but a booking, which can be moved.
    #[serde(default)]
    pub fulfilment: Fulfilment,
    /// How far it has come.
    pub state: OrderState,
    /// When it was placed.
    pub placed_ms: i64,
    /// When it expires unless it is paid.
    pub pay_by_ms: i64,
    /// What went back of what was paid, in minor units of the quote's currency.
    pub refunded: Minor,
    /// When it came into its state.
    pub moved_ms: i64,
    /// When it was paid.
    pub paid_ms: Option<i64>,
    /// When it ended: completed, missed, cancelled or expired.
    pub closed_ms: Option<i64>,
}

/// Why an event did not change an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// The order's state does not allow it.
    #[error(transparent)]
    Illegal(#[from] IllegalTransition),
    /// The order may still be paid.
    #[error("the order may be paid until {pay_by_ms} ms")]
    NotDue {
        /// Until when, in Unix milliseconds.
        pay_by_ms: i64,
    },
    /// Nothing is booked, or it is over.
    #[error("there is no booking that can be moved")]
    Settled,
    /// What is booked begins too soon to be called off.
    #[error("the booking could be changed until {change_by_ms} ms")]
    TooLate {
        /// Until when, in Unix milliseconds.
        change_by_ms: i64,
    },
    /// Nobody missed what has not begun.
    #[error("the booking begins at {start_ms} ms")]
    NotBegun {
        /// When, in Unix milliseconds.
        start_ms: i64,
    },
}

impl Order {
    /// A new order at a price, waiting to be paid.
    pub fn place(
        id: OrderId,
        store: StoreId,
        customer: CustomerId,
        quote: Quote,
        fulfilment: Fulfilment,
        now_ms: i64,
    ) -> Self {
        Self {
            id,
            store,
            customer,
            quote,
            fulfilment,
            state: OrderState::AwaitingPayment,
            placed_ms: now_ms,
            pay_by_ms: now_ms.saturating_add(ORDER_PAY_SECONDS * 1_000),
            refunded: Minor::ZERO,
            moved_ms: now_ms,
            paid_ms: None,
            closed_ms: None,
        }
    }

    /// The coupon that it uses.
    pub fn coupon(&self) -> Option<CouponId> {
        self.quote
            .discounts
            .iter()
            .find_map(|discount| match &discount.rule {
                DiscountRule::Coupon { id, .. } => Some(*id),
                DiscountRule::Promotion { .. } | DiscountRule::Points => None,
            })
    }

    /// Lets an event happen to it.
    ///
    /// A payment that arrives after the deadline but before the order expired is taken: the goods are still there.
    ///
    /// # Errors
    /// See [`OrderError`]; the order is then unchanged.
    pub fn apply(&mut self, event: OrderEvent, now_ms: i64) -> Result<(), OrderError> {
        let next = transition(self.quote.mode, self.state, event)?;
        if event == OrderEvent::Expire && now_ms < self.pay_by_ms {
            return Err(OrderError::NotDue {
                pay_by_ms: self.pay_by_ms,
            });
        }
        self.check_booking(event, now_ms)?;
        if event == OrderEvent::Pay {
            self.paid_ms = Some(now_ms);
        }
        if next.is_final() {
            self.closed_ms = Some(now_ms);
        }
        (self.state, self.moved_ms) = (next, now_ms);
        Ok(())
    }

    /// Moves what is booked to another time, or to somebody else.
    ///
    /// # Errors
    /// [`OrderError::Settled`] when there is nothing to move any more, [`OrderError::TooLate`].
    pub fn move_booking(&mut self, to: Appointment, now_ms: i64) -> Result<(), OrderError> {
        let movable = [
            OrderState::AwaitingPayment,
            OrderState::Paid,
            OrderState::Accepted,
        ];
        match &mut self.fulfilment.booking {
            Some(booking) if movable.contains(&self.state) => {
                let change_by_ms = booking.change_by_ms;
                if now_ms > change_by_ms {
                    return Err(OrderError::TooLate { change_by_ms });
                }
                *booking = to;
                Ok(())
            }
            _ => Err(OrderError::Settled),
        }
    }

    /// Whether its goods are taken from the store's stock: of services there is none.
    pub fn takes_stock(&self) -> bool {
        self.fulfilment.booking.is_none()
    }

    /// An unpaid booking is given up at any time: it would expire.
    fn check_booking(&self, event: OrderEvent, now_ms: i64) -> Result<(), OrderError> {
        let Some(booking) = &self.fulfilment.booking else {
            return Ok(());
        };
        let (change_by_ms, start_ms) = (booking.change_by_ms, booking.start_ms);
        match event {
            OrderEvent::Cancel if self.state.is_paid() && now_ms > change_by_ms => {
                Err(OrderError::TooLate { change_by_ms })
            }
            OrderEvent::Miss if now_ms < start_ms => Err(OrderError::NotBegun { start_ms }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coupon::sample_coupon;
    use crate::pricing::sample_quote;

    const PLACED_MS: i64 = 1_000_000;
    const PAY_BY_MS: i64 = PLACED_MS + 900_000;

    fn order() -> Order {
        let id = OrderId::new(PLACED_MS, [3; 10]);
        Order::place(
            id,
            "s1".parse().unwrap(),
            "alice".parse().unwrap(),
            sample_quote(None),
            Fulfilment::default(),
            PLACED_MS,
        )
    }

    fn check(events: &[(OrderEvent, i64)], expected: Result<OrderState, OrderError>) {
        let mut order = order();
        let mut outcome = Ok(());
        for &(event, now_ms) in events {
            let before = order.clone();
            outcome = order.apply(event, now_ms);
            assert!(
                outcome.is_ok() || order == before,
                "a refused event changed the order"
            );
        }
        assert_eq!(outcome.map(|()| order.state), expected);
    }

    #[test]
    fn order_is_paid_once() {
        let again = IllegalTransition {
            from: OrderState::Paid,
            event: OrderEvent::Pay,
        };
        check(&[(OrderEvent::Pay, PLACED_MS + 1)], Ok(OrderState::Paid));
        check(
            &[(OrderEvent::Pay, PLACED_MS + 1), (OrderEvent::Pay, PLACED_MS + 2)],
            Err(again.into()),
        );
    }

    #[test]
    fn order_expires_at_its_deadline_and_not_before() {
        check(
            &[(OrderEvent::Expire, PAY_BY_MS - 1)],
            Err(OrderError::NotDue { pay_by_ms: PAY_BY_MS }),
        );
        check(&[(OrderEvent::Expire, PAY_BY_MS)], Ok(OrderState::Expired));
    }

    #[test]
    fn payment_after_the_deadline_counts_until_the_order_has_expired() {
        check(&[(OrderEvent::Pay, PAY_BY_MS + 1)], Ok(OrderState::Paid));
        let late = IllegalTransition {
            from: OrderState::Expired,
            event: OrderEvent::Pay,
        };
        check(
            &[(OrderEvent::Expire, PAY_BY_MS), (OrderEvent::Pay, PAY_BY_MS + 1)],
            Err(late.into()),
        );
    }

    #[test]
    fn order_keeps_when_it_was_paid_or_closed() {
        let (mut paid, mut closed) = (order(), order());
        paid.apply(OrderEvent::Pay, PLACED_MS + 5).unwrap();
        closed.apply(OrderEvent::Cancel, PLACED_MS + 6).unwrap();
        assert_eq!((paid.paid_ms, paid.closed_ms), (Some(PLACED_MS + 5), None));
        assert_eq!((closed.paid_ms, closed.closed_ms), (None, Some(PLACED_MS + 6)));
    }

    #[test]
    fn order_is_made_ready_and_handed_over() {
        let steps = [
            OrderEvent::Pay,
            OrderEvent::Accept,
            OrderEvent::Prepare,
            OrderEvent::MakeReady,
            OrderEvent::HandOver,
        ];
        let mut order = order();
        for (now_ms, event) in (PLACED_MS + 1..).zip(steps) {
            order.apply(event, now_ms).unwrap();
            assert_eq!(order.moved_ms, now_ms);
        }
        assert_eq!(order.state, OrderState::Completed);
        assert_eq!(
            (order.paid_ms, order.closed_ms),
            (Some(PLACED_MS + 1), Some(PLACED_MS + 5))
        );
    }

    /// A booking from an hour after the order was placed, to be changed until half an hour before.
    fn booked(state: OrderState) -> Order {
        let start_ms = PLACED_MS + 3_600_000;
        let mut order = order();
        order.quote.mode = crate::store::Mode::Booking;
        order.state = state;
        order.fulfilment.booking = Some(Appointment {
            resource: "mei".parse().unwrap(),
            kind: "stylist".parse().unwrap(),
            start_ms,
            end_ms: start_ms + 1_800_000,
            change_by_ms: start_ms - 1_800_000,
        });
        order
    }

    #[test]
    fn booking_is_called_off_until_the_time_that_was_agreed_and_missed_once_it_has_begun() {
        let change_by_ms = PLACED_MS + 1_800_000;
        let start_ms = PLACED_MS + 3_600_000;
        let apply = |state, event, now_ms| booked(state).apply(event, now_ms);
        for state in [OrderState::Paid, OrderState::Accepted] {
            assert_eq!(apply(state, OrderEvent::Cancel, change_by_ms), Ok(()));
            let late = apply(state, OrderEvent::Cancel, change_by_ms + 1);
            assert_eq!(late, Err(OrderError::TooLate { change_by_ms }));
            // The store is not bound by what binds the shopper.
            assert_eq!(apply(state, OrderEvent::Reject, start_ms), Ok(()));
        }
        assert_eq!(
            apply(OrderState::AwaitingPayment, OrderEvent::Cancel, start_ms),
            Ok(())
        );
        let early = apply(OrderState::Accepted, OrderEvent::Miss, start_ms - 1);
        assert_eq!(early, Err(OrderError::NotBegun { start_ms }));
        assert_eq!(apply(OrderState::Accepted, OrderEvent::Miss, start_ms), Ok(()));
    }

    #[test]
    fn booking_is_moved_while_it_may_be_changed_and_stands_open() {
        let change_by_ms = PLACED_MS + 1_800_000;
        let moved = |state, now_ms| {
            let mut order = booked(state);
            let mut to = order.fulfilment.booking.clone().unwrap();
            to.start_ms += 900_000;
            let outcome = order.move_booking(to, now_ms);
            let has_moved = order.fulfilment != booked(state).fulfilment;
            assert_eq!(outcome.is_ok(), has_moved);
            outcome
        };
        for state in OrderState::ALL {
            let open = [
                OrderState::AwaitingPayment,
                OrderState::Paid,
                OrderState::Accepted,
            ]
            .contains(&state);
            let expected = if open { Ok(()) } else { Err(OrderError::Settled) };
            assert_eq!(moved(state, change_by_ms), expected, "{state}");
        }
        let late = Err(OrderError::TooLate { change_by_ms });
        assert_eq!(moved(OrderState::Paid, change_by_ms + 1), late);
        let nothing = order().move_booking(booked(OrderState::Paid).fulfilment.booking.unwrap(), PLACED_MS);
        assert_eq!(nothing, Err(OrderError::Settled));
    }

    #[test]
    fn order_names_the_coupon_of_its_quote() {
        let coupon = sample_coupon();
        let with_coupon = Order {
            quote: sample_quote(Some(&coupon)),
            ..order()
        };
        assert_eq!((order().coupon(), with_coupon.coupon()), (None, Some(coupon.id)));
    }

    #[test]
    fn order_survives_json() {
        let order = Order {
            quote: sample_quote(Some(&sample_coupon())),
            ..order()
        };
        let json = serde_json::to_string(&order).unwrap();
        assert_eq!(serde_json::from_str::<Order>(&json).unwrap(), order);
    }
}
