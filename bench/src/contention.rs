//! Orders that all want the same: one article on Postgres, beside transactions that lock its row interactively; and the one writer
//! of SQLite, beside the journal that SQLite has by default.

use crate::api::Api;
use crate::application::Application;
use crate::carts::{fill, order, shoppers};
use crate::manifest::Bodies;
use crate::pgbench::Pgbench;
use crate::postgres::Temporary;
use crate::race::{Contestant, race};
use crate::report::{Figure, Report, Row, Target};
use crate::requests;
use crate::{Bench, say};
use anyhow::{Context, Result, bail};
use std::path::Path;

const SECTION: &str = "contention";
/// Orders of one article for each interactive transaction.
const OF_INTERACTIVE_MIN: f64 = 5.0;
/// Orders with SQLite's log ahead for each with its rollback journal.
const OF_ROLLBACK_MIN: f64 = 30.0;

/// Tables of the interactive transaction: what an order of one line writes, in rows and, roughly, in bytes.
const TABLES: &str = "
    CREATE TABLE interactive_stock (id bigint PRIMARY KEY, on_hand bigint NOT NULL, reserved bigint NOT NULL);
    INSERT INTO interactive_stock VALUES (1, 1000000000, 0);
    CREATE TABLE interactive_order (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, document text NOT NULL);
    CREATE TABLE interactive_line (order_id bigint PRIMARY KEY, quantity bigint NOT NULL);
    CREATE TABLE interactive_key (key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
    CREATE TABLE interactive_outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject text NOT NULL);
    CREATE TABLE interactive_movement (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, quantity bigint NOT NULL)";
/// Nothing but the stock and one row for the order.
const SHORTEST: &str = "
BEGIN;
SELECT on_hand - reserved FROM interactive_stock WHERE id = 1 FOR UPDATE;
UPDATE interactive_stock SET reserved = reserved + 1 WHERE id = 1;
INSERT INTO interactive_order (document) VALUES (repeat('x', 1000));
COMMIT;
";
/// The rows of an order.
const SAME_ROWS: &str = "
BEGIN;
SELECT on_hand - reserved FROM interactive_stock WHERE id = 1 FOR UPDATE;
UPDATE interactive_stock SET reserved = reserved + 1 WHERE id = 1;
INSERT INTO interactive_order (document) VALUES (repeat('x', 1000)) RETURNING id AS order_id \\gset
INSERT INTO interactive_line VALUES (:order_id, 1);
INSERT INTO interactive_key (body) VALUES (repeat('x', 1000));
INSERT INTO interactive_outbox (subject) VALUES ('offer');
INSERT INTO interactive_movement (quantity) VALUES (1);
COMMIT;
";

/// Measures it.
pub fn measure(bench: &Bench, report: &mut Report) -> Result<()> {
    journals(bench, report)?;
    let Some(address) = &bench.database_url else {
        say("contention: no Postgres, so its rows are left out");
        return Ok(());
    };
    one_article(bench, report, &Temporary::create(address)?)
}

