//! Stores of a real chain, from the file to the nearest: imported, filed in documents, found, and compared with brute
//! force.
//!
//! The file is looked for in `MENDIAN_DATA`, else in `shared/data` beside the repository; without it, an invented chain
//! takes its place.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use commerce::geo::{Cell, Located, Point, Search, Step, Tree, affected_leaves, distance_metres};
use commerce::store::{LeafDocument, StoreRecord, StoreRow};

/// Of all points, so many are compared with brute force over all stores.
const POINTS: usize = 10_000;
const LIMIT: usize = 10;

struct World {
    stores: Vec<StoreRecord>,
    tree: Tree,
    documents: HashMap<Cell, LeafDocument>,
    bytes: Vec<usize>,
}

impl World {
    fn new(stores: Vec<StoreRecord>) -> Self {
        let mut codes: Vec<i64> = stores.iter().map(|store| store.point.code()).collect();
        codes.sort_unstable();
        let tree = Tree::from_bytes(&Tree::build(&codes).to_bytes()).unwrap();
        let mut reached: HashMap<Cell, Vec<&StoreRecord>> = HashMap::new();
        for store in &stores {
            for leaf in tree.leaves_reaching(store.point) {
                reached.entry(leaf).or_default().push(store);
            }
        }
        let encoded = reached
            .iter()
            .filter_map(|(leaf, near)| Some((*leaf, LeafDocument::encode(*leaf, near)?)));
        let encoded: Vec<(Cell, Vec<u8>)> = encoded.collect();
        let mut bytes: Vec<usize> = encoded.iter().map(|(_, bytes)| bytes.len()).collect();
        bytes.sort_unstable();
        let documents = encoded
            .into_iter()
            .map(|(leaf, bytes)| (leaf, LeafDocument::parse(bytes).unwrap()));
        let documents = documents.collect();
        Self {
            stores,
            tree,
            documents,
            bytes,
        }
    }

    /// The nearest stores by the documents, and how many documents were read.
    fn nearest(&self, point: Point, limit: usize) -> (Vec<(f64, &str)>, usize) {
        let mut search = Search::new(&self.tree, point, f64::INFINITY);
        let mut found = Vec::new();
        while found.len() < limit {
            match search.step() {
                Step::Read(leaf) => search.supply(self.documents.get(&leaf)).unwrap(),
                Step::Candidate(candidate) => {
                    let document: &LeafDocument = search.document(candidate).unwrap();
                    found.push((candidate.metres, document.id(candidate.row)));
                }
                Step::Exhausted => break,
            }
        }
        (found, search.reads())
    }

    fn nearest_by_brute_force(&self, point: Point, limit: usize) -> Vec<(f64, &str)> {
        let distances = self
            .stores
            .iter()
            .map(|store| (distance_metres(point, store.point), store.id.as_str()));
        let mut all: Vec<(f64, &str)> = distances.collect();
        let order = |a: &(f64, &str), b: &(f64, &str)| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1));
        if all.len() > limit {
            all.select_nth_unstable_by(limit, order);
            all.truncate(limit);
        }
        all.sort_by(order);
        all
    }
}

/// Numbers in [0, 1), the same in every run (G. Marsaglia, *Xorshift RNGs*, 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.next()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[(self.next() * from.len() as f64) as usize]
    }
}

fn data_file() -> Option<String> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("MENDIAN_DATA").map_or(beside, PathBuf::from);
    std::fs::read_to_string(folder.join("stores.csv")).ok()
}

struct Import {
    stores: Vec<StoreRecord>,
    /// By line number in the file.
    refused: BTreeMap<usize, String>,
    warnings: BTreeMap<String, usize>,
}

