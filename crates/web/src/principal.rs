//! Who calls.

use api::operation::Access;
use commerce::ids::{CustomerId, StoreId};
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

    /// The stores that they may see, if they are staff.
    #[must_use]
    pub fn scope(&self) -> Option<StoreScope> {
        match self {
            Self::Headquarters(_) => Some(StoreScope::All),
            Self::Clerk { store, .. } => Some(StoreScope::One(store.clone())),
            Self::Anonymous | Self::Shopper(_) | Self::Job => None,
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
}
