//! Why there is no order, and no price.

use api::checkout::QuoteView;
use api::problem::{Code, Fault, FieldProblem, Problem};
use commerce::coupon::CouponRefusal;
use commerce::field::Rule;
use commerce::ids::StoreId;
use commerce::order::FulfilmentRefusal;
use commerce::pricing::{PointsRefusal, PricingError};
use commerce::store::{BookingRefusal, SlotRefusal, Unavailable};

/// Why a cart is refused. Each can be the fault of an old projection, so the truth is asked before a caller is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// There is no such store.
    NoStore(StoreId),
    /// The store does not serve this way, not there, or not then.
    Fulfilment(FulfilmentRefusal),
    /// Lines by their index in the request.
    Lines(Vec<(usize, Line)>),
    /// There is no such coupon, or it cannot be used.
    Coupon(Option<CouponRefusal>),
    /// The points cannot be redeemed.
    Points(PointsRefusal),
    /// It costs another amount than the shopper saw.
    Price(Box<QuoteView>),
    /// What the store asks cannot be computed; a defect of its data.
    Defect(String),
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The store does not sell it.
    NotSold,
    /// Fewer units are available.
    Short {
        /// How many are.
        available: i64,
    },
    /// It is a service, which is booked.
    OnlyBooked,
    /// It is an article, which is not booked.
    NotBooked,
    /// The customer may order fewer units.
    Limited {
        /// How many more they may, below zero when the limit was lowered meanwhile.
        left: i64,
    },
}

impl Refusal {
    /// As a caller sees it.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::NoStore(store) => Problem::invalid("store", Rule::unknown(store.as_str())),
            Self::Fulfilment(refusal) => fulfilment_problem(*refusal),
            Self::Lines(lines) => lines_problem(lines),
            Self::Coupon(refusal) => Problem::field(
                Code::CouponRefused,
                "coupon",
                Fault::Reason(coupon_reason(refusal.as_ref())),
            ),
            Self::Points(refusal) => points_problem(refusal),
            Self::Price(quote) => Problem::new(Code::PriceChanged).with_extra("quote", value(quote)),
            Self::Defect(_) => Problem::new(Code::Internal),
        }
    }
}

/// A view as a value. By way of its text: the serializer of values would be a second one for all views.
fn value(view: &QuoteView) -> serde_json::Value {
    let text = serde_json::to_string(view);
    text.and_then(|text| serde_json::from_str(&text))
        .unwrap_or_default()
}

impl From<FulfilmentRefusal> for Refusal {
    fn from(refusal: FulfilmentRefusal) -> Self {
        Self::Fulfilment(refusal)
    }
}

impl From<SlotRefusal> for Refusal {
    fn from(refusal: SlotRefusal) -> Self {
        Self::Fulfilment(refusal.into())
    }
}

impl From<PricingError> for Refusal {
    fn from(error: PricingError) -> Self {
        match error {
            PricingError::Coupon(refusal) => Self::Coupon(Some(refusal)),
            PricingError::Points(refusal) => Self::Points(refusal),
            defect @ (PricingError::Negative | PricingError::Money(_)) => Self::Defect(defect.to_string()),
        }
    }
}

fn points_problem(refusal: &PointsRefusal) -> Problem {
    let (reason, max) = match refusal {
        PointsRefusal::NotOffered => ("points_not_offered", 0),
        PointsRefusal::NotEnough { max } => ("points_not_enough", max.get()),
        PointsRefusal::OverLimit { max } => ("points_over_limit", max.get()),
        PointsRefusal::Money(_) => return Problem::new(Code::Internal),
    };
    Problem::field(Code::PointsRefused, "points", Fault::Reason(reason)).with_extra("points_max", max.into())
}

/// As a caller sees it.
pub fn fulfilment_problem(refusal: FulfilmentRefusal) -> Problem {
    match refusal {
        FulfilmentRefusal::NoDestination => Problem::invalid("destination", Rule::Required),
        FulfilmentRefusal::Destination => Problem::invalid("destination", Rule::Conflict { other: "mode" }),
        FulfilmentRefusal::Slot(SlotRefusal::Missing) => Problem::invalid("slot_ms", Rule::Required),
        refusal => {
            let (field, reason) = fulfilment_reason(refusal);
            Problem::field(Code::StoreUnavailable, field, Fault::Reason(reason))
        }
    }
}

