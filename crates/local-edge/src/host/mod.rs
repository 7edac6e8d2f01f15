//! What components may call: the interfaces of `wit/`, each in a file of its own.

pub mod key_value;
pub mod outbound;
pub mod postgres;
pub mod sqlite;
mod streams;
pub mod variables;

use wasmtime::component::{HasData, Linker};

use crate::instance::InstanceData;

/// Generated from `wit/`, where the interfaces are documented.
mod generated {
    wasmtime::component::bindgen!({
        path: "wit",
        world: "local-edge:host/imports",
        imports: { default: async | trappable },
        with: {
            "spin:key-value/key-value.store": super::key_value::Store,
            "spin:sqlite/sqlite.connection": super::sqlite::Connection,
            "spin:postgres/postgres.connection": super::postgres::Connection,
            "spin:postgres/postgres.connection-builder": super::postgres::ConnectionBuilder,
        },
    });
}

use generated::spin;

/// Gives the generated bindings their way from a store to its data.
pub struct HostData;

impl HasData for HostData {
    type Data<'a> = &'a mut InstanceData;
}

/// Adds every interface of this host to `linker`, WASI's included.
pub fn add_to_linker(linker: &mut Linker<InstanceData>) -> wasmtime::Result<()> {
    wasmtime_wasi::p2::add_to_linker_async(linker)?;
    wasmtime_wasi::p3::add_to_linker(linker)?;
    wasmtime_wasi_http::p3::add_to_linker(linker)?;
    spin::key_value::key_value::add_to_linker::<_, HostData>(linker, |data| data)?;
    spin::sqlite::sqlite::add_to_linker::<_, HostData>(linker, |data| data)?;
    spin::postgres::postgres::add_to_linker::<_, HostData>(linker, |data| data)?;
    spin::variables::variables::add_to_linker::<_, HostData>(linker, |data| data)
}
