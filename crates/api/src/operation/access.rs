//! Who may call an operation.

/// A set of roles. Nothing is public unless it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access(u8);

impl Access {
    /// Everybody, without a token.
    pub const PUBLIC: Self = Self(1);
    /// A shopper, for what is theirs.
    pub const SHOPPER: Self = Self(2);
    /// Staff of one store or of a region, for these.
    pub const STORE: Self = Self(4);
    /// Staff of headquarters, for all stores.
    pub const HEADQUARTERS: Self = Self(8);
    /// The platform's scheduler.
    pub const JOB: Self = Self(16);
    /// Staff: the own stores, or all.
    pub const STAFF: Self = Self::STORE.or(Self::HEADQUARTERS);
    /// A job, or headquarters by hand.
    pub const OPERATOR: Self = Self::JOB.or(Self::HEADQUARTERS);

    /// Both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `self` holds all roles of `other`.
    #[must_use]
    pub const fn admits(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The names of the roles, for the contract.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        [
            (Self::PUBLIC, "public"),
            (Self::SHOPPER, "shopper"),
            (Self::STORE, "store"),
            (Self::HEADQUARTERS, "headquarters"),
            (Self::JOB, "job"),
        ]
        .into_iter()
        .filter(|(role, _)| self.admits(*role))
        .map(|(_, name)| name)
        .collect()
    }
}
