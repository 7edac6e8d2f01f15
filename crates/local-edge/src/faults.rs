//! Faults on demand: any host call of any component can fail, wait, lose its acknowledgement or trap.
//!
//! ```
//! use local_edge::{Call, Fault};
//! // The second INSERT of the component `orders` is done, but the component is told that it failed.
//! let fault = Fault::on(Call::SqliteExecute).component("orders").matching("INSERT").nth(2).lose_acknowledgement();
//! ```

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::call::Call;

/// Where a fault strikes. Finished by one of the methods that say what it does.
#[derive(Debug, Clone)]
pub struct FaultPoint {
    call: Call,
    component: Option<String>,
    matching: Option<String>,
    first: u64,
    times: u64,
}

/// A fault: where it strikes and what it does.
#[derive(Debug, Clone)]
pub struct Fault {
    point: FaultPoint,
    effect: Effect,
}

/// What a fault does to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Fail,
    Delay(Duration),
    LoseAcknowledgement,
    TrapBefore,
    TrapAfter,
}

impl Fault {
    /// Strikes the first such call of any component, once, unless more is said.
    pub fn on(call: Call) -> FaultPoint {
        FaultPoint {
            call,
            component: None,
            matching: None,
            first: 1,
            times: 1,
        }
    }
}

impl FaultPoint {
    /// Only calls of this component.
    pub fn component(self, id: impl Into<String>) -> Self {
        Self {
            component: Some(id.into()),
            ..self
        }
    }

    /// Only calls whose key, statement, variable or URL contains `text`.
    pub fn matching(self, text: impl Into<String>) -> Self {
        Self {
            matching: Some(text.into()),
            ..self
        }
    }

    /// Starts at the `n`th matching call, counted from 1 and from when the fault is injected.
    pub fn nth(self, n: u64) -> Self {
        Self {
            first: n.max(1),
            ..self
        }
    }

    /// Strikes this many calls in a row instead of one.
    pub fn times(self, times: u64) -> Self {
        Self { times, ..self }
    }

    /// Strikes every matching call from there on.
    pub fn always(self) -> Self {
        self.times(u64::MAX)
    }

    /// The call is not made; the component gets an error.
    pub fn fail(self) -> Fault {
        self.with(Effect::Fail)
    }

    /// The call is made after a pause.
    pub fn delay(self, pause: Duration) -> Fault {
        self.with(Effect::Delay(pause))
    }

    /// The call is made; the component gets an error all the same.
    pub fn lose_acknowledgement(self) -> Fault {
        self.with(Effect::LoseAcknowledgement)
    }

    /// The component traps instead of making the call. Every request in flight in the instance fails.
    pub fn trap_before(self) -> Fault {
        self.with(Effect::TrapBefore)
    }

    /// The call is made, then the component traps before it learns the result.
    pub fn trap_after(self) -> Fault {
        self.with(Effect::TrapAfter)
    }

    fn with(self, effect: Effect) -> Fault {
        Fault { point: self, effect }
    }
}

/// An injected fault. Dropping it leaves the fault in place.
#[derive(Debug, Clone)]
pub struct Injected(Arc<Armed>);

impl Injected {
    /// How often it has struck.
    pub fn strikes(&self) -> u64 {
        let Armed { fault, seen } = &*self.0;
        let past = seen.load(Ordering::SeqCst).saturating_sub(fault.point.first - 1);
        past.min(fault.point.times)
    }

    /// How many calls it has looked at and found to match, struck or not.
    pub fn matched(&self) -> u64 {
        self.0.seen.load(Ordering::SeqCst)
    }
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    seen: AtomicU64,
}

/// The faults of a running application.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// False while there are none: then a call costs one load.
    any: AtomicBool,
    armed: Mutex<Vec<Arc<Armed>>>,
}

impl Faults {
    /// Adds a fault. Of several that match one call, the one injected first strikes; all count the call.
    pub fn inject(&self, fault: Fault) -> Injected {
        let armed = Arc::new(Armed {
            fault,
            seen: AtomicU64::new(0),
        });
        self.0
            .armed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(armed.clone());
        self.0.any.store(true, Ordering::SeqCst);
        Injected(armed)
    }

    /// Removes every fault.
    pub fn clear(&self) {
        self.0
            .armed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.0.any.store(false, Ordering::SeqCst);
    }

    /// What is to happen to this call.
    pub(crate) fn strike(&self, component: &str, call: Call, detail: &str) -> Option<Effect> {
        if !self.0.any.load(Ordering::Acquire) {
            return None;
        }
        let armed = self.0.armed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut effect = None;
        for Armed { fault, seen } in armed.iter().map(|armed| &**armed) {
            let FaultPoint {
                call: on,
                component: of,
                matching,
                first,
                times,
            } = &fault.point;
            let matches = *on == call
                && of.as_ref().is_none_or(|id| id == component)
                && matching.as_ref().is_none_or(|text| detail.contains(text));
            if matches {
                let number = seen.fetch_add(1, Ordering::SeqCst) + 1;
                if number >= *first && number - first < *times {
                    effect.get_or_insert(fault.effect);
                }
            }
        }
        effect
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_strikes_the_nth_matching_call_once() {
        let faults = Faults::default();
        let fault = faults.inject(
            Fault::on(Call::SqliteExecute)
                .component("a")
                .matching("INSERT")
                .nth(2)
                .fail(),
        );
        let strike = |component, call, text| faults.strike(component, call, text);
        assert_eq!(strike("a", Call::SqliteExecute, "INSERT 1"), None);
        assert_eq!(strike("a", Call::SqliteExecute, "SELECT"), None);
        assert_eq!(strike("b", Call::SqliteExecute, "INSERT 1"), None);
        assert_eq!(strike("a", Call::PostgresExecute, "INSERT 1"), None);
        assert_eq!(fault.strikes(), 0);
        assert_eq!(strike("a", Call::SqliteExecute, "INSERT 2"), Some(Effect::Fail));
        assert_eq!(strike("a", Call::SqliteExecute, "INSERT 3"), None);
        assert_eq!((fault.strikes(), fault.matched()), (1, 3));
    }

    #[test]
    fn a_fault_can_strike_several_times_or_always() {
        let faults = Faults::default();
        faults.inject(Fault::on(Call::KeyValueGet).times(2).trap_before());
        let get = || faults.strike("a", Call::KeyValueGet, "k");
        assert_eq!(
            [get(), get(), get()],
            [Some(Effect::TrapBefore), Some(Effect::TrapBefore), None]
        );
        faults.inject(Fault::on(Call::KeyValueGet).always().fail());
        assert_eq!([get(), get()], [Some(Effect::Fail); 2]);
        faults.clear();
        assert_eq!(get(), None);
    }
}
