//! A copy of the source, to be damaged.

use crate::build;
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no source.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// A copy of the source. What has not changed since the last copy keeps its time, so that it is not compiled again.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes the copy, or brings it up to date.
    pub fn of_source() -> Result<Self> {
        let folder = workspace::component_target().join("defects");
        let mut present = BTreeSet::new();
        copy(workspace::root(), &folder, &mut present)?;
        remove_others(&folder, &present)?;
        Ok(Self(folder))
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Takes the built components of these packages from a target folder, to where the copy's `spin.toml` names them.
    pub fn take_components(&self, target: &Path, packages: &[String]) -> Result<()> {
        let own = self.0.join("target").join(build::FOLDER);
        fs::create_dir_all(&own).with_context(|| own.display().to_string())?;
        for package in packages {
            let file = format!("{}.wasm", package.replace('-', "_"));
            let built = target.join(build::FOLDER).join(&file);
            fs::copy(&built, own.join(&file)).with_context(|| built.display().to_string())?;
        }
        Ok(())
    }

    /// Replaces the one place where `find` stands in a file; returns what puts the file right again.
    pub fn damage(&self, file: &str, find: &str, replace: &str) -> Result<Repair> {
        let path = self.0.join(file);
        let sound = fs::read_to_string(&path).with_context(|| format!("reading {file}"))?;
        match sound.matches(find).count() {
            1 => {}
            0 => bail!("{file} does not hold {find:?}"),
            times => bail!("{file} holds {find:?} {times} times"),
        }
        let damaged = sound.replacen(find, replace, 1);
        fs::write(&path, damaged).with_context(|| format!("writing {file}"))?;
        Ok(Repair { path, sound })
    }
}

/// Puts a file right again when it is dropped.
pub struct Repair {
    path: PathBuf,
    sound: String,
}

impl Drop for Repair {
    fn drop(&mut self) {
        // The next copy puts right what could not be written here.
        _ = fs::write(&self.path, &self.sound);
    }
}

fn copy(from: &Path, to: &Path, present: &mut BTreeSet<PathBuf>) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let source = entry?.path();
        let name = source.file_name().unwrap_or_default();
        let is_hidden = name.to_string_lossy().starts_with('.');
        if is_hidden || SKIPPED.iter().any(|skipped| name == *skipped) {
            continue;
        }
        let copied = to.join(name);
        if source.is_dir() {
            copy(&source, &copied, present)?;
        } else if source.is_file() {
            let sound = fs::read(&source).with_context(|| source.display().to_string())?;
            if fs::read(&copied).ok().as_ref() != Some(&sound) {
                fs::write(&copied, sound).with_context(|| copied.display().to_string())?;
            }
        }
        present.insert(copied);
    }
    Ok(())
}

fn remove_others(folder: &Path, present: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match (present.contains(&path), path.is_dir()) {
            (true, true) => remove_others(&path, present)?,
            (true, false) => {}
            (false, true) => fs::remove_dir_all(&path)?,
            (false, false) => fs::remove_file(&path)?,
        }
    }
    Ok(())
}
