//! The keys of this function.

use api::problem::{Code, Problem};
use log_in::TokenKeys;
use storage::account::WrappedKey;
use vault::{Key, KeyedHash, LookupSecret, RootKeys, Wrapped};
use web::Call;

use crate::places;

/// What the variables hold. Not printable.
pub struct Keys {
    /// `root_keys`.
    pub roots: RootKeys,
    lookups: LookupSecret,
}

impl Keys {
    /// The keys, as they are set.
    ///
    /// # Errors
    /// [`Code::Internal`] when they are not; the log says which, and why.
    pub async fn of(call: &Call) -> Result<Self, Problem> {
        let defect = |name: &str, why: String| {
            call.platform.log(&format!("the variable {name} {why}"));
            Problem::new(Code::Internal)
        };
        let roots = call.platform.variable("root_keys").await.unwrap_or_default();
        let roots = RootKeys::read(&roots).map_err(|error| defect("root_keys", error.to_string()))?;
        let lookups = call.platform.variable("lookup_secret").await.unwrap_or_default();
        let lookups =
            LookupSecret::new(lookups).map_err(|error| defect("lookup_secret", error.to_string()))?;
        Ok(Self { roots, lookups })
    }

    /// A new key of a customer, and how it is kept.
    ///
    /// # Errors
    /// [`Code::Internal`] without a root key.
    pub fn new_key(&self, call: &Call, customer: &str) -> Result<(Key, WrappedKey), Problem> {
        let key = Key::new(call.random());
        let wrapped = self.wrap(call, customer, &key)?;
        Ok((key, wrapped))
    }

    /// A customer's key under the newest root key.
    ///
    /// # Errors
    /// [`Code::Internal`] without a root key.
    pub fn wrap(&self, call: &Call, customer: &str, key: &Key) -> Result<WrappedKey, Problem> {
        let wrapped = self.roots.wrap(places::data_key(&[customer]), call.random(), key);
        let Wrapped { root, sealed } = wrapped.ok_or_else(|| Problem::new(Code::Internal))?;
        Ok(WrappedKey { root, sealed })
    }

    /// A customer's key; `None` when its root key is not set.
    pub fn unwrap(&self, customer: &str, key: &WrappedKey) -> Option<Key> {
        let wrapped = Wrapped {
            root: key.root.clone(),
            sealed: key.sealed.clone(),
        };
        self.roots.unwrap(places::data_key(&[customer]), &wrapped)
    }

    /// Finds a person by a platform's name for them.
    pub fn subjects(&self) -> KeyedHash {
        self.lookups.hash_for("mendian subject of a platform")
    }

    /// Finds an account by its telephone number.
    pub fn phones(&self) -> KeyedHash {
        self.lookups.hash_for("mendian telephone number")
    }

    /// What refresh tokens are told and found by.
    pub fn tokens(&self) -> TokenKeys {
        TokenKeys::of(&self.lookups)
    }
}
