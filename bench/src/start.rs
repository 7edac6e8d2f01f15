//! How large the components are, how soon the host answers, and how much memory it takes.

use crate::application::{Application, headquarters};
use crate::brand::{Goods, project};
use crate::figures::median;
use crate::load::Load;
use crate::manifest::{Bodies, COMPONENTS};
use crate::report::{Figure, Report, Row, Target};
use crate::requests::reads;
use crate::running::Running;
use crate::{Bench, places, say};
use anyhow::{Context, Result};
use std::path::Path;
use std::time::{Duration, Instant};

const SECTION: &str = "size and start";
/// Largest component, in bytes.
const COMPONENT_BYTES_MAX: u64 = 1_500_000;
/// Stores in the application that is started.
const STORES: usize = 10;
/// After so long all instances are gone.
const IDLE: Duration = Duration::from_secs(3);

/// What a start took, in milliseconds.
struct Times {
    /// From starting the process to the end of the first answer.
    answered: f64,
    /// The first request alone: it meets no instance.
    first: f64,
    /// The same request again.
    second: f64,
}

/// Measures it.
pub fn measure(bench: &Bench, report: &mut Report) -> Result<()> {
    sizes(bench, report)?;
    say("size and start: filling");
    let application = Application::on_sqlite(bench, "start")?;
    let goods = Goods::read(bench)?;
    let (listing, detail) = {
        let running = application.start(&Bodies::new())?;
        let api = headquarters(&running.url())?;
        let stores = places::load(&api, STORES)?;
        goods.load(&api)?;
        goods.stock(&api, &stores)?;
        project(&api)?;
        let product = goods.in_stock().first().context("a product")?.id.clone();
        let listing = format!("/v1/stores/{}/products", stores.first().context("a store")?);
        let detail = format!("{listing}/{product}");
        (listing, detail)
    };
    say("size and start: starting");
    starts(bench, report, &application, &detail)?;
    say("size and start: memory");
    let running = application.start(&Bodies::new())?;
    headquarters(&running.url())?.read(&detail)?;
    memory(bench, report, &running, &[listing, detail])
}

fn sizes(bench: &Bench, report: &mut Report) -> Result<()> {
    for name in components(&bench.root)? {
        let file = bench.root.join(COMPONENTS).join(&name);
        let bytes = std::fs::metadata(&file)
            .with_context(|| file.display().to_string())?
            .len();
        report.add(
            Row::new(SECTION, name, Figure::Bytes { value: bytes }).target(Target {
                wanted: "\u{2264} 1.5 MB".to_owned(),
                met: bytes <= COMPONENT_BYTES_MAX,
            }),
        );
    }
    Ok(())
}

/// File names of the components of `spin.toml`.
fn components(root: &Path) -> Result<Vec<String>> {
    let manifest = std::fs::read_to_string(root.join("spin.toml"))?;
    let prefix = format!("source = \"{COMPONENTS}/");
    Ok(manifest
        .lines()
        .filter_map(|line| line.strip_prefix(&prefix)?.strip_suffix('"'))
        .map(str::to_owned)
        .collect())
}

fn starts(bench: &Bench, report: &mut Report, application: &Application<'_>, path: &str) -> Result<()> {
    let cold = (0..bench.plan.starts).map(|number| {
        let cache = bench.scratch.folder(&format!("cold-cache-{number}"))?;
        times(application.start_with_cache(&cache)?, path)
    });
    let cold = cold.collect::<Result<Vec<_>>>()?;
    let warm = (0..bench.plan.starts).map(|_| times(application.start(&Bodies::new())?, path));
    let warm = warm.collect::<Result<Vec<_>>>()?;
    let of = |times: &[Times], value: fn(&Times) -> f64| median(times.iter().map(value).collect());
    let rows = [
        (
            "start to first answer, nothing compiled",
            of(&cold, |times| times.answered),
        ),
        (
            "start to first answer, compiled before",
            of(&warm, |times| times.answered),
        ),
        ("first request to a new host", of(&warm, |times| times.first)),
        ("the same request again", of(&warm, |times| times.second)),
    ];
    for (name, value) in rows {
        report.add(Row::new(SECTION, name, Figure::Milliseconds { value }));
    }
    Ok(())
}

fn times(running: Running, path: &str) -> Result<Times> {
    let api = headquarters(&running.url())?;
    let timed = |start: Instant| -> Result<f64> {
        api.read(path)?;
        Ok(start.elapsed().as_secs_f64() * 1e3)
    };
    let first = timed(Instant::now())?;
    let answered = running.started().elapsed().as_secs_f64() * 1e3;
    let second = timed(Instant::now())?;
    Ok(Times {
        answered,
        first,
        second,
    })
}

fn memory(bench: &Bench, report: &mut Report, running: &Running, paths: &[String]) -> Result<()> {
    std::thread::sleep(IDLE);
    let idle = running.resident_bytes()?;
    let load = Load::new(running.address(), reads(running.address(), paths)?);
    load.run(bench.plan.connections, bench.plan.window)?;
    let after = running.resident_bytes()?;
    for (name, value) in [
        ("host's memory, idle", idle),
        ("host's memory, after load", after),
    ] {
        report.add(Row::new(SECTION, name, Figure::Bytes { value }).note("resident"));
    }
    Ok(())
}
