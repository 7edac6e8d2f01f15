use super::RefundCause;
use crate::ids::SkuId;
use crate::money::{Minor, MoneyError};
use crate::pricing::{Quote, QuoteLine, RefundError};

/// What went back of an order before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refunded {
    /// Units of each line, in the order of the quote; a line that is missing has none.
    pub units: Vec<u32>,
    /// Whether the fees did.
    pub fees: bool,
    /// All of it, in minor units of the quote's currency.
    pub amount: Minor,
}

/// What should go back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundWish {
    /// All goods that are left; the fees with an order that is called off, else when `fees` says so.
    Whole {
        /// Whether the fees go back with goods that were handed over: the store's goodwill.
        fees: bool,
    },
    /// Some goods.
    Lines {
        /// Units of lines, each line once.
        lines: Vec<WishedLine>,
        /// Whether the fees go back too.
        fees: bool,
    },
}

/// Units of a line that should go back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WishedLine {
    /// Which line.
    pub sku: SkuId,
    /// How many units.
    pub quantity: u32,
}

/// What goes back. All amounts are in minor units of the quote's currency, and contain their tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundPlan {
    /// Why.
    pub cause: RefundCause,
    /// Of the goods, in the order of the quote.
    pub lines: Vec<PlannedLine>,
    /// Of the fees, all or nothing.
    pub fees: Option<FeesRefund>,
    /// All together.
    pub amount: Minor,
    /// What went back before, which this rests on.
    pub before: Minor,
    /// Whether the coupon may be used again; its own expiry still rules.
    pub coupon_back: bool,
}

/// What goes back of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedLine {
    /// The line, by its place in the quote.
    pub line: u32,
    /// What was bought.
    pub sku: SkuId,
    /// Units that were refunded before.
    pub before: u32,
    /// Units that are refunded now.
    pub units: u32,
    /// What goes back for them, their tax included.
    pub amount: Minor,
    /// The tax in it.
    pub tax: Minor,
    /// Points that were redeemed for them and are given back.
    pub points_redeemed: Minor,
    /// Points that were earned with them and are taken back.
    pub points_earned: Minor,
}

/// Packaging and delivery, going back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeesRefund {
    /// Both together, their tax included.
    pub amount: Minor,
    /// The tax in it.
    pub tax: Minor,
}

/// An amount by what it is for; the parts sum to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The goods, without tax.
    pub sales: Minor,
    /// The fees, without tax.
    pub fees: Minor,
    /// The tax of both.
    pub tax: Minor,
}

/// Why nothing goes back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundRefusal {
    /// A line of the wish cannot be refunded so.
    #[error("line {index}: {fault}")]
    Line {
        /// Its place in the wish.
        index: usize,
        /// What is wrong with it.
        fault: LineFault,
    },
    /// The fees went back before, or there were none.
    #[error("no fees are left to refund")]
    Fees,
    /// Nothing is left, or nothing was asked for.
    #[error("nothing is left to refund")]
    Nothing,
    /// An amount is below zero or does not fit in 64 bits.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Why a line cannot be refunded so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// The order has no such line.
    #[error("the order has no such line")]
    Unknown,
    /// The line was named before.
    #[error("the line was named before")]
    Duplicate,
    /// No units, or more than are left.
    #[error("only {left} units are left to refund")]
    Units {
        /// How many are left.
        left: u32,
    },
}

/// Decides what goes back of a paid order. An order that is called off is refunded to the end, be there nothing left: its
/// coupon comes back all the same.
///
/// # Errors
/// See [`RefundRefusal`].
pub fn plan(
    quote: &Quote,
    before: &Refunded,
    cause: RefundCause,
    wish: &RefundWish,
) -> Result<RefundPlan, RefundRefusal> {
    let (lines, wants_fees) = match wish {
        RefundWish::Whole { fees } => (what_is_left(quote, before)?, *fees),
        RefundWish::Lines { lines, fees } => (wished(quote, before, lines)?, *fees),
    };
    let left = fees_left(quote, before)?;
    if wants_fees && left.is_none() {
        return Err(RefundRefusal::Fees);
    }
    let fees = left.filter(|_| wants_fees || cause.calls_off());
    if lines.is_empty() && fees.is_none() && !cause.calls_off() {
        return Err(RefundRefusal::Nothing);
    }
    let amounts = lines.iter().map(|line| line.amount);
    let amount = Minor::sum(amounts.chain(fees.map(|fees| fees.amount)))?;
    Ok(RefundPlan {
        cause,
        lines,
        fees,
        amount,
        before: before.amount,
        coupon_back: cause.calls_off(),
    })
}

