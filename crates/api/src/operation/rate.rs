//! How often one caller may call an operation, approximately.

/// A bucket of tokens: full, it lets `burst` requests pass at once, and it fills by `per_minute` tokens a minute.
///
/// It is kept by each instance of a component for itself, so that it dampens a caller who hammers and is no exact count. Where money
/// or stock is at stake, the write itself counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Requests that may come at once.
    pub burst: u32,
    /// Requests per minute that may follow, at least 1.
    pub per_minute: u32,
}

impl Rate {
    /// For what a person does now and then: ordering, claiming, paying.
    pub const DEED: Self = Self {
        burst: 20,
        per_minute: 60,
    };
    /// For what a client does while a person looks: quotes.
    pub const LOOK: Self = Self {
        burst: 60,
        per_minute: 240,
    };
    /// For what makes a component hash a password, which is meant to take long.
    pub const PASSWORD: Self = Self {
        burst: 10,
        per_minute: 30,
    };
    /// For what all who share an address may do together, such as log-ins from a shop's own wireless network.
    pub const ADDRESS: Self = Self {
        burst: 60,
        per_minute: 120,
    };
}
