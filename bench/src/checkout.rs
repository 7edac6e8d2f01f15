//! Orders per second, beside a component that only asks the same database for `1`, and, on Postgres, one that calls a function that
//! does nothing.

use crate::api::Api;
use crate::application::Application;
use crate::brand::pick;
use crate::carts::{fill, shoppers};
use crate::manifest::Bodies;
use crate::postgres::Temporary;
use crate::race::{Contestant, race};
use crate::report::{Figure, Report, Row, Target};
use crate::requests::{self, reads};
use crate::{Bench, say};
use anyhow::{Context, Result};

const SECTION: &str = "checkout";
/// What the baseline calls on Postgres.
const NOTHING: &str =
    "CREATE FUNCTION mendian_bench_nothing() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN '[]'; END $$";
/// Orders for each call of that function.
const OF_NOTHING_MIN: f64 = 0.5;
/// What the wire is waited for in an order on Postgres: one to make a connection of the pool ready, two for the statement.
const ROUND_TRIPS_MAX: f64 = 3.0;
/// SQL statements of an order on Postgres: reads come from key-value, and the write is one.
const POSTGRES_STATEMENTS_MAX: f64 = 1.0;

/// Measures it.
pub fn measure(bench: &Bench, report: &mut Report) -> Result<()> {
    let sqlite = Application::on_sqlite(bench, "orders-sqlite")?;
    measure_on(bench, report, "SQLite", &sqlite, None)?;
    let Some(address) = &bench.database_url else {
        say("checkout: no Postgres, so its rows are left out");
        return Ok(());
    };
    let database = Temporary::create(address)?;
    database.execute(NOTHING)?;
    let postgres = Application::on(bench, "orders-postgres", database.database())?;
    measure_on(
        bench,
        report,
        "Postgres",
        &postgres,
        Some(POSTGRES_STATEMENTS_MAX),
    )
}

fn measure_on(
    bench: &Bench,
    report: &mut Report,
    name: &str,
    application: &Application<'_>,
    statements_max: Option<f64>,
) -> Result<()> {
    say(&format!("checkout on {name}: filling"));
    let filled = fill(bench, application)?;
    let tokens = shoppers()?;
    let orders = {
        let running = application.start(&Bodies::new())?;
        filled.orders(&Api::new(&running.url(), tokens.first().context("a shopper")?))?
    };
    count(
        bench,
        report,
        name,
        application,
        (&orders, &tokens),
        statements_max,
    )?;
    say(&format!("checkout on {name}: racing"));
    let running = application.start_with_schedules()?;
    let at = running.address();
    let select = Contestant::new(at, reads(at, &["/baseline/select".to_owned()])?);
    let order = Contestant::new(at, requests::orders(at, &orders)?);
    let mut contestants = vec![order, select];
    if statements_max.is_some() {
        let nothing = reads(at, &["/baseline/function".to_owned()])?;
        contestants.push(Contestant::new(at, nothing));
    }
    let mut figures = race(&bench.plan, &contestants)?.into_iter();
    let (order, select) = (figures.next(), figures.next());
    let (order, select) = (order.context("the orders")?, select.context("the baseline")?);
    let row = Row::new(
        SECTION,
        format!("orders on {name}"),
        Figure::Answers(order.clone()),
    )
    .note("two lines each, spread over stores and SKUs; projecting in the background");
    match figures.next() {
        None => report.add(row.ratio(order.rate_of(&select), "one SELECT 1 per request")),
        Some(nothing) => {
            let ratio = order.rate_of(&nothing);
            let row = row.ratio(ratio, "one call of a function that does nothing");
            report.add(row.target(Target::at_least(ratio, OF_NOTHING_MIN)));
            let name = format!("baseline on {name}: one call of a function that does nothing");
            report.add(Row::new(SECTION, name, Figure::Answers(nothing)));
        }
    }
    report.add(Row::new(
        SECTION,
        format!("baseline on {name}: one SELECT 1"),
        Figure::Answers(select),
    ));
    Ok(())
}

/// SQL statements and round trips of an order, one order after the other.
fn count(
    bench: &Bench,
    report: &mut Report,
    name: &str,
    application: &Application<'_>,
    (orders, tokens): (&[String], &[String]),
    statements_max: Option<f64>,
) -> Result<()> {
    say(&format!("checkout on {name}: counting"));
    let counting = application.count()?;
    let shoppers: Vec<Api> = tokens.iter().map(|token| counting.caller(token)).collect();
    let place = |number: u32| -> Result<()> {
        let order = pick(orders, u64::from(number)).context("an order")?;
        // By turns: nobody may have many that wait for payment.
        let turn = number as usize % shoppers.len().max(1);
        let shopper = shoppers.get(turn).context("a shopper")?;
        shopper
            .post_json("/v1/orders", &format!("counted-{number}"), order)
            .map(drop)
    };
    // Connections are made by the first, and are there for the others.
    place(0)?;
    let spent = counting.of(|| (1..=bench.plan.counted).try_for_each(place))?;
    let total = spent.of("checkout");
    let per_order = |count: u64| count as f64 / f64::from(bench.plan.counted);
    let statements = per_order(total.sql_statements());
    let calls: Vec<String> = total
        .made()
        .map(|(call, count)| format!("{call} {:.2}", per_order(count)))
        .collect();
    let mut row = Row::new(
        SECTION,
        format!("SQL statements per order on {name}"),
        Figure::Count { value: statements },
    )
    .note(calls.join(", "));
    if let Some(most) = statements_max {
        row = row.target(Target::at_most(statements, most));
    }
    report.add(row);
    if statements_max.is_some() {
        let trips = per_order(total.postgres_round_trips);
        let name = format!("round trips per order on {name}");
        report.add(
            Row::new(SECTION, name, Figure::Count { value: trips })
                .target(Target::at_most(trips, ROUND_TRIPS_MAX)),
        );
    }
    Ok(())
}
