//! What logging in takes, at one pace, beside a page that nobody logs in for. A password is hashed inside a component.

use crate::application::{Application, headquarters};
use crate::brand::{Goods, project};
use crate::load::Pace;
use crate::manifest::Bodies;
use crate::race::{Contestant, race};
use crate::report::{Figure, Report, Row};
use crate::requests::{posts, reads};
use crate::{Bench, places, say};
use anyhow::{Context, Result};
use serde_json::json;

const SECTION: &str = "log-in";
const PASSWORD: &str = "correct horse battery staple";
/// People who log in.
const PEOPLE: usize = 8;
/// Log-ins of staff a second: few, since each keeps a core busy.
const STAFF_PACE: f64 = 3.0;

/// Measures it, on SQLite.
pub fn measure(bench: &Bench, report: &mut Report) -> Result<()> {
    say("log-in: filling");
    let application = Application::on_sqlite(bench, "log-in")?;
    let running = application.start(&Bodies::new())?;
    let api = headquarters(&running.url())?;
    let goods = Goods::read(bench)?;
    let stores = places::load(&api, 1)?;
    goods.load(&api)?;
    goods.stock(&api, &stores)?;
    project(&api)?;
    let product = goods.in_stock().first().context("a product")?.id.clone();
    let page = format!(
        "/v1/stores/{}/products/{product}",
        stores.first().context("a store")?
    );
    for number in 0..PEOPLE {
        let body = json!({"login": login(number), "role": "support"}).to_string();
        let invited = api.post_json("/v1/staff", "invite-somebody", &body)?;
        let body = json!({"invitation": invited["invitation"], "password": PASSWORD}).to_string();
        api.post_json("/v1/staff/invitations/accept", "accept-it", &body)?;
    }
    let shoppers: Vec<String> = (0..PEOPLE)
        .map(|number| json!({"provider": "sandbox-identity", "code": format!("dev-s{number}")}).to_string())
        .collect();
    let staff: Vec<String> = (0..PEOPLE)
        .map(|number| json!({"login": login(number), "password": PASSWORD}).to_string())
        .collect();
    let at = running.address();
    let pace = Pace::PerSecond(bench.plan.pace);
    let contestants = [
        Contestant::new(at, reads(at, &[page])?).at(pace),
        Contestant::new(at, posts(at, "/v1/sessions", &shoppers, &[])?).at(pace),
        Contestant::new(at, posts(at, "/v1/staff/sessions", &staff, &[])?).at(Pace::PerSecond(STAFF_PACE)),
    ];
    say("log-in: racing");
    let figures = race(&bench.plan, &contestants)?;
    let page_ms = figures.first().context("pages")?.median.p50_ms;
    let rows = [
        ("product page", "nobody logs in for it"),
        (
            "log-in of a shopper",
            "one answer of the platform, two scripts' worth of SQL",
        ),
        (
            "log-in of staff",
            "Argon2id, 19 MiB and two passes, inside the component",
        ),
    ];
    for ((name, note), figures) in rows.into_iter().zip(figures) {
        let ratio = figures.median.p50_ms / page_ms;
        let row = Row::new(SECTION, name, Figure::Answers(figures)).note(note);
        report.add(match name {
            "product page" => row,
            _ => row.ratio(ratio, "a page's p50"),
        });
    }
    Ok(())
}

fn login(number: usize) -> String {
    format!("bench-{number}")
}
