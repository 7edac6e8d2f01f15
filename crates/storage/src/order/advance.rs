//! The write by which a paid order goes on: by compare-and-set on the state that it starts from.

use super::STATE;
use super::history::{self, By};
use crate::payment::delivery;
use crate::sql::Script;
use commerce::order::{Order, OrderEvent, handed_over_in};

/// Adds the steps that bring `before` to `after`, which is what `event` made of it in the core. Refused under [`STATE`] when
/// the order is in another state by now.
///
/// With the goods out of the store's hands, the gateway is to be told, see [`delivery`].
///
/// What an order that is called off gives back, and the money, are steps of a refund in the same script.
pub fn advance(script: &mut Script, before: &Order, after: &Order, event: OrderEvent, by: By<'_>) {
    script.expect(
        STATE,
        "UPDATE orders SET state = ?3, moved_ms = ?4, closed_ms = ?5 WHERE id = ?1 AND state = ?2",
        vec![
            before.id.to_string().into(),
            before.state.as_str().into(),
            after.state.as_str().into(),
            after.moved_ms.into(),
            after.closed_ms.into(),
        ],
    );
    history::note(script, before.id, event, after.state, by, after.moved_ms);
    if after.state == handed_over_in(after.quote.mode) {
        delivery::make_due(script, after.id, after.moved_ms);
    }
}
