use super::{IllegalTransition, OrderEvent, OrderState};
use crate::store::Mode;

use OrderEvent::{
    Accept, Cancel, Complete, Deliver, Dispatch, Expire, HandOver, MakeReady, Miss, Pay, Prepare, Reject,
};
use OrderState::{
    Accepted, AwaitingPayment, Cancelled, Completed, Dispatched, Expired, NoShow, Paid, Preparing, Ready,
};

/// One row of the table.
pub(super) struct Transition {
    /// In this state
    pub from: OrderState,
    /// this event
    pub event: OrderEvent,
    /// leads to this state
    pub to: OrderState,
    /// for orders of these modes.
    pub modes: &'static [Mode],
}

const fn row(from: OrderState, event: OrderEvent, to: OrderState, modes: &'static [Mode]) -> Transition {
    Transition {
        from,
        event,
        to,
        modes,
    }
}

/// Served in any way.
const ALL: &[Mode] = &Mode::ALL;
/// What the store does something for before the shopper has it.
const AHEAD: &[Mode] = &[Mode::Pickup, Mode::Delivery, Mode::Booking];
/// What is made or packed.
const PACKED: &[Mode] = &[Mode::Pickup, Mode::Delivery];
const PICKUP: &[Mode] = &[Mode::Pickup];
const DELIVERY: &[Mode] = &[Mode::Delivery];
const IN_STORE: &[Mode] = &[Mode::InStore];
const BOOKING: &[Mode] = &[Mode::Booking];

/// All that can happen to an order. What is not here is illegal. There is no way back, so that an order is in each state at
/// most once.
pub(super) const TRANSITIONS: &[Transition] = &[
    row(AwaitingPayment, Pay, Paid, ALL),
    row(AwaitingPayment, Cancel, Cancelled, ALL),
    row(AwaitingPayment, Expire, Expired, ALL),
    row(Paid, Cancel, Cancelled, AHEAD),
    row(Paid, Reject, Cancelled, ALL),
    row(Paid, Accept, Accepted, AHEAD),
    row(Paid, HandOver, Completed, IN_STORE),
    row(Paid, Complete, Completed, IN_STORE),
    row(Accepted, Cancel, Cancelled, BOOKING),
    row(Accepted, Reject, Cancelled, AHEAD),
    row(Accepted, Prepare, Preparing, PACKED),
    row(Accepted, MakeReady, Ready, PACKED),
    row(Accepted, HandOver, Completed, BOOKING),
    row(Accepted, Miss, NoShow, BOOKING),
    row(Preparing, Reject, Cancelled, PACKED),
    row(Preparing, MakeReady, Ready, PACKED),
    row(Ready, Reject, Cancelled, PACKED),
    row(Ready, HandOver, Completed, PICKUP),
    row(Ready, Complete, Completed, PICKUP),
    row(Ready, Dispatch, Dispatched, DELIVERY),
    row(Dispatched, Deliver, Completed, DELIVERY),
    row(Dispatched, Complete, Completed, DELIVERY),
    row(Dispatched, Reject, Cancelled, DELIVERY),
];

const HOUR_SECONDS: i64 = 3_600;

/// How long, in seconds, nothing need happen to an order of a mode in a state until it counts as completed: goods that
/// were scanned and paid have left the shop by then, a delivery has arrived, and what nobody fetched is not kept for ever.
pub const SILENCES: [(Mode, OrderState, i64); 3] = [
    (Mode::InStore, Paid, 12 * HOUR_SECONDS),
    (Mode::Delivery, Dispatched, 24 * HOUR_SECONDS),
    (Mode::Pickup, Ready, 7 * 24 * HOUR_SECONDS),
];

/// The state in which an order of a mode has left the store's hands: a courier has it, or the shopper.
pub const fn handed_over_in(mode: Mode) -> OrderState {
    match mode {
        Mode::Delivery => Dispatched,
        Mode::Pickup | Mode::InStore | Mode::Booking => Completed,
    }
}

/// The state after an event, for an order of a mode.
///
/// # Errors
/// [`IllegalTransition`] when the table has no such row.
pub fn transition(mode: Mode, from: OrderState, event: OrderEvent) -> Result<OrderState, IllegalTransition> {
    let row = TRANSITIONS
        .iter()
        .find(|row| row.from == from && row.event == event && row.modes.contains(&mode));
    row.map(|row| row.to).ok_or(IllegalTransition { from, event })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(mode: Mode) -> impl Iterator<Item = &'static Transition> {
        TRANSITIONS.iter().filter(move |row| row.modes.contains(&mode))
    }

    #[test]
    fn each_state_and_event_have_one_outcome_in_a_mode() {
        for mode in Mode::ALL {
            for row in rows(mode) {
                let same = rows(mode).filter(|other| (other.from, other.event) == (row.from, row.event));
                assert_eq!(same.count(), 1, "{mode}: {} {}", row.from, row.event);
            }
        }
    }

    #[test]
    fn every_way_leads_on_and_none_leads_back() {
        let rank = |state| OrderState::ALL.iter().position(|other| *other == state);
        assert!(TRANSITIONS.iter().all(|row| rank(row.from) < rank(row.to)));
    }

    #[test]
    fn an_order_of_each_mode_can_be_paid_and_completed() {
        for mode in Mode::ALL {
            let mut reached = vec![OrderState::FIRST];
            for _ in OrderState::ALL {
                let next = rows(mode).filter(|row| reached.contains(&row.from));
                reached.extend(next.map(|row| row.to).collect::<Vec<_>>());
            }
            assert!(reached.contains(&Completed), "{mode}");
            let stuck = reached.iter().filter(|state| !state.is_final());
            for state in stuck {
                assert!(
                    rows(mode).any(|row| row.from == *state),
                    "{mode}: stuck in {state}"
                );
            }
        }
    }

    #[test]
    fn a_shopper_calls_off_what_the_store_has_not_begun() {
        for mode in Mode::ALL {
            let may = |from| transition(mode, from, Cancel).is_ok();
            assert!(may(AwaitingPayment));
            assert_eq!(may(Paid), mode != Mode::InStore, "{mode}");
            // For a booking that is accepted nothing is made yet: until when is agreed with it.
            assert_eq!(may(Accepted), mode == Mode::Booking, "{mode}");
            assert!(![Preparing, Ready, Dispatched].into_iter().any(may));
        }
    }

    #[test]
    fn what_is_silent_for_long_may_complete() {
        for (mode, from, _) in SILENCES {
            assert_eq!(transition(mode, from, Complete), Ok(Completed));
        }
        let silent = TRANSITIONS.iter().filter(|row| row.event == Complete);
        assert_eq!(silent.count(), SILENCES.len());
    }

    #[test]
    fn no_order_is_completed_that_was_not_handed_over() {
        for mode in Mode::ALL {
            let handed_over = handed_over_in(mode);
            let completing = rows(mode).filter(|row| row.to == Completed);
            for row in completing {
                assert!([row.from, row.to].contains(&handed_over), "{mode}: {}", row.from);
            }
        }
    }

    #[test]
    fn staff_say_nothing_that_money_or_time_say() {
        for event in [Pay, Cancel, Expire, HandOver, Complete] {
            assert!(!OrderEvent::BY_STAFF.contains(&event));
        }
    }
}