/// Everybody orders the same article of the same store.
fn one_article(bench: &Bench, report: &mut Report, database: &Temporary) -> Result<()> {
    say("one article on Postgres: filling");
    let application = Application::on(bench, "one-article", database.database())?;
    let filled = fill(bench, &application)?;
    let tokens = shoppers()?;
    let running = application.start_with_schedules()?;
    let at = running.address();
    let shopper = Api::new(&running.url(), tokens.first().context("a shopper")?);
    let hot = order(&shopper, filled.store()?, "pickup", &[filled.sku()?])?;
    let spread = filled
        .stores
        .iter()
        .map(|store| order(&shopper, store, "pickup", &[filled.sku()?]))
        .collect::<Result<Vec<_>>>()?;
    let mut contestants = vec![
        Contestant::new(at, requests::orders(at, &[hot])?),
        Contestant::new(at, requests::orders(at, &spread)?),
    ];
    database.execute(TABLES)?;
    for (name, script) in [("same-rows", SAME_ROWS), ("shortest", SHORTEST)] {
        let folder = bench.scratch.folder(&format!("pgbench-{name}"))?;
        let pgbench = Pgbench::new(bench.programs.as_deref(), &database.database(), folder, script)?;
        match pgbench {
            Some(pgbench) => contestants.push(pgbench.contestant()),
            None => say("contention: no pgbench, so what is measured beside it is left out"),
        }
    }
    say("one article on Postgres: racing");
    let mut figures = race(&bench.plan, &contestants)?.into_iter();
    let (hot, spread) = (figures.next(), figures.next());
    let (hot, spread) = (hot.context("the orders")?, spread.context("the spread orders")?);
    let mut row = Row::new(SECTION, "orders of one article", Figure::Answers(hot.clone()))
        .note("one line each, one store; projecting in the background");
    let interactive: Vec<_> = figures.collect();
    if let Some(same_rows) = interactive.first() {
        let ratio = hot.rate_of(same_rows);
        row = row
            .ratio(ratio, "interactive transactions of the same rows")
            .target(Target::at_least(ratio, OF_INTERACTIVE_MIN));
    }
    report.add(row);
    let ratio = hot.rate_of(&spread);
    report.add(
        Row::new(
            SECTION,
            "the same article, one store each",
            Figure::Answers(spread),
        )
        .note(format!("one article of one store reaches {ratio:.2} of it")),
    );
    let names = [
        "interactive, the rows of an order: 9 statements",
        "interactive, stock and one row: 5 statements",
    ];
    for (figures, name) in interactive.into_iter().zip(names) {
        let ratio = hot.rate_of(&figures);
        report.add(Row::new(SECTION, name, Figure::Answers(figures)).note(format!(
            "in pgbench, without HTTP; orders of one article are {ratio:.2} of it"
        )));
    }
    Ok(())
}

/// The application on two SQLite databases: with the log ahead that a migration chose, and with a rollback journal. Both sync each
/// commit.
fn journals(bench: &Bench, report: &mut Report) -> Result<()> {
    let tokens = shoppers()?;
    let mut running = Vec::new();
    let mut contestants = Vec::new();
    for journal in ["wal", "delete"] {
        say(&format!("SQLite with the journal `{journal}`: filling"));
        let application = Application::on_sqlite(bench, &format!("journal-{journal}"))?;
        let filled = fill(bench, &application)?;
        set_journal(&application.sqlite_file(), journal)?;
        let started = application.start(&Bodies::new())?;
        let shopper = Api::new(&started.url(), tokens.first().context("a shopper")?);
        let orders = filled.orders(&shopper)?;
        let at = started.address();
        contestants.push(Contestant::new(at, requests::orders(at, &orders)?));
        running.push(started);
    }
    say("SQLite: racing");
    let mut figures = race(&bench.plan, &contestants)?.into_iter();
    let (wal, rollback) = (figures.next(), figures.next());
    let (wal, rollback) = (wal.context("the log")?, rollback.context("the journal")?);
    let ratio = wal.rate_of(&rollback);
    report.add(
        Row::new(SECTION, "orders on SQLite, log ahead", Figure::Answers(wal))
            .ratio(ratio, "with a rollback journal")
            .target(Target::at_least(ratio, OF_ROLLBACK_MIN))
            .note("each commit is synced"),
    );
    report.add(Row::new(
        SECTION,
        "orders on SQLite, rollback journal",
        Figure::Answers(rollback),
    ));
    Ok(())
}

/// Sets the journal of a database, which is kept in its file, and looks whether commits are synced in full.
fn set_journal(file: &Path, journal: &str) -> Result<()> {
    let connection = rusqlite::Connection::open(file).with_context(|| file.display().to_string())?;
    let set: String =
        connection.query_row(&format!("PRAGMA journal_mode = {journal}"), [], |row| row.get(0))?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    if set != journal || synchronous < 2 {
        bail!("SQLite has the journal {set} and synchronous = {synchronous}");
    }
    Ok(())
}
