//! The end of a chain, and what adds to it.

use super::{Deed, Entry, Head};
use crate::sql::{Script, Sql, SqlError, Statement};

/// The guard of [`append`]: somebody else has added an entry meanwhile. Nothing was written; read the head and try again.
pub const CHAIN_MOVED: &str = "audit chain";

/// Where a chain ends now.
///
/// # Errors
/// Any of [`Sql::read`].
pub async fn head(sql: &dyn Sql, chain: &str) -> Result<Head, SqlError> {
    let rows = sql
        .read(Statement::new(
            "SELECT seq, hash FROM audit_head WHERE chain = ?1",
            vec![chain.to_owned().into()],
        ))
        .await?;
    rows.first().map_or_else(
        || Ok(Head::genesis()),
        |row| {
            Ok(Head {
                seq: row.int(0)?,
                hash: row.text(1)?.to_owned(),
            })
        },
    )
}

/// Ends a script with the entry that tells of it. Refused under [`CHAIN_MOVED`] when the chain does not end at `head` any more.
///
/// They are the last steps, so that the chain, which all staff of a store wait for, is held for the shortest time, and no two of them
/// wait for each other in a circle.
pub fn append(script: &mut Script, head: &Head, deed: Deed) {
    let entry = Entry::following(head, deed);
    let chain = entry.deed.chain;
    script.expect(
        CHAIN_MOVED,
        "INSERT INTO audit_entry (chain, seq, at_ms, principal, operation, target, body_sha256, previous, hash) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (chain, seq) DO NOTHING",
        vec![
            (&chain).into(),
            entry.seq.into(),
            entry.deed.at_ms.into(),
            entry.deed.principal.into(),
            entry.deed.operation.into(),
            entry.deed.target.into(),
            entry.deed.body_sha256.into(),
            (&entry.previous).into(),
            (&entry.hash).into(),
        ],
    );
    script.expect(
        CHAIN_MOVED,
        "INSERT INTO audit_head (chain, seq, hash) VALUES (?1, ?2, ?3) \
         ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash \
         WHERE audit_head.seq = excluded.seq - 1 AND audit_head.hash = ?4",
        vec![
            chain.into(),
            entry.seq.into(),
            entry.hash.into(),
            entry.previous.into(),
        ],
    );
}
