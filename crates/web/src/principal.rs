//! Who calls.

use api::operation::Access;
use commerce::ids::{CustomerId, StoreId};
use commerce::staff::Permissions;
use std::fmt;
use storage::audit::Chain;
use storage::scope::StoreScope;

/// The caller, as the token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Nobody in particular.
    Anonymous,
    /// A shopper.
    Shopper(CustomerId),
    /// Whoever works for the brand, or a machine that does.
    Staff(Staff),
    /// The platform's scheduler.
    Job,
}

/// A member of staff, a device or a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// What they are.
    pub kind: StaffKind,
    /// Their name, unique within the kind.
    pub id: String,
    /// The stores that are theirs.
    pub scope: StoreScope,
    /// What they may do there.
    pub permissions: Permissions,
}

/// What somebody who is taken for staff is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffKind {
    /// A person.
    Person,
    /// A machine in a store, such as a gate.
    Device,
    /// Another company's system.
    Partner,
}

impl StaffKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Person, Self::Device, Self::Partner];

    /// As in tokens and records.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "staff",
            Self::Device => "device",
            Self::Partner => "partner",
        }
    }
}

impl Principal {
    /// A person of the staff.
    #[must_use]
    pub fn person(id: impl Into<String>, scope: StoreScope, permissions: Permissions) -> Self {
        Self::Staff(Staff {
            kind: StaffKind::Person,
            id: id.into(),
            scope,
            permissions,
        })
    }

    /// A person of headquarters who may do everything: for tools and tests.
    #[must_use]
    pub fn headquarters(id: impl Into<String>) -> Self {
        Self::person(id, StoreScope::All, Permissions::ALL)
    }

    /// A person of one store who may do everything there: for tools and tests.
    #[must_use]
    pub fn of_store(id: impl Into<String>, store: StoreId) -> Self {
        Self::person(id, StoreScope::One(store), Permissions::ALL)
    }

    /// The role, as a set of one: what staff may do beyond it is a matter of their permissions.
    #[must_use]
    pub fn access(&self) -> Access {
        match self {
            Self::Anonymous => Access::PUBLIC,
            Self::Shopper(_) => Access::SHOPPER,
            Self::Staff(staff) => match staff.scope {
                StoreScope::All => Access::HEADQUARTERS,
                StoreScope::Region(_) | StoreScope::One(_) => Access::STORE,
            },
            Self::Job => Access::JOB,
        }
    }

    /// The member of staff who calls, if it is one.
    #[must_use]
    pub fn staff(&self) -> Option<&Staff> {
        match self {
            Self::Staff(staff) => Some(staff),
            Self::Anonymous | Self::Shopper(_) | Self::Job => None,
        }
    }

    /// A name that is unique among all principals: the scope of idempotency keys.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Shopper(id) => format!("shopper:{id}"),
            Self::Staff(staff) => staff.to_string(),
            Self::Job => "job".to_owned(),
        }
    }

    /// The chain of the audit log that this principal's writes go into; none for who is no member of staff.
    #[must_use]
    pub fn audit_chain(&self) -> Option<Chain> {
        Some(match &self.staff()?.scope {
            StoreScope::One(store) => Chain::Store(store.clone()),
            // Who sees to a region writes about one of its stores, or about what is no store's.
            StoreScope::Region(_) | StoreScope::All => Chain::Headquarters,
        })
    }
}

impl fmt::Display for Staff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.as_str(), self.id)
    }
}