/// The field that is refused, and why.
pub fn fulfilment_reason(refusal: FulfilmentRefusal) -> (&'static str, &'static str) {
    match refusal {
        FulfilmentRefusal::Store(Unavailable::ModeNotServed) => ("mode", "mode_not_served"),
        FulfilmentRefusal::Store(Unavailable::OutOfDeliveryArea) => ("destination", "out_of_delivery_area"),
        FulfilmentRefusal::Store(Unavailable::TemporarilyClosed { .. }) => ("store", "temporarily_closed"),
        FulfilmentRefusal::Store(Unavailable::Closed { .. }) => ("store", "closed"),
        FulfilmentRefusal::BasketTooSmall => ("lines", "basket_too_small"),
        FulfilmentRefusal::NoDestination => ("destination", "destination_required"),
        FulfilmentRefusal::Destination => ("destination", "nothing_delivered"),
        FulfilmentRefusal::Slot(refusal) | FulfilmentRefusal::Booking(BookingRefusal::Slot(refusal)) => {
            ("slot_ms", slot_reason(refusal))
        }
        FulfilmentRefusal::Booking(BookingRefusal::UnknownResource) => ("resource", "resource_unknown"),
        FulfilmentRefusal::Booking(BookingRefusal::SeveralKinds) => ("lines", "several_resources"),
        FulfilmentRefusal::Booking(BookingRefusal::TooLong) => ("lines", "booking_too_long"),
    }
}

fn slot_reason(refusal: SlotRefusal) -> &'static str {
    match refusal {
        SlotRefusal::Missing => "slot_required",
        SlotRefusal::NotOffered => "slots_not_offered",
        SlotRefusal::Unknown => "slot_unknown",
        SlotRefusal::Closed => "slot_closed",
        SlotRefusal::TooFarAhead => "slot_too_far_ahead",
        SlotRefusal::Full => "slot_full",
    }
}

fn lines_problem(lines: &[(usize, Line)]) -> Problem {
    let is_sold = lines
        .iter()
        .all(|(_, line)| !matches!(line, Line::NotSold | Line::OnlyBooked | Line::NotBooked));
    let is_limit = lines.iter().all(|(_, line)| matches!(line, Line::Limited { .. }));
    let fields = lines.iter().map(|(index, line)| match line {
        Line::NotSold => FieldProblem {
            field: format!("lines[{index}].sku"),
            fault: Fault::Reason("not_carried"),
        },
        Line::OnlyBooked => FieldProblem {
            field: format!("lines[{index}].sku"),
            fault: Fault::Reason("only_booked"),
        },
        Line::NotBooked => FieldProblem {
            field: format!("lines[{index}].sku"),
            fault: Fault::Reason("not_booked"),
        },
        Line::Short { available } => FieldProblem {
            field: format!("lines[{index}].quantity"),
            fault: Fault::Available(*available),
        },
        Line::Limited { left } => FieldProblem {
            field: format!("lines[{index}].quantity"),
            fault: Fault::Left((*left).max(0)),
        },
    });
    Problem {
        fields: fields.collect(),
        ..Problem::new(if is_limit {
            Code::PurchaseLimit
        } else if is_sold {
            Code::OutOfStock
        } else {
            Code::NotSellable
        })
    }
}

/// Another customer's coupon does not exist for the caller.
fn coupon_reason(refusal: Option<&CouponRefusal>) -> &'static str {
    match refusal {
        None | Some(CouponRefusal::NotYours) => "coupon_unknown",
        Some(CouponRefusal::Used) => "coupon_used",
        Some(CouponRefusal::Expired) => "coupon_expired",
        Some(CouponRefusal::NotYetValid { .. }) => "coupon_not_yet_valid",
        Some(CouponRefusal::OtherStore) => "coupon_other_store",
        Some(CouponRefusal::OtherCurrency(_)) => "coupon_other_currency",
        Some(CouponRefusal::BelowThreshold { .. }) => "coupon_below_threshold",
        Some(CouponRefusal::NoEffect | CouponRefusal::Money(_)) => "coupon_no_effect",
    }
}
