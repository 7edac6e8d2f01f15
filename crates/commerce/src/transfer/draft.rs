use std::collections::BTreeMap;

use super::{Transfer, TransferLine, TransferState};
use crate::field::{FieldError, Findings, Rule};
use crate::ids::{SkuId, StoreId, TransferId};
use crate::text;

/// The most lines of a transfer.
pub const TRANSFER_LINES_MAX: usize = 200;

/// The longest reason of a transfer, in characters.
pub const TRANSFER_REASON_CHARS_MAX: usize = 100;

/// The most units of one SKU in a transfer.
pub const TRANSFER_UNITS_MAX: i64 = 1_000_000_000;

/// A transfer as it was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransferDraft {
    /// What should be the store that receives.
    pub to: String,
    /// Why, in words.
    pub reason: String,
    /// What is sent.
    pub lines: Vec<TransferLineDraft>,
}

/// A line as it was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransferLineDraft {
    /// What should be a SKU.
    pub sku: String,
    /// What should be a number of units.
    pub units: i64,
}

impl TransferDraft {
    /// Checks all fields and sorts the lines by SKU. Whether the other store and the SKUs exist is for who knows them.
    ///
    /// # Errors
    /// Every field that breaks a rule, by its path: `lines[0].units`.
    pub fn validate(
        &self,
        id: TransferId,
        from: &StoreId,
        sent_by: &str,
        sent_ms: i64,
    ) -> Result<Transfer, Vec<FieldError>> {
        let mut findings = Findings::default();
        let to = findings.keep(self.read_to(from));
        let reason = findings.keep(text::line("reason", &self.reason, TRANSFER_REASON_CHARS_MAX));
        let lines = findings.keep(self.read_lines());
        let transfer = || {
            Some(Transfer {
                id,
                from: from.clone(),
                to: to?,
                reason: reason?,
                state: TransferState::InTransit,
                lines: lines?,
                sent_by: sent_by.to_owned(),
                sent_ms,
                ended_by: None,
                ended_ms: None,
            })
        };
        findings.finish(transfer())
    }

    fn read_to(&self, from: &StoreId) -> Result<StoreId, FieldError> {
        let to: StoreId = self.to.parse().map_err(|_| FieldError::new("to", Rule::CODE))?;
        if to == *from {
            return Err(FieldError::new("to", Rule::Conflict { other: "store" }));
        }
        Ok(to)
    }

    fn read_lines(&self) -> Result<Vec<TransferLine>, Vec<FieldError>> {
        let rule = match self.lines.len() {
            0 => Some(Rule::TooFew { min: 1 }),
            lines if lines > TRANSFER_LINES_MAX => Some(Rule::TooMany {
                max: TRANSFER_LINES_MAX,
            }),
            _ => None,
        };
        if let Some(rule) = rule {
            return Err(FieldError::new("lines", rule).into());
        }
        let mut findings = Findings::default();
        let mut units: BTreeMap<SkuId, i64> = BTreeMap::new();
        for (index, line) in self.lines.iter().enumerate() {
            let sku = findings.keep(read_sku(index, &line.sku));
            let (min, max) = (1, TRANSFER_UNITS_MAX);
            if !(min..=max).contains(&line.units) {
                findings.report(format!("lines[{index}].units"), Rule::OutOfRange { min, max });
            }
            if sku.is_some_and(|sku| units.insert(sku, line.units).is_some()) {
                findings.report(format!("lines[{index}].sku"), Rule::Duplicate);
            }
        }
        let lines = units.into_iter().map(|(sku, sent)| TransferLine {
            sku,
            sent,
            received: None,
        });
        findings.finish(Some(lines.collect()))
    }
}

/// The SKU of a line, named by its place.
pub(super) fn read_sku(index: usize, sku: &str) -> Result<SkuId, FieldError> {
    let expected = "a SKU such as tea.large";
    sku.parse()
        .map_err(|_| FieldError::new(format!("lines[{index}].sku"), Rule::Format { expected }))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn check(to: &str, reason: &str, lines: &[(&str, i64)], expected: &[&str]) {
        let lines = lines.iter().map(|(sku, units)| TransferLineDraft {
            sku: (*sku).to_owned(),
            units: *units,
        });
        let draft = TransferDraft {
            to: to.to_owned(),
            reason: reason.to_owned(),
            lines: lines.collect(),
        };
        let read = draft.validate(TransferId::new(0, [0; 10]), &"s1".parse().unwrap(), "clerk", 0);
        let errors = read.err().unwrap_or_default();
        assert_eq!(
            errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn sound_draft_is_sorted_by_sku() {
        let skus: Vec<_> = sample()
            .lines
            .into_iter()
            .map(|line| line.sku.to_string())
            .collect();
        assert_eq!(skus, ["tea.l", "tea.m"]);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        check(
            "s1",
            " ",
            &[("tea", 1), ("tea.l", 0), ("tea.l", 1), ("tea.m", i64::MAX)],
            &[
                "to does not go together with store",
                "reason is required",
                "lines[0].sku must be a SKU such as tea.large",
                "lines[1].units must be between 1 and 1000000000",
                "lines[2].sku was given before",
                "lines[3].units must be between 1 and 1000000000",
            ],
        );
        check(
            "a b",
            "x",
            &[],
            &[
                "to must be a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -",
                "lines must hold at least 1 entries",
            ],
        );
        check(
            "s2",
            &"x".repeat(101),
            &[("tea.l", -1)],
            &[
                "reason must be at most 100 characters long",
                "lines[0].units must be between 1 and 1000000000",
            ],
        );
        check(
            "s2",
            "x",
            &vec![("tea.l", 1); 201],
            &["lines must hold at most 200 entries"],
        );
    }
}
