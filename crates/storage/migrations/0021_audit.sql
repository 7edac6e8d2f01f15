-- Both databases. What staff wrote, as chains of hashes: an entry is written by the transaction that it tells of, and stays.

-- `hash` is over all other columns, see crates/storage/src/audit.rs; `previous` is the hash of the entry before.
CREATE TABLE audit_entry (
    -- `headquarters`, or `store:` and the store's code.
    chain TEXT NOT NULL CHECK (chain <> ''),
    -- Counts the entries of a chain, from 1.
    seq BIGINT NOT NULL CHECK (seq >= 1),
    at_ms BIGINT NOT NULL,
    principal TEXT NOT NULL,
    operation TEXT NOT NULL,
    target TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (chain, seq)
);
CREATE INDEX audit_entry_at ON audit_entry (at_ms, chain, seq);
CREATE INDEX audit_entry_chain ON audit_entry (chain, at_ms, seq);
CREATE INDEX audit_entry_principal ON audit_entry (principal, at_ms);
CREATE INDEX audit_entry_operation ON audit_entry (operation, at_ms);

-- The last entry of each chain: who writes the next one compares and sets it.
CREATE TABLE audit_head (
    chain TEXT PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);

{triggers}
