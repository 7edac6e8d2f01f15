//! `audit`: whether what staff wrote is still what is written down.

use crate::database::{self, Place};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use storage::audit::{self, Head};
use storage::sql::Sql;

/// The audit log of a database.
#[derive(clap::Subcommand, Debug)]
pub enum Audit {
    /// Compute every chain anew and print its name, length and last hash; fail when an entry is not what was written. Disturbs
    /// nobody who is served.
    Verify(Verify),
}

/// Compute every chain anew.
#[derive(clap::Args, Debug)]
pub struct Verify {
    #[command(flatten)]
    place: Place,
    /// What this command printed before, and was kept where nobody who writes to the database can change it. A past that was written
    /// anew is found by it even if every hash was, too.
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,
}

/// Heads that chains had before, by chain.
type Expected = BTreeMap<String, Vec<Head>>;

impl Audit {
    /// The command.
    pub fn run(&self) -> Result<()> {
        let Self::Verify(verify) = self;
        let expected = match &verify.expect {
            None => Expected::new(),
            Some(file) => {
                let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
                read(&text).with_context(|| file.display().to_string())?
            }
        };
        let mut out = std::io::stdout();
        database::runtime()?.block_on(async {
            let sql = verify.place.ask().await?;
            print(&*sql, expected, &mut out).await
        })
    }
}

/// Prints each chain in a line, or what breaks it.
async fn print(sql: &dyn Sql, mut expected: Expected, out: &mut impl Write) -> Result<()> {
    let (mut broken, mut chains) = (0, 0);
    let mut after = String::new();
    while let Some(chain) = audit::next_chain(sql, &after).await? {
        let known = expected.remove(&chain).unwrap_or_default();
        match audit::verify(sql, &chain, &known).await? {
            Ok(Head { seq, hash }) => writeln!(out, "{chain} {seq} {hash}")?,
            Err(what) => {
                broken += 1;
                writeln!(out, "broken: {chain}: {what}")?;
            }
        }
        chains += 1;
        after = chain;
    }
    for chain in expected.keys() {
        (broken, chains) = (broken + 1, chains + 1);
        writeln!(out, "broken: {chain}: entry 1 is missing")?;
    }
    if broken > 0 {
        bail!("{broken} of {chains} chains are not what was written");
    }
    Ok(())
}

/// Reads what was printed: chain, length and hash in each line.
fn read(text: &str) -> Result<Expected> {
    let mut expected = Expected::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let &[chain, seq, hash] = words.as_slice() else {
            bail!("`{line}` is not a chain, its length and its last hash");
        };
        let seq = seq.parse().with_context(|| format!("the length in `{line}`"))?;
        let hash = hash.to_owned();
        let heads: &mut Vec<Head> = expected.entry(chain.to_owned()).or_default();
        heads.push(Head { seq, hash });
    }
    Ok(expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use storage::audit::{Deed, append, head};
    use storage::migrate::migrate_sqlite;
    use storage::sql::Script;
    use storage::sql::native_sqlite::NativeSqlite;

    async fn log_of(chains: &[&str]) -> NativeSqlite {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrate_sqlite(&mut connection).unwrap();
        let sql = NativeSqlite::new(connection);
        for chain in chains {
            let deed = Deed {
                chain: (*chain).to_owned(),
                at_ms: 1,
                principal: "p".to_owned(),
                operation: "o".to_owned(),
                target: "/t".to_owned(),
                body_sha256: String::new(),
            };
            let mut script = Script::new();
            append(&mut script, &head(&sql, chain).await.unwrap(), deed);
            sql.write(script).await.unwrap();
        }
        sql
    }

    fn printed(chains: &[&str], expect: &str) -> (bool, String) {
        let mut out = Vec::new();
        let done = database::runtime()
            .unwrap()
            .block_on(async { print(&log_of(chains).await, read(expect).unwrap(), &mut out).await });
        (done.is_ok(), String::from_utf8(out).unwrap())
    }

    #[test]
    fn what_is_printed_is_what_can_be_expected() {
        let (is_good, text) = printed(&["headquarters", "store:s1", "store:s1"], "");
        let words: Vec<Vec<&str>> = text.lines().map(|line| line.split(' ').collect()).collect();
        let chains: Vec<_> = words
            .iter()
            .map(|words| (words[0], words[1], words[2].len()))
            .collect();
        assert!(is_good);
        assert_eq!(chains, [("headquarters", "1", 64), ("store:s1", "2", 64)]);
        // Longer since then is what it should be.
        let grown = printed(
            &["headquarters", "store:s1", "store:s1", "headquarters", "store:s2"],
            &text,
        );
        assert!(grown.0, "{}", grown.1);
    }

    #[test]
    fn chain_that_is_shorter_gone_or_another_is_named() {
        let (_, text) = printed(&["headquarters", "store:s1", "store:s1"], "");
        let (is_good, shorter) = printed(&["headquarters", "store:s1"], &text);
        assert!(
            !is_good && shorter.contains("broken: store:s1: entry 2 is missing"),
            "{shorter}"
        );
        let (is_good, gone) = printed(&["headquarters"], &text);
        assert!(
            !is_good && gone.contains("broken: store:s1: entry 1 is missing"),
            "{gone}"
        );
        let other = text.replace(text.split(['\n', ' ']).nth(2).unwrap(), &"0".repeat(64));
        let (is_good, anew) = printed(&["headquarters", "store:s1", "store:s1"], &other);
        assert!(
            !is_good && anew.contains("broken: headquarters: entry 1 had another hash"),
            "{anew}"
        );
    }

    #[test]
    fn file_of_something_else_is_refused() {
        for text in [
            "ok: all is well",
            "headquarters 1",
            "headquarters one 00",
            "headquarters 1 00 more",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
