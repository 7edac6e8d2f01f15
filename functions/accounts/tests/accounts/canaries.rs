//! Unmistakable names, numbers and addresses: nothing of the database, key-value or the log tells of them.

use crate::fixture::{ROOT_A, ROOT_B, Session, log_in, mall};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use storage::sql::{Column, Statement};
use test_kit::{Harness, block_on};
use web::Platform as _;

/// Customers who log in.
const CUSTOMERS: usize = 40;
/// Digests of `+8613912345678`, and of it without its plus and its country: MD5, SHA-1, SHA-256.
const DIGESTS: [&str; 9] = [
    "f32e39f04d0aaef96c9a55c26c101cb0",
    "b1cf8b33c72eb908da2f9dc8e75d8974ad852331",
    "ac2a8ba22a34539925c3bc87738bf355d914e84daff44eba0d39e8724f2abd9e",
    "aa3fd8953ba891ffac02633b3fb83c64",
    "3e14001360a31d0631dec3d6f9b674e8dbef26ba",
    "c66eb20c638e59e196c1b55bfd8a5f7e7b868fc4584ceaf7029814f9f470077c",
    "535381ec9d5ab7a390db0a30860600f2",
    "9d42cb06cd4a24c426286c19444aede647ce19d0",
    "ba6c167e885ea4be8252fb01c61fc55439089f389ee1b0592fc8c4f417196403",
];

/// Everything private of one customer.
struct Canary {
    session: Session,
    values: Vec<String>,
}

impl Canary {
    fn plant(mall: &Harness, number: usize) -> Self {
        let subject = format!("oCanarySubject{number:05}");
        let phone = if number == 0 {
            "8613912345678".to_owned()
        } else {
            format!("86139{:08}", 77_000_000 + number)
        };
        let session = log_in(mall, &subject);
        let client = session.shopper(mall);
        let name = format!("Canary Wren {number:05}");
        let (recipient, street) = (
            format!("Recipient Finch {number:05}"),
            format!("Aviary Road {number:05}"),
        );
        let other = format!("+4420{:08}", 88_000_000 + number);
        client
            .put(
                "/v1/me",
                &json!({"name": name, "birthday": {"year": 1987, "month": 6, "day": 5}}),
            )
            .assert(200);
        client
            .post("/v1/me/phone", &json!({"code": format!("dev-{phone}")}))
            .assert(200);
        let address = json!({"recipient": recipient, "phone": other, "region": "Canary Wharf", "detail": street,
            "lat": 51.5054, "lng": -0.0235});
        client.put("/v1/me/addresses/home", &address).assert(200);
        let values = vec![
            subject,
            name,
            phone,
            recipient,
            street,
            other,
            "Canary Wharf".to_owned(),
            "1987-06-05".to_owned(),
            "515054".to_owned(),
            session.refresh.clone(),
            session.refresh.split('.').nth(1).unwrap().to_owned(),
            session.access.clone(),
        ];
        Self { session, values }
    }

    /// Everything as its owner sees it.
    fn read(&self, mall: &Harness) -> Value {
        self.session.shopper(mall).get("/v1/me/export").expect(200).json
    }
}

/// Every value of every table, and of key-value and the log.
fn dump(mall: &Harness) -> String {
    let read = |sql: String| {
        let statement = Statement::new(Box::leak(sql.into_boxed_str()), vec![]);
        block_on(mall.platform().sql().read(statement)).unwrap()
    };
    let tables = read("SELECT name FROM sqlite_master WHERE type = 'table'".to_owned());
    let mut all = mall.platform().log_lines().join("\n");
    for table in tables {
        for row in read(format!("SELECT * FROM {}", table.text(0).unwrap())) {
            for column in row.0 {
                match column {
                    Column::Null => {}
                    Column::Int(value) => all.push_str(&format!("\n{value}")),
                    Column::Text(value) => all.push_str(&format!("\n{value}")),
                }
            }
        }
    }
    all
}

