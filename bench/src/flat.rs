//! Whether listings and product pages cost the same with ten stores and with thousands.

use crate::Bench;
use crate::application::{Application, headquarters};
use crate::brand::{Goods, pick, project};
use crate::manifest::Bodies;
use crate::race::{Contestant, race};
use crate::report::{Figure, Report, Row, Target};
use crate::requests::reads;
use crate::running::Running;
use crate::{places, price_change, say};
use anyhow::Result;

const SECTION: &str = "flat in stores";
/// How much slower one of a hundred answers may be with the most stores than with the fewest.
const P99_RATIO_MAX: f64 = 1.2;
/// Different requests of a kind.
const PATHS: u64 = 4_096;

/// Measures it.
pub fn measure(bench: &Bench, report: &mut Report) -> Result<()> {
    let goods = Goods::read(bench)?;
    let mut filled = Vec::new();
    for count in bench.plan.store_counts {
        say(&format!("flat in stores: filling {count} stores"));
        let application = Application::on_sqlite(bench, &format!("flat-{count}"))?;
        let running = application.start(&Bodies::new())?;
        let api = headquarters(&running.url())?;
        let stores = places::load(&api, count)?;
        goods.load(&api)?;
        goods.stock(&api, &stores)?;
        project(&api)?;
        drop(running);
        filled.push((application, stores));
    }
    price_change::count(bench, report, SECTION, &filled)?;
    say("flat in stores: racing");
    let running = filled
        .iter()
        .map(|(application, _)| application.start(&Bodies::new()))
        .collect::<Result<Vec<Running>>>()?;
    let products = goods.in_stock();
    let listing = |store: &str, _: u64| format!("/v1/stores/{store}/products");
    let detail = |store: &str, number: u64| {
        let product = pick(&products, !number).map_or("", |product| &product.id);
        format!("/v1/stores/{store}/products/{product}")
    };
    let contestants = |path: &dyn Fn(&str, u64) -> String| -> Result<Vec<Contestant>> {
        let each = running.iter().zip(&filled).map(|(running, (_, stores))| {
            let store = |number: u64| pick(stores, number).map_or("", String::as_str);
            let paths: Vec<String> = (0..PATHS).map(|number| path(store(number), number)).collect();
            let at = running.address();
            Ok(Contestant::new(at, reads(at, &paths)?))
        });
        each.collect()
    };
    contest(bench, report, "product listing", &contestants(&listing)?)?;
    contest(bench, report, "product detail", &contestants(&detail)?)
}

fn contest(bench: &Bench, report: &mut Report, name: &str, contestants: &[Contestant]) -> Result<()> {
    let figures = race(&bench.plan, contestants)?;
    let fewest = figures.first().map_or(0.0, |figures| figures.median.p99_ms);
    let last = figures.len().saturating_sub(1);
    for (index, (figures, count)) in figures.into_iter().zip(bench.plan.store_counts).enumerate() {
        let ratio = figures.median.p99_ms / fewest;
        let mut row = Row::new(
            SECTION,
            format!("{name}: {count} stores"),
            Figure::Answers(figures),
        );
        if index > 0 {
            row = row.ratio(
                ratio,
                &format!("the p99 with {} stores", bench.plan.store_counts[0]),
            );
        }
        if index == last {
            row = row.target(Target::at_most(ratio, P99_RATIO_MAX));
        }
        report.add(row);
    }
    Ok(())
}
