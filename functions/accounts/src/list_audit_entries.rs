//! What staff wrote.

use api::accounts::AuditEntryView;
use api::page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page};
use api::problem::Problem;
use std::str::FromStr;
use storage::audit::{self, Entry, Filter, Position};
use web::{Call, Reply};

/// Lists the entries of the audit log that the query leaves, newest first.
pub async fn list_audit_entries(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let filter = Filter {
        chain: query.optional("chain", "headquarters or store:CODE")?,
        principal: query.optional("principal", NAME)?.map(|Name(name)| name),
        operation: query.optional("operation", NAME)?.map(|Name(name)| name),
        from_ms: query.optional("from_ms", MILLISECONDS)?,
        to_ms: query.optional("to_ms", MILLISECONDS)?,
    };
    let after: Option<Position> = query.optional("cursor", "the next_cursor of a list before")?;
    let limit = query.limit(PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX)?;
    query.finish()?;
    let entries = audit::list(call.sql(), &filter, after.as_ref(), limit + 1).await;
    let entries = entries.map_err(|error| call.sql_problem(&error))?;
    let page = Page::cut(entries, limit, |last| Position::of(last).to_string());
    Ok(Reply::ok(&Page {
        items: page.items.into_iter().map(view).collect(),
        next_cursor: page.next_cursor,
    }))
}

const MILLISECONDS: &str = "UTC epoch milliseconds";
const NAME: &str = "1 to 200 characters, none of them a control character";

/// A name that is compared, and nothing more.
struct Name(String);

impl FromStr for Name {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_name = (1..=200).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        is_name.then(|| Self(text.to_owned())).ok_or(())
    }
}

fn view(entry: Entry) -> AuditEntryView {
    let deed = entry.deed;
    AuditEntryView {
        chain: deed.chain,
        seq: entry.seq,
        at_ms: deed.at_ms,
        principal: deed.principal,
        operation: deed.operation,
        target: deed.target,
        body_sha256: deed.body_sha256,
        previous: entry.previous,
        hash: entry.hash,
    }
}
