use super::State::{Assigned, Cancelled, Delivered, NoCourier, NotReceived, PickedUp, Requested};
use super::*;
use crate::reference::tests::{key, taken_on};

const DELAY_MS: i64 = 2_000;

/// The sandbox so long after the number of [`taken_on`] was made.
pub(crate) fn sandbox(behaviour: Behaviour, age_ms: i64) -> Sandbox {
    Sandbox {
        key: key(),
        behaviour,
        delay_ms: DELAY_MS,
        now_ms: taken_on(behaviour).made_at_ms().unwrap() + age_ms,
    }
}

fn request(sandbox: &Sandbox) -> Result<(TakenOn, String, State), Failure> {
    let TakenOn { number, currency, .. } = taken_on(sandbox.behaviour);
    sandbox.request(number, currency)
}

#[test]
fn behaviour_decides_where_a_delivery_is_after_so_many_steps() {
    for (behaviour, states) in [
        (Behaviour::Delivered, [Requested, Assigned, PickedUp, Delivered]),
        (Behaviour::Late, [Requested; 4]),
        (Behaviour::Requested, [Requested; 4]),
        (Behaviour::Failed, [Requested, NoCourier, NoCourier, NoCourier]),
        (Behaviour::Returned, [Requested, Assigned, PickedUp, NotReceived]),
        (Behaviour::Cancelled, [Requested, Cancelled, Cancelled, Cancelled]),
    ] {
        for (steps, state) in (0..).zip(states) {
            let reference = taken_on(behaviour).seal(&key()).unwrap();
            for age_ms in [steps * DELAY_MS, (steps + 1) * DELAY_MS - 1] {
                let sandbox = sandbox(behaviour, age_ms);
                assert_eq!(request(&sandbox).unwrap().2, state, "{behaviour:?} {age_ms}");
                let queried = sandbox.query(&taken_on(behaviour).number, &reference).unwrap();
                assert_eq!(queried.1, state, "{behaviour:?} {age_ms}");
            }
        }
    }
    let late = sandbox(Behaviour::Late, (LATE_STEPS + 3) * DELAY_MS);
    assert_eq!(request(&late).unwrap().2, Delivered);
}

#[test]
fn without_a_delay_it_is_there_at_once() {
    let mut sandbox = sandbox(Behaviour::Delivered, 0);
    sandbox.delay_ms = 0;
    assert_eq!(request(&sandbox).unwrap().2, Delivered);
}

#[test]
fn repeated_request_is_the_same_delivery() {
    let sandbox = sandbox(Behaviour::Delivered, 0);
    assert_eq!(request(&sandbox), request(&sandbox));
}

#[test]
fn answer_is_lost_until_the_first_step_is_over() {
    let early = sandbox(Behaviour::Lost, DELAY_MS - 1);
    assert!(matches!(request(&early), Err(Failure::Unavailable(_))));
    assert_eq!(request(&sandbox(Behaviour::Lost, DELAY_MS)).unwrap().2, Assigned);
}

#[test]
fn what_is_refused_or_not_sound_is_no_delivery() {
    let refused = request(&sandbox(Behaviour::Refused, 0));
    assert!(matches!(refused, Err(Failure::Rejected(_))));
    let sandbox = sandbox(Behaviour::Delivered, 0);
    for (number, currency) in [("n", "CNY"), ("01ARZ3NDEKTSV4RRFFQ69G5FAV", "yuan")] {
        let asked = sandbox.request(number.to_owned(), currency.to_owned());
        assert!(matches!(asked, Err(Failure::Rejected(_))), "{number} {currency}");
    }
}

#[test]
fn only_what_is_still_to_be_picked_up_is_cancelled() {
    for (steps, state) in [(0, Cancelled), (1, Cancelled), (2, PickedUp), (3, Delivered)] {
        let sandbox = sandbox(Behaviour::Delivered, steps * DELAY_MS);
        let (taken_on, reference, _) = request(&sandbox).unwrap();
        let (_, cancelled) = sandbox.cancel(&taken_on.number, &reference).unwrap();
        assert_eq!(cancelled, state, "{steps}");
        let other = sandbox.cancel("01ARZ3NDEKTSV4RRFFQ69G5FAW", &reference);
        assert!(matches!(other, Err(Failure::Rejected(_))));
    }
}
