use crate::geo::distance_metres;
use proptest::prelude::*;

use super::*;
use crate::geo::leaf_members;

struct Document {
    stores: Stores,
    margin_metres: u32,
}

type Stores = Vec<(String, Point)>;

impl Located for Document {
    fn rows(&self) -> usize {
        self.stores.len()
    }

    fn point(&self, row: usize) -> Point {
        self.stores[row].1
    }

    fn id(&self, row: usize) -> &str {
        &self.stores[row].0
    }

    fn margin_metres(&self) -> u32 {
        self.margin_metres
    }
}

fn point(lat: f64, lng: f64) -> Point {
    Point::from_degrees(lat, lng).unwrap()
}

fn tree(stores: &Stores) -> Tree {
    let mut codes: Vec<i64> = stores.iter().map(|(_, point)| point.code()).collect();
    codes.sort_unstable();
    Tree::build(&codes)
}

fn document(leaf: Cell, stores: &Stores) -> Option<Document> {
    let points: Vec<Point> = stores.iter().map(|(_, point)| *point).collect();
    let chosen = leaf_members(leaf, &points);
    let stores: Stores = chosen
        .members
        .into_iter()
        .map(|index| stores[index].clone())
        .collect();
    (!stores.is_empty()).then_some(Document {
        stores,
        margin_metres: chosen.margin_metres,
    })
}

/// All that a search gives, and how many documents it read.
fn found(stores: &Stores, point: Point, metres_max: f64) -> (Vec<(String, f64)>, usize) {
    let tree = tree(stores);
    let mut search = Search::new(&tree, point, metres_max);
    let mut found = Vec::new();
    loop {
        match search.step() {
            Step::Read(leaf) => search.supply(document(leaf, stores)).unwrap(),
            Step::Candidate(candidate) => {
                found.push((search.id(candidate).to_owned(), candidate.metres));
            }
            Step::Exhausted => return (found, search.reads()),
        }
    }
}

fn by_brute_force(stores: &Stores, point: Point, metres_max: f64) -> Vec<(String, f64)> {
    let mut all: Vec<(String, f64)> = stores
        .iter()
        .map(|(id, place)| (id.clone(), distance_metres(point, *place)))
        .collect();
    all.retain(|(_, metres)| *metres <= metres_max);
    all.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    all
}

#[test]
fn a_search_among_no_stores_reads_nothing() {
    assert_eq!(
        found(&Vec::new(), point(0.0, 0.0), f64::INFINITY),
        (Vec::new(), 0)
    );
}

#[test]
fn stores_on_one_point_come_in_the_order_of_their_ids() {
    let place = point(43.65, -79.38);
    let stores: Stores = (0..50)
        .map(|number| (format!("{:02}", number * 7 % 50), place))
        .collect();
    let (found, reads) = found(&stores, place, f64::INFINITY);
    assert_eq!(found, by_brute_force(&stores, place, f64::INFINITY));
    assert_eq!(reads, 1);
}

#[test]
fn a_missing_document_of_a_leaf_with_stores_means_that_the_tree_is_old() {
    let tree = tree(&vec![("a".into(), point(1.0, 1.0))]);
    let mut search = Search::<Document>::new(&tree, point(1.0, 1.0), f64::INFINITY);
    let Step::Read(leaf) = search.step() else {
        panic!("nothing to read")
    };
    assert_eq!(search.supply(None), Err(StaleTree { leaf }));
}

#[test]
fn a_store_that_moved_between_two_reads_is_given_once() {
    let crowd = |lng: f64| (0..40).map(move |number| (format!("{lng}{number:02}"), point(10.0, lng)));
    let tree = tree(
        &crowd(-1.0)
            .chain(crowd(50.0))
            .chain([("moved".into(), point(50.0, 1.0))])
            .collect(),
    );
    let mut search = Search::new(&tree, point(50.0, 1.0), f64::INFINITY);
    let mut given = 0;
    loop {
        match search.step() {
            Step::Read(leaf) => {
                let place = point(leaf.rect().south, leaf.rect().west);
                let stores = vec![("moved".into(), place)];
                search
                    .supply(Some(Document {
                        stores,
                        margin_metres: 0,
                    }))
                    .unwrap();
            }
            Step::Candidate(_) => given += 1,
            Step::Exhausted => break,
        }
    }
    assert!(search.reads() > 1);
    assert_eq!(given, 1);
}

fn any_point() -> impl Strategy<Value = Point> {
    let lat = prop_oneof![3 => -90.0..90.0f64, 1 => 30.0..31.0f64, 1 => Just(90.0), 1 => -90.0..-89.9f64];
    let lng =
        prop_oneof![3 => -180.0..180.0f64, 2 => 120.0..121.0f64, 1 => Just(180.0), 1 => 179.9..180.0f64];
    (lat, lng).prop_map(|(lat, lng)| point(lat, lng))
}

proptest! {
    #[test]
    fn a_search_gives_what_brute_force_gives(
        places in prop::collection::vec((any_point(), 1..4usize), 0..150),
        from in any_point(),
        metres_max in prop_oneof![Just(f64::INFINITY), 1.0..2_000_000.0f64],
    ) {
        let places = places.into_iter().flat_map(|(place, stores)| vec![place; stores]);
        let stores: Stores = places.enumerate().map(|(number, place)| (format!("{number:x}"), place)).collect();
        let (found, _) = found(&stores, from, metres_max);
        prop_assert_eq!(found, by_brute_force(&stores, from, metres_max));
    }
}
