//! A small cache in the instance's memory, above key-value: public data only, bounded, gone after a moment.

use std::collections::HashMap;
use std::hash::Hash;

/// Values with a time to live. When it is full, it is emptied: an instance lives for 128 requests, and a policy that
/// remembers who was used last would cost more than it saves.
pub struct Cache<K, V> {
    entries: HashMap<K, (i64, V)>,
    entries_max: usize,
    ttl_ms: i64,
}

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    /// A cache of at most `entries_max` values, each kept for `ttl_ms` milliseconds.
    #[must_use]
    pub fn new(entries_max: usize, ttl_ms: i64) -> Self {
        Self {
            entries: HashMap::new(),
            entries_max,
            ttl_ms,
        }
    }

    /// The value of `key`, unless it is too old at `now_ms`.
    pub fn get<Q>(&self, key: &Q, now_ms: i64) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let (put_ms, value) = self.entries.get(key)?;
        let age = now_ms - put_ms;
        (0..self.ttl_ms).contains(&age).then(|| value.clone())
    }

    /// Keeps `value` as of `now_ms`.
    pub fn put(&mut self, key: K, value: V, now_ms: i64) {
        if self.entries.len() >= self.entries_max {
            self.entries.clear();
        }
        self.entries.insert(key, (now_ms, value));
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Forgets `key`.
    pub fn forget<Q>(&mut self, key: &Q)
    where
        K: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.entries.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_is_gone_after_its_time_and_when_the_clock_jumps_back() {
        let mut cache = Cache::new(2, 100);
        cache.put("a", 1, 1_000);
        assert_eq!(cache.get("a", 1_099), Some(1));
        assert_eq!(cache.get("a", 1_100), None);
        assert_eq!(cache.get("a", 999), None);
    }

    #[test]
    fn cache_never_holds_more_than_its_bound() {
        let mut cache = Cache::new(2, 100);
        for key in 0..10 {
            cache.put(key, key, 0);
            assert!(cache.entries.len() <= 2);
        }
    }
}
