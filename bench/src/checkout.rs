//! Orders per second, beside a component that only asks the same database for `1`.

use crate::api::Api;
use crate::application::{Application, headquarters, token};
use crate::brand::{Goods, Product, pick, project};
use crate::manifest::Bodies;
use crate::postgres::Temporary;
use crate::race::{Contestant, race};
use crate::report::{Figure, Report, Row, Target};
use crate::requests::{posts, reads};
use crate::{Bench, places, say};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use web::Principal;

const SECTION: &str = "checkout";
/// Different carts, each of two lines.
const CARTS: u64 = 512;
/// Shoppers who order.
const SHOPPERS: usize = 64;
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
    let goods = Goods::read(bench)?;
    let tokens = shoppers()?;
    let orders = {
        let running = application.start(&Bodies::new())?;
        let api = headquarters(&running.url())?;
        let stores = places::load(&api, bench.plan.order_stores)?;
        goods.load(&api)?;
        goods.stock(&api, &stores)?;
        project(&api)?;
        let shopper = Api::new(&running.url(), tokens.first().context("a shopper")?);
        orders(&shopper, &stores, &goods.in_stock())?
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
    let order = Contestant::new(at, posts(at, "/v1/orders", &orders, &tokens)?);
    let mut figures = race(&bench.plan, &[select, order])?.into_iter();
    let (select, order) = (figures.next(), figures.next());
    let (select, order) = (select.context("the baseline")?, order.context("the orders")?);
    let ratio = order.median.rate / select.median.rate;
    report.add(
        Row::new(SECTION, format!("orders on {name}"), Figure::Answers(order))
            .ratio(ratio, "one SELECT 1 per request")
            .note("two lines each, spread over stores and SKUs; projecting in the background"),
    );
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
    let shopper = counting.caller(tokens.first().context("a shopper")?);
    let place = |number: u32| -> Result<()> {
        let order = pick(orders, u64::from(number)).context("an order")?;
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
        report.add(Row::new(
            SECTION,
            format!("round trips per order on {name}"),
            Figure::Count { value: trips },
        ));
    }
    Ok(())
}

fn shoppers() -> Result<Vec<String>> {
    (0..SHOPPERS)
        .map(|number| token(&Principal::Shopper(format!("shopper-{number}").parse()?)))
        .collect()
}

/// Bodies of orders, each with the price that a quote told.
fn orders(shopper: &Api, stores: &[String], products: &[Product]) -> Result<Vec<String>> {
    let skus: Vec<&String> = products.iter().flat_map(|product| &product.skus).collect();
    (0..CARTS)
        .map(|number| {
            // Halves, so that the two lines are of different articles.
            let (some, others) = skus.split_at(skus.len() / 2);
            let first = pick(some, number).context("a SKU")?;
            let second = pick(others, !number).context("another SKU")?;
            let lines: Vec<Value> = [first, second]
                .map(|sku| json!({"sku": sku, "quantity": 1}))
                .into();
            let mut order = json!({
                "store": pick(stores, number).context("a store")?,
                "mode": "pickup",
                "lines": lines,
            });
            let quote = shopper.post_json("/v1/quotes", &format!("quote-{number:05}"), &order.to_string())?;
            order["seen_payable_minor"] = quote["payable"]["amount_minor"].clone();
            Ok(order.to_string())
        })
        .collect()
}
