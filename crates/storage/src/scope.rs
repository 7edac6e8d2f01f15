//! The wall between stores: a query about stores cannot be called without saying whose eyes it serves.

use commerce::ids::StoreId;

/// The stores that a member of staff may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreScope {
    /// All of them: headquarters.
    All,
    /// One of them.
    One(StoreId),
}

impl StoreScope {
    /// Whether `store` is within the scope.
    #[must_use]
    pub fn holds(&self, store: &StoreId) -> bool {
        match self {
            Self::All => true,
            Self::One(own) => own == store,
        }
    }

    /// As a query parameter: NULL for all. Queries read `(?n IS NULL OR store_id = ?n)` with a typed parameter.
    #[must_use]
    pub fn param(&self) -> crate::sql::Param {
        match self {
            Self::All => None::<String>.into(),
            Self::One(store) => store.to_string().into(),
        }
    }
}
