//! What becomes of a cart at another store, line by line.

use crate::booking::book;
use crate::facts::{Source, load_queued, load_store, load_terms};
use crate::refusal::fulfilment_reason;
use crate::wish::{Arrangement, Wish};
use api::checkout::{SwitchStore, SwitchView, SwitchedLineView};
use api::money::MoneyView;
use api::problem::Problem;
use commerce::cart::{CartLine, LineChange, LineOffer};
use commerce::field::Rule;
use commerce::order::Fulfilment;
use commerce::store::Store;
use storage::order::terms::TermsBySku;
use web::{Call, Reply};

/// Compares a cart at two stores; writes nothing. What the shopper saw is as projected, what there is now is the truth.
pub async fn switch_store(call: Call) -> Result<Reply, Problem> {
    call.shopper()?;
    let request: SwitchStore = call.json()?;
    let arrangement = Arrangement {
        slot_ms: request.slot_ms,
        destination: request.destination,
        // Those of another store are others.
        resource: None,
    };
    let to = Wish::read(
        ("to_store", &request.to_store),
        &request.mode,
        &request.lines,
        None,
        0,
        arrangement,
    )?;
    let from = request.from_store.parse();
    let from = to.at(from.map_err(|_| Problem::invalid("from_store", Rule::CODE))?);
    let (before, seen) = at_store(&call, &from, Source::Projections, "from_store").await?;
    let (after, terms) = at_store(&call, &to, Source::Truth, "to_store").await?;
    let queued = load_queued(&call, &after, &to).await?;
    let agreed = Fulfilment::agree(&after, to.fulfilment, queued, call.now_ms);
    let agreed = match agreed {
        Ok(agreed) => book(&call, &after, &to, &terms)
            .await?
            .map(|booking| Fulfilment { booking, ..agreed }),
        Err(refusal) => Err(refusal),
    };
    let lines = to.cart.lines().iter();
    let lines = lines.map(|line| switched(&call, line, (&before, &seen), (&after, &terms)));
    Ok(Reply::ok(&SwitchView {
        from_store: before.id.to_string(),
        to_store: after.id.to_string(),
        unavailable: agreed.as_ref().err().map(|refusal| fulfilment_reason(*refusal).1),
        slot_required: agreed.is_ok_and(|agreed| agreed.lacks_slot(&after, to.fulfilment.mode)),
        lines: lines.collect(),
    }))
}

async fn at_store(
    call: &Call,
    wish: &Wish,
    source: Source,
    field: &str,
) -> Result<(Store, TermsBySku), Problem> {
    let store = match load_store(call, wish, source).await? {
        // A projection that is behind knows nothing of a new store.
        None if source == Source::Projections => load_store(call, wish, Source::Truth).await?,
        found => found,
    };
    let store = store.ok_or_else(|| Problem::invalid(field, Rule::unknown(wish.store.as_str())))?;
    let terms = load_terms(call, &store, wish, source).await?;
    Ok((store, terms))
}

fn switched(
    call: &Call,
    line: &CartLine,
    (before, seen): (&Store, &TermsBySku),
    (after, terms): (&Store, &TermsBySku),
) -> SwitchedLineView {
    let (seen, terms) = (seen.get(&line.sku), terms.get(&line.sku));
    let offer = |store: &Store, price, available| LineOffer {
        price,
        currency: store.currency,
        available,
    };
    let was = seen.map(|terms| offer(before, terms.price, terms.available));
    let is = terms.map(|terms| offer(after, terms.price, terms.available));
    let name = terms.or(seen).and_then(|terms| call.locale.pick(&terms.name));
    let money = |offer: LineOffer| MoneyView::new(offer.price, offer.currency);
    SwitchedLineView {
        sku: line.sku.to_string(),
        name: name.unwrap_or_default().to_owned(),
        quantity: line.quantity,
        change: LineChange::between(line.quantity, was, is).as_str(),
        unit_price_before: was.map(money),
        unit_price: is.map(money),
        available: is.map_or(0, |offer| offer.available),
    }
}
