//! One pool for each component, address and trusted authority.

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};

use deadpool::managed;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::connect::Connector;
use crate::allowed_hosts::AllowedHosts;
use crate::host::spin::postgres::postgres::Error;

/// Connections in one pool, as in Spin.
const CONNECTIONS_MAX: usize = 64;

/// Connections to one address.
pub type Pool = managed::Pool<Connector>;

/// A component's pools.
pub struct Pools {
    pools: Mutex<HashMap<(String, Option<String>), Pool>>,
    round_trips: Arc<AtomicU64>,
}

impl Pools {
    /// `round_trips` counts what the connections wait for.
    pub fn new(round_trips: Arc<AtomicU64>) -> Self {
        Self {
            pools: Mutex::default(),
            round_trips,
        }
    }

    /// The pool for this address, made at its first use.
    pub fn pool(&self, address: &str, authority: Option<&str>) -> Result<Pool, Error> {
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (address.to_owned(), authority.map(str::to_owned));
        if let Some(pool) = pools.get(&key) {
            return Ok(pool.clone());
        }
        let failed = |reason: String| Error::ConnectionFailed(reason);
        let connector =
            Connector::new(parse(address)?, authority, self.round_trips.clone()).map_err(failed)?;
        let pool = Pool::builder(connector)
            .max_size(CONNECTIONS_MAX)
            .build()
            .map_err(|error| failed(error.to_string()))?;
        pools.insert(key, pool.clone());
        Ok(pool)
    }
}

fn parse(address: &str) -> Result<Config, Error> {
    address
        .parse()
        .map_err(|error: tokio_postgres::Error| Error::ConnectionFailed(error.to_string()))
}

/// Refuses an address with a host that the component may not reach.
pub fn check_allowed(address: &str, allowed: &AllowedHosts) -> Result<(), Error> {
    let config = parse(address)?;
    for (position, host) in config.get_hosts().iter().enumerate() {
        let Host::Tcp(host) = host else {
            return Err(Error::ConnectionFailed("Unix sockets are not supported".into()));
        };
        let ports = config.get_ports();
        let port = ports
            .get(position)
            .or(if ports.len() == 1 { ports.first() } else { None })
            .copied();
        if !allowed.allows("postgres", host, port) {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            return Err(Error::ConnectionFailed(format!(
                "address postgres://{host}{port} is not permitted"
            )));
        }
    }
    Ok(())
}
