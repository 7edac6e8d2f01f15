//! What the sandbox answers, call by call, without a host.

use crate::behaviour::Behaviour;
use crate::reference::TakenOn;
use sandbox_seal::Key;

/// What a delivery costs, in minor units of whatever the goods are counted in.
pub(crate) const FEE_MINOR: i64 = 600;
/// Steps for which nobody takes a delivery that is late.
const LATE_STEPS: i64 = 10;

/// Where a delivery is; see the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Requested,
    Assigned,
    PickedUp,
    Delivered,
    /// Nobody took it.
    NoCourier,
    /// It could not be given to anybody.
    NotReceived,
    Cancelled,
}

/// Why a call came to nothing; see the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    Rejected(String),
    Unavailable(String),
}

/// What the variables say, and the time.
pub(crate) struct Sandbox {
    /// `sandbox_courier_key`.
    pub key: Key,
    /// `sandbox_courier_outcome`.
    pub behaviour: Behaviour,
    /// `sandbox_courier_delay_ms`: what a step takes, counted from the making of a delivery's number.
    pub delay_ms: i64,
    /// UTC epoch milliseconds.
    pub now_ms: i64,
}

impl Sandbox {
    /// Takes on a delivery of goods that are counted in a currency: the delivery, its reference, and where it is.
    ///
    /// # Errors
    /// What the contract forbids, a delivery that is to be refused, an answer that is to be lost.
    pub(crate) fn request(
        &self,
        number: String,
        currency: String,
    ) -> Result<(TakenOn, String, State), Failure> {
        let taken_on = TakenOn {
            number,
            currency,
            behaviour: self.behaviour,
        };
        if !taken_on.is_sound() {
            return Err(rejected(format!("delivery {:?} is not sound", taken_on.number)));
        }
        if taken_on.behaviour == Behaviour::Refused {
            return Err(rejected("the delivery is refused, as told".to_owned()));
        }
        let state = self.state(&taken_on)?;
        let reference = taken_on
            .seal(&self.key)
            .ok_or_else(|| rejected("the key cannot sign".to_owned()))?;
        Ok((taken_on, reference, state))
    }

    /// The delivery of a reference, and where it is.
    ///
    /// # Errors
    /// A reference that is not ours, or another delivery's; an answer that is to be lost.
    pub(crate) fn query(&self, number: &str, reference: &str) -> Result<(TakenOn, State), Failure> {
        let taken_on = self
            .read(reference)
            .filter(|taken_on| taken_on.number == number)
            .ok_or_else(|| rejected(format!("the reference is not that of delivery {number:?}")))?;
        let state = self.state(&taken_on)?;
        Ok((taken_on, state))
    }

    /// Cancels a delivery: what was picked up cannot be cancelled any more.
    ///
    /// # Errors
    /// As [`Sandbox::query`].
    pub(crate) fn cancel(&self, number: &str, reference: &str) -> Result<(TakenOn, State), Failure> {
        let (taken_on, state) = self.query(number, reference)?;
        let state = match state {
            State::Requested | State::Assigned => State::Cancelled,
            ended_or_away => ended_or_away,
        };
        Ok((taken_on, state))
    }

    /// The delivery of a reference that we made.
    pub(crate) fn read(&self, reference: &str) -> Option<TakenOn> {
        TakenOn::read(reference, &self.key)
    }

    fn state(&self, taken_on: &TakenOn) -> Result<State, Failure> {
        let steps = self.steps(taken_on);
        Ok(match taken_on.behaviour {
            Behaviour::Delivered => carried(steps),
            Behaviour::Late => carried(steps.saturating_sub(LATE_STEPS)),
            Behaviour::Refused | Behaviour::Requested => State::Requested,
            Behaviour::Failed if steps >= 1 => State::NoCourier,
            Behaviour::Returned if steps >= 3 => State::NotReceived,
            Behaviour::Returned => carried(steps),
            Behaviour::Cancelled if steps >= 1 => State::Cancelled,
            Behaviour::Failed | Behaviour::Cancelled => State::Requested,
            Behaviour::Lost if steps >= 1 => carried(steps),
            Behaviour::Lost => return Err(Failure::Unavailable("the answer is lost, as told".to_owned())),
        })
    }

    /// Steps that are over; without a delay all of them are.
    fn steps(&self, taken_on: &TakenOn) -> i64 {
        let age_ms = self
            .now_ms
            .saturating_sub(taken_on.made_at_ms().unwrap_or(i64::MIN));
        age_ms.checked_div(self.delay_ms).unwrap_or(i64::MAX)
    }
}

fn carried(steps: i64) -> State {
    match steps {
        ..1 => State::Requested,
        1 => State::Assigned,
        2 => State::PickedUp,
        3.. => State::Delivered,
    }
}

fn rejected(words: String) -> Failure {
    Failure::Rejected(words)
}

#[cfg(test)]
pub(crate) mod tests;
