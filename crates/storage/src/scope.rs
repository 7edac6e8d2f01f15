//! The walls between stores. The first is a type: a query about stores cannot be called without saying whose eyes it serves. The
//! second is the database's, where it has one: see [`Wall`].

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

    /// As a query parameter: NULL for all. Queries read `(CAST(?n AS TEXT) IS NULL OR store_id = ?n)`, so that its type is known.
    #[must_use]
    pub fn param(&self) -> crate::sql::Param {
        match self {
            Self::All => None::<String>.into(),
            Self::One(store) => store.to_string().into(),
        }
    }

    /// What stands around statements that serve these eyes; nothing around those of headquarters.
    #[must_use]
    pub fn wall(&self) -> Option<Wall> {
        match self {
            Self::All => None,
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

    /// As the setting `mendian.scope` that policies read: entries `store:ID` with a space between them.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn entry(store: &StoreId) -> String {
    format!("store:{store}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wall_stands_around_the_scope_and_what_is_let_in() {
        let [own, other] = ["s1", "s2"].map(|store| store.parse::<StoreId>().unwrap());
        assert_eq!(StoreScope::All.wall(), None);
        let wall = StoreScope::One(own).wall().unwrap();
        assert_eq!(wall.as_str(), "store:s1");
        assert_eq!(wall.around(&other).as_str(), "store:s1 store:s2");
    }
}
