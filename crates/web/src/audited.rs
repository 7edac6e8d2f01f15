//! The database as staff write to it: each of their writes leaves an entry in the audit log, in its own transaction.

use crate::walled::Walled;
use crate::{Platform, Principal};
use api::operation::Operation;
use bytes::Bytes;
use commerce::ids::StoreId;
use futures_util::future::LocalBoxFuture;
use std::cell::OnceCell;
use std::rc::Rc;
use storage::audit::{self, CHAIN_MOVED, Deed};
use storage::sql::{Row, Script, Sql, SqlError, Statement};

/// Tries of one script whose chain moves on before it. One of those who try together always succeeds, so that this is about as many
/// as may write into one chain at the same moment.
const TRIES_MAX: u64 = 40;
/// How much longer a pause may be after each try, in milliseconds.
const PAUSE_STEP_MS: u64 = 3;
/// The longest pause, in milliseconds.
const PAUSE_MS_MAX: u64 = 40;

/// The database for one call of a member of staff.
pub(crate) struct Audited {
    platform: Rc<dyn Platform>,
    below: Walled,
    /// What is done; the body's hash comes with the first write.
    deed: Deed,
    body: Bytes,
    has_secret_body: bool,
    body_sha256: OnceCell<String>,
}

impl Audited {
    /// The database for this call; none where no member of staff calls.
    pub(crate) fn of(
        platform: &Rc<dyn Platform>,
        principal: &Principal,
        operation: &Operation,
        params: &[(String, String)],
        body: &Bytes,
        now_ms: i64,
    ) -> Option<Self> {
        let chain = principal.audit_chain()?;
        Some(Self {
            platform: platform.clone(),
            below: Walled::of(principal, platform),
            deed: Deed {
                chain: chain.to_string(),
                at_ms: now_ms,
                principal: principal.name(),
                operation: operation.id.to_owned(),
                target: target(operation.path, params),
                body_sha256: String::new(),
            },
            body: body.clone(),
            has_secret_body: operation.has_secret_body,
            body_sha256: OnceCell::new(),
        })
    }

    /// The same with one store more inside the wall below.
    pub(crate) fn around(self, store: &StoreId) -> Self {
        let below = self.below.around(store);
        Self { below, ..self }
    }

    fn below(&self) -> &dyn Sql {
        &self.below
    }

    /// An import writes many scripts of one body.
    fn deed(&self) -> Deed {
        let body_sha256 = self.body_sha256.get_or_init(|| match self.has_secret_body {
            // A hash that is made fast would give a password away.
            true => String::new(),
            false => audit::sha256(&self.body),
        });
        Deed {
            body_sha256: body_sha256.clone(),
            ..self.deed.clone()
        }
    }

    /// Writes a script together with its entry; an empty one leaves the entry alone.
    pub(crate) async fn enter(&self, script: Script) -> Result<Vec<u64>, SqlError> {
        let own_steps = script.next_step();
        for tried in 1..=TRIES_MAX {
            let head = audit::head(self.below(), &self.deed.chain).await;
            let head = head.map_err(nothing_was_written)?;
            let mut entered = script.clone();
            audit::append(&mut entered, &head, self.deed());
            match self.below().write(entered).await {
                Err(SqlError::Refused {
                    label: CHAIN_MOVED, ..
                }) => self.pause(tried).await,
                Err(error) => return Err(error),
                Ok(mut affected) => {
                    affected.truncate(own_steps);
                    return Ok(affected);
                }
            }
        }
        Err(SqlError::Busy(format!(
            "too many write into the chain {} of the audit log",
            self.deed.chain
        )))
    }

    /// Those who met once would meet again after pauses of one length.
    async fn pause(&self, tried: u64) {
        let longest = (tried * PAUSE_STEP_MS).min(PAUSE_MS_MAX);
        let mut chance = [0];
        self.platform.fill_random(&mut chance);
        self.platform.sleep(u64::from(chance[0]) % (longest + 1)).await;
    }
}

impl Sql for Audited {
    fn read<'a>(&'a self, statement: Statement) -> LocalBoxFuture<'a, Result<Vec<Row>, SqlError>> {
        self.below().read(statement)
    }

    fn write<'a>(&'a self, script: Script) -> LocalBoxFuture<'a, Result<Vec<u64>, SqlError>> {
        Box::pin(async move {
            match script.next_step() {
                // What does nothing is not done.
                0 => self.below().write(script).await,
                _ => self.enter(script).await,
            }
        })
    }
}

/// The path with what its parameters name: what the handler acts on, however the caller spelled it.
fn target(path: &str, params: &[(String, String)]) -> String {
    let segments = path.split('/').map(|segment| {
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let found = name.and_then(|name| params.iter().find(|(known, _)| known == name));
        found.map_or(segment, |(_, value)| value.as_str())
    });
    segments.collect::<Vec<_>>().join("/")
}

/// A read whose outcome is not known is no write whose outcome is not known.
fn nothing_was_written(error: SqlError) -> SqlError {
    match error {
        SqlError::Unknown(words) => SqlError::Busy(words),
        error => error,
    }
}
