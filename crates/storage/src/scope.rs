//! The wall between stores: a query about stores cannot be called without saying whose eyes it serves.

use commerce::ids::{RegionId, StoreId};

/// The stores that a member of staff may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreScope {
    /// All of them: headquarters.
    All,
    /// Those of a region, whichever these are at the moment. A request about one store is resolved to [`StoreScope::One`] before
    /// its handler sees it; what remains are reports over all stores that one may see.
    Region(RegionId),
    /// One of them.
    One(StoreId),
}

impl StoreScope {
    /// Whether `store` is known to be within the scope. Which stores a region has, only the database knows, so that none is here.
    #[must_use]
    pub fn holds(&self, store: &StoreId) -> bool {
        match self {
            Self::All => true,
            Self::Region(_) => false,
            Self::One(own) => own == store,
        }
    }

    /// As a query parameter: NULL for all. Queries read `(?n IS NULL OR store_id = ?n)` with a typed parameter. What stands for a region
    /// there is no store's code.
    #[must_use]
    pub fn param(&self) -> crate::sql::Param {
        match self {
            Self::All => None::<String>.into(),
            Self::Region(region) => format!("region/{region}").into(),
            Self::One(store) => store.to_string().into(),
        }
    }
}

/// `$head`, the clause for the reader's scope (`?1`), `$tail`: for one store by its own index, for all by that of the day. A region's
/// parameter is its name after `region/`.
macro_rules! scoped {
    ($scope:expr, $head:expr, $tail:literal) => {
        match $scope {
            $crate::scope::StoreScope::All => concat!($head, "CAST(?1 AS TEXT) IS NULL", $tail),
            $crate::scope::StoreScope::Region(_) => concat!(
                $head,
                "store_id IN (SELECT store_id FROM region_store WHERE region_id = SUBSTR(CAST(?1 AS TEXT), 8))",
                $tail
            ),
            $crate::scope::StoreScope::One(_) => concat!($head, "store_id = ?1", $tail),
        }
    };
}
pub(crate) use scoped;
