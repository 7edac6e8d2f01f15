//! Everybody wants the same few things, and nobody is sold what is not there.

use crate::mart::{end, mall, order, post, share, size, sku};
use end_to_end::Caller;
use std::sync::atomic::{AtomicI64, Ordering};

/// Callers at once.
const CALLERS: usize = 64;
/// SKUs that all of them want.
const SKUS: u64 = 20;
/// Orders after which everything is compared; new callers come then.
const ROUND: u64 = 20_000;

#[test]
fn contended_checkouts_oversell_nothing() {
    let checkouts = size(1_200, 200_000, 1_000_000);
    // A third of the orders is paid, so that the shelves are empty towards the end.
    let units = i64::try_from(checkouts / (4 * SKUS)).unwrap();
    let mall = mall(SKUS, units);
    let sold: Vec<AtomicI64> = (0..SKUS).map(|_| AtomicI64::new(0)).collect();
    let refused = AtomicI64::new(0);
    let mut begun = 0;
    while begun < checkouts {
        let round_end = checkouts.min(begun + ROUND);
        let callers: Vec<Caller> = (0..CALLERS)
            .map(|caller| mall.as_shopper(&format!("c{caller}")))
            .collect();
        share(CALLERS, begun, round_end, |thread, number| {
            let (first, second) = (number % SKUS, (number * 7 + 3) % SKUS);
            let wanted = match number % 4 {
                0 if first != second => vec![first, second],
                _ => vec![first],
            };
            let skus: Vec<String> = wanted.iter().map(|number| sku(*number)).collect();
            let caller = &callers[thread];
            let placed = post(caller, "/v1/orders", &format!("place-{number:08}"), &order(&skus));
            if placed.status == 409 {
                assert_eq!(placed.code(), "out_of_stock", "{}", placed.text);
                refused.fetch_add(1, Ordering::Relaxed);
                return;
            }
            placed.assert(201);
            let how = if number % 3 == 0 { "pay" } else { "cancel" };
            end(caller, &placed, how, &format!("end-{number:08}")).assert(200);
            if how == "pay" {
                for sku in wanted {
                    sold[usize::try_from(sku).unwrap()].fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        mall.assert_adds_up();
        mall.assert_no_transaction_is_open();
        begun = round_end;
    }
    for (number, sold) in (0..).zip(sold) {
        let sold = sold.into_inner();
        assert!(sold <= units, "{sold} of {units} sold");
        let sku = sku(number);
        let left = mall.rows(&format!(
            "SELECT on_hand, reserved FROM stock WHERE sku_id = '{sku}'"
        ));
        assert_eq!(left, [[(units - sold).to_string(), "0".to_owned()]], "{sku}");
    }
    // A shelf that is never empty would show nothing.
    assert!(refused.into_inner() > 0);
}
