//! The vectors of the primitives, run in Wasm: what is right natively could be compiled to something else.

use std::path::Path;
use wasmtime::component::{Component, Linker, ResourceTable};
use wasmtime::{Engine, Store};
use wasmtime_wasi::p2::bindings::sync::Command;
use wasmtime_wasi::p2::pipe::MemoryOutputPipe;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

/// Longest output that is kept, in bytes.
const OUTPUT_BYTES_MAX: usize = 1 << 20;

struct Host {
    wasi: WasiCtx,
    table: ResourceTable,
}

impl WasiView for Host {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

#[test]
fn primitives_of_the_vault_are_those_of_wycheproof_in_wasm() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let file = root.join("target/wasm32-wasip2/edge/vectors-vault.wasm");
    assert!(
        file.is_file(),
        "{} is built by `cargo xtask test`",
        file.display()
    );
    let engine = Engine::default();
    let component = Component::from_file(&engine, &file).unwrap();
    let mut linker = Linker::new(&engine);
    wasmtime_wasi::p2::add_to_linker_sync(&mut linker).unwrap();
    let output = MemoryOutputPipe::new(OUTPUT_BYTES_MAX);
    let wasi = WasiCtx::builder()
        // Of its unit tests, those with the vectors.
        .args(&["vault", "wycheproof"])
        .stdout(output.clone())
        .stderr(output.clone())
        .build();
    let table = ResourceTable::new();
    let mut store = Store::new(&engine, Host { wasi, table });
    let command = Command::instantiate(&mut store, &component, &linker).unwrap();
    let ended = command.wasi_cli_run().call_run(&mut store);
    let output = String::from_utf8_lossy(&output.contents()).into_owned();
    assert!(matches!(ended, Ok(Ok(()))), "{ended:?}\n{output}");
    // XChaCha20-Poly1305, HMAC-SHA256, HKDF-SHA256.
    assert_eq!(output.matches(" ... ok").count(), 3, "{output}");
}