fn import(file: &str) -> Import {
    let mut import = Import {
        stores: Vec::new(),
        refused: BTreeMap::new(),
        warnings: BTreeMap::new(),
    };
    let mut known: HashMap<String, usize> = HashMap::new();
    for record in csv::Reader::from_reader(file.as_bytes()).records() {
        let record = record.unwrap();
        let line = record.position().unwrap().line() as usize;
        let column = |index: usize| record.get(index).unwrap_or_default();
        let row = StoreRow {
            code: column(0),
            name: column(1),
            street: column(2),
            city: column(3),
            region: column(4),
            country: column(5),
            postcode: column(6),
            time_zone: column(7),
            longitude: column(8),
            latitude: column(9),
        };
        match row.read(None) {
            Ok(imported) => {
                for warning in imported.warnings {
                    *import.warnings.entry(warning.to_string()).or_default() += 1;
                }
                assert_eq!(
                    known.insert(column(0).to_owned(), line),
                    None,
                    "line {line} repeats a store"
                );
                import.stores.push(StoreRecord::from(&imported.store));
            }
            Err(errors) => {
                let sentences: Vec<String> = errors.iter().map(ToString::to_string).collect();
                import.refused.insert(line, sentences.join("; "));
            }
        }
    }
    import
}

/// A chain with crowded cities, lonely stores and several stores on one point, across the antimeridian too.
fn invented_chain() -> Vec<StoreRecord> {
    let mut random = Random(7);
    let cities = [
        (31.23, 121.47),
        (40.75, -73.98),
        (-36.85, 174.76),
        (-17.8, 179.99),
        (64.13, -21.9),
        (1.3, 103.8),
    ];
    let store = |number: usize, lat: f64, lng: f64| {
        let lng = (lng + 540.0).rem_euclid(360.0) - 180.0;
        let (longitude, latitude) = (format!("{lng:.2}"), format!("{:.2}", lat.clamp(-90.0, 90.0)));
        let row = StoreRow {
            code: &format!("{number:05}"),
            name: "Store",
            city: "City",
            country: "CN",
            time_zone: "Asia/Shanghai",
            longitude: &longitude,
            latitude: &latitude,
            ..StoreRow::default()
        };
        StoreRecord::from(&row.read(None).unwrap().store)
    };
    (0..3_000)
        .map(|number| {
            let (lat, lng) = *random.pick(&cities);
            let spread = if number % 10 == 0 { 20.0 } else { 0.3 };
            let (north, east) = (random.between(-1.0, 1.0), random.between(-1.0, 1.0));
            store(
                number,
                lat + spread * north * north.abs(),
                lng + spread * east * east.abs(),
            )
        })
        .collect()
}

/// Points everywhere: over the whole world, at the poles, along the antimeridian, and, every second, near a store.
fn points(stores: &[StoreRecord]) -> Vec<Point> {
    let mut random = Random(42);
    let mut point = |number: usize| {
        let (lat, lng) = match number % 10 {
            0 | 1 => (random.between(-90.0, 90.0), random.between(-180.0, 180.0)),
            2 if number % 100 == 2 => (90.0, random.between(-180.0, 180.0)),
            2 if number % 100 == 12 => (-90.0, random.between(-180.0, 180.0)),
            2 => (
                random.between(89.0, 90.0) * random.between(-1.0, 1.0).signum(),
                random.between(-180.0, 180.0),
            ),
            3 => (random.between(-80.0, 80.0), random.between(179.9, 180.1)),
            4 => {
                let store = random.pick(stores).point;
                (store.lat_degrees(), store.lng_degrees())
            }
            _ => {
                let store = random.pick(stores).point;
                (
                    store.lat_degrees() + random.between(-0.05, 0.05),
                    store.lng_degrees() + random.between(-0.05, 0.05),
                )
            }
        };
        Point::from_degrees(
            lat.clamp(-90.0, 90.0),
            if lng > 180.0 { lng - 360.0 } else { lng },
        )
        .unwrap()
    };
    (0..POINTS).map(&mut point).collect()
}

fn stores() -> Vec<StoreRecord> {
    data_file().map_or_else(invented_chain, |file| import(&file).stores)
}

#[test]
fn every_row_of_the_real_file_is_imported_or_refused_for_a_reason() {
    let Some(file) = data_file() else { return };
    let import = import(&file);
    assert_eq!(import.stores.len(), 25_599);
    let refused: Vec<&str> = import.refused.values().map(String::as_str).collect();
    assert_eq!(refused, ["latitude is required; longitude is required"]);
    println!("warnings: {:#?}", import.warnings);
    let taken_as_shanghai = "time_zone Asia/Beijing is not in the IANA database; taken as Asia/Shanghai";
    assert_eq!(import.warnings.get(taken_as_shanghai), Some(&2_731));
}

