-- Readers never wait for the writer, and each commit is synced (synchronous stays FULL, SQLite's default).
-- The mode is kept in the file: Spin opens connections without any pragma.
PRAGMA journal_mode = WAL;
