use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::field::{FieldError, Findings, Rule};
use crate::ids::CategoryId;
use crate::text::{self, Texts};

/// The longest name of a category, in characters.
pub const CATEGORY_NAME_CHARS_MAX: usize = 60;

/// The most categories from a root to a leaf.
pub const CATEGORY_DEPTH_MAX: usize = 4;

/// A shelf that products are found on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// The merchant's code.
    pub id: CategoryId,
    /// Its name; in at least one language.
    pub name: Texts,
    /// Where it stands among its siblings, least first; ties by id.
    pub sort: i32,
    /// The category that it belongs to; a root has none.
    pub parent: Option<CategoryId>,
}

/// A category as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CategoryDraft {
    /// What should be a code.
    pub id: String,
    /// Its name by language.
    pub name: BTreeMap<String, String>,
    /// Where it stands among its siblings.
    pub sort: i32,
    /// What should be the code of another category.
    pub parent: Option<String>,
}

impl CategoryDraft {
    /// Checks all fields. Whether the parent exists, and whether the tree stays one, is for who knows the other categories:
    /// see [`is_tree_path`].
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self) -> Result<Category, Vec<FieldError>> {
        let mut findings = Findings::default();
        let id = findings.keep(read_id("id", &self.id));
        let name = findings.keep(Texts::read_required(
            "name",
            &self.name,
            text::line,
            CATEGORY_NAME_CHARS_MAX,
        ));
        let parent = findings.keep(
            self.parent
                .as_deref()
                .map(|parent| read_id("parent", parent))
                .transpose(),
        );
        if self.parent.as_deref() == Some(self.id.as_str()) {
            findings.report("parent", Rule::Conflict { other: "id" });
        }
        let category = || {
            Some(Category {
                id: id?,
                name: name?,
                sort: self.sort,
                parent: parent?,
            })
        };
        findings.finish(category())
    }
}

/// Reads a category's code.
pub(super) fn read_id(field: &str, value: &str) -> Result<CategoryId, FieldError> {
    value.parse().map_err(|_| FieldError::new(field, Rule::CODE))
}

/// Whether the way from `category` up to its root neither comes back to itself nor is longer than [`CATEGORY_DEPTH_MAX`].
///
/// `parent_of` gives the parent of any category, as it would be after the change.
pub fn is_tree_path<'a>(
    category: &'a CategoryId,
    parent_of: impl Fn(&CategoryId) -> Option<&'a CategoryId>,
) -> bool {
    // A circle has no end, so the limit on the length finds it too.
    std::iter::successors(Some(category), |below| parent_of(below))
        .nth(CATEGORY_DEPTH_MAX)
        .is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(id: &str, name: &str, parent: Option<&str>) -> CategoryDraft {
        let name = BTreeMap::from([("en".to_owned(), name.to_owned())]);
        CategoryDraft {
            id: id.to_owned(),
            name,
            sort: 1,
            parent: parent.map(str::to_owned),
        }
    }

    #[test]
    fn sound_category_is_taken() {
        let category = draft("green-tea", " Green tea ", Some("tea")).validate().unwrap();
        assert_eq!(category.name.pick("en"), Some("Green tea"));
        assert_eq!(category.parent, Some("tea".parse().unwrap()));
    }

    #[test]
    fn every_wrong_field_is_named() {
        let errors = draft("green tea", "", Some("?")).validate().unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["id", "name.en", "parent"]);
    }

    #[test]
    fn category_is_not_its_own_parent() {
        let errors = draft("tea", "Tea", Some("tea")).validate().unwrap_err();
        assert_eq!(
            errors,
            [FieldError::new("parent", Rule::Conflict { other: "id" })]
        );
    }

    #[test]
    fn circle_and_too_deep_a_tree_are_found() {
        let parents = |pairs: &[(&str, &str)]| -> BTreeMap<CategoryId, CategoryId> {
            pairs
                .iter()
                .map(|(child, parent)| (child.parse().unwrap(), parent.parse().unwrap()))
                .collect()
        };
        let check =
            |tree: &BTreeMap<CategoryId, CategoryId>| is_tree_path(&"a".parse().unwrap(), |id| tree.get(id));
        assert!(check(&parents(&[])));
        assert!(check(&parents(&[("a", "b"), ("b", "c"), ("c", "d")])));
        assert!(!check(&parents(&[
            ("a", "b"),
            ("b", "c"),
            ("c", "d"),
            ("d", "e")
        ])));
        assert!(!check(&parents(&[("a", "b"), ("b", "a")])));
    }
}