#[test]
fn nearest_by_documents_is_nearest_by_brute_force_everywhere() {
    let world = World::new(stores());
    let mut reads: BTreeMap<usize, usize> = BTreeMap::new();
    for point in points(&world.stores) {
        let (found, read) = world.nearest(point, LIMIT);
        assert_eq!(
            found,
            world.nearest_by_brute_force(point, LIMIT),
            "around {point}"
        );
        *reads.entry(read).or_default() += 1;
    }
    println!("{POINTS} points, 0 differences; documents read by number of queries: {reads:?}");
}

#[test]
fn a_query_near_stores_mostly_reads_one_small_document() {
    let world = World::new(stores());
    let mut random = Random(1);
    for spread_degrees in [0.0, 0.02, 0.1] {
        let mut reads: BTreeMap<usize, usize> = BTreeMap::new();
        for _ in 0..POINTS {
            let near = random.pick(&world.stores).point;
            let lat = near.lat_degrees() + random.between(-spread_degrees, spread_degrees);
            let lng = near.lng_degrees() + random.between(-spread_degrees, spread_degrees);
            let (_, read) = world.nearest(Point::from_degrees(lat.min(90.0), lng.min(180.0)).unwrap(), LIMIT);
            *reads.entry(read).or_default() += 1;
        }
        println!("within {spread_degrees} degrees of a store, limit {LIMIT}: {reads:?}");
        assert!(reads[&1] * 10 >= POINTS * 9, "{reads:?}");
    }
    let (count, sum) = (world.bytes.len(), world.bytes.iter().sum::<usize>());
    let of_hundred = |part: usize| world.bytes[(count - 1) * part / 100];
    println!(
        "{count} documents, bytes: mean {}, 90th percentile {}, 99th {}, largest {}",
        sum / count,
        of_hundred(90),
        of_hundred(99),
        of_hundred(100),
    );
    println!("directory: {} bytes", world.tree.to_bytes().len());
    assert!(of_hundred(90) <= 10_000 && of_hundred(100) <= 16_000);
}

#[test]
fn a_store_that_moves_leaves_the_documents_of_a_full_build() {
    let mut stores = invented_chain();
    let before = World::new(stores.clone());
    let old = std::mem::replace(&mut stores[5].point, Point::from_degrees(31.24, 121.48).unwrap());
    let new = stores[5].point;
    let codes_in = |leaf: Cell| {
        let mut codes: Vec<i64> = stores.iter().map(|store| store.point.code()).collect();
        codes.retain(|code| leaf.codes().contains(code));
        codes.sort_unstable();
        codes
    };
    let leaf = before.tree.leaf_of(old);
    let between = before.tree.with_leaf(leaf, &codes_in(leaf));
    let leaf = between.leaf_of(new);
    let after = between.with_leaf(leaf, &codes_in(leaf));

    let mut documents: BTreeMap<Cell, Vec<u8>> = encoded(&before.tree, &before.stores);
    let affected = affected_leaves(&before.tree, &after, &[old, new]);
    affected
        .delete
        .iter()
        .for_each(|leaf| drop(documents.remove(leaf)));
    for leaf in affected.write {
        let ranges = after.ranges_for(leaf);
        let in_range = |store: &&StoreRecord| ranges.iter().any(|range| range.contains(&store.point.code()));
        let near: Vec<&StoreRecord> = stores.iter().filter(in_range).collect();
        match LeafDocument::encode(leaf, &near) {
            Some(bytes) => documents.insert(leaf, bytes),
            None => documents.remove(&leaf),
        };
    }
    let world = World::new(stores.clone());
    assert_eq!(after, world.tree);
    assert_eq!(documents, encoded(&world.tree, &world.stores));
}

fn encoded(tree: &Tree, stores: &[StoreRecord]) -> BTreeMap<Cell, Vec<u8>> {
    let leaves = tree.leaves().into_iter();
    leaves
        .filter_map(|(leaf, _)| Some((leaf, LeafDocument::encode(leaf, stores)?)))
        .collect()
}
