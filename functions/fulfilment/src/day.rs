//! A day of a store's calendar.

use api::problem::{Code, Problem};
use commerce::hours::Day;
use commerce::ids::StoreId;
use commerce::store::Store;
use web::Call;

/// The store, as it is in SQL.
///
/// # Errors
/// [`Code::NotFound`]; a failure of storage.
pub async fn load_store(call: &Call, id: &StoreId) -> Result<Store, Problem> {
    let stored = storage::store::load(call.sql(), id)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    Ok(stored.ok_or_else(|| Problem::new(Code::NotFound))?.store)
}

/// A day, or today at the store, in days since 1970-01-01.
pub fn of_store(call: &Call, store: &Store, day: Option<Day>) -> i64 {
    let today = || store.service.timetable.zone.epoch_day(call.now_ms);
    day.map_or_else(today, Day::epoch_day)
}

/// A day as `2026-01-31`.
///
/// # Errors
/// [`Code::Internal`] for a clock beyond the calendar.
pub fn text(day: i64) -> Result<String, Problem> {
    let day = Day::of_epoch_day(day).ok_or_else(|| Problem::new(Code::Internal))?;
    Ok(day.to_string())
}
