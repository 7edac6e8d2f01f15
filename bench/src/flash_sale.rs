//! A flash sale: many callers for few units, all at once, and what a shopper who wants something else notices of it.

use crate::api::Api;
use crate::application::{Application, token};
use crate::brand::pick;
use crate::carts::{Filled, cart, fill, order, shoppers};
use crate::figures::Figures;
use crate::load::{Answers, Journey, Load, Pace};
use crate::postgres::Temporary;
use crate::report::{Figure, Report, Row, Target};
use crate::requests::Requests;
use crate::running::Running;
use crate::wire::{Ended, Wire};
use crate::{Bench, say};
use anyhow::{Context, Result, anyhow, bail};
use futures_util::future::{LocalBoxFuture, try_join_all};
use http::StatusCode;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use web::Principal;

const SECTION: &str = "flash sale";
/// Connections to the host. The callers' own end at the edge in front of it, which passes on so many at once and lets the others
/// wait, as a reverse proxy with a bounded pool does.
const CONNECTIONS: usize = 256;
/// Connections of the ordinary shoppers.
const ORDINARY: usize = 8;
/// How long they are measured before the sale.
const BEFORE: Duration = Duration::from_secs(10);
/// After so long a caller who was told that it is busy tries again, with the same key.
const PATIENCE: Duration = Duration::from_millis(50);

/// What came of the sale.
#[derive(Default)]
struct Sale {
    /// When each order was acknowledged, since the start.
    sold: Vec<Duration>,
    /// When each caller was told that there are no more.
    refused: Vec<Duration>,
    /// Answers that asked to try again.
    busy: usize,
}

/// A page and a quote of something else.
struct Ordinary {
    requests: Requests,
    filled: Filled,
    tokens: Vec<String>,
}

/// Measures it.
pub fn measure(bench: &Bench, report: &mut Report) -> Result<()> {
    let Some(address) = &bench.database_url else {
        say("flash sale: no Postgres, so its rows are left out");
        return Ok(());
    };
    say("flash sale: filling");
    let (callers, units) = bench.plan.rush;
    let database = Temporary::create(address)?;
    let application = Application::on(bench, "flash-sale", database.database())?;
    let filled = fill(bench, &application)?;
    let running = application.start_with_schedules()?;
    let at = running.address();
    let (store, sku) = (filled.store()?.to_owned(), filled.sku()?.to_owned());
    put_on_sale(&running, &store, &sku, units)?;
    let shoppers = shoppers()?;
    let shopper = Api::new(&running.url(), shoppers.first().context("a shopper")?);
    let order = order(&shopper, &store, "pickup", &[&sku])?;
    let tokens = (0..callers)
        .map(|number| token(&Principal::Shopper(format!("caller-{number}").parse()?)))
        .collect::<Result<Vec<_>>>()?;
    let ordinary = Ordinary {
        requests: Requests::to(at)?,
        filled,
        tokens: shoppers,
    };
    let ordinary = Load::journeys(at, Arc::new(ordinary)).at(Pace::PerSecond(bench.plan.pace));
    say("flash sale: before");
    ordinary.run(ORDINARY, bench.plan.warm_up)?;
    let before = ordinary.run(ORDINARY, BEFORE.min(bench.plan.window * 4))?;
    say("flash sale: selling");
    let is_over = AtomicBool::new(false);
    let (sale, meanwhile) = thread::scope(|scope| {
        let meanwhile = scope.spawn(|| ordinary.run_while(ORDINARY, |_| !is_over.load(Ordering::Relaxed)));
        let sale = sell(at, &order, &tokens);
        is_over.store(true, Ordering::Relaxed);
        let meanwhile = meanwhile
            .join()
            .map_err(|_| anyhow!("an ordinary shopper failed"))?;
        anyhow::Ok((sale?, meanwhile?))
    })?;
    let sold = database.number(&format!(
        "SELECT reserved FROM stock WHERE store_id = '{store}' AND sku_id = '{sku}'"
    ))?;
    report_sale(report, &sale, (callers, units, sold));
    report_ordinary(report, before, meanwhile);
    Ok(())
}

/// Lets one article have so many units.
fn put_on_sale(running: &Running, store: &str, sku: &str, units: i64) -> Result<()> {
    let api = crate::application::headquarters(&running.url())?;
    let lines = json!({"lines": [{"sku": sku, "on_hand": units}]});
    api.put(&format!("/v1/stores/{store}/stock"), &lines)?;
    crate::brand::project(&api)
}

