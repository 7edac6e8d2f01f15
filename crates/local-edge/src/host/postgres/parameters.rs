//! From a component's parameters to what the Postgres client sends.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use postgres_range::{BoundSided, BoundType, Normalizable, Range, RangeBound};
use tokio_postgres::types::ToSql;

use super::wire::{Decimal, Null, Span};
use crate::host::spin::postgres::postgres::{ParameterValue, RangeBoundKind};

/// A parameter on its way to the server.
pub type Parameter = Box<dyn ToSql + Send + Sync>;

/// Converts a parameter; fails on dates, numbers and the like that are none.
///
/// Whether the server's type takes the value is checked when it is sent: an `int64` for an INT4 column is refused.
pub fn to_sql(value: ParameterValue) -> Result<Parameter, String> {
    Ok(match value {
        ParameterValue::Boolean(value) => Box::new(value),
        ParameterValue::Int8(value) => Box::new(value),
        ParameterValue::Int16(value) => Box::new(value),
        ParameterValue::Int32(value) => Box::new(value),
        ParameterValue::Int64(value) => Box::new(value),
        ParameterValue::Floating32(value) => Box::new(value),
        ParameterValue::Floating64(value) => Box::new(value),
        ParameterValue::Str(value) => Box::new(value),
        ParameterValue::Binary(value) => Box::new(value),
        ParameterValue::Date((year, month, day)) => Box::new(date(year, month, day)?),
        ParameterValue::Time((hour, minute, second, nano)) => Box::new(time(hour, minute, second, nano)?),
        ParameterValue::Datetime((year, month, day, hour, minute, second, nano)) => Box::new(
            NaiveDateTime::new(date(year, month, day)?, time(hour, minute, second, nano)?),
        ),
        ParameterValue::Timestamp(seconds) => Box::new(
            DateTime::from_timestamp(seconds, 0).ok_or_else(|| format!("invalid timestamp {seconds}"))?,
        ),
        ParameterValue::Uuid(text) => {
            Box::new(uuid::Uuid::parse_str(&text).map_err(|error| format!("invalid UUID {text:?}: {error}"))?)
        }
        ParameterValue::Jsonb(bytes) => Box::new(
            serde_json::from_slice::<serde_json::Value>(&bytes)
                .map_err(|error| format!("invalid JSON: {error}"))?,
        ),
        ParameterValue::Decimal(text) => Box::new(decimal(&text)?),
        ParameterValue::RangeInt32((lower, upper)) => Box::new(range(lower, upper)),
        ParameterValue::RangeInt64((lower, upper)) => Box::new(range(lower, upper)),
        ParameterValue::RangeDecimal((lower, upper)) => {
            let bound = |bound: Option<(String, RangeBoundKind)>| match bound {
                Some((text, kind)) => decimal(&text).map(|value| Some((value, kind))),
                None => Ok(None),
            };
            Box::new(range(bound(lower)?, bound(upper)?))
        }
        ParameterValue::ArrayInt32(values) => Box::new(values),
        ParameterValue::ArrayInt64(values) => Box::new(values),
        ParameterValue::ArrayDecimal(values) => {
            let decimals = values
                .iter()
                .map(|value| value.as_deref().map(decimal).transpose());
            Box::new(decimals.collect::<Result<Vec<_>, _>>()?)
        }
        ParameterValue::ArrayStr(values) => Box::new(values),
        ParameterValue::Interval(value) => Box::new(Span(value)),
        ParameterValue::DbNull => Box::new(Null),
    })
}

fn date(year: i32, month: u8, day: u8) -> Result<NaiveDate, String> {
    let date = NaiveDate::from_ymd_opt(year, month.into(), day.into());
    date.ok_or_else(|| format!("invalid date {year}-{month}-{day}"))
}

fn time(hour: u8, minute: u8, second: u8, nano: u32) -> Result<NaiveTime, String> {
    let time = NaiveTime::from_hms_nano_opt(hour.into(), minute.into(), second.into(), nano);
    time.ok_or_else(|| format!("invalid time {hour}:{minute}:{second}.{nano:09}"))
}

fn decimal(text: &str) -> Result<Decimal, String> {
    rust_decimal::Decimal::from_str_exact(text)
        .map(Decimal)
        .map_err(|error| format!("invalid decimal {text:?}: {error}"))
}

fn range<T: Normalizable + PartialOrd>(
    lower: Option<(T, RangeBoundKind)>,
    upper: Option<(T, RangeBoundKind)>,
) -> Range<T> {
    Range::new(lower.map(bound), upper.map(bound))
}

fn bound<S: BoundSided, T: PartialOrd>((value, kind): (T, RangeBoundKind)) -> RangeBound<S, T> {
    let kind = match kind {
        RangeBoundKind::Inclusive => BoundType::Inclusive,
        RangeBoundKind::Exclusive => BoundType::Exclusive,
    };
    RangeBound::new(value, kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_value_of_its_type_is_refused() {
        for value in [
            ParameterValue::Date((2026, 2, 30)),
            ParameterValue::Time((24, 0, 0, 0)),
            ParameterValue::Timestamp(i64::MAX),
            ParameterValue::Uuid("x".into()),
            ParameterValue::Jsonb(b"{".to_vec()),
            ParameterValue::Decimal("1,5".into()),
            ParameterValue::ArrayDecimal(vec![None, Some("one".into())]),
        ] {
            assert!(to_sql(value.clone()).is_err(), "{value:?}");
        }
    }

    #[test]
    fn timestamps_count_seconds() {
        let parameter = to_sql(ParameterValue::Timestamp(86_400)).unwrap();
        assert_eq!(format!("{parameter:?}"), "1970-01-02T00:00:00Z");
    }
}
