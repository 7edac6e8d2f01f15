//! Which days and stores a report is about.

use api::analytics::REPORT_DAYS_MAX;
use api::problem::{Code, Problem};
use commerce::field::Rule;
use commerce::ids::StoreId;
use storage::report::DayRange;
use storage::scope::StoreScope;
use storage::store;
use web::{Call, Query};

const DAY: &str = "a day such as 2026-01-31";

/// Takes `from` and `to`.
pub fn days(query: &mut Query) -> Result<DayRange, Problem> {
    let range = DayRange {
        from: query.required("from", DAY)?,
        to: query.required("to", DAY)?,
    };
    let days = range.to.days_after(range.from) + 1;
    let rule = if days < 1 {
        Rule::Format {
            expected: "the day of `from` or a later one",
        }
    } else if days > REPORT_DAYS_MAX {
        Rule::Format {
            expected: "at most 91 days after `from`",
        }
    } else {
        return Ok(range);
    };
    Err(Problem::invalid("to", rule))
}

/// The scope of a report that asks for `store`: never wider than what the caller may see. A store that they may not see
/// does not exist for them.
pub async fn stores(call: &Call, store: Option<StoreId>) -> Result<StoreScope, Problem> {
    let Some(store) = store else {
        return call.store_scope().cloned();
    };
    let found = if call.scope_of(&store).await?.holds(&store) {
        store::load(call.sql(), &store)
            .await
            .map_err(|error| call.sql_problem(&error))?
    } else {
        None
    };
    found
        .map(|_| StoreScope::One(store))
        .ok_or_else(|| Problem::new(Code::NotFound))
}

/// Takes `store`.
pub fn store(query: &mut Query) -> Result<Option<StoreId>, Problem> {
    query.optional("store", "1 to 40 letters, digits, - or _")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: Result<(), &str>) {
        let read = days(&mut Query::parse(query));
        let named = read
            .as_ref()
            .map(drop)
            .map_err(|problem| problem.fields[0].field.as_str());
        assert_eq!(named, expected, "{query}");
    }

    #[test]
    fn report_is_about_one_to_ninety_two_days() {
        check("from=2026-01-01&to=2026-01-01", Ok(()));
        check("from=2026-01-01&to=2026-04-02", Ok(()));
        check("from=2026-01-01&to=2026-04-03", Err("to"));
        check("from=2026-01-02&to=2026-01-01", Err("to"));
    }

    #[test]
    fn missing_or_malformed_day_is_named() {
        check("to=2026-01-01", Err("from"));
        check("from=2026-01-01", Err("to"));
        check("from=2026-1-1&to=2026-01-01", Err("from"));
        check("from=2026-01-01&to=tomorrow", Err("to"));
    }
}
