//! `spin:variables`: the component's own variables, resolved when the application started.

use wasmtime::component::Accessor;

use super::HostData;
use super::spin::variables::variables::{Error, Host, HostWithStore};
use crate::call::Call;
use crate::instance::{InstanceData, context};
use crate::manifest::variable_name_fault;

impl Host for InstanceData {}

impl<T: Send> HostWithStore<T> for HostData {
    async fn get(accessor: &Accessor<T, Self>, name: String) -> wasmtime::Result<Result<String, Error>> {
        let context = context(accessor);
        let value = async {
            if let Some(fault) = variable_name_fault(&name) {
                return Err(Error::InvalidName(format!("{name:?}: {fault}")));
            }
            let value = context.variables.get(&name).cloned();
            value.ok_or_else(|| Error::Undefined(format!("no variable for {:?}.{name:?}", context.id)))
        };
        context
            .call(Call::VariablesGet, &name, Error::Provider, value)
            .await
    }
}