/// A value as it might lie about: itself, in hexadecimal, in base64 at each of its three places, hashed.
fn forms(value: &str) -> Vec<String> {
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut forms = vec![
        value.to_owned(),
        hex(value.as_bytes()),
        hex(value.as_bytes()).to_uppercase(),
    ];
    for before in 0..3 {
        let shifted = [&b"xx"[..before], value.as_bytes()].concat();
        for encoded in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            // The first and last characters hold bits of the neighbours.
            forms.push(encoded[before + 1..encoded.len() - 2].to_owned());
        }
    }
    let digest = Sha256::digest(value.as_bytes());
    forms.extend([
        hex(&digest),
        STANDARD_NO_PAD.encode(digest),
        URL_SAFE_NO_PAD.encode(digest),
    ]);
    forms
}

fn assert_silent(mall: &Harness, canaries: &[Canary]) {
    let dump = dump(mall);
    for value in canaries.iter().flat_map(|canary| &canary.values) {
        for form in forms(value) {
            assert!(!dump.contains(&form), "{value} as {form}");
        }
    }
    for digest in DIGESTS {
        assert!(!dump.to_lowercase().contains(digest), "{digest}");
    }
}

#[test]
fn nothing_tells_of_canaries_and_their_owners_read_them_all_even_mid_rotation() {
    let (mall, _) = mall();
    let canaries: Vec<_> = (0..CUSTOMERS)
        .map(|number| Canary::plant(&mall, number))
        .collect();
    assert_silent(&mall, &canaries);
    let before: Vec<Value> = canaries.iter().map(|canary| canary.read(&mall)).collect();
    for (seen, canary) in before.iter().zip(&canaries) {
        let text = seen.to_string();
        for value in &canary.values[..7] {
            assert!(text.contains(value), "{value}");
        }
    }
    // Half of them are at the new key, half at the old one.
    mall.platform()
        .set_variable("root_keys", &format!("{ROOT_B} {ROOT_A}"));
    mall.as_job().post_empty("/jobs/rotate-keys").assert(200);
    mall.platform()
        .set_variable("root_keys", &format!("{ROOT_A} {ROOT_B}"));
    let more: Vec<_> = (CUSTOMERS..2 * CUSTOMERS)
        .map(|number| Canary::plant(&mall, number))
        .collect();
    for (seen, canary) in before.iter().zip(&canaries) {
        assert_eq!(canary.read(&mall), *seen);
    }
    assert_silent(&mall, &canaries);
    assert_silent(&mall, &more);
}

#[test]
fn copy_of_the_database_opens_nothing_of_a_customer_who_has_left() {
    use vault::{Place, RootKeys, Wrapped};
    let (mall, _) = mall();
    let canary = Canary::plant(&mall, 1);
    let customer = canary.session.customer.clone();
    let columns = |sql: &'static str| {
        let rows = block_on(mall.platform().sql().read(Statement::new(sql, vec![]))).unwrap();
        let text = |column: &Column| match column {
            Column::Text(text) => text.clone(),
            _ => String::new(),
        };
        rows.first().map(|row| row.0.iter().map(text).collect::<Vec<_>>())
    };
    // As the sealed values were copied: they open with the root key, through the customer's key.
    let account = columns("SELECT root_key, data_key, name FROM account").unwrap();
    let row = [&*customer];
    let field = |column| Place {
        table: "account",
        column,
        row: &row,
    };
    let roots = RootKeys::read(ROOT_A).unwrap();
    let wrapped = |sealed: &str| Wrapped {
        root: account[0].clone(),
        sealed: sealed.to_owned(),
    };
    let place = field("data_key");
    let key = roots.unwrap(place, &wrapped(&account[1])).unwrap();
    assert!(
        key.open(field("name"), &account[2])
            .unwrap()
            .expose()
            .contains("Wren")
    );
    canary.session.shopper(&mall).delete("/v1/me").assert(200);
    // What is left holds no key of theirs: the copied value is noise.
    assert_eq!(columns("SELECT root_key, data_key, name FROM account"), None);
    assert!(!dump(&mall).contains(&account[1]));
    assert_silent(&mall, &[canary]);
    assert!(mall.platform().memory().entries.borrow().is_empty());
}
