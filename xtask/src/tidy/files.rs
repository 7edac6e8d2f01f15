//! Files are short, have names that say something, and leave nothing for later.

use crate::workspace;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Longest source file, in lines.
const LINES_MAX: usize = 400;
/// Names that say nothing of what is inside.
const VAGUE: [&str; 6] = ["helper", "helpers", "util", "utils", "common", "misc"];
/// Words of unfinished work, or of one machine. Split, so that this file does not hold them.
const STRAY: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
    concat!("unimple", "mented!"),
    concat!("to", "do!("),
    concat!("/wo", "rk/"),
];
/// Past what a call puts around the database, such as the audit log: use cases ask the call. Split, like those above.
const PAST_THE_CALL: &str = concat!("platform.", "sql()");
/// Where use cases are.
const USE_CASES: [&str; 2] = ["functions/", "crates/ordering/src/"];
/// Folders that hold nothing of ours.
const SKIPPED: [&str; 2] = ["target", "node_modules"];
const TEXT: [&str; 9] = ["rs", "toml", "md", "wit", "sql", "js", "css", "html", "yaml"];

/// Every breach.
pub fn complaints() -> Result<Vec<String>> {
    let root = workspace::root();
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    let mut complaints = Vec::new();
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file).display().to_string();
        let text = fs::read_to_string(&file).with_context(|| name.clone())?;
        let is_use_case =
            USE_CASES.iter().any(|folder| name.starts_with(folder)) && !name.contains("/tests/");
        if is_use_case && text.contains(PAST_THE_CALL) {
            complaints.push(format!(
                "{name}: `{PAST_THE_CALL}` is past the audit log; use `call.sql()`"
            ));
        }
        complaints.extend(
            faults(&file, &text)
                .into_iter()
                .map(|fault| format!("{name}: {fault}")),
        );
    }
    Ok(complaints)
}

fn faults(file: &Path, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let is_rust = file.extension().is_some_and(|extension| extension == "rs");
    let lines = text.lines().count();
    if is_rust && lines > LINES_MAX {
        faults.push(format!("{lines} lines are more than {LINES_MAX}"));
    }
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("");
    if is_rust && VAGUE.contains(&stem) {
        faults.push("the name does not say what is inside".to_owned());
    }
    for (index, line) in text.lines().enumerate() {
        let word = STRAY.iter().find(|word| line.contains(*word));
        faults.extend(word.map(|word| format!("line {}: `{word}`", index + 1)));
    }
    faults
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
        if name.starts_with('.') || SKIPPED.contains(&name) {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else if path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|e| TEXT.contains(&e))
        {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_vague_and_unfinished_files_are_named() {
        let long = format!("//! Long.\n{}", "x\n".repeat(LINES_MAX));
        assert_eq!(faults(Path::new("a.rs"), &long).len(), 1);
        assert_eq!(faults(Path::new("utils.rs"), "//! Utilities.").len(), 1);
        let unfinished = format!("# A\n{} later", STRAY[0]);
        assert_eq!(
            faults(Path::new("a.md"), &unfinished),
            [format!("line 2: `{}`", STRAY[0])]
        );
        assert!(faults(Path::new("a.rs"), "//! Fine.").is_empty());
    }
}
