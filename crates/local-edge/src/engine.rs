//! The WebAssembly engine, and what compiled components it keeps on disk.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use wasmtime::component::{Component, Linker};
use wasmtime::{Cache, CacheConfig, Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::host;
use crate::instance::InstanceData;

/// A component that computes gives way to others this often, so that time limits can be enforced.
const EPOCH: Duration = Duration::from_millis(10);

/// Instances alive at once, as in Spin. One more is an error for its request.
const INSTANCES_MAX: u32 = 1_000;

/// Bytes of an instance's memory that stay resident for the next instance in the same place.
const MEMORY_KEPT_BYTES: usize = 2 << 20;

/// Bytes of an instance's tables that stay resident likewise.
const TABLE_KEPT_BYTES: usize = 512 << 10;

/// An engine with this host's interfaces.
pub struct Runtime {
    engine: Engine,
    linker: Linker<InstanceData>,
    stop: Arc<AtomicBool>,
}

impl Runtime {
    /// Compiled components are kept in `cache`, by the hash of their bytes and of the engine's settings.
    pub fn new(cache: &Path, count_instructions: bool) -> wasmtime::Result<Self> {
        let mut config = Config::new();
        config
            .wasm_component_model_async(true)
            .epoch_interruption(true)
            .consume_fuel(count_instructions);
        let mut cache_config = CacheConfig::new();
        cache_config.with_directory(std::path::absolute(cache)?);
        config.cache(Some(Cache::new(cache_config)?));
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool()));
        let engine = Engine::new(&config)?;
        let mut linker = Linker::new(&engine);
        host::add_to_linker(&mut linker)?;
        let stop = Arc::new(AtomicBool::new(false));
        std::thread::spawn({
            let (engine, stop) = (engine.weak(), stop.clone());
            move || {
                while !stop.load(Ordering::Relaxed) {
                    std::thread::sleep(EPOCH);
                    let Some(engine) = engine.upgrade() else { return };
                    engine.increment_epoch();
                }
            }
        });
        Ok(Self { engine, linker, stop })
    }

    /// Compiles a component, or takes it from the cache, and links it.
    pub fn prepare(&self, wasm: &[u8]) -> wasmtime::Result<ServicePre<InstanceData>> {
        let component = Component::from_binary(&self.engine, wasm)?;
        ServicePre::new(self.linker.instantiate_pre(&component)?)
    }

    pub fn engine(&self) -> &Engine {
        &self.engine
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Reserves what instances need once, so that making one costs microseconds. The proportions are Spin's.
fn pool() -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(INSTANCES_MAX)
        .total_memories(INSTANCES_MAX)
        .total_tables(2 * INSTANCES_MAX)
        .total_stacks(INSTANCES_MAX)
        .total_core_instances(4 * INSTANCES_MAX)
        .table_elements(100_000)
        .max_component_instance_size(10 << 20)
        .max_core_instance_size(10 << 20)
        .max_core_instances_per_component(200)
        .max_tables_per_component(64)
        .max_memories_per_component(32)
        .max_tables_per_module(2)
        .max_memories_per_module(2)
        .max_memory_size(4 << 30)
        .linear_memory_keep_resident(MEMORY_KEPT_BYTES)
        .table_keep_resident(TABLE_KEPT_BYTES);
    pool
}
