use super::*;

const STORE: &str = r#"{"id":"47370-257954","name":{"en":"Meritxell","zh-CN":"梅里切尔店"},"address":"Av. Meritxell, 96",
    "city":"Andorra la Vella","region":"7","country":"AD","postcode":"AD500","point":{"lat":42.51,"lng":1.53},
    "zone":"Europe/Andorra","currency":"EUR","modes":["pickup","delivery"],"delivery_area":{"radius_metres":3000},
    "hours":{"weekly":{"mon":[["08:00","22:00"]]}},"closure":{"from_ms":1,"until_ms":2,"reason":"refit"}}"#;

fn draft(change: impl FnOnce(&mut StoreDraft)) -> StoreDraft {
    let mut draft = serde_json::from_str(STORE).unwrap();
    change(&mut draft);
    draft
}

#[track_caller]
fn check(change: impl FnOnce(&mut StoreDraft), expected: &[&str]) {
    let errors = draft(change).validate().err().unwrap_or_default();
    assert_eq!(
        errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn a_store_survives_json() {
    let store: Store = serde_json::from_str(STORE).unwrap();
    assert_eq!(StoreDraft::from(store.clone()), draft(|_| ()));
    assert_eq!(
        serde_json::from_str::<Store>(&serde_json::to_string(&store).unwrap()).unwrap(),
        store
    );
}

#[test]
fn charges_are_part_of_a_store() {
    let charged = r#"{"tax":{"rate_bp":1300,"included":true,"rounding":"half_up"}}"#;
    let with_charges = draft(|draft| draft.charges = serde_json::from_str(charged).unwrap());
    let store = with_charges.validate().unwrap();
    assert_eq!(StoreDraft::from(store), with_charges);
    check(
        |draft| draft.charges = serde_json::from_str(r#"{"tax":{"rate_bp":-1,"included":true}}"#).unwrap(),
        &["charges.tax.rate_bp must be between 0 and 5000"],
    );
}

#[test]
fn every_missing_field_is_named() {
    let errors = StoreDraft::default().validate().unwrap_err();
    let named: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let expected = [
        "id must be a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -",
        "name is required",
        "country is required",
        "point is required",
        "zone is required",
        "modes must hold at least 1 entries",
    ];
    assert_eq!(named, expected);
}

#[test]
fn every_wrong_field_is_named_by_its_path() {
    check(|_| (), &[]);
    check(
        |draft| draft.country = "XX".into(),
        &[r#"country is unknown: "XX""#],
    );
    check(
        |draft| draft.currency = Some("EURO".into()),
        &[r#"currency is unknown: "EURO""#],
    );
    check(
        |draft| draft.zone = "Asia/Beijing".into(),
        &["zone must be Asia/Shanghai"],
    );
    check(
        |draft| {
            draft.point = Some(PointDraft {
                lat: 91.0,
                lng: f64::NAN,
            })
        },
        &[
            "point.lat must be between -90 and 90",
            "point.lng must be decimal degrees such as 31.2304",
        ],
    );
    check(
        |draft| draft.modes = vec!["pickup".into(), "drone".into(), "pickup".into()],
        &[r#"modes[1] is unknown: "drone""#, "modes[2] was given before"],
    );
    check(|draft| draft.delivery_area = None, &["delivery_area is required"]);
    check(
        |draft| draft.delivery_area = Some(DeliveryAreaDraft::default()),
        &["delivery_area.radius_metres is required"],
    );
    check(
        |draft| {
            drop(
                draft
                    .hours
                    .weekly
                    .insert("tue".into(), vec![["x".into(), "y".into()]]),
            )
        },
        &["hours.weekly.tue[0][0] must be a time from 00:00 to 23:59"],
    );
    check(
        |draft| {
            draft.closure = Some(ClosureDraft {
                from_ms: 2,
                until_ms: Some(1),
                reason: "refit".into(),
            })
        },
        &["closure.until_ms must come after from_ms"],
    );
    check(
        |draft| draft.name.insert("zh-CN".into(), "\0".into()).map_or((), drop),
        &["name.zh-CN must be text without control characters"],
    );
}

#[test]
fn a_store_counts_in_the_currency_of_its_country_unless_it_says_otherwise() {
    let currency = |currency: Option<&str>, country: &str| {
        let store = draft(|draft| {
            draft.currency = currency.map(str::to_owned);
            draft.country = country.to_owned();
        });
        store
            .validate()
            .map(|store| store.currency.to_string())
            .map_err(|errors| errors[0].to_string())
    };
    assert_eq!(currency(None, "JP"), Ok("JPY".to_owned()));
    assert_eq!(currency(Some("USD"), "KH"), Ok("USD".to_owned()));
    assert_eq!(currency(None, "AQ"), Err("currency is required".to_owned()));
}
