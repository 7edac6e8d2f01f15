//! The application's manifest with the baseline beside it.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Folder of the built components, as `spin.toml` names it.
pub const COMPONENTS: &str = "target/wasm32-wasip2/edge";

/// Bodies that the baseline sends, by name.
pub type Bodies = BTreeMap<&'static str, String>;

/// Writes `spin.toml` of `root` with the baseline into `folder`; where it is.
pub fn write(root: &Path, folder: &Path, bodies: &Bodies) -> Result<PathBuf> {
    let original = root.join("spin.toml");
    let text = std::fs::read_to_string(&original).with_context(|| original.display().to_string())?;
    let components = root.join(COMPONENTS).display().to_string();
    let mut text = text.replace(
        &format!("source = \"{COMPONENTS}"),
        &format!("source = \"{components}"),
    );
    write!(
        text,
        r#"
[[trigger.http]]
route = "/baseline/..."
component = "baseline"

[component.baseline]
source = "{components}/baseline.wasm"
sqlite_databases = ["default"]
allowed_outbound_hosts = ["postgres://{{{{ database_host }}}}"]

[component.baseline.variables]
database_url = "{{{{ database_url }}}}"

[component.baseline.environment]
"#
    )?;
    for (name, body) in bodies {
        // What JSON escapes in a text, TOML reads alike.
        writeln!(text, "BODY_{name} = {}", serde_json::to_string(body)?)?;
    }
    let file = folder.join("spin.toml");
    std::fs::write(&file, text).with_context(|| file.display().to_string())?;
    Ok(file)
}
