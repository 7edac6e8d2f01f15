//! Who calls.

use api::operation::Access;
use commerce::ids::{CustomerId, StoreId};
use storage::audit::Chain;
use storage::scope::StoreScope;

/// The caller, as the token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Nobody in particular.
    Anonymous,
    /// A shopper.
    Shopper(CustomerId),
    /// Staff of one store.
    Clerk {
        /// The person.
        id: String,
        /// Their store.
        store: StoreId,
    },
    /// Headquarters staff.
    Headquarters(String),
    /// The platform's scheduler.
    Job,
}

/// The part of the stores that a member of staff may see.
pub type StaffScope = StoreScope;

impl Principal {
    /// The role, as a set of one.
    #[must_use]
    pub fn access(&self) -> Access {
        match self {
            Self::Anonymous => Access::PUBLIC,
            Self::Shopper(_) => Access::SHOPPER,
            Self::Clerk { .. } => Access::CLERK,
            Self::Headquarters(_) => Access::HEADQUARTERS,
            Self::Job => Access::JOB,
        }
    }

    /// A name that is unique among all principals: the scope of idempotency keys.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Shopper(id) => format!("shopper:{id}"),
            Self::Clerk { id, store } => format!("clerk:{store}:{id}"),
            Self::Headquarters(id) => format!("headquarters:{id}"),
            Self::Job => "job".to_owned(),
        }
    }

    /// The chain of the audit log that this principal's writes go into; none for who is no member of staff.
    #[must_use]
    pub fn audit_chain(&self) -> Option<Chain> {
        match self {
            Self::Clerk { store, .. } => Some(Chain::Store(store.clone())),
            Self::Headquarters(_) => Some(Chain::Headquarters),
            Self::Anonymous | Self::Shopper(_) | Self::Job => None,
        }
    }
}
