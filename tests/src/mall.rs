//! An application of one test.

use crate::database::Database;
use crate::engine::{Engine, Variables};
use crate::{Answer, Caller, manifest, product, store};
use fake_wechat_pay::{API_V3_KEY, APP_SECRET, APPID, MCHID, MERCHANT_SERIAL, merchant_key, platform_keys};
use local_edge::{Counters, Edge, Faults};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use web::Principal;

pub(crate) const TOKEN_SECRET: &str = "a token secret that only end-to-end tests know";
/// Signs what the sandbox payment provider tells.
pub const SANDBOX_PAY_KEY: &str = "a payment key that only end-to-end tests know";
/// Signs what the sandbox courier tells.
pub const SANDBOX_COURIER_KEY: &str = "a courier's key that only end-to-end tests know";

/// Wraps the keys of customers.
const ROOT_KEY: &str = "a:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

/// A running application with empty databases. Dropping it stops it and removes what it kept.
pub struct Mall {
    // Dropped first: it uses what follows.
    engine: Engine,
    database: Database,
    state: Folder,
}

impl Mall {
    /// Starts one.
    #[must_use]
    pub fn start() -> Self {
        Self::with_variables(&[])
    }

    /// Starts one with other values of some application variables.
    #[must_use]
    pub fn with_variables(values: &[(&'static str, &str)]) -> Self {
        let state = Folder::new();
        let database = Database::fresh(&state.0);
        Self::assemble(state, database, &manifest::original(), Engine::start, values)
    }

    /// Starts one whose engine is a process of its own, so that it can be [killed](Self::kill_and_restart).
    #[must_use]
    pub fn in_a_process() -> Self {
        let state = Folder::new();
        let database = Database::fresh(&state.0);
        Self::assemble(state, database, &manifest::original(), Engine::in_a_process, &[])
    }

    /// Starts one with another provider in the place of one of the sandboxes, and values of some application variables.
    #[must_use]
    pub fn with_another(sandbox: &str, provider: &str, values: &[(&'static str, &str)]) -> Self {
        let state = Folder::new();
        let database = Database::fresh(&state.0);
        let manifest = manifest::with_provider(&state.0, sandbox, provider);
        Self::assemble(state, database, &manifest, Engine::start, values)
    }

    /// Starts one that takes money through the WeChat Pay gateway at `url`.
    #[must_use]
    pub fn taking_wechat_pay(url: &str) -> Self {
        let (private_key, platform_keys) = (merchant_key(), platform_keys());
        Self::with_another(
            "sandbox-pay",
            "wechat-pay",
            &[
                ("wechat_pay_appid", APPID),
                ("wechat_pay_app_secret", APP_SECRET),
                ("wechat_pay_mchid", MCHID),
                ("wechat_pay_serial", MERCHANT_SERIAL),
                ("wechat_pay_private_key", &private_key),
                ("wechat_pay_api_v3_key", API_V3_KEY),
                ("wechat_pay_platform_keys", &platform_keys),
                (
                    "wechat_pay_notify_url",
                    "https://mall.example/v1/payments/notifications/wechat-pay",
                ),
                ("wechat_pay_gateway", url),
                ("wechat_pay_platform", url),
            ],
        )
    }

    /// Starts one on a Postgres server of its own, whichever the environment names.
    #[must_use]
    pub fn on_server(url: &str) -> Self {
        let database = Database::on_server(url);
        Self::assemble(Folder::new(), database, &manifest::original(), Engine::start, &[])
    }

    fn assemble(
        state: Folder,
        database: Database,
        manifest: &Path,
        start: fn(&Path, &Path, &Variables) -> Engine,
        values: &[(&'static str, &str)],
    ) -> Self {
        let mut variables: Variables = vec![
            ("token_secret", TOKEN_SECRET.to_owned()),
            ("sandbox_pay_key", SANDBOX_PAY_KEY.to_owned()),
            ("sandbox_courier_key", SANDBOX_COURIER_KEY.to_owned()),
            ("sandbox_identity", "on".to_owned()),
            // Few callers do what thousands would; who tests the limits turns them on.
            ("rate_limits", "off".to_owned()),
            ("root_keys", ROOT_KEY.to_owned()),
            (
                "lookup_secret",
                "a look-up secret that only end-to-end tests know".to_owned(),
            ),
            (
                "staff_secret",
                "a secret of staff that only end-to-end tests know".to_owned(),
            ),
        ];
        variables.extend(database.variables());
        variables.retain(|(known, _)| values.iter().all(|(name, _)| name != known));
        variables.extend(values.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let engine = start(manifest, &state.0, &variables);
        Self {
            engine,
            database,
            state,
        }
    }

    /// Ends the engine as a power failure does, and starts it again at the same address.
    pub fn kill_and_restart(&mut self) {
        self.engine.kill_and_restart();
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.engine.address()
    }

    /// A caller without a token.
    #[must_use]
    pub fn anonymous(&self) -> Caller {
        Caller::new(self.engine.address(), &Principal::Anonymous)
    }

    /// A shopper.
    #[must_use]
    pub fn as_shopper(&self, id: &str) -> Caller {
        Caller::new(self.engine.address(), &Principal::Shopper(id.parse().unwrap()))
    }

    /// A clerk of a store.
    #[must_use]
    pub fn as_clerk(&self, store: &str) -> Caller {
        let principal = Principal::of_store(format!("clerk-{store}"), store.parse().unwrap());
        Caller::new(self.engine.address(), &principal)
    }

    /// A headquarters user.
    #[must_use]
    pub fn as_headquarters(&self) -> Caller {
        Caller::new(self.engine.address(), &Principal::headquarters("headquarters"))
    }

    /// Anybody.
    #[must_use]
    pub fn as_principal(&self, principal: &Principal) -> Caller {
        Caller::new(self.engine.address(), principal)
    }

    /// The scheduler.
    #[must_use]
    pub fn as_job(&self) -> Caller {
        Caller::new(self.engine.address(), &Principal::Job)
    }

    /// The embedded host's faults. `None` on another engine, where the caller's test has nothing to do.
    #[must_use]
    pub fn faults(&self) -> Option<&Faults> {
        let faults = self.engine.edge().map(Edge::faults);
        if faults.is_none() {
            eprintln!("skipped: this engine cannot be made to fail");
        }
        faults
    }

    /// What the components have done, as the embedded host counts it.
    #[must_use]
    pub fn counters(&self) -> Option<Counters> {
        self.engine.edge().map(Edge::counters)
    }

    /// Reads with plain SQL, past the application.
    #[must_use]
    pub fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        self.database.rows(sql)
    }

    /// The names of all tables, sorted.
    #[must_use]
    pub fn tables(&self) -> Vec<String> {
        self.database.tables()
    }

    /// The one number that a query gives.
    #[must_use]
    pub fn number(&self, sql: &str) -> i64 {
        self.rows(sql)[0][0].parse().unwrap()
    }

    /// Writes with plain SQL, past the application: what time would have done.
    pub fn execute(&self, sql: &str) {
        self.database.execute(sql);
    }

    /// Fails when an invariant of the whole database does not hold, or the audit log is not what was written.
    pub fn assert_adds_up(&self) {
        let breaches = self.database.breaches();
        let mut words: Vec<String> = breaches.iter().map(ToString::to_string).collect();
        words.extend(self.database.broken_chains());
        assert!(words.is_empty(), "{}", words.join("\n"));
    }

    /// Fails when a transaction was left open.
    pub fn assert_no_transaction_is_open(&self) {
        assert_eq!(self.database.transactions_left_open(), Vec::<Vec<String>>::new());
    }

    /// Every key and value of key-value, past the application, sorted.
    #[must_use]
    pub fn key_value(&self) -> Vec<(String, Vec<u8>)> {
        let connection = rusqlite::Connection::open(self.state.0.join("sqlite_key_value.db")).unwrap();
        let mut all = connection
            .prepare("SELECT key, value FROM spin_key_value ORDER BY store, key")
            .unwrap();
        let entries = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        entries.collect::<rusqlite::Result<_>>().unwrap()
    }

    /// Removes every key of key-value, past the application.
    pub fn forget_key_value(&self) {
        let connection = rusqlite::Connection::open(self.state.0.join("sqlite_key_value.db")).unwrap();
        connection.execute_batch("DELETE FROM spin_key_value").unwrap();
    }

    /// A store that is always open, in the middle of Shanghai, with `units` of each SKU; what it sells is made too.
    pub fn stock(&self, store_id: &str, units: &[(&str, i64)]) {
        let headquarters = self.as_headquarters();
        headquarters
            .put(
                "/v1/categories/tea",
                &json!({"name": {"zh-CN": "茶", "en": "Tea"}}),
            )
            .assert(200);
        headquarters
            .put(&format!("/v1/stores/{store_id}"), &store(31.2304, 121.4737))
            .assert(200);
        for (sku, _) in units {
            let (id, variant) = sku.split_once('.').unwrap();
            headquarters
                .put(&format!("/v1/products/{id}"), &product(variant, 1_800))
                .assert(200);
        }
        let lines: Vec<Value> = units
            .iter()
            .map(|(sku, units)| json!({"sku": sku, "on_hand": units}))
            .collect();
        let path = format!("/v1/stores/{store_id}/stock");
        headquarters.put(&path, &json!({"lines": lines})).assert(200);
    }

    /// Brings key-value up to date.
    pub fn project(&self) -> Answer {
        self.as_job().post_empty("/jobs/project").expect(200)
    }
}

/// A folder that goes away with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("mendian-test-{}-{count}", std::process::id()));
        // A run with the same process id may have been killed.
        remove(&folder);
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

fn remove(folder: &Path) {
    // A leftover in the temporary folder harms nobody.
    _ = std::fs::remove_dir_all(folder);
}
