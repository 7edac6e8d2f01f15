//! The list of categories: JSON, ready to send.

use crate::category;
use crate::projection::keep::Keeper;
use crate::projection::{Ports, ProjectError, keys};
use commerce::product::Category;
use commerce::text::Locale;
use serde::Serialize;

#[derive(Serialize)]
struct ListJson<'a> {
    items: Vec<CategoryJson<'a>>,
}

#[derive(Serialize)]
struct CategoryJson<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'a str>,
    sort: i32,
}

/// Writes the list in every language; none for no category.
pub(super) async fn write(ports: Ports<'_>, keeper: &Keeper<'_>) -> Result<(), ProjectError> {
    let stored = category::load_all(ports.sql).await?;
    let mut categories: Vec<&Category> = stored.values().map(|stored| &stored.category).collect();
    categories.sort_by_key(|category| (category.sort, &category.id));
    for locale in Locale::ALL {
        let list = (!categories.is_empty()).then(|| list(&categories, locale));
        keeper.keep(keys::categories(locale.as_str()), list).await?;
    }
    Ok(())
}

fn list(categories: &[&Category], locale: Locale) -> Vec<u8> {
    let items = categories.iter().map(|category| CategoryJson {
        id: category.id.as_str(),
        name: locale.pick(&category.name).unwrap_or_default(),
        parent: category.parent.as_ref().map(|parent| parent.as_str()),
        sort: category.sort,
    });
    let list = ListJson {
        items: items.collect(),
    };
    // Structs of texts and numbers always serialize.
    serde_json::to_vec(&list).unwrap_or_default()
}
