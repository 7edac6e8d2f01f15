use super::*;
use crate::store::Mode;

const ROW: StoreRow<'_> = StoreRow {
    code: "47370-257954",
    name: "Meritxell, 96",
    street: "Av. Meritxell, 96",
    city: "Andorra la Vella",
    region: "7",
    country: "AD",
    postcode: "AD500",
    time_zone: "Europe/Andorra",
    longitude: "1.53",
    latitude: "42.51",
};

fn sentences<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn check_refused(row: StoreRow<'_>, expected: &[&str]) {
    assert_eq!(sentences(&row.read(None).unwrap_err()), expected);
}

#[test]
fn a_new_store_gets_hours_modes_and_the_currency_of_its_country() {
    let ImportedStore { store, warnings } = ROW.read(None).unwrap();
    assert_eq!(warnings, []);
    assert_eq!(
        (store.id.as_str(), store.name.pick("en")),
        ("47370-257954", Some("Meritxell, 96"))
    );
    assert_eq!(store.currency.as_str(), "EUR");
    assert_eq!(store.point, Point::parse("42.51", "1.53").unwrap());
    assert!(store.service.modes.contains(Mode::Pickup) && !store.service.modes.contains(Mode::Delivery));
    let days = store.service.timetable.hours.weekly();
    assert!(days.iter().all(|day| sentences(day) == ["08:00-22:00"]));
}

#[test]
fn an_import_that_is_repeated_changes_nothing_and_keeps_what_the_file_does_not_say() {
    let mut store = ROW.read(None).unwrap().store;
    assert_eq!(ROW.read(Some(&store)).unwrap().store, store);

    let mut draft = StoreDraft::from(store.clone());
    draft.name.insert("zh-CN".into(), "梅里切尔店".into());
    draft.modes = vec!["booking".into()];
    draft.hours = OpeningHoursDraft::default();
    store = draft.validate().unwrap();
    let again = StoreRow {
        name: "Meritxell",
        city: "Encamp",
        ..ROW
    }
    .read(Some(&store))
    .unwrap()
    .store;
    assert_eq!(
        (again.name.pick("en"), again.name.pick("zh-CN")),
        (Some("Meritxell"), Some("梅里切尔店"))
    );
    assert_eq!((again.city.as_str(), &again.service), ("Encamp", &store.service));
}

#[test]
fn what_is_put_right_is_told() {
    let row = StoreRow {
        name: "Borders \u{96} Mall",
        street: " ",
        city: "",
        time_zone: "Asia/Beijing",
        ..ROW
    };
    let ImportedStore { store, warnings } = row.read(None).unwrap();
    assert_eq!(store.name.pick("en"), Some("Borders – Mall"));
    assert_eq!(store.service.timetable.zone.as_str(), "Asia/Shanghai");
    let expected = [
        "name had characters of Windows-1252 read as Latin-1; put right",
        "time_zone Asia/Beijing is not in the IANA database; taken as Asia/Shanghai",
        "street is empty",
        "city is empty",
    ];
    assert_eq!(sentences(&warnings), expected);
}

#[test]
fn every_wrong_column_is_named() {
    check_refused(
        StoreRow {
            longitude: "",
            latitude: "",
            ..ROW
        },
        &["latitude is required", "longitude is required"],
    );
    check_refused(
        StoreRow::default(),
        &[
            "code must be a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -",
            "name is required",
            "country is required",
            "time_zone is required",
            "latitude is required",
            "longitude is required",
        ],
    );
    check_refused(
        StoreRow {
            latitude: "421.51",
            time_zone: "Mars/Olympus",
            ..ROW
        },
        &[
            r#"time_zone is unknown: "Mars/Olympus""#,
            "latitude must be between -90 and 90",
        ],
    );
    check_refused(StoreRow { country: "AQ", ..ROW }, &[r#"country is unknown: """#]);
}

#[test]
fn a_name_is_filed_under_the_language_of_its_script() {
    for (name, country, language) in [
        ("北京西站第一咖啡店", "CN", "zh-CN"),
        ("新宿南口店", "JP", "ja"),
        ("渋谷スクランブル店", "US", "ja"),
        ("彰化中山", "TW", "zh-TW"),
        ("베네시티점", "KR", "ko"),
        ("الراية", "KW", "ar"),
        ("São Paulo", "BR", "en"),
    ] {
        assert_eq!(language_of(name, country), language, "{name}");
    }
}
