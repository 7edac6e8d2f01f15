//! Orders that wait in their stores, and their verification.

use crate::api::Api;
use crate::application::token;
use crate::brand::pick;
use crate::carts::{Filled, order};
use crate::load::Journey;
use crate::requests::Requests;
use crate::running::Running;
use crate::wire::{Ended, Wire};
use anyhow::{Context, Result, anyhow};
use futures_util::future::LocalBoxFuture;
use serde_json::json;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};
use web::Principal;

/// Callers at once who make orders ready.
const HANDS: usize = 4;

/// Orders that are ready, each to be fetched once.
pub struct Pickups {
    requests: Requests,
    ready: Vec<Ready>,
}

struct Ready {
    order: String,
    store: String,
    shopper: String,
    clerk: String,
}

impl Pickups {
    /// Places, pays and prepares `count` orders.
    pub fn prepare(running: &Running, filled: &Filled, count: usize) -> Result<Self> {
        let ready = Mutex::new(Vec::with_capacity(count));
        thread::scope(|scope| {
            let hands: Vec<_> = (0..HANDS)
                .map(|hand| {
                    let ready = &ready;
                    scope.spawn(move || -> Result<()> {
                        for number in (hand..count).step_by(HANDS) {
                            let one = make_ready(&running.url(), filled, number)?;
                            ready
                                .lock()
                                .map_err(|_| anyhow!("another hand failed"))?
                                .push(one);
                        }
                        Ok(())
                    })
                })
                .collect();
            hands
                .into_iter()
                .try_for_each(|hand| hand.join().map_err(|_| anyhow!("a hand failed"))?)
        })?;
        Ok(Self {
            requests: Requests::to(running.address())?,
            ready: ready.into_inner().map_err(|_| anyhow!("a hand failed"))?,
        })
    }

    async fn verify(&self, number: u64, wire: &mut Wire) -> Result<Duration, Ended> {
        let index = usize::try_from(number).unwrap_or(usize::MAX);
        let ready = self.ready.get(index).context("no order is left to be fetched")?;
        let path = format!("/v1/orders/{}/handover-code", ready.order);
        let shown = self.requests.get(&path, Some(&ready.shopper))?;
        // The shopper had it open before they came to the counter.
        let shown = wire.ask(shown).await?;
        let key = format!("hand-over-{number:08}");
        let post = |path: String, body: serde_json::Value| {
            self.requests.post(&path, &ready.clerk, &key, body.to_string())
        };
        let path = format!("/v1/stores/{}/handovers", ready.store);
        let start = Instant::now();
        let preview = post(format!("{path}/preview"), json!({"code": shown["payload"]}))?;
        let preview = wire.ask(preview).await?;
        let confirmed = post(path, json!({"confirmation": preview["confirmation"]}))?;
        wire.ask(confirmed).await?;
        Ok(start.elapsed())
    }
}

impl Journey for Pickups {
    fn go<'a>(&'a self, number: u64, wire: &'a mut Wire) -> LocalBoxFuture<'a, Result<Duration, Ended>> {
        Box::pin(self.verify(number, wire))
    }
}

fn make_ready(url: &str, filled: &Filled, number: usize) -> Result<Ready> {
    let store = pick(&filled.stores, number as u64).context("a store")?.clone();
    let shopper = token(&Principal::Shopper(format!("picker-{number}").parse()?))?;
    let clerk = token(&Principal::of_store(format!("clerk-{store}"), store.parse()?))?;
    let api = Api::new(url, &shopper);
    let body = order(&api, &store, "pickup", &[filled.sku()?])?;
    let placed = api.post_json("/v1/orders", "place-it", &body)?;
    let order = placed["id"].as_str().context("an order has an id")?.to_owned();
    api.post_json(&format!("/v1/orders/{order}/pay"), "pay-for-it", "{}")?;
    let desk = Api::new(url, &clerk);
    for event in ["accept", "make_ready"] {
        let path = format!("/v1/stores/{store}/orders/{order}/events");
        desk.post_json(
            &path,
            &format!("{event}-{number}"),
            &json!({"event": event}).to_string(),
        )?;
    }
    Ok(Ready {
        order,
        store,
        shopper,
        clerk,
    })
}