fn what_is_left(quote: &Quote, before: &Refunded) -> Result<Vec<PlannedLine>, RefundRefusal> {
    let mut planned = Vec::new();
    for (index, line) in quote.lines.iter().enumerate() {
        let units = line.quantity.saturating_sub(refunded(before, index));
        if units > 0 {
            planned.push(share(quote, before, index, line, units).map_err(|error| at(index, error))?);
        }
    }
    Ok(planned)
}

fn wished(quote: &Quote, before: &Refunded, lines: &[WishedLine]) -> Result<Vec<PlannedLine>, RefundRefusal> {
    let mut planned: Vec<PlannedLine> = Vec::new();
    for (index, wish) in lines.iter().enumerate() {
        let refuse = |fault| RefundRefusal::Line { index, fault };
        let found = quote
            .lines
            .iter()
            .enumerate()
            .find(|(_, line)| line.sku == wish.sku);
        let (place, line) = found.ok_or(refuse(LineFault::Unknown))?;
        if planned.iter().any(|planned| planned.sku == wish.sku) {
            return Err(refuse(LineFault::Duplicate));
        }
        planned.push(share(quote, before, place, line, wish.quantity).map_err(|error| at(index, error))?);
    }
    planned.sort_by_key(|planned| planned.line);
    Ok(planned)
}

fn share(
    quote: &Quote,
    before: &Refunded,
    index: usize,
    line: &QuoteLine,
    units: u32,
) -> Result<PlannedLine, RefundError> {
    let refunded = refunded(before, index);
    let share = line.refund(refunded, units)?;
    Ok(PlannedLine {
        line: u32::try_from(index).unwrap_or(u32::MAX),
        sku: line.sku.clone(),
        before: refunded,
        units,
        amount: share.amount.checked_add(on_top(quote, share.tax))?,
        tax: share.tax,
        points_redeemed: share.points_redeemed,
        points_earned: share.points_earned,
    })
}

/// The fees, as long as they did not go back.
fn fees_left(quote: &Quote, before: &Refunded) -> Result<Option<FeesRefund>, MoneyError> {
    let fees = fees(quote)?;
    Ok(Some(fees).filter(|fees| !before.fees && fees.amount > Minor::ZERO))
}

fn fees(quote: &Quote) -> Result<FeesRefund, MoneyError> {
    let tax = match quote.tax {
        Some(tax) => tax.on_packaging.checked_add(tax.on_delivery)?,
        None => Minor::ZERO,
    };
    let net_or_all = quote.packaging_fee.checked_add(quote.delivery_fee)?;
    Ok(FeesRefund {
        amount: net_or_all.checked_add(on_top(quote, tax))?,
        tax,
    })
}

/// The tax where it is added to the price; what is included is in the price already.
fn on_top(quote: &Quote, tax: Minor) -> Minor {
    match quote.tax {
        Some(of) if !of.rule.included => tax,
        _ => Minor::ZERO,
    }
}

fn refunded(before: &Refunded, index: usize) -> u32 {
    before.units.get(index).copied().unwrap_or(0)
}

fn at(index: usize, error: RefundError) -> RefundRefusal {
    match error {
        RefundError::Units { left } => RefundRefusal::Line {
            index,
            fault: LineFault::Units { left },
        },
        RefundError::Money(error) => error.into(),
    }
}

impl RefundPlan {
    /// The amount by what it was paid for.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn split(&self) -> Result<Split, MoneyError> {
        let fees = self.fees.unwrap_or(FeesRefund {
            amount: Minor::ZERO,
            tax: Minor::ZERO,
        });
        let tax = Minor::sum(self.lines.iter().map(|line| line.tax).chain([fees.tax]))?;
        let net = fees.amount.checked_sub(fees.tax)?;
        Ok(Split {
            sales: self.amount.checked_sub(net)?.checked_sub(tax)?,
            fees: net,
            tax,
        })
    }

    /// The points that are given back and those that are taken back.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn points(&self) -> Result<(Minor, Minor), MoneyError> {
        Ok((
            Minor::sum(self.lines.iter().map(|line| line.points_redeemed))?,
            Minor::sum(self.lines.iter().map(|line| line.points_earned))?,
        ))
    }
}

impl Split {
    /// What an order's payment is for.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn of(quote: &Quote) -> Result<Self, MoneyError> {
        let fees = fees(quote)?;
        let tax = quote.tax.map_or(Minor::ZERO, |tax| tax.total);
        let net = fees.amount.checked_sub(fees.tax)?;
        Ok(Self {
            sales: quote.payable.checked_sub(net)?.checked_sub(tax)?,
            fees: net,
            tax,
        })
    }
}

#[cfg(test)]
mod tests;
