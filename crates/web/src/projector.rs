//! Projection right after a commit, so that a writer reads its own write.

use crate::Call;
use storage::projection::{self, Ports};

/// How long a request goes on projecting after its own commit, in milliseconds; the scheduled run does the rest.
const AFTER_COMMIT_MS: i64 = 2_000;

impl Call {
    /// Brings key-value up to date, as far as the time goes. The write is committed already, so a failure here is
    /// only logged: the scheduled run repeats it.
    pub async fn project(&self) {
        let ports = Ports {
            sql: self.sql(),
            key_value: self.key_value(),
        };
        let clock = || self.platform.now_ms();
        let deadline = self.platform.now_ms() + AFTER_COMMIT_MS;
        if let Err(error) = projection::run(ports, &clock, &self.token(), deadline).await {
            self.platform.log(&format!("projection: {error}"));
        }
    }

    /// A random name for a lease.
    #[must_use]
    pub fn token(&self) -> String {
        u128::from_be_bytes(self.random::<16>()).to_string()
    }
}
