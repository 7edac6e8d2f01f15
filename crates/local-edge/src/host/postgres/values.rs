//! From what Postgres sends to a component's values.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use postgres_range::{BoundSided, BoundType, Normalizable, Range, RangeBound};
use tokio_postgres::types::{FromSql, Type};

use super::wire::{Decimal, Raw, Span};
use crate::host::spin::postgres::postgres::{DbDataType, DbValue, RangeBoundKind, Row};

/// The name that the interface has for a column's type.
pub fn data_type(kind: &Type) -> DbDataType {
    match *kind {
        Type::BOOL => DbDataType::Boolean,
        Type::BYTEA => DbDataType::Binary,
        Type::FLOAT4 => DbDataType::Floating32,
        Type::FLOAT8 => DbDataType::Floating64,
        Type::INT2 => DbDataType::Int16,
        Type::INT4 => DbDataType::Int32,
        Type::INT8 => DbDataType::Int64,
        Type::TEXT | Type::VARCHAR | Type::BPCHAR => DbDataType::Str,
        Type::TIMESTAMP | Type::TIMESTAMPTZ => DbDataType::Datetime,
        Type::DATE => DbDataType::Date,
        Type::TIME => DbDataType::Time,
        Type::UUID => DbDataType::Uuid,
        Type::JSONB => DbDataType::Jsonb,
        Type::NUMERIC => DbDataType::Decimal,
        Type::INT4_RANGE => DbDataType::RangeInt32,
        Type::INT8_RANGE => DbDataType::RangeInt64,
        Type::NUM_RANGE => DbDataType::RangeDecimal,
        Type::INT4_ARRAY => DbDataType::ArrayInt32,
        Type::INT8_ARRAY => DbDataType::ArrayInt64,
        Type::NUMERIC_ARRAY => DbDataType::ArrayDecimal,
        Type::TEXT_ARRAY | Type::VARCHAR_ARRAY | Type::BPCHAR_ARRAY => DbDataType::ArrayStr,
        Type::INTERVAL => DbDataType::Interval,
        _ => DbDataType::Other(kind.name().to_owned()),
    }
}

/// Converts a row. Columns of types that the interface has no name for become their raw bytes.
pub fn to_row(row: &tokio_postgres::Row) -> Result<Row, String> {
    (0..row.len()).map(|column| to_value(row, column)).collect()
}

fn to_value(row: &tokio_postgres::Row, column: usize) -> Result<DbValue, String> {
    match *row.columns()[column].type_() {
        Type::BOOL => read(row, column, DbValue::Boolean),
        Type::BYTEA => read(row, column, DbValue::Binary),
        Type::FLOAT4 => read(row, column, DbValue::Floating32),
        Type::FLOAT8 => read(row, column, DbValue::Floating64),
        Type::INT2 => read(row, column, DbValue::Int16),
        Type::INT4 => read(row, column, DbValue::Int32),
        Type::INT8 => read(row, column, DbValue::Int64),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR => read(row, column, DbValue::Str),
        // As on Spin, TIMESTAMPTZ fails here: its instants are read only after `AT TIME ZONE 'UTC'`.
        Type::TIMESTAMP | Type::TIMESTAMPTZ => read(row, column, datetime),
        Type::DATE => read(row, column, date),
        Type::TIME => read(row, column, time),
        Type::UUID => read(row, column, |uuid: uuid::Uuid| DbValue::Uuid(uuid.to_string())),
        Type::JSONB => read(row, column, |json: serde_json::Value| {
            DbValue::Jsonb(json.to_string().into_bytes())
        }),
        Type::NUMERIC => read(row, column, |number: Decimal| {
            DbValue::Decimal(number.0.to_string())
        }),
        Type::INT4_RANGE => read(row, column, |range| {
            DbValue::RangeInt32(bounds(&range, |value: &i32| *value))
        }),
        Type::INT8_RANGE => read(row, column, |range| {
            DbValue::RangeInt64(bounds(&range, |value: &i64| *value))
        }),
        Type::NUM_RANGE => read(row, column, |range| {
            DbValue::RangeDecimal(bounds(&range, |value: &Decimal| value.0.to_string()))
        }),
        Type::INT4_ARRAY => read(row, column, DbValue::ArrayInt32),
        Type::INT8_ARRAY => read(row, column, DbValue::ArrayInt64),
        Type::NUMERIC_ARRAY => read(row, column, |numbers: Vec<Option<Decimal>>| {
            DbValue::ArrayDecimal(
                numbers
                    .into_iter()
                    .map(|number| Some(number?.0.to_string()))
                    .collect(),
            )
        }),
        Type::TEXT_ARRAY | Type::VARCHAR_ARRAY | Type::BPCHAR_ARRAY => read(row, column, DbValue::ArrayStr),
        Type::INTERVAL => read(row, column, |span: Span| DbValue::Interval(span.0)),
        _ => read(row, column, |raw: Raw| DbValue::Unsupported(raw.0)),
    }
}

fn read<'a, T: FromSql<'a>>(
    row: &'a tokio_postgres::Row,
    column: usize,
    convert: impl FnOnce(T) -> DbValue,
) -> Result<DbValue, String> {
    let value: Option<T> = row.try_get(column).map_err(|error| format!("{error:?}"))?;
    Ok(value.map_or(DbValue::DbNull, convert))
}

/// Months, days, hours, minutes and seconds always fit their byte.
fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

fn datetime(at: NaiveDateTime) -> DbValue {
    let (month, day) = (small(at.month()), small(at.day()));
    let (hour, minute, second) = (small(at.hour()), small(at.minute()), small(at.second()));
    DbValue::Datetime((at.year(), month, day, hour, minute, second, at.nanosecond()))
}

fn date(date: NaiveDate) -> DbValue {
    DbValue::Date((date.year(), small(date.month()), small(date.day())))
}

fn time(time: NaiveTime) -> DbValue {
    DbValue::Time((
        small(time.hour()),
        small(time.minute()),
        small(time.second()),
        time.nanosecond(),
    ))
}

type Bound<W> = Option<(W, RangeBoundKind)>;

fn bounds<T: Normalizable + PartialOrd, W>(
    range: &Range<T>,
    convert: impl Fn(&T) -> W,
) -> (Bound<W>, Bound<W>) {
    fn bound<S: BoundSided, T, W>(bound: Option<&RangeBound<S, T>>, convert: impl Fn(&T) -> W) -> Bound<W> {
        let bound = bound?;
        let kind = match bound.type_ {
            BoundType::Inclusive => RangeBoundKind::Inclusive,
            BoundType::Exclusive => RangeBoundKind::Exclusive,
        };
        Some((convert(&bound.value), kind))
    }
    (bound(range.lower(), &convert), bound(range.upper(), &convert))
}
