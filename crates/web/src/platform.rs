//! What a function asks of the platform below it; a test provides its own.

use futures_util::future::LocalBoxFuture;
use storage::key_value::KeyValue;
use storage::sql::Sql;

/// The platform, for one request.
pub trait Platform {
    /// UTC epoch milliseconds.
    fn now_ms(&self) -> i64;
    /// Fills `bytes` with randomness fit for keys.
    fn fill_random(&self, bytes: &mut [u8]);
    /// The value of a component variable, if it is set.
    fn variable<'a>(&'a self, name: &'a str) -> LocalBoxFuture<'a, Option<String>>;
    /// Waits for so many milliseconds.
    fn sleep(&self, ms: u64) -> LocalBoxFuture<'_, ()>;
    /// Has the projector run: what was committed shows in key-value afterwards, or the scheduled run does it later.
    /// `token` admits a job.
    fn request_projection<'a>(&'a self, token: &'a str) -> LocalBoxFuture<'a, Result<(), String>>;
    /// Posts JSON to a path of another component of the application and gives its answer, if it has one within
    /// `limit_ms` milliseconds. What a platform does not say, it does not reach.
    fn call_component<'a>(
        &'a self,
        component: &'static str,
        path: &'static str,
        _body: Vec<u8>,
        _limit_ms: u64,
    ) -> LocalBoxFuture<'a, Result<Vec<u8>, String>> {
        Box::pin(async move { Err(format!("{component}{path} is not there")) })
    }
    /// The projections.
    fn key_value(&self) -> &dyn KeyValue;
    /// The truth.
    fn sql(&self) -> &dyn Sql;
    /// One line for the operator. Never private data, tokens or keys.
    fn log(&self, line: &str);
}
