//! Rows of who somebody is: shoppers, staff, machines.

use super::{HEADQUARTERS, PUBLIC, Row, SHOPPER, STAFF, row};
use crate::isolation::cast::{NORTH, THIRD};
use crate::isolation::world::PASSWORD;
use data_encoding::BASE32_NOPAD;
use end_to_end::now_ms;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;

/// What shoppers do with their own accounts.
pub fn accounts() -> Vec<Row> {
    vec![
        row("create_session", PUBLIC).json(|_| json!({"provider": "sandbox-identity", "code": "dev-dora"})),
        row("refresh_session", PUBLIC).json(|world| json!({"refresh_token": world.thing("refresh")})),
        row("list_sessions", SHOPPER),
        row("get_me", SHOPPER),
        row("list_addresses", SHOPPER),
        row("export_me", SHOPPER),
        row("put_me", SHOPPER).json(|_| json!({"name": "Called otherwise", "consents": []})),
        row("verify_phone", SHOPPER).json(|_| json!({"code": "dev-8613912345678"})),
        row("put_address", SHOPPER).of("address", "=home").json(|_| {
            json!({
                "recipient": "Somebody", "phone": "13900000002", "region": "上海市", "detail": "Street 2",
                "lat": 31.2, "lng": 121.4, "coord": "wgs84",
            })
        }),
        row("delete_address", SHOPPER).of("address", "=home"),
        row("delete_session", SHOPPER).of("session", "session.alice"),
        row("end_session", SHOPPER),
        row("end_all_sessions", SHOPPER),
        row("get_order_contact", STAFF).of("order", "order.paid"),
        row("delete_me", SHOPPER),
        row("list_audit_entries", HEADQUARTERS),
    ]
}

/// What staff do with their own log-ins, and who manages staff with others'.
pub fn staff() -> Vec<Row> {
    let person = |operation| {
        row(operation, STAFF)
            .of("staff", "staff.north")
            .beside("staff.south")
    };
    vec![
        row("create_staff_session", PUBLIC).json(|_| json!({"login": "caller-third", "password": PASSWORD})),
        row("refresh_staff_session", PUBLIC)
            .json(|world| json!({"refresh_token": world.thing("staff-refresh")})),
        row("accept_invitation", PUBLIC)
            .json(|world| json!({"invitation": world.thing("invitation"), "password": PASSWORD})),
        row("get_staff_me", STAFF),
        row("list_staff_sessions", STAFF),
        row("list_roles", STAFF),
        row("list_regions", HEADQUARTERS),
        row("get_region", HEADQUARTERS).of("region", "=east"),
        row("put_region", HEADQUARTERS)
            .of("region", "=west")
            .json(|_| json!({"name": "West", "stores": [THIRD]})),
        row("put_role", HEADQUARTERS)
            .of("role", "=guard")
            .json(|_| json!({"name": "Guard", "permissions": ["hand_over"]})),
        row("list_staff", STAFF),
        person("get_staff"),
        row("create_staff", STAFF).json(|_| json!({"login": "new-one", "role": "clerk"})),
        person("put_staff")
            .json(|_| json!({"role": "device", "store": NORTH, "enabled": true, "version": 1})),
        person("end_sessions_of_staff"),
        person("create_invitation"),
        row("confirm_code_secret", STAFF).json(|world| json!({"code": shown(world.thing("code-secret"))})),
        row("delete_code_secret", STAFF).json(|_| json!({"password": PASSWORD})),
        row("create_code_secret", STAFF),
        row("delete_staff_session", STAFF)
            .of("session", "staff-session.north")
            .beside("staff-session.south"),
        row("put_password", STAFF)
            .json(|_| json!({"current": PASSWORD, "password": "another pony, other crocodile"})),
        row("end_staff_sessions", STAFF),
    ]
}

/// Keys of machines.
pub fn machines() -> Vec<Row> {
    let key = |operation| row(operation, STAFF).of("key", "key.north").beside("key.south");
    vec![
        row("create_key_token", PUBLIC).json(|world| json!({"key": world.thing("key")})),
        row("list_keys", STAFF),
        row("create_key", STAFF)
            .json(|_| json!({"kind": "device", "name": "Gate 2", "role": "device", "days": 9})),
        key("rotate_key"),
        key("delete_key"),
    ]
}

/// What an authenticator shows now (RFC 6238).
fn shown(secret: &str) -> String {
    let key = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let step = (now_ms() / 30_000).to_be_bytes();
    let mac = Hmac::<Sha1>::new_from_slice(&key).unwrap().chain_update(step);
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] % 16);
    let word = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) % 0x8000_0000;
    format!("{:06}", word % 1_000_000)
}
