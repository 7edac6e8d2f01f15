use super::{STATE, STOCK};
use crate::outbox::{self, Change};
use crate::sql::Script;
use crate::stock::ON_HAND_MAX;
use commerce::ids::{ProductId, StoreId};
use commerce::transfer::{Transfer, TransferLine};
use std::collections::BTreeSet;

/// Adds the steps that send a transfer: its goods leave the sender's stock. Refused under [`STOCK`] when fewer units of a line are
/// available than are sent; a store that there is not is refused by the table's key.
///
/// Stock comes last and in the order of the SKUs, as in an order: nobody waits for another in a circle. Returns the position
/// of the first line's step; those of the others follow one by one.
pub fn send(script: &mut Script, transfer: &Transfer) -> usize {
    let id = transfer.id.to_string();
    script.run(
        "INSERT INTO transfer (id, from_store, to_store, state, reason, sent_by, sent_ms) \
         VALUES (?1, ?2, ?3, 'in_transit', ?4, ?5, ?6)",
        vec![
            (&id).into(),
            transfer.from.to_string().into(),
            transfer.to.to_string().into(),
            (&transfer.reason).into(),
            (&transfer.sent_by).into(),
            transfer.sent_ms.into(),
        ],
    );
    for line in &transfer.lines {
        script.run(
            "INSERT INTO transfer_line (transfer_id, sku_id, sent) VALUES (?1, ?2, ?3)",
            vec![(&id).into(), line.sku.to_string().into(), line.sent.into()],
        );
    }
    mark_offers(script, &transfer.from, &transfer.lines, transfer.sent_ms);
    let first = script.next_step();
    for line in &transfer.lines {
        script.expect(
            STOCK,
            "UPDATE stock SET on_hand = on_hand - ?3, sequence = sequence + 1, cause = 'transfer_out', reference = ?4, \
             reason = ?5, changed_ms = ?6 WHERE store_id = ?1 AND sku_id = ?2 AND on_hand - reserved >= ?3",
            vec![
                transfer.from.to_string().into(),
                line.sku.to_string().into(),
                line.sent.into(),
                (&id).into(),
                (&transfer.reason).into(),
                transfer.sent_ms.into(),
            ],
        );
    }
    first
}

/// Adds the steps by which a transfer, received in the core, arrives: what was counted joins the receiver's stock. Refused
/// under [`STATE`] when it is no longer in transit, or under [`STOCK`] when a line does not fit in.
///
/// Returns the lines of the steps that are refused under [`STOCK`], with their positions.
pub fn receive(script: &mut Script, transfer: &Transfer) -> Vec<(usize, usize)> {
    end(script, transfer);
    for line in &transfer.lines {
        script.run(
            "UPDATE transfer_line SET received = ?3 WHERE transfer_id = ?1 AND sku_id = ?2",
            vec![
                transfer.id.to_string().into(),
                line.sku.to_string().into(),
                line.received.into(),
            ],
        );
    }
    let units = |line: &TransferLine| line.received.unwrap_or(0);
    arrive(script, transfer, &transfer.to, units)
}

/// Adds the steps by which a transfer, cancelled in the core, goes back: what was sent joins the sender's stock again. Refused
/// and returns as [`receive`].
pub fn cancel(script: &mut Script, transfer: &Transfer) -> Vec<(usize, usize)> {
    end(script, transfer);
    arrive(script, transfer, &transfer.from, |line| line.sent)
}

fn end(script: &mut Script, transfer: &Transfer) {
    script.expect(
        STATE,
        "UPDATE transfer SET state = ?2, ended_by = ?3, ended_ms = ?4 WHERE id = ?1 AND state = 'in_transit'",
        vec![
            transfer.id.to_string().into(),
            transfer.state.as_str().into(),
            transfer.ended_by.clone().into(),
            transfer.ended_ms.into(),
        ],
    );
}

fn arrive(
    script: &mut Script,
    transfer: &Transfer,
    store: &StoreId,
    units: impl Fn(&TransferLine) -> i64,
) -> Vec<(usize, usize)> {
    let now_ms = transfer.ended_ms.unwrap_or(transfer.sent_ms);
    mark_offers(script, store, &transfer.lines, now_ms);
    let mut steps = Vec::new();
    for (number, line) in transfer.lines.iter().enumerate() {
        let units = units(line);
        // Nothing that arrives is no change of stock.
        if units == 0 {
            continue;
        }
        script.run(
            "INSERT INTO stock (store_id, sku_id, on_hand, reserved, changed_ms) VALUES (?1, ?2, 0, 0, ?3) \
             ON CONFLICT (store_id, sku_id) DO NOTHING",
            vec![
                store.to_string().into(),
                line.sku.to_string().into(),
                now_ms.into(),
            ],
        );
        steps.push((script.next_step(), number));
        script.expect(
            STOCK,
            "UPDATE stock SET on_hand = on_hand + ?3, sequence = sequence + 1, cause = 'transfer_in', reference = ?4, \
             reason = ?5, changed_ms = ?6 WHERE store_id = ?1 AND sku_id = ?2 AND on_hand + ?3 <= ?7",
            vec![
                store.to_string().into(),
                line.sku.to_string().into(),
                units.into(),
                transfer.id.to_string().into(),
                (&transfer.reason).into(),
                now_ms.into(),
                ON_HAND_MAX.into(),
            ],
        );
    }
    steps
}

/// Marks that what is available of the lines' products at `store` changes with this script.
fn mark_offers(script: &mut Script, store: &StoreId, lines: &[TransferLine], now_ms: i64) {
    let products: BTreeSet<ProductId> = lines.iter().map(|line| line.sku.product()).collect();
    for product in products {
        outbox::mark(script, &Change::Offer(store.clone(), product), now_ms);
    }
}
