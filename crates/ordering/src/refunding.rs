//! Adding a refund to the write of whatever causes it.

use api::problem::{Code, Fault, Problem};
use commerce::field::Rule;
use commerce::hours::Day;
use commerce::ids::{RefundId, StoreId};
use commerce::refund::{LineFault, RefundCause, RefundPlan, RefundRefusal, RefundState, RefundWish, plan};
use storage::order::StoredOrder;
use storage::order::history::By;
use storage::refund::{NewRefund, open, so_far};
use storage::sql::Script;
use web::Call;

/// A refund that a script will make.
pub struct Planned {
    /// Its name.
    pub id: RefundId,
    /// What goes back.
    pub plan: RefundPlan,
    day: Day,
}

/// Decides what goes back of a paid order, from what went back before.
///
/// # Errors
/// The refusal as a problem that names the line of the wish; a failure of storage.
pub async fn plan_refund(
    call: &Call,
    stored: &StoredOrder,
    cause: RefundCause,
    wish: &RefundWish,
) -> Result<Planned, Problem> {
    let before = so_far(call.sql(), stored)
        .await
        .map_err(|error| call.sql_problem(&error))?;
    let plan = plan(&stored.order.quote, &before, cause, wish).map_err(|refusal| problem(&refusal))?;
    Ok(Planned {
        id: RefundId::new(call.now_ms, call.random()),
        plan,
        day: Day::of(&stored.zone, call.now_ms).ok_or_else(|| Problem::new(Code::Internal))?,
    })
}

impl Planned {
    /// Adds the steps of the refund, made at `store`, which puts the goods back on its shelf if it says so.
    ///
    /// # Errors
    /// [`Code::Internal`] for amounts that cannot be.
    pub fn add(
        &self,
        script: &mut Script,
        stored: &StoredOrder,
        store: &StoreId,
        restocks: bool,
        by: By<'_>,
        now_ms: i64,
    ) -> Result<RefundState, Problem> {
        let refund = NewRefund {
            id: self.id,
            plan: &self.plan,
            store,
            restocks,
            by,
            day: self.day,
            at_ms: now_ms,
        };
        open(script, stored, &refund).map_err(|_| Problem::new(Code::Internal))?;
        Ok(refund.state())
    }
}

fn problem(refusal: &RefundRefusal) -> Problem {
    match refusal {
        RefundRefusal::Line { index, fault } => {
            let field = |name| format!("lines[{index}].{name}");
            match fault {
                LineFault::Unknown => refused(field("sku"), Fault::Reason("not_in_order")),
                LineFault::Duplicate => refused(field("sku"), Fault::Rule(Rule::Duplicate)),
                LineFault::Units { left } => refused(field("quantity"), Fault::Available(i64::from(*left))),
            }
        }
        RefundRefusal::Fees => refused("fees".to_owned(), Fault::Reason("nothing_left")),
        RefundRefusal::Nothing => refused("lines".to_owned(), Fault::Reason("nothing_left")),
        RefundRefusal::Money(_) => Problem::new(Code::Internal),
    }
}

fn refused(field: String, fault: Fault) -> Problem {
    Problem::field(Code::RefundRefused, field, fault)
}
