//! What a courier does for an order, and how the order follows.

use std::fmt;
use std::str::FromStr;

use super::{Order, OrderEvent, OrderState};
use crate::ids::{DeliveryId, OrderId};
use crate::money::Money;
use crate::store::Mode;

/// How far a courier's delivery has come. It goes one way, in this order, and may leave states out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourierState {
    /// The courier is to be asked.
    Due,
    /// The courier has taken it on.
    Requested,
    /// Somebody is on the way to the store.
    Assigned,
    /// The goods have left the store.
    PickedUp,
    /// It is to be called off at the courier, who may be faster.
    Cancelling,
    /// The goods are where they were to be brought to.
    Delivered,
    /// They will not get there.
    Failed,
    /// Nobody carries them.
    Cancelled,
}

/// Why a delivery failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourierFailure {
    /// The courier did not take it on.
    Refused,
    /// Nobody took it.
    NoCourier,
    /// The store did not hand the goods over.
    NotHandedOver,
    /// Nobody took the goods in; they go back to the store.
    NotReceived,
    /// The goods are lost or spoilt.
    Lost,
    /// Something else.
    Other,
}

/// What a courier says of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourierWord {
    /// It is taken on.
    Requested,
    /// Somebody is on the way to the store.
    Assigned,
    /// The goods have left the store.
    PickedUp,
    /// They are there.
    Delivered,
    /// They will not get there.
    Failed(CourierFailure),
    /// Nobody will carry them.
    Cancelled,
}

/// A text that names no state of a delivery, or no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a word of couriers")]
pub struct UnknownCourierWord;

impl CourierState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Due,
        Self::Requested,
        Self::Assigned,
        Self::PickedUp,
        Self::Cancelling,
        Self::Delivered,
        Self::Failed,
        Self::Cancelled,
    ];

    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Requested => "requested",
            Self::Assigned => "assigned",
            Self::PickedUp => "picked_up",
            Self::Cancelling => "cancelling",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more comes of it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::Failed | Self::Cancelled)
    }

    /// What a word makes of it; `None` when that is no news: said before, or older than what is known.
    fn after(self, word: CourierWord) -> Option<Self> {
        let to = match word {
            CourierWord::Requested => Self::Requested,
            CourierWord::Assigned => Self::Assigned,
            CourierWord::PickedUp => Self::PickedUp,
            CourierWord::Delivered => Self::Delivered,
            CourierWord::Failed(_) => Self::Failed,
            CourierWord::Cancelled => Self::Cancelled,
        };
        // What is being called off is not taken up again by a word of its way; where it ended counts.
        (!self.is_final() && to.rank() > self.rank()).then_some(to)
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Due => 0,
            Self::Requested => 1,
            Self::Assigned => 2,
            Self::PickedUp => 3,
            Self::Cancelling => 4,
            Self::Delivered | Self::Failed | Self::Cancelled => 5,
        }
    }
}

impl CourierFailure {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Refused,
        Self::NoCourier,
        Self::NotHandedOver,
        Self::NotReceived,
        Self::Lost,
        Self::Other,
    ];

    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::NoCourier => "no_courier",
            Self::NotHandedOver => "not_handed_over",
            Self::NotReceived => "not_received",
            Self::Lost => "lost",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for CourierState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CourierState {
    type Err = UnknownCourierWord;

    fn from_str(text: &str) -> Result<Self, UnknownCourierWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.as_str() == text).ok_or(UnknownCourierWord)
    }
}

impl FromStr for CourierFailure {
    type Err = UnknownCourierWord;

    fn from_str(text: &str) -> Result<Self, UnknownCourierWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|reason| reason.as_str() == text)
            .ok_or(UnknownCourierWord)
    }
}

/// How long a delivery is left to the courier and its notifications, in milliseconds, before it is asked about; each question
/// that brings nothing new doubles it.
const LEAVE_MS_MIN: i64 = 30_000;
/// How long it is left alone at most, in milliseconds.
const LEAVE_MS_MAX: i64 = 15 * 60_000;

