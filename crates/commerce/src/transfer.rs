//! Transfers: goods on their way from one store to another.
//!
//! What is sent leaves the sender's stock at once. It arrives with what the receiver counts, which may be less; the
//! difference stays to be seen. A transfer that is cancelled on its way goes back to its sender whole.

mod draft;
mod receive;
mod state;

pub use draft::{
    TRANSFER_LINES_MAX, TRANSFER_REASON_CHARS_MAX, TRANSFER_UNITS_MAX, TransferDraft, TransferLineDraft,
};
pub use receive::{CountDraft, ReceiveError};
pub use state::{TransferState, UnknownTransferState};

use crate::ids::{SkuId, StoreId, TransferId};

/// A transfer. Instants are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its name.
    pub id: TransferId,
    /// The store that sends.
    pub from: StoreId,
    /// The store that receives; another one.
    pub to: StoreId,
    /// Why, in words.
    pub reason: String,
    /// How far it has come.
    pub state: TransferState,
    /// What is sent, by SKU; at least one line.
    pub lines: Vec<TransferLine>,
    /// Who sent it.
    pub sent_by: String,
    /// When it was sent.
    pub sent_ms: i64,
    /// Who received or cancelled it.
    pub ended_by: Option<String>,
    /// When it was received or cancelled.
    pub ended_ms: Option<i64>,
}

/// The units of one SKU in a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferLine {
    /// Which SKU.
    pub sku: SkuId,
    /// Units sent, `1..=TRANSFER_UNITS_MAX`.
    pub sent: i64,
    /// Units counted on arrival, never more than were sent; `None` unless the transfer was received.
    pub received: Option<i64>,
}

/// A transfer that has ended cannot end again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the transfer is no longer in transit")]
pub struct NotInTransit;

impl Transfer {
    /// Calls it off: the goods go back to the sender.
    ///
    /// # Errors
    /// [`NotInTransit`].
    pub fn cancel(&mut self, by: &str, now_ms: i64) -> Result<(), NotInTransit> {
        self.end(TransferState::Cancelled, by, now_ms)
    }

    fn end(&mut self, state: TransferState, by: &str, now_ms: i64) -> Result<(), NotInTransit> {
        if self.state != TransferState::InTransit {
            return Err(NotInTransit);
        }
        self.state = state;
        self.ended_by = Some(by.to_owned());
        self.ended_ms = Some(now_ms);
        Ok(())
    }
}

#[cfg(test)]
fn sample() -> Transfer {
    let draft = TransferDraft {
        to: "s2".to_owned(),
        reason: "sold out there".to_owned(),
        lines: [("tea.m", 5), ("tea.l", 3)]
            .map(|(sku, units)| TransferLineDraft {
                sku: sku.to_owned(),
                units,
            })
            .into(),
    };
    let id = TransferId::new(1_000, [7; 10]);
    draft
        .validate(id, &"s1".parse().unwrap(), "clerk", 1_000)
        .unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_that_is_cancelled_ends_once() {
        let mut transfer = sample();
        assert_eq!(
            (transfer.state, transfer.ended_ms),
            (TransferState::InTransit, None)
        );
        transfer.cancel("other", 2_000).unwrap();
        assert_eq!(transfer.state, TransferState::Cancelled);
        assert_eq!(
            (transfer.ended_by.as_deref(), transfer.ended_ms),
            (Some("other"), Some(2_000))
        );
        assert!(transfer.lines.iter().all(|line| line.received.is_none()));
        assert_eq!(transfer.cancel("other", 3_000), Err(NotInTransit));
        assert_eq!(transfer.ended_ms, Some(2_000));
    }
}
