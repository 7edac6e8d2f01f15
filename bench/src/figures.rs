//! From single answers to a rate and its percentiles.

use serde::Serialize;
use std::time::Duration;

/// One turn of one contestant.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Turn {
    /// Answered requests per second.
    pub rate: f64,
    /// Median time of an answer, in milliseconds.
    pub p50_ms: f64,
    /// Time within which 99 of 100 answers came, in milliseconds.
    pub p99_ms: f64,
}

impl Turn {
    /// A turn that took `duration`, from the times of its answers in microseconds.
    pub fn of(mut times_us: Vec<u32>, duration: Duration) -> Self {
        times_us.sort_unstable();
        Self {
            rate: times_us.len() as f64 / duration.as_secs_f64(),
            p50_ms: percentile(&times_us, 0.50),
            p99_ms: percentile(&times_us, 0.99),
        }
    }
}

/// All turns of one contestant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Medians over the turns.
    #[serde(flatten)]
    pub median: Turn,
    /// Largest less smallest rate, as a part of the median: what of a difference may be chance.
    pub spread: f64,
    /// Requests that were not answered with success.
    pub failed: u64,
    /// The first such answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_failure: Option<String>,
    /// The turns.
    pub turns: Vec<Turn>,
}

impl Figures {
    /// The medians of `turns`.
    pub fn of(turns: Vec<Turn>, failed: u64, first_failure: Option<String>) -> Self {
        let values = |value: fn(&Turn) -> f64| turns.iter().map(value).collect::<Vec<_>>();
        let rates = values(|turn| turn.rate);
        let rate = median(rates.clone());
        let most = rates.iter().copied().fold(f64::MIN, f64::max);
        let least = rates.iter().copied().fold(f64::MAX, f64::min);
        Self {
            median: Turn {
                rate,
                p50_ms: median(values(|turn| turn.p50_ms)),
                p99_ms: median(values(|turn| turn.p99_ms)),
            },
            spread: (most - least) / rate,
            failed,
            first_failure,
            turns,
        }
    }
}

impl Figures {
    /// The rate as a part of that of another contestant of the same race: the median of what it was turn by turn. Turns of a round
    /// follow one another, so what slows the machine down for a while slows down both; medians of each would not show that.
    pub fn rate_of(&self, other: &Self) -> f64 {
        let turns = self.turns.iter().zip(&other.turns);
        median(turns.map(|(own, other)| own.rate / other.rate).collect())
    }
}

/// The value in the middle, or between the two in the middle; 0 of nothing.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match (values.get(half.wrapping_sub(1)), values.get(half)) {
        (Some(below), Some(above)) if values.len().is_multiple_of(2) => f64::midpoint(*below, *above),
        (_, Some(middle)) => *middle,
        _ => 0.0,
    }
}

/// The nearest rank of `sorted` microseconds, in milliseconds; 0 of nothing.
fn percentile(sorted: &[u32], part: f64) -> f64 {
    let rank = (sorted.len() as f64 * part).ceil() as usize;
    sorted
        .get(rank.saturating_sub(1))
        .map_or(0.0, |time| f64::from(*time) / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let turn = Turn::of(
            (1..=100).rev().map(|ms| ms * 1_000).collect(),
            Duration::from_secs(2),
        );
        assert_eq!((turn.rate, turn.p50_ms, turn.p99_ms), (50.0, 50.0, 99.0));
        assert_eq!(Turn::of(Vec::new(), Duration::from_secs(1)).p99_ms.to_bits(), 0);
    }

    #[test]
    fn rates_are_compared_turn_by_turn() {
        let figures = |rates: [f64; 3]| {
            let turns = rates.map(|rate| Turn {
                rate,
                p50_ms: 1.0,
                p99_ms: 1.0,
            });
            Figures::of(turns.into(), 0, None)
        };
        // The machine was twice as fast in the last turn, and the medians are of turns of different rounds.
        let (one, other) = (figures([50.0, 60.0, 100.0]), figures([100.0, 100.0, 200.0]));
        assert_eq!(one.rate_of(&other).to_string(), "0.5");
    }

    #[test]
    fn median_of_an_even_number_lies_between_the_two_in_the_middle() {
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]).to_string(), "2.5");
        assert_eq!(median(vec![9.0, 1.0, 2.0]).to_string(), "2");
    }
}
