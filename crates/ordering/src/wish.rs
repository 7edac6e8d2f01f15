//! What a shopper wants, read from a request.

use crate::refusal::{Line, Refusal};
use api::checkout::{Coord, DestinationRequest, LineRequest};
use api::problem::Problem;
use commerce::cart::{Cart, CartLineDraft};
use commerce::field::{FieldError, Findings, Rule, within};
use commerce::geo::{CoordinateSystem, Point};
use commerce::ids::{CouponId, ResourceId, SkuId, StoreId};
use commerce::money::Minor;
use commerce::order::FulfilmentWish;
use commerce::store::Mode;
use std::collections::BTreeSet;

/// The most points that a wish may name: what JavaScript still counts exactly.
const POINTS_MAX: i64 = (1 << 53) - 1;

/// A cart at a store, with where and when, a coupon and points: ids and quantities, a point and an instant, nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Where to buy.
    pub store: StoreId,
    /// How the goods get to the shopper, where and when.
    pub fulfilment: FulfilmentWish,
    /// What to buy.
    pub cart: Cart,
    /// The coupon to use.
    pub coupon: Option<CouponId>,
    /// The points to redeem.
    pub points: Minor,
    /// With whom to book.
    pub resource: Option<ResourceId>,
    /// The SKUs in the order in which they were sent, to name a line as its sender knows it.
    sent: Vec<String>,
}

/// Where, when and with whom, as it was sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Arrangement<'a> {
    /// When the wanted slot begins, UTC epoch milliseconds.
    pub slot_ms: Option<i64>,
    /// Where to bring it.
    pub destination: Option<DestinationRequest>,
    /// What should be the code of a resource.
    pub resource: Option<&'a str>,
}

impl Wish {
    /// Checks what a caller sent, the store under the name of its field.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn read(
        (field, store): (&str, &str),
        mode: &str,
        lines: &[LineRequest],
        coupon: Option<&str>,
        points: i64,
        arrangement: Arrangement<'_>,
    ) -> Result<Self, Problem> {
        let mut findings = Findings::default();
        let drafts: Vec<CartLineDraft> = lines
            .iter()
            .map(|line| CartLineDraft {
                sku: line.sku.clone(),
                quantity: line.quantity,
            })
            .collect();
        let store_id = findings.keep(store.parse().map_err(|_| {
            let expected = "a code of 1 to 40 characters A-Z, a-z, 0-9, _ or -";
            FieldError::new(field, Rule::Format { expected })
        }));
        let mode = findings.keep(
            mode.parse()
                .map_err(|_| FieldError::new("mode", Rule::unknown(mode))),
        );
        let cart = findings.keep(Cart::read(&drafts));
        let coupon = findings.keep(coupon.map(str::parse).transpose().map_err(|_| {
            let expected = "26 characters of upper-case Crockford base32";
            FieldError::new("coupon", Rule::Format { expected })
        }));
        if !(0..=POINTS_MAX).contains(&points) {
            let range = Rule::OutOfRange {
                min: 0,
                max: POINTS_MAX,
            };
            findings.report("points", range);
        }
        let destination = findings.keep(arrangement.destination.map(point).transpose());
        let resource = arrangement.resource.map(str::parse).transpose();
        let resource = findings.keep(resource.map_err(|_| FieldError::new("resource", Rule::CODE)));
        if arrangement.resource.is_some() && mode.is_some_and(|mode| mode != Mode::Booking) {
            findings.report("resource", Rule::Conflict { other: "mode" });
        }
        let wish = || {
            Some(Self {
                store: store_id?,
                fulfilment: FulfilmentWish {
                    mode: mode?,
                    slot_ms: arrangement.slot_ms,
                    destination: destination?,
                },
                cart: cart?,
                coupon: coupon?,
                points: Minor(points),
                resource: resource?,
                sent: lines.iter().map(|line| line.sku.clone()).collect(),
            })
        };
        Ok(findings.finish(wish())?)
    }

    /// The same at another store.
    #[must_use]
    pub fn at(&self, store: StoreId) -> Self {
        Self {
            store,
            ..self.clone()
        }
    }

    /// The SKUs of the cart.
    #[must_use]
    pub fn skus(&self) -> BTreeSet<SkuId> {
        self.cart.lines().iter().map(|line| line.sku.clone()).collect()
    }

    /// A refusal of some lines, each as the sender knows it.
    #[must_use]
    pub fn refuse_lines(&self, refused: Vec<(SkuId, Line)>) -> Refusal {
        let named = refused.into_iter().map(|(sku, line)| {
            let index = self.sent.iter().position(|sent| sent == sku.as_str());
            (index.unwrap_or_default(), line)
        });
        Refusal::Lines(named.collect())
    }
}

fn point(sent: DestinationRequest) -> Result<Point, Vec<FieldError>> {
    let system = match sent.coord {
        Coord::Wgs84 => CoordinateSystem::Wgs84,
        Coord::Gcj02 => CoordinateSystem::Gcj02,
    };
    let point = Point::from_degrees(sent.lat, sent.lng);
    point
        .map(|point| system.to_wgs84(point))
        .map_err(|errors| within("destination", errors))
}
