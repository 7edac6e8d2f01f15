//! The walls between stores. The first is a type: a query about stores cannot be called without saying whose eyes it serves. The
//! second is the database's, where it has one: see [`Wall`].

use crate::sql::Param;
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

    /// As a query parameter: NULL for all. Queries read `(CAST(?n AS TEXT) IS NULL OR store_id = ?n)`, so that its type is known. What
    /// stands for a region there is no store's code.
    #[must_use]
    pub fn param(&self) -> Param {
        match self {
            Self::All => None::<String>.into(),
            Self::Region(region) => format!("region/{region}").into(),
            Self::One(store) => store.to_string().into(),
        }
    }

    /// As the columns `region_id` and `store_id` of who is bound to it.
    pub(crate) fn columns(&self) -> [Param; 2] {
        match self {
            Self::All => [None::<String>.into(), None::<String>.into()],
            Self::Region(region) => [region.to_string().into(), None::<String>.into()],
            Self::One(store) => [None::<String>.into(), store.to_string().into()],
        }
    }

    /// What stands around statements that serve these eyes; nothing around those of headquarters.
    #[must_use]
    pub fn wall(&self) -> Option<Wall> {
        match self {
            Self::All => None,
            Self::Region(region) => Some(Wall(format!("region:{region}"))),
            Self::One(store) => Some(Wall(entry(store))),
        }
    }
}

/// The stores whose rows a statement may touch, whatever its text says. Postgres holds it by row-level security; SQLite has no such
/// thing, and runs the statement as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wall(String);

impl Wall {
    /// The same with one store more inside.
    #[must_use]
    pub fn around(&self, store: &StoreId) -> Self {
        Self(format!("{} {}", self.0, entry(store)))
    }

    /// As the setting `mendian.scope` that policies read: entries `store:ID` or `region:ID` with a space between them.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn entry(store: &StoreId) -> String {
    format!("store:{store}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wall_stands_around_the_scope_and_what_is_let_in() {
        let [own, other] = ["s1", "s2"].map(|store| store.parse::<StoreId>().unwrap());
        assert_eq!(StoreScope::All.wall(), None);
        let region = StoreScope::Region("east".parse().unwrap());
        assert_eq!(region.wall().unwrap().as_str(), "region:east");
        let wall = StoreScope::One(own).wall().unwrap();
        assert_eq!(wall.as_str(), "store:s1");
        assert_eq!(wall.around(&other).as_str(), "store:s1 store:s2");
    }
}