/// An order that a courier carries. Instants are Unix milliseconds, those at which we heard of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourierDelivery {
    /// Its number at the courier.
    pub id: DeliveryId,
    /// What is carried.
    pub order: OrderId,
    /// How far it has come.
    pub state: CourierState,
    /// Why it failed, if it did.
    pub failure: Option<CourierFailure>,
    /// What the courier needs to find it again, once it has said so.
    pub reference: Option<String>,
    /// What the courier charges, as far as it said.
    pub fee: Option<Money>,
    /// Calls to the courier that were begun. At none, the courier has never heard of it.
    pub attempts: i64,
    /// Calls in a row that brought nothing new.
    pub failures: i64,
    /// When the courier is called next; `None` once it has ended.
    pub due_ms: Option<i64>,
    /// Since when it is due.
    pub created_ms: i64,
    /// When somebody was on the way to the store.
    pub assigned_ms: Option<i64>,
    /// When the goods had left the store.
    pub picked_up_ms: Option<i64>,
    /// When it ended.
    pub ended_ms: Option<i64>,
}

impl CourierDelivery {
    /// A new one, for the courier to be asked at once.
    pub fn new(id: DeliveryId, order: OrderId, now_ms: i64) -> Self {
        Self {
            id,
            order,
            state: CourierState::Due,
            failure: None,
            reference: None,
            fee: None,
            attempts: 0,
            failures: 0,
            due_ms: Some(now_ms),
            created_ms: now_ms,
            assigned_ms: None,
            picked_up_ms: None,
            ended_ms: None,
        }
    }

    /// The same while the courier is called: if nothing comes of it, it waits longer than the last time.
    pub fn asked(&self, now_ms: i64) -> Self {
        Self {
            attempts: self.attempts.saturating_add(1),
            failures: self.failures.saturating_add(1),
            due_ms: Some(now_ms.saturating_add(leave_ms(self.failures))),
            ..self.clone()
        }
    }

    /// What a word of the courier's makes of it; `None` when that is no news.
    pub fn heard(&self, word: CourierWord, fee: Option<Money>, now_ms: i64) -> Option<Self> {
        let state = self.state.after(word)?;
        let mut heard = Self {
            state,
            fee: fee.or(self.fee),
            failures: 0,
            ..self.clone()
        };
        if let CourierWord::Failed(failure) = word {
            heard.failure = Some(failure);
        }
        match state {
            CourierState::Assigned => heard.assigned_ms = Some(now_ms),
            CourierState::PickedUp => heard.picked_up_ms = Some(now_ms),
            _ => {}
        }
        heard.ended_ms = state.is_final().then_some(now_ms);
        heard.due_ms = (!state.is_final()).then(|| now_ms.saturating_add(leave_ms(0)));
        Some(heard)
    }

    /// The same once it is to be called off; one that has ended stays as it is.
    pub fn called_off(&self, now_ms: i64) -> Self {
        if self.state.is_final() {
            return self.clone();
        }
        Self {
            state: CourierState::Cancelling,
            failures: 0,
            due_ms: Some(now_ms),
            ..self.clone()
        }
    }

    /// Whether somebody is still to come for the goods.
    pub const fn is_awaited(&self) -> bool {
        matches!(
            self.state,
            CourierState::Due | CourierState::Requested | CourierState::Assigned
        )
    }

    /// The events by which the order follows the state, in order; those that have happened before are no longer possible.
    pub const fn order_events(&self) -> &'static [OrderEvent] {
        match self.state {
            CourierState::PickedUp => &[OrderEvent::Dispatch],
            // Nobody may have told of its leaving the store.
            CourierState::Delivered => &[OrderEvent::Dispatch, OrderEvent::Deliver],
            CourierState::Due
            | CourierState::Requested
            | CourierState::Assigned
            | CourierState::Cancelling
            | CourierState::Failed
            | CourierState::Cancelled => &[],
        }
    }
}

impl Order {
    /// Whether a courier can be asked to carry it: it is delivered to a point, is packed, and nobody has it yet; or somebody had
    /// it who came back.
    pub const fn is_carriable(&self) -> bool {
        matches!(self.quote.mode, Mode::Delivery)
            && self.fulfilment.destination.is_some()
            && matches!(self.state, OrderState::Ready | OrderState::Dispatched)
    }
}

/// How long a delivery is left alone after so many questions in a row that brought nothing new, in milliseconds.
fn leave_ms(failures: i64) -> i64 {
    let doublings = u32::try_from(failures).unwrap_or(u32::MAX);
    let leave = 2_i64.saturating_pow(doublings).saturating_mul(LEAVE_MS_MIN);
    leave.min(LEAVE_MS_MAX)
}

#[cfg(test)]
mod tests;
