//! The stores of a real chain where its file is at hand, else those of the demo brand: where they are, and where it is day.

use crate::Bench;
use crate::api::{Api, Refusals};
use crate::brand::pick;
use crate::places::part;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// Names the folder of the file; else it is looked for beside the repository.
const DATA_VARIABLE: &str = "MENDIAN_DATA";
/// Solar hours in which shops are open anywhere, from and to.
const DAYTIME: (f64, f64) = (11.0, 19.0);
/// How far from a store a shopper is at most, in degrees.
const NEAR_DEGREES: f64 = 0.05;
/// How far from a city's centre a store counts as in it, in degrees.
const CITY_DEGREES: f64 = 0.3;
const SECONDS_PER_HOUR: u64 = 3_600;
const DEGREES_PER_HOUR: f64 = 15.0;

/// A chain.
pub struct Chain {
    /// What it is, for the reader of a row.
    pub name: &'static str,
    csv: String,
    stores: Vec<Store>,
}

struct Store {
    id: String,
    country: String,
    lat: f64,
    lng: f64,
}

impl Chain {
    /// The chain's file.
    pub fn read(bench: &Bench) -> Result<Self> {
        let beside = bench.root.join("../shared/data");
        let folder = std::env::var_os(DATA_VARIABLE).map_or(beside, PathBuf::from);
        match std::fs::read_to_string(folder.join("stores.csv")) {
            Ok(csv) => Self::of("a real chain", csv),
            Err(_) => Self::of("the demo brand", demo(bench)?),
        }
    }

    fn of(name: &'static str, csv: String) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header = reader.headers()?.clone();
        let column = |name: &str| {
            header
                .iter()
                .position(|column| column == name)
                .context("the file of stores lacks a column")
        };
        let (code, country) = (column("code")?, column("country")?);
        let (lat, lng) = (column("latitude")?, column("longitude")?);
        let mut stores = Vec::new();
        for record in reader.records() {
            let record = record?;
            let field = |column: usize| record.get(column).unwrap_or_default();
            // A store without a point is refused by the import too.
            if let (Ok(lat), Ok(lng)) = (field(lat).parse(), field(lng).parse()) {
                let (id, country) = (field(code).to_owned(), field(country).to_owned());
                stores.push(Store {
                    id,
                    country,
                    lat,
                    lng,
                });
            }
        }
        Ok(Self { name, csv, stores })
    }

    /// How many stores it has.
    pub fn len(&self) -> usize {
        self.stores.len()
    }

    /// Imports all.
    pub fn load(&self, api: &Api) -> Result<()> {
        api.import("/v1/stores/import", &self.csv, Refusals::Expected)
    }

    /// Codes of `count` stores on mainland China, which count in yuan.
    pub fn in_china(&self, count: usize) -> Vec<String> {
        let stores = self.stores.iter().filter(|store| store.country == "CN");
        stores.take(count).map(|store| store.id.clone()).collect()
    }

    /// Points near stores, wherever it is day: those of the night find nothing open, which is another task.
    pub fn points_by_day(&self, count: u64) -> Result<Vec<(f64, f64)>> {
        self.points(count, |_| true)
    }

    /// Points in the city with the most stores among those where it is day.
    pub fn points_in_a_city(&self, count: u64) -> Result<Vec<(f64, f64)>> {
        let hour = utc_hour()?;
        let near = |a: &Store, b: &Store| {
            (a.lat - b.lat).abs() < CITY_DEGREES && (a.lng - b.lng).abs() < CITY_DEGREES
        };
        // Every hundredth store is a candidate: a city with many stores has some of those.
        let centre = self
            .stores
            .iter()
            .step_by(100)
            .filter(|store| is_day(store, hour))
            .max_by_key(|centre| self.stores.iter().filter(|store| near(store, centre)).count())
            .or(self.stores.first())
            .context("no stores")?;
        self.points(count, |store| near(store, centre))
    }

    fn points(&self, count: u64, wanted: impl Fn(&Store) -> bool) -> Result<Vec<(f64, f64)>> {
        let hour = utc_hour()?;
        let all: Vec<&Store> = self.stores.iter().filter(|store| wanted(store)).collect();
        let by_day: Vec<&Store> = all.iter().copied().filter(|store| is_day(store, hour)).collect();
        // The demo brand is all in the east, where it may be night.
        let choices = if by_day.is_empty() { &all } else { &by_day };
        let aside = |number: u64| (part(number) - 0.5) * 2.0 * NEAR_DEGREES;
        (0..count)
            .map(|number| {
                let store = pick(choices, number).context("no stores")?;
                Ok((
                    (store.lat + aside(2 * number)).clamp(-89.0, 89.0),
                    (store.lng + aside(2 * number + 1)).clamp(-179.9, 179.9),
                ))
            })
            .collect()
    }
}

fn is_day(store: &Store, utc_hour: f64) -> bool {
    let solar_hour = (utc_hour + store.lng / DEGREES_PER_HOUR).rem_euclid(24.0);
    (DAYTIME.0..DAYTIME.1).contains(&solar_hour)
}

fn utc_hour() -> Result<f64> {
    let now_s = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    Ok((now_s % (24 * SECONDS_PER_HOUR)) as f64 / SECONDS_PER_HOUR as f64)
}

/// `demo/stores.csv` with the columns of an import.
fn demo(bench: &Bench) -> Result<String> {
    let mut reader = csv::Reader::from_path(bench.root.join("demo/stores.csv"))?;
    let header = reader.headers()?.clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = [
        "id",
        "name_en",
        "address",
        "city",
        "region",
        "country",
        "",
        "time_zone",
        "lng",
        "lat",
    ];
    writer.write_record([
        "code",
        "name",
        "street",
        "city",
        "region",
        "country",
        "postcode",
        "time_zone",
        "longitude",
        "latitude",
    ])?;
    for record in reader.records() {
        let record = record?;
        let field = |name: &&str| {
            let at = header.iter().position(|column| column == *name);
            at.and_then(|at| record.get(at)).unwrap_or_default().to_owned()
        };
        writer.write_record(columns.iter().map(field))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
