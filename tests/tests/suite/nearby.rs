//! `/v1/stores/nearby`.

use commerce::geo::{Point, distance_whole_metres};
use end_to_end::{Answer, Caller, Mall, SplitMix64, data_file, store};
use std::collections::BTreeMap;

/// Asked for the stores around a point, open or not.
pub fn around(caller: &Caller, point: Point, limit: usize) -> Answer {
    let (lat, lng) = (point.lat_degrees(), point.lng_degrees());
    caller
        .get(&format!(
            "/v1/stores/nearby?lat={lat}&lng={lng}&open_now=false&limit={limit}"
        ))
        .expect(200)
}

/// Fails unless the answer is what looking at every store gives. Stores at the same distance may come in any order.
pub fn assert_nearest(answer: &Answer, point: Point, stores: &BTreeMap<String, Point>, limit: usize) {
    let mut all: Vec<u32> = stores
        .values()
        .map(|store| distance_whole_metres(point, *store))
        .collect();
    all.sort_unstable();
    all.truncate(limit);
    let found = answer.json["stores"].as_array().unwrap();
    let distances: Vec<u32> = found
        .iter()
        .map(|store| store["distance_metres"].as_u64().unwrap().try_into().unwrap())
        .collect();
    assert_eq!(distances, all, "around {point:?}");
    for (store, distance) in found.iter().zip(distances) {
        let known = stores[store["id"].as_str().unwrap()];
        assert_eq!(distance, distance_whole_metres(point, known), "{store}");
    }
}

/// Points where shops are, points anywhere on the sphere, and those that break grids: poles, antimeridian, equator.
pub fn points(seed: u64, count: usize, stores: &BTreeMap<String, Point>) -> Vec<Point> {
    let mut random = SplitMix64::new(seed);
    let stores: Vec<Point> = stores.values().copied().collect();
    let degrees = |lat: f64, lng: f64| Point::from_degrees(lat, lng).unwrap();
    let mut points: Vec<Point> = [
        (90.0, 0.0),
        (-90.0, 12.0),
        (0.0, 180.0),
        (0.0, -180.0),
        (51.9, 179.99),
        (-16.8, -179.9),
        (0.0, 0.0),
    ]
    .map(|(lat, lng)| degrees(lat, lng))
    .to_vec();
    let mut unit = || random.below(1 << 40) as f64 / (1_u64 << 40) as f64;
    while points.len() < count {
        if points.len().is_multiple_of(2) {
            let near = stores[(unit() * stores.len() as f64) as usize];
            let lat = (near.lat_degrees() + unit() - 0.5).clamp(-90.0, 90.0);
            points.push(degrees(
                lat,
                (near.lng_degrees() + unit() - 0.5).clamp(-180.0, 180.0),
            ));
        } else {
            points.push(degrees(
                (unit() * 2.0 - 1.0).asin().to_degrees(),
                unit() * 360.0 - 180.0,
            ));
        }
    }
    points
}

/// The stores of the large real file that can be imported, as the file says where they are.
pub fn real_stores() -> Option<(Vec<u8>, BTreeMap<String, Point>)> {
    let bytes = std::fs::read(data_file("stores.csv")?).unwrap();
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let columns = reader.headers().unwrap().clone();
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let (code, lat, lng) = (at("code"), at("latitude"), at("longitude"));
    let mut stores = BTreeMap::new();
    for row in reader.records().map(Result::unwrap) {
        // The first row of a code counts, even where it is refused for what is wrong with it.
        stores
            .entry(row[code].to_owned())
            .or_insert(Point::parse(&row[lat], &row[lng]).ok());
    }
    let importable = stores
        .into_iter()
        .filter_map(|(code, point)| Some((code, point?)));
    Some((bytes, importable.collect()))
}

#[test]
fn nearest_stores_are_those_that_looking_at_all_of_them_gives() {
    let mall = Mall::start();
    let headquarters = mall.as_headquarters();
    let mut random = SplitMix64::new(7);
    let mut stores = BTreeMap::new();
    for number in 0..60 {
        let lat = random.below(1_800_000) as f64 / 10_000.0 - 90.0;
        let lng = random.below(3_600_000) as f64 / 10_000.0 - 180.0;
        let id = format!("s{number}");
        headquarters
            .put(&format!("/v1/stores/{id}"), &store(lat, lng))
            .assert(200);
        stores.insert(id, Point::from_degrees(lat, lng).unwrap());
    }
    for point in points(1, 60, &stores) {
        assert_nearest(&around(&mall.anonymous(), point, 10), point, &stores, 10);
    }
}

#[test]
fn nearer_store_without_the_whole_cart_is_left_out_with_the_reason() {
    let mall = Mall::start();
    mall.stock("near", &[("tea.m", 1)]);
    mall.stock("far", &[("tea.m", 5)]);
    mall.as_headquarters()
        .put("/v1/stores/far", &store(31.25, 121.5))
        .assert(200);
    mall.project();
    let answer = mall
        .anonymous()
        .get("/v1/stores/nearby?lat=31.2304&lng=121.4737&mode=pickup&sku=tea.m:2")
        .expect(200);
    assert_eq!(answer.json["stores"][0]["id"], "far");
    let left_out = &answer.json["left_out"][0];
    assert_eq!(
        (&left_out["id"], &left_out["reason"]),
        (&"near".into(), &"lacks_sku".into())
    );
    assert_eq!(
        (&left_out["sku"], &left_out["available"]),
        (&"tea.m".into(), &1.into())
    );
}

#[test]
fn common_request_costs_one_read_of_key_value() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 1)]);
    mall.project();
    let Some(before) = mall.counters() else { return };
    let path = "/v1/stores/nearby?lat=31.2304&lng=121.4737&open_now=false";
    mall.anonymous().get(path).assert(200);
    // The directory is read once by each instance, the leaf for each request.
    mall.anonymous()
        .get("/v1/stores/nearby?lat=31.2305&lng=121.4738&open_now=false")
        .assert(200);
    let reads = |counters: &local_edge::Counters| counters.of("stores").key_value_reads();
    let made = reads(&mall.counters().unwrap()) - reads(&before);
    assert!(made <= 3, "{made} reads for two requests");
}
