//! How near the application comes to the platform: its pages beside the same bytes from a component's memory.

use crate::Bench;
use crate::application::{Application, headquarters};
use crate::brand::{Goods, Product, pick, project};
use crate::chain::Chain;
use crate::counting::Counting;
use crate::manifest::Bodies;
use crate::race::{Contestant, race};
use crate::report::{Figure, Report, Row, Target};
use crate::requests::reads;
use crate::running::Running;
use crate::say;
use anyhow::{Context, Result};

const SECTION: &str = "close to the platform";
/// Stores of the chain that have stock.
const STOCKED_STORES: usize = 200;
/// Different requests of a kind.
const PATHS: u64 = 4_096;

/// Requests after an instance's first whose instructions are counted: fewer than an instance answers.
const COMPUTED: usize = 100;

/// A kind of request.
struct Page {
    /// What it is.
    name: &'static str,
    /// What the baseline calls its bytes.
    body: &'static str,
    /// Few addresses, so that an instance knows the answer's parts from its own memory.
    near: (String, Vec<String>),
    /// Addresses all over the data.
    far: (String, Vec<String>),
    /// Least part of the baseline's rate.
    ratio_min: f64,
    /// Most reads of key-value for one request.
    reads_max: f64,
}

/// Measures it.
pub fn measure(bench: &Bench, report: &mut Report) -> Result<()> {
    say("close to the platform: filling an application");
    let application = Application::on_sqlite(bench, "platform")?;
    let chain = Chain::read(bench)?;
    let goods = Goods::read(bench)?;
    let stores = chain.in_china(STOCKED_STORES);
    let pages = pages(&chain, &stores, &goods.in_stock())?;
    let mut bodies = Bodies::new();
    {
        let running = application.start(&bodies)?;
        let api = headquarters(&running.url())?;
        chain.load(&api)?;
        goods.load(&api)?;
        goods.stock(&api, &stores)?;
        project(&api)?;
        for page in &pages {
            bodies.insert(page.body, api.read(first(&page.near.1)?)?);
        }
    }
    say("close to the platform: counting");
    {
        let counting = application.count()?;
        for page in &pages {
            report.add(count(bench, &counting, page)?);
            report.add(compute(&counting, page)?);
        }
    }
    say("close to the platform: racing");
    let running = application.start(&bodies)?;
    for page in &pages {
        race_page(bench, report, &running, page, &bodies)?;
    }
    Ok(())
}

fn pages(chain: &Chain, stores: &[String], products: &[Product]) -> Result<[Page; 3]> {
    let store = |number: u64| pick(stores, number).map_or("", String::as_str);
    let product = |number: u64| pick(products, number).map_or("", |product| &product.id);
    let detail = |number: u64, store: &str| format!("/v1/stores/{store}/products/{}", product(!number));
    let listing = |store: &str| format!("/v1/stores/{store}/products");
    let nearby = |points: Vec<(f64, f64)>| -> Vec<String> {
        let path = |(lat, lng)| format!("/v1/stores/nearby?lat={lat:.5}&lng={lng:.5}");
        points.into_iter().map(path).collect()
    };
    let one = stores
        .first()
        .context("the chain has no store on mainland China")?;
    let spread = format!("{} stores", stores.len());
    Ok([
        Page {
            name: "product detail",
            body: "DETAIL",
            near: ("one page".to_owned(), vec![detail(0, one)]),
            far: (
                format!("{} products in {spread}", products.len()),
                (0..PATHS).map(|n| detail(n, store(n))).collect(),
            ),
            ratio_min: 0.6,
            reads_max: 2.0,
        },
        Page {
            name: "product listing",
            body: "LISTING",
            near: ("one page".to_owned(), vec![listing(one)]),
            far: (spread, (0..PATHS).map(|n| listing(store(n))).collect()),
            ratio_min: 0.6,
            reads_max: 2.0,
        },
        Page {
            name: "nearest stores",
            body: "NEARBY",
            near: ("one city".to_owned(), nearby(chain.points_in_a_city(PATHS)?)),
            far: (
                format!("{} stores of {}", chain.len(), chain.name),
                nearby(chain.points_by_day(PATHS)?),
            ),
            ratio_min: 0.5,
            reads_max: 2.0,
        },
    ])
}

