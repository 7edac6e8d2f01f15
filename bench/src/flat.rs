//! Whether listings and product pages cost the same with ten stores and with thousands.

use crate::Bench;
use crate::application::{Application, headquarters};
use crate::brand::{Goods, pick, project};
use crate::load::Pace;
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
/// Requests per second that all are sent: what a caller waits must not grow with the stores. At full speed the figures also say how
/// often an instance knows the answer already, which with ten stores is nearly always.
const RATE: f64 = 1_500.0;
/// Different requests of a kind.
const PATHS: u64 = 4_096;

/// The address of a page of a store, by number.
type Path<'a> = &'a dyn Fn(&str, u64) -> String;

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
    let contestants = |path: Path<'_>, pace: Pace| -> Result<Vec<Contestant>> {
        let each = running.iter().zip(&filled).map(|(running, (_, stores))| {
            let store = |number: u64| pick(stores, number).map_or("", String::as_str);
            let paths: Vec<String> = (0..PATHS).map(|number| path(store(number), number)).collect();
            let at = running.address();
            Ok(Contestant::new(at, reads(at, &paths)?).at(pace))
        });
        each.collect()
    };
    let pages: [(&str, Path<'_>); 2] = [("product listing", &listing), ("product detail", &detail)];
    for (name, path) in pages {
        let steady = contestants(path, Pace::PerSecond(RATE))?;
        contest(bench, report, name, &steady, Some(P99_RATIO_MAX))?;
        let name = format!("{name} at full speed");
        let fast = contestants(path, Pace::AsFastAsAnswered)?;
        contest(bench, report, &name, &fast, None)?;
    }
    Ok(())
}

fn contest(
    bench: &Bench,
    report: &mut Report,
    name: &str,
    contestants: &[Contestant],
    p99_ratio_max: Option<f64>,
) -> Result<()> {
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
        if let Some(most) = p99_ratio_max.filter(|_| index == last) {
            row = row.target(Target::at_most(ratio, most));
        }
        report.add(row);
    }
    Ok(())
}
