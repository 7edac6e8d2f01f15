use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Day, EXCEPTIONS_MAX, INTERVALS_MAX, Interval, IntervalError, OpeningHours, WEEKDAYS};
use crate::field::{FieldError, Findings, Rule};

/// Opening hours as they are written in JSON, not yet checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningHoursDraft {
    /// By day of the week (`mon` to `sun`), pairs of opening and closing time; a day that is missing is closed.
    #[serde(default)]
    pub weekly: BTreeMap<String, Vec<[String; 2]>>,
    /// By date (`2026-12-25`), pairs that replace those of the weekday; none when closed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub exceptions: BTreeMap<String, Vec<[String; 2]>>,
}

impl OpeningHoursDraft {
    /// Checks the hours.
    ///
    /// # Errors
    /// Each time that breaks a rule, such as `weekly.mon[0][1]` or `exceptions.2026-12-25[1]`.
    pub fn validate(&self) -> Result<OpeningHours, Vec<FieldError>> {
        let mut findings = Findings::default();
        let mut hours = OpeningHours {
            weekly: Default::default(),
            exceptions: BTreeMap::new(),
        };
        for (name, pairs) in &self.weekly {
            match WEEKDAYS.iter().position(|day| day == name) {
                Some(day) => hours.weekly[day] = intervals(&format!("weekly.{name}"), pairs, &mut findings),
                None => findings.report("weekly", Rule::unknown(name)),
            }
        }
        if self.exceptions.len() > EXCEPTIONS_MAX {
            findings.report("exceptions", Rule::TooMany { max: EXCEPTIONS_MAX });
            return findings.finish(None);
        }
        for (text, pairs) in &self.exceptions {
            match text.parse::<Day>() {
                Ok(day) => {
                    let intervals = intervals(&format!("exceptions.{text}"), pairs, &mut findings);
                    hours.exceptions.insert(day, intervals);
                }
                Err(_) => findings.report("exceptions", Rule::unknown(text)),
            }
        }
        findings.finish(Some(hours))
    }
}

/// The intervals of one day; what is wrong with them is added to `findings`.
fn intervals(field: &str, pairs: &[[String; 2]], findings: &mut Findings) -> Vec<Interval> {
    if pairs.len() > INTERVALS_MAX {
        findings.report(field, Rule::TooMany { max: INTERVALS_MAX });
        return Vec::new();
    }
    let mut intervals: Vec<Interval> = Vec::with_capacity(pairs.len());
    for (index, [open, close]) in pairs.iter().enumerate() {
        let (part, expected) = match Interval::parse(open, close) {
            Ok(interval) => {
                if intervals
                    .last()
                    .is_some_and(|last| last.close() >= interval.open())
                {
                    let rule = Rule::NotAfter {
                        other: "the interval before it",
                    };
                    findings.report(format!("{field}[{index}]"), rule);
                }
                intervals.push(interval);
                continue;
            }
            Err(IntervalError::Open) => (0, "a time from 00:00 to 23:59"),
            Err(IntervalError::Close) => (
                1,
                "a time up to 24 hours after opening, 26:00 for 2 the next morning",
            ),
        };
        findings.report(format!("{field}[{index}][{part}]"), Rule::Format { expected });
    }
    intervals
}

impl TryFrom<OpeningHoursDraft> for OpeningHours {
    type Error = String;

    fn try_from(draft: OpeningHoursDraft) -> Result<Self, String> {
        let sentences = |errors: Vec<FieldError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>();
        draft.validate().map_err(|errors| sentences(errors).join("; "))
    }
}

impl From<OpeningHours> for OpeningHoursDraft {
    fn from(hours: OpeningHours) -> Self {
        let pairs = |intervals: &Vec<Interval>| intervals.iter().map(|interval| interval.times()).collect();
        let weekly = WEEKDAYS
            .iter()
            .zip(&hours.weekly)
            .filter(|(_, intervals)| !intervals.is_empty());
        Self {
            weekly: weekly
                .map(|(day, intervals)| ((*day).to_owned(), pairs(intervals)))
                .collect(),
            exceptions: hours
                .exceptions
                .iter()
                .map(|(day, of)| (day.to_string(), pairs(of)))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &[&str]) {
        let draft: OpeningHoursDraft = serde_json::from_str(json).unwrap();
        let errors = draft.validate().err().unwrap_or_default();
        assert_eq!(
            errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
            expected,
            "{json}"
        );
    }

    #[test]
    fn hours_survive_json_in_canonical_form() {
        let json =
            r#"{"weekly":{"fri":[["08:00","12:00"],["18:00","02:00"]]},"exceptions":{"2026-12-25":[]}}"#;
        let hours: OpeningHours = serde_json::from_str(json).unwrap();
        let canonical =
            r#"{"weekly":{"fri":[["08:00","12:00"],["18:00","26:00"]]},"exceptions":{"2026-12-25":[]}}"#;
        assert_eq!(serde_json::to_string(&hours).unwrap(), canonical);
        assert_eq!(serde_json::from_str::<OpeningHours>(canonical).unwrap(), hours);
    }

    #[test]
    fn each_wrong_time_is_named() {
        check("{}", &[]);
        check(
            r#"{"weekly":{"mon":[["8","22:00"],["09:00","08:60"]],"tue":[["08:00","12:00"],["12:00","13:00"]]}}"#,
            &[
                "weekly.mon[0][0] must be a time from 00:00 to 23:59",
                "weekly.mon[1][1] must be a time up to 24 hours after opening, 26:00 for 2 the next morning",
                "weekly.tue[1] must come after the interval before it",
            ],
        );
        check(
            r#"{"weekly":{"Monday":[]},"exceptions":{"2026-02-30":[],"20261225":[],"2026-12-25":[["25:00","26:00"]]}}"#,
            &[
                r#"weekly is unknown: "Monday""#,
                r#"exceptions is unknown: "2026-02-30""#,
                "exceptions.2026-12-25[0][0] must be a time from 00:00 to 23:59",
                r#"exceptions is unknown: "20261225""#,
            ],
        );
        let five = [r#"["00:00","01:00"]"#; 5].join(",");
        check(
            &format!(r#"{{"weekly":{{"sun":[{five}]}}}}"#),
            &["weekly.sun must hold at most 4 entries"],
        );
    }
}