/// Every caller orders one unit, once; whoever is told to try again does so.
fn sell(at: SocketAddr, order: &str, tokens: &[String]) -> Result<Sale> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let requests = Requests::to(at)?;
    let next = AtomicUsize::new(0);
    runtime.block_on(async {
        let mut wires = Vec::with_capacity(CONNECTIONS);
        for _ in 0..CONNECTIONS {
            wires.push(Wire::connect(at).await?);
        }
        let start = Instant::now();
        let parts = wires.into_iter().map(|mut wire| {
            let (requests, next) = (&requests, &next);
            async move {
                let mut part = Sale::default();
                while let Some(token) = tokens.get(next.fetch_add(1, Ordering::Relaxed)) {
                    buy(&mut wire, requests, (token, order), start, &mut part).await?;
                }
                anyhow::Ok(part)
            }
        });
        let mut sale = Sale::default();
        for part in try_join_all(parts).await? {
            sale.sold.extend(part.sold);
            sale.refused.extend(part.refused);
            sale.busy += part.busy;
        }
        Ok(sale)
    })
}

async fn buy(
    wire: &mut Wire,
    requests: &Requests,
    (token, order): (&str, &str),
    start: Instant,
    sale: &mut Sale,
) -> Result<()> {
    loop {
        let request = requests.post("/v1/orders", token, "the-one-order", order.to_owned())?;
        let answer = wire.send(request).await?;
        match answer.status {
            StatusCode::CREATED => sale.sold.push(start.elapsed()),
            StatusCode::CONFLICT => sale.refused.push(start.elapsed()),
            StatusCode::SERVICE_UNAVAILABLE => {
                sale.busy += 1;
                tokio::time::sleep(PATIENCE).await;
                continue;
            }
            _ => bail!("a caller of the sale: {}", answer.told()),
        }
        return Ok(());
    }
}

fn report_sale(report: &mut Report, sale: &Sale, (callers, units, sold): (usize, i64, i64)) {
    let last = |times: &[Duration]| times.iter().max().copied().unwrap_or_default();
    let sold_out = last(&sale.sold);
    let over = last(&sale.refused).max(sold_out).as_secs_f64();
    let acknowledged = i64::try_from(sale.sold.len()).unwrap_or(i64::MAX);
    report.add(
        Row::new(SECTION, "units sold", Figure::Count { value: sold as f64 })
            .target(Target {
                wanted: format!("= {units}"),
                met: sold == units && acknowledged == units,
            })
            .note(format!("{callers} callers, {acknowledged} acknowledged")),
    );
    let value = sold_out.as_secs_f64() * 1e3;
    report.add(Row::new(
        SECTION,
        "time to sold out",
        Figure::Milliseconds { value },
    ));
    let value = sale.refused.len() as f64 / over;
    report.add(
        Row::new(SECTION, "refusals per second", Figure::Count { value }).note(format!(
            "all were answered after {over:.1} s, over {CONNECTIONS} connections; {} were told to try again",
            sale.busy
        )),
    );
}

fn report_ordinary(report: &mut Report, before: Answers, meanwhile: Answers) {
    let figures = |answers: Answers| Figures::of(vec![answers.turn], answers.failed, answers.first_failure);
    let (before, meanwhile) = (figures(before), figures(meanwhile));
    let ratio = meanwhile.median.p99_ms / before.median.p99_ms;
    report.add(Row::new(
        SECTION,
        "ordinary shopper before: page and quote",
        Figure::Answers(before),
    ));
    report.add(
        Row::new(SECTION, "ordinary shopper meanwhile", Figure::Answers(meanwhile))
            .ratio(ratio, "his p99 before"),
    );
}

impl Ordinary {
    async fn look(&self, number: u64, wire: &mut Wire) -> Result<Duration, Ended> {
        // Not the article of the sale, which is the first.
        let others = self.filled.products.get(1..).unwrap_or_default();
        let product = pick(others, number).context("another product")?;
        let store = pick(&self.filled.stores, !number).context("a store")?;
        let token = pick(&self.tokens, number).context("a shopper")?;
        let sku = product.skus.first().context("a SKU")?;
        let page = self
            .requests
            .get(&format!("/v1/stores/{store}/products/{}", product.id), None)?;
        let cart = cart(store, "pickup", &[sku]).to_string();
        let quote = self.requests.post("/v1/quotes", token, "quote-a-cart", cart)?;
        let start = Instant::now();
        wire.ask(page).await?;
        wire.ask(quote).await?;
        Ok(start.elapsed())
    }
}

impl Journey for Ordinary {
    fn go<'a>(&'a self, number: u64, wire: &'a mut Wire) -> LocalBoxFuture<'a, Result<Duration, Ended>> {
        Box::pin(self.look(number, wire))
    }
}
