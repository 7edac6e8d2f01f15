use proptest::prelude::*;

use super::*;
use crate::geo::DOCUMENT_STORES_MAX;
use crate::store::{Store, StoreDraft, StoreRow};
use crate::text::Locale;

fn record(id: &str, lat: &str, change: impl FnOnce(&mut StoreDraft)) -> StoreRecord {
    let row = StoreRow {
        code: id,
        name: "门店",
        street: "上南路161号",
        city: "上海",
        country: "CN",
        time_zone: "Asia/Shanghai",
        longitude: "121.47",
        latitude: lat,
        ..StoreRow::default()
    };
    let mut draft = StoreDraft::from(row.read(None).unwrap().store);
    change(&mut draft);
    StoreRecord::from(&Store::try_from(draft).unwrap())
}

fn varied() -> Vec<StoreRecord> {
    vec![
        record("b", "31.2", |_| ()),
        record("a", "31.2", |draft| {
            draft.name.insert("en".into(), "Store".into());
            draft.modes.push("delivery".into());
            draft.delivery_area =
                serde_json::from_str(r#"{"polygon":[[31,121],[31,122],[32,122.5]]}"#).unwrap();
            draft.closure = serde_json::from_str(r#"{"from_ms":-5,"until_ms":5,"reason":"装修"}"#).unwrap();
        }),
        record("d", "31.3", |draft| {
            draft.delivery_area = serde_json::from_str(r#"{"radius_metres":3000}"#).unwrap();
            draft.hours = serde_json::from_str(
                r#"{"weekly":{"fri":[["08:00","12:00"],["18:00","02:00"]]},"exceptions":{"2026-12-25":[],"2027-01-01":[["10:00","12:00"]]}}"#,
            )
            .unwrap();
        }),
        record("c", "31.4", |draft| {
            draft.address = String::new();
            draft.currency = Some("USD".into());
            draft.closure = serde_json::from_str(r#"{"from_ms":1767225600000,"reason":"refit"}"#).unwrap();
        }),
    ]
}

fn leaf() -> Cell {
    "e30".parse().unwrap()
}

fn parse(stores: &[StoreRecord]) -> LeafDocument {
    LeafDocument::parse(LeafDocument::encode(leaf(), stores).unwrap()).unwrap()
}

#[test]
fn every_store_is_read_as_it_was_written_in_the_order_of_ids() {
    let mut stores = varied();
    let document = parse(&stores);
    stores.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(document.rows(), stores.len());
    for (row, store) in stores.iter().enumerate() {
        let read = document.store(row).unwrap().unwrap();
        assert_eq!((read.id, read.point), (store.id.as_str(), store.point));
        assert_eq!((document.id(row), document.point(row)), (read.id, read.point));
        let names: Vec<_> = store
            .name
            .iter()
            .map(|(tag, name)| (tag.as_str(), name))
            .collect();
        assert_eq!(read.names().collect::<Vec<_>>(), names);
        assert_eq!(read.name(Locale::En), store.name.pick("en").unwrap());
        assert_eq!(read.address(), store.address);
        assert_eq!(
            (read.terms.currency, &read.terms.service),
            (store.currency, &store.service)
        );
    }
    assert!(document.store(stores.len()).is_none());
}

#[test]
fn equal_terms_are_decoded_once() {
    let document = parse(&[record("a", "31.2", |_| ()), record("b", "31.3", |_| ())]);
    let terms = |row| std::ptr::from_ref(document.store(row).unwrap().unwrap().terms);
    assert_eq!(terms(0), terms(1));
}

#[test]
fn equal_stores_in_any_order_give_equal_bytes() {
    let mut stores = varied();
    let bytes = LeafDocument::encode(leaf(), &stores);
    stores.reverse();
    assert_eq!(LeafDocument::encode(leaf(), &stores), bytes);
}

#[test]
fn a_leaf_without_stores_near_has_no_document() {
    assert_eq!(LeafDocument::encode::<StoreRecord>(leaf(), &[]), None);
    assert_eq!(LeafDocument::encode("w0".parse().unwrap(), &varied()), None);
}

#[test]
fn a_full_document_leaves_out_the_farthest_and_says_how_far_it_is_complete() {
    let leaf: Cell = "e3200000".parse().unwrap();
    let south = leaf.rect().south;
    let at = |number: usize| format!("{:.6}", south - 0.002 * (number + 1) as f64);
    let stores: Vec<StoreRecord> = (0..DOCUMENT_STORES_MAX + 40)
        .map(|number| {
            record(&format!("{number:03}"), &at(number), |draft| {
                draft.point.as_mut().unwrap().lng = 90.5
            })
        })
        .collect();
    let document = LeafDocument::parse(LeafDocument::encode(leaf, &stores).unwrap()).unwrap();
    assert_eq!(document.rows(), DOCUMENT_STORES_MAX);
    assert_eq!(
        document.id(DOCUMENT_STORES_MAX - 1),
        format!("{:03}", DOCUMENT_STORES_MAX - 1)
    );
    let first_left_out_metres = 0.002 * (DOCUMENT_STORES_MAX + 1) as f64 * 111_195.0;
    assert!((first_left_out_metres - f64::from(document.margin_metres()) - 1.0).abs() < 2.0);
}

proptest! {
    #[test]
    fn damaged_bytes_are_refused_or_read_but_never_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4), cut: prop::sample::Index,
    ) {
        let mut bytes = LeafDocument::encode(leaf(), &varied()).unwrap();
        for (index, byte) in flips {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        bytes.truncate(cut.index(bytes.len() + 1));
        if let Ok(document) = LeafDocument::parse(bytes) {
            for row in 0..document.rows() {
                let _ = (document.id(row), document.point(row));
                if let Ok(store) = document.store(row).unwrap() {
                    let _ = (store.names().count(), store.address());
                }
            }
        }
    }
}
