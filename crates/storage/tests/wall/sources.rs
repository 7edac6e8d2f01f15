//! Which queries take a scope, by the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// `file::function` of every function with a scope among its arguments.
pub fn scoped() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    found
}

fn collect(folder: &Path, module: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let inner = format!("{module}{stem}::");
        if path.is_dir() {
            collect(&path, &inner, found);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(functions(&text).map(|function| format!("{inner}{function}")));
        }
    }
}

fn functions(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("fn ").filter_map(|(at, word)| {
        let (name, rest) = text[at + word.len()..].split_once('(')?;
        let (arguments, _) = rest.split_once("{\n")?;
        arguments.contains("&StoreScope").then_some(name)
    })
}
