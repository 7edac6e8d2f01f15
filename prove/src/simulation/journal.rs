//! What happened, line by line, for whoever replays a seed.

/// Lines in the order of their happening.
pub struct Journal {
    is_read: bool,
}

impl Journal {
    /// A journal that is printed as it is written, or one that nobody reads.
    pub fn new(is_read: bool) -> Self {
        Self { is_read }
    }

    /// Writes a line. `words` is not made when nobody reads it.
    pub fn note(&self, now_ms: i64, words: impl FnOnce() -> String) {
        if self.is_read {
            let (seconds, milliseconds) = (now_ms.div_euclid(1_000) % 1_000_000, now_ms.rem_euclid(1_000));
            println!("{seconds:06}.{milliseconds:03} {}", words());
        }
    }
}