/// Key-value reads of a request: the first of an instance, the same again, and others all over the data.
fn count(bench: &Bench, counting: &Counting, page: &Page) -> Result<Row> {
    let api = counting.headquarters()?;
    let reads = |paths: &[String]| -> Result<f64> {
        let counters = counting.of(|| paths.iter().try_for_each(|path| api.read(path).map(drop)))?;
        Ok(counters.total().key_value_reads() as f64 / paths.len() as f64)
    };
    let one = std::slice::from_ref(first(&page.near.1)?);
    counting.let_instances_end();
    let cold = reads(one)?;
    let warm = reads(one)?;
    let counted = page.far.1.len().min(bench.plan.counted as usize);
    let spread = reads(page.far.1.get(..counted).unwrap_or_default())?;
    let name = format!("{}: key-value reads", page.name);
    Ok(Row::new(SECTION, name, Figure::Count { value: spread })
        .target(Target::at_most(spread, page.reads_max))
        .note(format!(
            "per request to {}; first of an instance {cold}, repeated {warm}",
            page.far.0
        )))
}

/// WebAssembly instructions of a request: what the component itself computes, whatever the machine.
fn compute(counting: &Counting, page: &Page) -> Result<Row> {
    let api = counting.headquarters()?;
    let instructions = |paths: &[String], count: usize| -> Result<f64> {
        counting.let_instances_end();
        let counters = counting.of(|| {
            let mut paths = paths.iter().cycle().take(count);
            paths.try_for_each(|path| api.read(path).map(drop))?;
            // An instance's count is known once it has ended.
            counting.let_instances_end();
            Ok(())
        })?;
        Ok(counters.total().instructions as f64)
    };
    let each = |paths: &[String]| -> Result<(f64, f64)> {
        let first = instructions(paths, 1)?;
        let others = instructions(paths, 1 + COMPUTED)? - first;
        Ok((first, others / COMPUTED as f64))
    };
    let ((first, near), (_, far)) = (each(&page.near.1)?, each(&page.far.1)?);
    let name = format!("{}: instructions", page.name);
    Ok(
        Row::new(SECTION, name, Figure::Count { value: far }).note(format!(
            "per request to {}; {near:.0} to {}; first of an instance {first:.0}",
            page.far.0, page.near.0
        )),
    )
}

fn race_page(
    bench: &Bench,
    report: &mut Report,
    running: &Running,
    page: &Page,
    bodies: &Bodies,
) -> Result<()> {
    let at = running.address();
    let baseline = vec![format!("/baseline/bytes/{}", page.body)];
    let contestant = |paths: &[String]| Ok::<_, anyhow::Error>(Contestant::new(at, reads(at, paths)?));
    let contestants = [
        contestant(&baseline)?,
        contestant(&page.near.1)?,
        contestant(&page.far.1)?,
    ];
    let mut figures = race(&bench.plan, &contestants)?.into_iter();
    let baseline = figures.next().context("the baseline took its turns")?;
    let bytes = bodies.get(page.body).map_or(0, String::len);
    for (figures, places) in figures.zip([&page.near.0, &page.far.0]) {
        let ratio = figures.rate_of(&baseline);
        report.add(
            Row::new(
                SECTION,
                format!("{}: {places}", page.name),
                Figure::Answers(figures),
            )
            .ratio(ratio, "the same bytes from memory")
            .target(Target::at_least(ratio, page.ratio_min)),
        );
    }
    let name = format!("{}: baseline", page.name);
    report.add(Row::new(SECTION, name, Figure::Answers(baseline)).note(format!("{bytes} bytes")));
    Ok(())
}

fn first(paths: &[String]) -> Result<&String> {
    paths.first().context("a page has an address")
}
