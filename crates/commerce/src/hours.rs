//! When a store is open: weekly hours with dated exceptions, in the store's time zone, and temporary closures.

mod closure;
mod day;
mod draft;
mod interval;
mod local_time;
mod timetable;
mod weekly;
mod zone;

pub use closure::{CLOSURE_REASON_CHARS_MAX, Closure, ClosureDraft};
pub use day::{Day, MalformedDay};
pub use draft::OpeningHoursDraft;
pub use interval::{Interval, IntervalError, MINUTES_MAX};
pub use local_time::LocalTime;
pub use timetable::{OpenStatus, Span, Timetable};
pub use weekly::{EXCEPTIONS_MAX, INTERVALS_MAX, OpeningHours, WEEKDAYS};
pub use zone::{Zone, ZoneError};
