//! What a shopper and a clerk wait for in the shop: from a scanned cart to its payment, and the two steps of a pickup, beside a quote.
//! All at one pace, which nobody else's requests hold up.

use crate::application::Application;
use crate::brand::pick;
use crate::carts::{Filled, cart, fill, shoppers};
use crate::load::{Journey, Pace};
use crate::pickups::Pickups;
use crate::postgres::Temporary;
use crate::race::{Contestant, race};
use crate::report::{Figure, Report, Row};
use crate::requests::{Requests, posts};
use crate::wire::{Ended, Wire};
use crate::{Bench, say};
use anyhow::{Context, Result};
use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

const SECTION: &str = "at the counter";

/// A quote, the order, and its payment.
struct ScanToPay {
    requests: Requests,
    carts: Vec<Value>,
    tokens: Vec<String>,
}

/// Measures it.
pub fn measure(bench: &Bench, report: &mut Report) -> Result<()> {
    let Some(address) = &bench.database_url else {
        say("at the counter: no Postgres, so its rows are left out");
        return Ok(());
    };
    say("at the counter: filling");
    let database = Temporary::create(address)?;
    let application = Application::on(bench, "counter", database.database())?;
    let filled = fill(bench, &application)?;
    let tokens = shoppers()?;
    let running = application.start_with_schedules()?;
    let at = running.address();
    say("at the counter: making orders ready");
    let pickups = Pickups::prepare(&running, &filled, pickups(bench))?;
    let carts = carts(&filled)?;
    let bodies: Vec<String> = carts.iter().map(Value::to_string).collect();
    let scan_to_pay = ScanToPay {
        requests: Requests::to(at)?,
        carts,
        tokens: tokens.clone(),
    };
    let pace = Pace::PerSecond(bench.plan.pace);
    let contestants = [
        Contestant::new(at, posts(at, "/v1/quotes", &bodies, &tokens)?).at(pace),
        Contestant::journeys(at, Arc::new(scan_to_pay)).at(pace),
        Contestant::journeys(at, Arc::new(pickups)).at(pace),
    ];
    say("at the counter: racing");
    let figures = race(&bench.plan, &contestants)?;
    let quote_ms = figures.first().context("quotes")?.median.p99_ms;
    let rows = [
        ("quote", "1 request"),
        ("scan to pay: quote, order, payment", "3 requests"),
        ("pickup: preview and confirmation", "2 requests"),
    ];
    for ((name, note), figures) in rows.into_iter().zip(figures) {
        let ratio = figures.median.p99_ms / quote_ms;
        let row = Row::new(SECTION, name, Figure::Answers(figures)).note(note);
        report.add(match name {
            "quote" => row,
            _ => row.ratio(ratio, "a quote's p99"),
        });
    }
    Ok(())
}

/// Orders that are fetched in the whole run.
fn pickups(bench: &Bench) -> usize {
    let plan = &bench.plan;
    let seconds = (plan.window.as_secs_f64() + 1.0) * plan.rounds as f64 + plan.warm_up.as_secs_f64() + 1.0;
    (seconds * plan.pace) as usize
}

/// Carts of two articles that were scanned in a store.
fn carts(filled: &Filled) -> Result<Vec<Value>> {
    let skus: Vec<&str> = filled
        .products
        .iter()
        .flat_map(|product| product.skus.iter().map(String::as_str))
        .collect();
    let (some, others) = skus.split_at(skus.len() / 2);
    (0..512)
        .map(|number| {
            let first = pick(some, number).context("a SKU")?;
            let second = pick(others, !number).context("another SKU")?;
            let store = pick(&filled.stores, number).context("a store")?;
            Ok(cart(store, "in_store", &[first, second]))
        })
        .collect()
}

impl ScanToPay {
    async fn pay(&self, number: u64, wire: &mut Wire) -> Result<Duration, Ended> {
        let mut order = pick(&self.carts, number).cloned().unwrap_or_default();
        let token = pick(&self.tokens, !number).map_or("", String::as_str);
        let post = |path: &str, body: &Value| {
            let key = format!("scanned-{number:08}");
            self.requests.post(path, token, &key, body.to_string())
        };
        let start = Instant::now();
        let quote = wire.ask(post("/v1/quotes", &order)?).await?;
        order["seen_payable_minor"] = quote["payable"]["amount_minor"].clone();
        let placed = wire.ask(post("/v1/orders", &order)?).await?;
        let path = format!("/v1/orders/{}/pay", placed["id"].as_str().unwrap_or_default());
        let paid = wire.ask(post(&path, &json!({}))?).await?;
        match paid["payment"] == "paid" {
            true => Ok(start.elapsed()),
            false => Err(Ended::Told(paid.to_string())),
        }
    }
}

impl Journey for ScanToPay {
    fn go<'a>(&'a self, number: u64, wire: &'a mut Wire) -> LocalBoxFuture<'a, Result<Duration, Ended>> {
        Box::pin(self.pay(number, wire))
    }
}
