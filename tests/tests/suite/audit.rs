//! The audit log, over HTTP: what staff write is entered, and headquarters reads it.

use crate::order::{id, order, place};
use end_to_end::{Answer, Caller, Mall};
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::Barrier;
use std::thread;

const DESKS: usize = 16;
/// Writes of each desk.
const WRITES: usize = 4;

fn entries(caller: &Caller, query: &str) -> Answer {
    caller.get(&format!("/v1/audit/entries{query}")).expect(200)
}

fn of_each<'a>(answer: &'a Answer, field: &str) -> Vec<&'a Value> {
    answer.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry[field])
        .collect()
}

#[test]
fn sixteen_desks_write_at_once_and_their_store_s_chain_stays_one_line() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 1)]);
    let barrier = Barrier::new(DESKS);
    let statuses: Vec<u16> = thread::scope(|scope| {
        let desks: Vec<_> = (0..DESKS)
            .map(|_| {
                let (barrier, staff) = (&barrier, mall.as_clerk("s1"));
                scope.spawn(move || {
                    let found = json!({"lines": [{"sku": "tea.m", "adjust": 1}], "reason": "found"});
                    barrier.wait();
                    let write = |_| staff.put("/v1/stores/s1/stock", &found).status;
                    (0..WRITES).map(write).collect::<Vec<_>>()
                })
            })
            .collect();
        desks.into_iter().flat_map(|desk| desk.join().unwrap()).collect()
    });
    assert_eq!(statuses, [200; DESKS * WRITES]);
    let chain = mall.rows("SELECT COUNT(*), MAX(seq) FROM audit_entry WHERE chain = 'store:s1'");
    let length = (DESKS * WRITES).to_string();
    assert_eq!(chain, [[length.clone(), length]]);
    assert_eq!(
        mall.number("SELECT on_hand FROM stock"),
        1 + (DESKS * WRITES) as i64
    );
    mall.assert_adds_up();
}

#[test]
fn headquarters_reads_what_staff_wrote_and_staff_of_stores_do_not() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 1)]);
    let counted = json!({"lines": [{"sku": "tea.m", "on_hand": 7}], "reason": "a reason that stays inside"});
    for _ in 0..3 {
        mall.as_clerk("s1")
            .put("/v1/stores/s1/stock", &counted)
            .assert(200);
    }
    let headquarters = mall.as_headquarters();
    let own = entries(&headquarters, "?chain=store:s1&limit=2");
    assert_eq!(of_each(&own, "seq"), [3, 2]);
    assert_eq!(of_each(&own, "principal"), ["staff:clerk-s1"; 2]);
    assert_eq!(of_each(&own, "operation"), ["put_stock"; 2]);
    assert_eq!(of_each(&own, "target"), ["/v1/stores/s1/stock"; 2]);
    assert_eq!(own.json["items"][0]["previous"], own.json["items"][1]["hash"]);
    assert!(!own.text.contains("a reason that stays inside"));
    let cursor = own.json["next_cursor"].as_str().unwrap();
    let rest = entries(&headquarters, &format!("?chain=store:s1&limit=2&cursor={cursor}"));
    assert_eq!(of_each(&rest, "seq"), [1]);
    assert_eq!(rest.json["next_cursor"], Value::Null);

    // Setting the mall up was headquarters' work.
    let brand = entries(&headquarters, "?operation=put_product");
    assert_eq!(of_each(&brand, "chain"), ["headquarters"]);
    let someone = entries(&headquarters, "?principal=staff:clerk-s1");
    assert_eq!(of_each(&someone, "chain"), ["store:s1"; 3]);
    let at_ms = rest.json["items"][0]["at_ms"].as_i64().unwrap();
    assert_eq!(
        of_each(
            &entries(&headquarters, &format!("?to_ms={at_ms}&chain=store:s1")),
            "seq"
        ),
        [] as [i64; 0]
    );
    for (query, field) in [
        ("?chain=s1", "chain"),
        ("?cursor=x", "cursor"),
        ("?operation=", "operation"),
        ("?from_ms=yesterday", "from_ms"),
    ] {
        let refused = headquarters.get(&format!("/v1/audit/entries{query}")).expect(422);
        assert_eq!(refused.fields(), [field]);
    }
    mall.as_clerk("s1").get("/v1/audit/entries").assert(403);
}

#[test]
fn request_that_is_sent_again_is_entered_once() {
    let mall = Mall::start();
    mall.stock("s1", &[("tea.m", 5)]);
    let shopper = mall.as_shopper("alice");
    let placed = place(&shopper, "place-0001", &order("s1", &[("tea.m", 2)], 3_600)).expect(201);
    let id = id(&placed);
    let pay = format!("/v1/orders/{id}/pay");
    shopper.with_key("pay-000001").post_empty(&pay).assert(200);
    let staff = mall.as_clerk("s1").with_key("accept-001");
    let path = format!("/v1/stores/s1/orders/{id}/events");
    let first = staff.post(&path, &json!({"event": "accept"})).expect(200);
    assert_eq!(
        staff.post(&path, &json!({"event": "accept"})).expect(200).text,
        first.text
    );
    // What is refused was not done.
    let other = mall.as_clerk("s1").with_key("accept-002");
    other.post(&path, &json!({"event": "accept"})).assert(409);
    let entered = entries(&mall.as_headquarters(), "?operation=create_order_event");
    assert_eq!(of_each(&entered, "target"), [path.as_str()]);
    // Shoppers are no staff.
    assert_eq!(
        mall.number("SELECT COUNT(*) FROM audit_entry WHERE principal LIKE 'shopper%'"),
        0
    );
}

#[test]
fn import_is_entered_once_for_each_of_its_transactions() {
    let mall = Mall::start();
    let mut file = "code,name,street,city,region,country,postcode,time_zone,longitude,latitude\n".to_owned();
    for number in 0..201 {
        let row = "One,Street 1,Shanghai,,CN,,Asia/Shanghai,121.5,31.3";
        writeln!(file, "n{number},{row}").unwrap();
    }
    let headquarters = mall.as_headquarters();
    headquarters
        .post_csv("/v1/stores/import", file.clone())
        .assert(200);
    let entered = entries(&headquarters, "?operation=import_stores");
    assert_eq!(of_each(&entered, "seq"), [2, 1]);
    assert_eq!(
        of_each(&entered, "body_sha256")[0],
        of_each(&entered, "body_sha256")[1]
    );
    // All of it is so already.
    headquarters.post_csv("/v1/stores/import", file).assert(200);
    assert_eq!(
        of_each(&entries(&headquarters, "?operation=import_stores"), "seq"),
        [2, 1]
    );
    mall.assert_adds_up();
}
