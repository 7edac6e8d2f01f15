//! The state folder: databases and stores, as the host lays them out, and the secrets of a development application.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What the host and Spin call the default SQLite database.
const SQLITE: &str = "sqlite_db.db";
/// What the host and Spin call the file of key-value stores.
const KEY_VALUE: &str = "sqlite_key_value.db";
const SECRETS: &str = "secrets.env";
const ROOT_KEYS: &str = "SPIN_VARIABLE_ROOT_KEYS";
/// Names the database that key-value is a projection of.
const PROJECTED: &str = "projected-database";
/// Is there while the demo brand is being loaded.
const LOADING: &str = "demo-is-loading";

/// Length of a new secret, in bytes before it is written in hexadecimal.
const SECRET_BYTES: usize = 32;

/// A state folder.
#[derive(Debug, Clone)]
pub struct State(PathBuf);

/// Secrets of one application, made once and kept.
pub struct Secrets {
    /// Signs tokens.
    pub token: String,
    /// Signs the sandbox payment provider's references.
    pub sandbox_pay: String,
    /// Signs the sandbox courier's.
    pub sandbox_courier: String,
    /// Wraps the keys of customers.
    pub root_keys: String,
    /// Finds what is private again.
    pub lookup: String,
    /// Makes and finds invitations, keys and one-time codes of staff.
    pub staff: String,
}

impl State {
    /// The folder, made when absent.
    pub fn open(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        Ok(Self(fs::canonicalize(folder)?))
    }

    /// Removes all data, and nothing that this project did not put there. Secrets stay, and tokens with them.
    pub fn empty(&self) -> Result<()> {
        for database in [SQLITE, KEY_VALUE] {
            self.remove_database(database)?;
        }
        for file in [PROJECTED, LOADING] {
            remove(&self.0.join(file))?;
        }
        Ok(())
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// The default SQLite database.
    pub fn sqlite(&self) -> PathBuf {
        self.0.join(SQLITE)
    }

    /// Makes key-value belong to `database`. True when it has to be rebuilt, because it is new or was another's.
    pub fn adopt_key_value(&self, database: &str) -> Result<bool> {
        let file = self.0.join(PROJECTED);
        let known = fs::read_to_string(&file).unwrap_or_default();
        if known == database && self.0.join(KEY_VALUE).exists() {
            return Ok(false);
        }
        self.remove_database(KEY_VALUE)?;
        remove(&file)?;
        Ok(true)
    }

    /// Notes that key-value has been rebuilt from `database`.
    pub fn key_value_is_of(&self, database: &str) -> Result<()> {
        fs::write(self.0.join(PROJECTED), database).context("noting the projected database")
    }

    /// Whether loading the demo brand began and did not end.
    pub fn demo_is_loading(&self) -> bool {
        self.0.join(LOADING).exists()
    }

    /// Notes that loading the demo brand begins, or that it has ended.
    pub fn set_demo_is_loading(&self, loading: bool) -> Result<()> {
        let file = self.0.join(LOADING);
        match loading {
            true => fs::write(file, "").context("noting that the demo brand is being loaded"),
            false => remove(&file),
        }
    }

    /// The secrets; what an older release did not know is made and kept.
    pub fn secrets(&self) -> Result<Secrets> {
        let file = self.0.join(SECRETS);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error).with_context(|| format!("reading {}", file.display())),
        };
        let value = |name: &str| {
            let mut lines = text.lines();
            match lines.find_map(|line| line.strip_prefix(name)?.strip_prefix('=')) {
                Some(value) => Ok(value.to_owned()),
                None => keep_secret(&file, name, &new(name)?),
            }
        };
        Ok(Secrets {
            token: value("SPIN_VARIABLE_TOKEN_SECRET")?,
            sandbox_pay: value("SPIN_VARIABLE_SANDBOX_PAY_KEY")?,
            sandbox_courier: value("SPIN_VARIABLE_SANDBOX_COURIER_KEY")?,
            root_keys: value(ROOT_KEYS)?,
            lookup: value("SPIN_VARIABLE_LOOKUP_SECRET")?,
            staff: value("SPIN_VARIABLE_STAFF_SECRET")?,
        })
    }

    fn remove_database(&self, name: &str) -> Result<()> {
        ["", "-wal", "-shm"]
            .iter()
            .try_for_each(|suffix| remove(&self.0.join(format!("{name}{suffix}"))))
    }
}

