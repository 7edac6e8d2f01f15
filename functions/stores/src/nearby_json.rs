//! The answer to who is near, written piece by piece.
//!
//! More than a fifth of what the function computed was a general writer, which hands on a few bytes at a time. The contract is
//! [`api::stores::Nearby`], and the test holds every byte against it.

use api::stores::{LeftOut, NearbyStore};

/// Room for a store, in bytes, so that the answer rarely has to grow.
const STORE_BYTES: usize = 320;
/// Stores of the usual answer.
const STORES: usize = 10;

/// The answer, so far.
pub struct NearbyJson {
    json: Vec<u8>,
    stores: usize,
}

impl NearbyJson {
    /// No store yet.
    pub fn new() -> Self {
        let mut json = Vec::with_capacity(STORES * STORE_BYTES);
        json.extend_from_slice(b"{\"stores\":[");
        Self { json, stores: 0 }
    }

    /// How many stores there are.
    pub const fn len(&self) -> usize {
        self.stores
    }

    /// Adds the next store.
    pub fn push(&mut self, store: &NearbyStore<'_>) {
        self.raw(if self.stores == 0 { "{\"id\":" } else { ",{\"id\":" });
        self.stores += 1;
        self.text(store.id);
        self.raw(",\"name\":");
        self.text(store.name);
        if !store.address.is_empty() {
            self.raw(",\"address\":");
            self.text(store.address);
        }
        self.raw(",\"distance_metres\":");
        self.integer(store.distance_metres);
        self.raw(",\"position\":{\"lat\":");
        self.number(store.position.lat);
        self.raw(",\"lng\":");
        self.number(store.position.lng);
        self.raw("},\"currency\":\"");
        self.raw(store.currency);
        self.raw("\",\"modes\":[");
        for (number, mode) in store.modes.iter().enumerate() {
            self.raw(if number == 0 { "\"" } else { ",\"" });
            self.raw(mode);
            self.raw("\"");
        }
        self.raw(if store.open {
            "],\"open\":true"
        } else {
            "],\"open\":false"
        });
        if let Some(closes_at_ms) = store.closes_at_ms {
            self.raw(",\"closes_at_ms\":");
            self.integer(closes_at_ms);
        }
        if let Some(opens_at_ms) = store.opens_at_ms {
            self.raw(",\"opens_at_ms\":");
            self.integer(opens_at_ms);
        }
        self.raw("}");
    }

    /// The whole JSON, with who was left out.
    pub fn finish(mut self, left_out: &[LeftOut], gave_up: bool) -> Vec<u8> {
        self.raw("],\"left_out\":");
        self.any(left_out);
        self.raw(if gave_up {
            ",\"gave_up\":true}"
        } else {
            ",\"gave_up\":false}"
        });
        self.json
    }

    fn raw(&mut self, piece: &str) {
        self.json.extend_from_slice(piece.as_bytes());
    }

    /// Most texts stand in JSON as they are.
    fn text(&mut self, text: &str) {
        let stands = |byte: &u8| *byte >= 0x20 && *byte != b'"' && *byte != b'\\';
        if text.as_bytes().iter().all(stands) {
            self.raw("\"");
            self.raw(text);
            self.raw("\"");
        } else {
            self.any(text);
        }
    }

    fn integer(&mut self, number: impl itoa::Integer) {
        self.raw(itoa::Buffer::new().format(number));
    }

    fn number(&mut self, number: f64) {
        self.any(&number);
    }

    fn any<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        // Neither texts nor numbers nor lists of them fail to be written into memory.
        _ = serde_json::to_writer(&mut self.json, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::stores::{Nearby, Position};

    #[test]
    fn every_byte_is_as_the_contract_writes_it() {
        let texts = [
            "",
            "s1",
            "人民广场店",
            "Joe\"s \\ \n\u{1}\u{7f}\u{2028}",
            "Café 東京",
        ];
        let numbers = [0.0, -0.0, 1.0, 31.2304, -121.473_7, 179.999_999_9, 1e-7, f64::NAN];
        let instants = [None, Some(0), Some(-1), Some(i64::MAX), Some(1_795_788_000_000)];
        let modes: [&[&str]; 3] = [&[], &["pickup"], &["pickup", "delivery", "in_store"]];
        let mut stores = Vec::new();
        for number in 0..120 {
            stores.push(NearbyStore {
                id: texts[number % 5],
                name: texts[number % 3 + 2],
                address: texts[number / 2 % 5],
                distance_metres: [0, 7, 289, u32::MAX][number % 4],
                position: Position {
                    lat: numbers[number % 8],
                    lng: numbers[number / 3 % 8],
                },
                currency: "CNY",
                modes: modes[number % 3].to_vec(),
                open: number % 2 == 0,
                closes_at_ms: instants[number % 5],
                opens_at_ms: instants[number / 5 % 5],
            });
        }
        let left_out = [LeftOut {
            id: "s2".to_owned(),
            name: "\"".to_owned(),
            distance_metres: 3,
            reason: "closed",
            sku: None,
            available: None,
        }];
        for count in [0, 1, 2, 120] {
            let stores = stores[..count].to_vec();
            let mut json = NearbyJson::new();
            stores.iter().for_each(|store| json.push(store));
            assert_eq!(json.len(), count);
            let left_out = left_out[..count.min(1)].to_vec();
            let written = json.finish(&left_out, count > 1);
            let nearby = Nearby {
                stores,
                left_out,
                gave_up: count > 1,
            };
            assert_eq!(
                String::from_utf8(written).unwrap(),
                serde_json::to_string(&nearby).unwrap()
            );
        }
    }
}
