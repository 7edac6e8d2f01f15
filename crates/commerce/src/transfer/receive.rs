use std::collections::BTreeMap;

use super::draft::read_sku;
use super::{NotInTransit, Transfer, TransferState};
use crate::field::{FieldError, Findings, Rule};
use crate::ids::SkuId;

/// What the receiver says of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountDraft {
    /// What should be a SKU of the transfer.
    pub sku: String,
    /// What should be the units counted.
    pub received: i64,
}

/// Why a transfer was not received.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiveError {
    /// It has ended already.
    #[error(transparent)]
    NotInTransit(#[from] NotInTransit),
    /// What was counted does not go together with what was sent, by field.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Fields(Vec<FieldError>),
}

impl Transfer {
    /// Receives it: every line has to be counted, none may have more units than were sent.
    ///
    /// # Errors
    /// See [`ReceiveError`]; the transfer is then unchanged.
    pub fn receive(&mut self, counts: &[CountDraft], by: &str, now_ms: i64) -> Result<(), ReceiveError> {
        if self.state != TransferState::InTransit {
            return Err(NotInTransit.into());
        }
        let counted = self.read(counts).map_err(ReceiveError::Fields)?;
        for line in &mut self.lines {
            line.received = counted.get(&line.sku).copied();
        }
        self.end(TransferState::Received, by, now_ms)?;
        Ok(())
    }

    fn read(&self, counts: &[CountDraft]) -> Result<BTreeMap<SkuId, i64>, Vec<FieldError>> {
        // Checked first, so that no list is longer than what was sent.
        if counts.len() > self.lines.len() {
            let max = self.lines.len();
            return Err(FieldError::new("lines", Rule::TooMany { max }).into());
        }
        let mut findings = Findings::default();
        let mut counted = BTreeMap::new();
        for (index, count) in counts.iter().enumerate() {
            let Some(sku) = findings.keep(read_sku(index, &count.sku)) else {
                continue;
            };
            match self.lines.iter().find(|line| line.sku == sku) {
                None => findings.report(format!("lines[{index}].sku"), Rule::unknown(&count.sku)),
                Some(line) if !(0..=line.sent).contains(&count.received) => {
                    let (min, max) = (0, line.sent);
                    findings.report(format!("lines[{index}].received"), Rule::OutOfRange { min, max });
                }
                Some(_) => {}
            }
            if counted.insert(sku, count.received).is_some() {
                findings.report(format!("lines[{index}].sku"), Rule::Duplicate);
            }
        }
        // A line that nobody counted is not a line of which nothing arrived.
        if counts.len() < self.lines.len() {
            let min = self.lines.len();
            findings.report("lines", Rule::TooFew { min });
        }
        findings.finish(Some(counted))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn counts(counts: &[(&str, i64)]) -> Vec<CountDraft> {
        let counts = counts.iter().map(|(sku, received)| CountDraft {
            sku: (*sku).to_owned(),
            received: *received,
        });
        counts.collect()
    }

    fn check(counted: &[(&str, i64)], expected: &[&str]) {
        let mut transfer = sample();
        let Err(ReceiveError::Fields(errors)) = transfer.receive(&counts(counted), "bob", 5) else {
            panic!("received: {transfer:?}");
        };
        assert_eq!(
            errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
            expected
        );
        assert_eq!(transfer, sample());
    }

    #[test]
    fn transfer_is_received_once_with_what_was_counted() {
        let mut transfer = sample();
        let counted = counts(&[("tea.m", 0), ("tea.l", 3)]);
        transfer.receive(&counted, "bob", 5).unwrap();
        let lines: Vec<_> = transfer
            .lines
            .iter()
            .map(|line| (line.sent, line.received))
            .collect();
        assert_eq!(lines, [(3, Some(3)), (5, Some(0))]);
        assert_eq!(
            (transfer.state, transfer.ended_ms),
            (TransferState::Received, Some(5))
        );
        assert_eq!(transfer.receive(&counted, "bob", 6), Err(NotInTransit.into()));
        assert_eq!(transfer.cancel("bob", 6), Err(NotInTransit));
    }

    #[test]
    fn count_that_does_not_go_together_with_what_was_sent_is_named() {
        check(
            &[("tea.l", 4), ("tea.m", -1)],
            &[
                "lines[0].received must be between 0 and 3",
                "lines[1].received must be between 0 and 5",
            ],
        );
        check(&[("tea.l", 3)], &["lines must hold at least 2 entries"]);
        check(&[("tea.l", 3), ("tea.l", 3)], &["lines[1].sku was given before"]);
        check(
            &[("tea.l", 3), ("cup.a", 3)],
            &["lines[1].sku is unknown: \"cup.a\""],
        );
        check(
            &[("tea.l", 3), ("tea", 3)],
            &["lines[1].sku must be a SKU such as tea.large"],
        );
        check(
            &[("tea.l", 1), ("tea.m", 1), ("tea.l", 1)],
            &["lines must hold at most 2 entries"],
        );
    }
}