/// A new value of a secret: a root key is a list of one.
fn new(name: &str) -> Result<String> {
    if name == ROOT_KEYS {
        return Ok(format!("development:{}", BASE64.encode(random_bytes()?)));
    }
    random_hex()
}

fn keep_secret(file: &Path, name: &str, secret: &str) -> Result<String> {
    // Nobody else may read it, not even for a moment.
    let mut kept = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(file)
        .with_context(|| format!("writing {}", file.display()))?;
    kept.write_all(format!("{name}={secret}\n").as_bytes())?;
    Ok(secret.to_owned())
}

/// A secret that nobody can guess.
pub fn random_hex() -> Result<String> {
    let bytes = random_bytes()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn random_bytes() -> Result<[u8; SECRET_BYTES]> {
    let mut bytes = [0; SECRET_BYTES];
    fill_random(&mut bytes)?;
    Ok(bytes)
}

/// Fills `bytes` with randomness fit for keys.
pub fn fill_random(bytes: &mut [u8]) -> Result<()> {
    fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(bytes))
        .context("/dev/urandom")
}

fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", file.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::os::unix::fs::PermissionsExt;

    fn state(name: &str) -> State {
        let folder = std::env::temp_dir().join(format!("mendian-state-{name}-{}", std::process::id()));
        State::open(&folder).unwrap()
    }

    #[test]
    fn secret_that_an_older_release_did_not_know_is_added_and_the_others_stay() {
        let state = state("older");
        let file = state.folder().join(SECRETS);
        fs::write(
            &file,
            "SPIN_VARIABLE_TOKEN_SECRET=a\nSPIN_VARIABLE_SANDBOX_PAY_KEY=b\n",
        )
        .unwrap();
        let secrets = state.secrets().unwrap();
        assert_eq!((&*secrets.token, &*secrets.sandbox_pay), ("a", "b"));
        assert_eq!(secrets.sandbox_courier.len(), 2 * SECRET_BYTES);
        assert_eq!(state.secrets().unwrap().sandbox_courier, secrets.sandbox_courier);
        fs::remove_dir_all(state.folder()).unwrap();
    }

    #[test]
    fn secrets_are_made_once_and_only_their_owner_reads_them() {
        let state = state("secrets");
        let first = state.secrets().unwrap();
        let second = state.secrets().unwrap();
        let all = |secrets: &Secrets| {
            [
                &secrets.token,
                &secrets.sandbox_pay,
                &secrets.sandbox_courier,
                &secrets.root_keys,
                &secrets.lookup,
            ]
            .map(Clone::clone)
        };
        assert_eq!(all(&first), all(&second));
        assert_eq!(BTreeSet::from(all(&first)).len(), 5, "no two are the same");
        let (name, key) = first.root_keys.split_once(':').unwrap();
        let key = BASE64.decode(key).unwrap();
        assert_eq!((name, key.len()), ("development", SECRET_BYTES));
        let mode = fs::metadata(state.folder().join(SECRETS))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::remove_dir_all(state.folder()).unwrap();
    }

    #[test]
    fn key_value_of_another_database_is_thrown_away() {
        let state = state("adopt");
        let key_value = state.folder().join(KEY_VALUE);
        assert!(state.adopt_key_value("sqlite").unwrap());
        state.key_value_is_of("sqlite").unwrap();
        fs::write(&key_value, "").unwrap();
        assert!(!state.adopt_key_value("sqlite").unwrap());
        assert!(state.adopt_key_value("postgres of somebody").unwrap());
        assert!(!key_value.exists());
        fs::remove_dir_all(state.folder()).unwrap();
    }
}
