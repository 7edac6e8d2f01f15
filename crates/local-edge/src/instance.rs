//! What an instance of a component has: its store's data, and what all instances of the component share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock, Weak};

use wasmtime::component::{Accessor, ResourceTable};
use wasmtime::{ResourceLimiter, format_err};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::allowed_hosts::AllowedHosts;
use crate::application::RunningApplication;
use crate::call::Call;
use crate::counters::Tally;
use crate::faults::{Effect, Faults};
use crate::host::key_value::KeyValueFile;
use crate::host::outbound::{Client, Doomed, Outbound};
use crate::host::sqlite::Databases;
use crate::host::{HostData, postgres};
use crate::logs::{LogSource, LogStream, Logs};

/// What all instances of one component share.
pub struct ComponentContext {
    pub id: Arc<str>,
    pub environment: Vec<(String, String)>,
    pub variables: BTreeMap<String, String>,
    pub key_value: Option<Arc<KeyValueFile>>,
    pub key_value_stores: BTreeSet<String>,
    pub sqlite: Databases,
    pub sqlite_databases: BTreeSet<String>,
    pub postgres: postgres::Pools,
    pub allowed_hosts: AllowedHosts,
    pub http_client: Client,
    /// Set once the application is complete; other components are reached through it.
    pub application: OnceLock<Weak<RunningApplication>>,
    pub tally: Tally,
    pub faults: Faults,
    pub logs: Logs,
    /// Linear memory that one instance may have, in bytes.
    pub memory_bytes_max: usize,
}

impl ComponentContext {
    /// Counts a call and makes it, unless a fault is to strike it. `injected` makes the interface's own error.
    pub async fn call<T, E>(
        &self,
        call: Call,
        detail: &str,
        injected: impl Fn(String) -> E,
        work: impl Future<Output = Result<T, E>>,
    ) -> wasmtime::Result<Result<T, E>> {
        self.tally.call(call);
        match self.faults.strike(&self.id, call, detail) {
            None => Ok(work.await),
            Some(Effect::Delay(pause)) => {
                tokio::time::sleep(pause).await;
                Ok(work.await)
            }
            Some(Effect::Fail) => Ok(Err(injected(self.injected(call)))),
            Some(Effect::TrapBefore) => Err(self.injected_trap(call)),
            Some(Effect::LoseAcknowledgement) => {
                // What the call came to is exactly what the component must not learn.
                _ = work.await;
                Ok(Err(injected(self.injected(call))))
            }
            Some(Effect::TrapAfter) => {
                _ = work.await;
                Err(self.injected_trap(call))
            }
        }
    }

    /// The text of an injected error.
    pub fn injected(&self, call: Call) -> String {
        format!("injected failure of {call}")
    }

    /// An injected trap.
    pub fn injected_trap(&self, call: Call) -> wasmtime::Error {
        format_err!("injected trap at {call}")
    }
}

/// The component that a call comes from.
pub fn context<T>(accessor: &Accessor<T, HostData>) -> Arc<ComponentContext> {
    accessor.with(|mut access| access.get().context.clone())
}

/// A store's data.
pub struct InstanceData {
    pub context: Arc<ComponentContext>,
    pub table: ResourceTable,
    wasi: WasiCtx,
    http: WasiHttpCtx,
    outbound: Outbound,
    doomed: Doomed,
    memory: MemoryLimit,
}

impl InstanceData {
    pub fn new(context: Arc<ComponentContext>) -> Self {
        let log = |source| LogStream::new(context.logs.clone(), context.id.clone(), source);
        let wasi = WasiCtx::builder()
            .envs(&context.environment)
            .stdout(log(LogSource::Stdout))
            .stderr(log(LogSource::Stderr))
            .allow_tcp(false)
            .allow_udp(false)
            .build();
        let doomed = Doomed::default();
        Self {
            table: ResourceTable::new(),
            wasi,
            http: WasiHttpCtx::new(),
            outbound: Outbound::new(context.clone(), doomed.clone()),
            doomed,
            memory: MemoryLimit {
                bytes_max: context.memory_bytes_max,
            },
            context,
        }
    }

    /// Whether the instance is to end.
    pub fn doomed(&self) -> Doomed {
        self.doomed.clone()
    }

    pub fn limiter(&mut self) -> &mut dyn ResourceLimiter {
        &mut self.memory
    }
}

impl WasiView for InstanceData {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl WasiHttpView for InstanceData {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView {
            ctx: &mut self.http,
            table: &mut self.table,
            hooks: &mut self.outbound,
        }
    }
}

/// Refuses growth beyond the limit; the component sees its allocation fail.
struct MemoryLimit {
    bytes_max: usize,
}

impl ResourceLimiter for MemoryLimit {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= self.bytes_max)
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(true)
    }
}
