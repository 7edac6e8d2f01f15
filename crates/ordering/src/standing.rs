//! Where the payment of an unpaid order stands, asked before the order ends.

use crate::provider::PaymentProvider;
use storage::order::StoredOrder;
use storage::payment::PaymentState;

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was paid, as far as anybody knows, or not what is owed.
    Unpaid,
    /// Exactly what is owed was paid.
    Paid,
    /// The provider does not say.
    Unknown,
}

/// Asks the provider about the payment of an order, if one was opened; without asking, such a payment is unknown.
pub async fn standing(provider: &dyn PaymentProvider, stored: &StoredOrder, asks: bool) -> Standing {
    let Some(payment) = &stored.payment else {
        return Standing::Unpaid;
    };
    if payment.state != PaymentState::Pending {
        return Standing::Unpaid;
    }
    if !asks {
        return Standing::Unknown;
    }
    match provider.query(stored.order.id, &payment.reference).await {
        Ok(report) if report.pays(stored.order.id, stored.payable()) => Standing::Paid,
        Ok(_) => Standing::Unpaid,
        Err(_) => Standing::Unknown,
    }
}
