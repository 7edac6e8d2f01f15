use proptest::prelude::*;

use super::*;
use crate::geo::{LEVEL_MAX, affected_leaves, leaf_members};

/// Points crowded around a few places, some of them repeated: what makes a tree deep.
fn any_points() -> impl Strategy<Value = Vec<Point>> {
    let place = (
        -900_000_000..=900_000_000i32,
        -1_800_000_000..1_800_000_000i32,
        0..24u32,
    );
    let crowd = (place, prop::collection::vec((any::<i32>(), any::<i32>()), 1..80));
    prop::collection::vec(crowd, 0..5).prop_map(|crowds| {
        let mut points = Vec::new();
        for ((lat, lng, spread), steps) in crowds {
            for (north, east) in steps {
                let lat = lat
                    .saturating_add(north >> (2 + spread))
                    .clamp(-900_000_000, 900_000_000);
                let lng = lng
                    .saturating_add(east >> (2 + spread))
                    .clamp(-1_800_000_000, 1_799_999_999);
                points.push(Point::from_e7(lat, lng).unwrap());
            }
        }
        points
    })
}

fn codes(points: &[Point]) -> Vec<i64> {
    let mut codes: Vec<i64> = points.iter().map(|point| point.code()).collect();
    codes.sort_unstable();
    codes
}

fn tree(points: &[Point]) -> Tree {
    Tree::build(&codes(points))
}

/// The points whose stores a leaf's document holds.
fn document(leaf: Cell, points: &[Point]) -> Vec<Point> {
    let members = leaf_members(leaf, points).members;
    let mut members: Vec<Point> = members.into_iter().map(|index| points[index]).collect();
    members.sort_unstable();
    members
}

#[test]
fn stores_on_one_point_share_a_deepest_leaf() {
    let point = Point::from_degrees(43.65, -79.38).unwrap();
    let tree = tree(&[point; 40]);
    let leaf = tree.leaf_of(point);
    assert_eq!((leaf.level(), tree.stores_in(leaf)), (LEVEL_MAX, Some(40)));
    assert_eq!(Tree::from_bytes(&tree.to_bytes()), Ok(tree));
}

#[test]
fn a_tree_without_stores_is_two_empty_leaves() {
    let tree = tree(&[]);
    assert_eq!(tree.leaves(), Cell::ROOTS.map(|root| (root, 0)));
    assert_eq!(tree.to_bytes(), [1, 1, 1]);
}

#[test]
fn bytes_that_are_not_canonical_are_refused() {
    for (bytes, error) in [
        (&[][..], TreeError::Malformed),
        (&[2, 1, 1], TreeError::Format),
        (&[1, 1], TreeError::Malformed),
        (&[1, 1, 1, 1], TreeError::Malformed),
        (&[1, 0x81, 0, 1], TreeError::Malformed),
        (&[1, 34, 1], TreeError::Split),
        (&[1, 0, 1, 2, 3, 4, 1], TreeError::Split),
        (&[1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], TreeError::Malformed),
    ] {
        assert_eq!(Tree::from_bytes(bytes), Err(error), "{bytes:?}");
    }
    assert_eq!(
        Tree::from_bytes(&[&[1][..], &[0; 60]].concat()),
        Err(TreeError::Split)
    );
}

proptest! {
    #[test]
    fn leaves_tile_the_world_and_are_split_only_when_crowded(points in any_points()) {
        let tree = tree(&points);
        let mut next = 0;
        for (leaf, stores) in tree.leaves() {
            prop_assert_eq!(*leaf.codes().start(), next);
            next = leaf.codes().end() + 1;
            let inside = points.iter().filter(|point| leaf.contains(**point)).count();
            prop_assert_eq!(stores as usize, inside);
            prop_assert!(stores <= LEAF_STORES_MAX || leaf.level() == LEVEL_MAX);
            prop_assert_eq!(tree.stores_in(leaf), Some(stores));
        }
        prop_assert_eq!(next, 1 << 49);
        prop_assert_eq!(tree.len() as usize, points.len());
        for point in &points {
            prop_assert!(tree.leaf_of(*point).contains(*point));
        }
        prop_assert_eq!(Tree::from_bytes(&tree.to_bytes()), Ok(tree));
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(0..4u8, 0..200)) {
        if let Ok(tree) = Tree::from_bytes(&bytes) {
            prop_assert_eq!(tree.to_bytes(), bytes);
        }
    }

    #[test]
    fn leaves_reaching_a_point_are_all_that_can_hold_it(points in any_points(), pick: prop::sample::Index) {
        prop_assume!(!points.is_empty());
        let (tree, point) = (tree(&points), points[pick.index(points.len())]);
        let expect: Vec<Cell> =
            tree.leaves().into_iter().map(|(leaf, _)| leaf).filter(|leaf| leaf_reaches(*leaf, point)).collect();
        prop_assert_eq!(tree.leaves_reaching(point), expect);
    }

    #[test]
    fn ranges_for_a_leaf_hold_every_store_of_its_document(points in any_points(), pick: prop::sample::Index) {
        prop_assume!(!points.is_empty());
        let tree = tree(&points);
        let leaves = tree.leaves();
        let (leaf, _) = leaves[pick.index(leaves.len())];
        let ranges = tree.ranges_for(leaf);
        prop_assert!(ranges.windows(2).all(|pair| *pair[0].end() + 1 < *pair[1].start()));
        for point in document(leaf, &points) {
            prop_assert!(ranges.iter().any(|range| range.contains(&point.code())), "{leaf} misses {point}");
        }
    }

    /// A store comes and another goes: the tree is that of a full build, and only the named leaves have other documents.
    #[test]
    fn a_change_touches_no_other_document(points in any_points(), go: prop::sample::Index, come: prop::sample::Index) {
        prop_assume!(!points.is_empty());
        let before = tree(&points);
        let gone = points[go.index(points.len())];
        let came = points[come.index(points.len())];
        let mut now = points.clone();
        now.swap_remove(go.index(points.len()));
        let codes_in = |leaf: Cell, points: &[Point]| -> Vec<i64> {
            codes(points).into_iter().filter(|code| leaf.codes().contains(code)).collect()
        };
        let leaf = before.leaf_of(gone);
        let between = before.with_leaf(leaf, &codes_in(leaf, &now));
        prop_assert_eq!(&between, &tree(&now));
        now.push(came);
        let leaf = between.leaf_of(came);
        let after = between.with_leaf(leaf, &codes_in(leaf, &now));
        prop_assert_eq!(&after, &tree(&now));

        let affected = affected_leaves(&before, &after, &[gone, came]);
        let leaves_before: Vec<Cell> = before.leaves().into_iter().map(|(leaf, _)| leaf).collect();
        let leaves_after: Vec<Cell> = after.leaves().into_iter().map(|(leaf, _)| leaf).collect();
        for leaf in &leaves_after {
            let same = leaves_before.contains(leaf) && document(*leaf, &points) == document(*leaf, &now);
            prop_assert!(same || affected.write.contains(leaf), "{leaf} is stale");
        }
        for leaf in leaves_before {
            prop_assert_eq!(affected.delete.contains(&leaf), !leaves_after.contains(&leaf));
        }
    }
}
