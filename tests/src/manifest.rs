//! The application's manifest, with another provider.

use std::path::{Path, PathBuf};

/// Folder of the built components, as `spin.toml` names it.
const COMPONENTS: &str = "target/wasm32-wasip2/edge";

/// The manifest of the source tree.
pub fn original() -> PathBuf {
    root().join("spin.toml")
}

/// Writes `spin.toml` with this provider in the place of a sandbox into `folder`; where it is. What an operator would edit is all that is edited.
pub fn with_provider(folder: &Path, sandbox: &str, provider: &str) -> PathBuf {
    let text = std::fs::read_to_string(original()).unwrap();
    // Where it is composed, and not where it is built.
    let named = format!("{{ component = \"{sandbox}\"");
    assert_eq!(text.matches(&named).count(), 1, "one place names the provider");
    let components = root().join(COMPONENTS).display().to_string();
    let text = text
        .replace(&named, &format!("{{ component = \"{provider}\""))
        .replace(
            &format!("source = \"{COMPONENTS}"),
            &format!("source = \"{components}"),
        );
    let file = folder.join("spin.toml");
    std::fs::write(&file, text).unwrap();
    file
}

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let component = root.join(COMPONENTS).join("checkout.wasm");
    assert!(
        component.is_file(),
        "the components are not built: run `cargo xtask build`"
    );
    root.canonicalize().unwrap()
}
