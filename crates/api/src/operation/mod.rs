//! The table of operations: what the router mounts, what the shell guards and what the contract publishes.

mod access;
pub mod accounts;
pub mod analytics;
pub mod catalog;
pub mod checkout;
pub mod coupons;
pub mod fulfilment;
pub mod portal;
pub mod projector;
mod rate;
pub mod staff;
pub mod stores;

pub use access::Access;
pub use rate::Rate;

use commerce::staff::Permission;

/// The methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Reads; safe, cacheable where public.
    Get,
    /// Creates, or does something that has a name.
    Post,
    /// Creates or replaces what the path names.
    Put,
    /// Removes what the path names.
    Delete,
}

impl Method {
    /// As on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// One endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// Stable name, `verb_resource`; the `operationId` of the contract.
    pub id: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path, parameters in braces.
    pub path: &'static str,
    /// Who may call it. The shell refuses everybody else before the handler runs.
    pub access: Access,
    /// What staff need beside it; `None` where there is no staff, or where it is about themselves.
    pub permission: Option<Permission>,
    /// Longest request body in bytes.
    pub body_bytes_max: usize,
    /// Whether the body holds a password or a code, so that not even its hash is kept.
    pub has_secret_body: bool,
    /// How often one caller may call it, approximately: by principal, or by address where it is public. `None` where nothing but the
    /// platform limits it.
    pub rate: Option<Rate>,
}

/// Longest request body of an operation that does not say otherwise: 256 KiB.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// Longest request body of an import: 8 MiB. Longer files are sent in parts, each with its header line.
pub const IMPORT_BYTES_MAX: usize = 8 * 1024 * 1024;

impl Operation {
    const fn new(id: &'static str, method: Method, path: &'static str, access: Access) -> Self {
        Self {
            id,
            method,
            path,
            access,
            permission: None,
            body_bytes_max: BODY_BYTES_MAX,
            has_secret_body: false,
            rate: None,
        }
    }

    /// The same at a rate.
    const fn at(self, rate: Rate) -> Self {
        Self {
            rate: Some(rate),
            ..self
        }
    }

    /// Staff of the own stores or of all of them, who have `permission`.
    const fn staff(id: &'static str, method: Method, path: &'static str, permission: Permission) -> Self {
        Self::new(id, method, path, Access::STAFF).needs(permission)
    }

    /// Staff of headquarters who have `permission`.
    const fn headquarters(
        id: &'static str,
        method: Method,
        path: &'static str,
        permission: Permission,
    ) -> Self {
        Self::new(id, method, path, Access::HEADQUARTERS).needs(permission)
    }

    /// The scheduler, or staff of headquarters who may run jobs.
    const fn job(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Post, path, Access::OPERATOR).needs(Permission::RunJobs)
    }

    const fn needs(self, permission: Permission) -> Self {
        Self {
            permission: Some(permission),
            ..self
        }
    }

    const fn import(id: &'static str, path: &'static str, permission: Permission) -> Self {
        Self {
            body_bytes_max: IMPORT_BYTES_MAX,
            ..Self::headquarters(id, Method::Post, path, permission)
        }
    }
}

/// Every operation, function by function.
#[must_use]
pub fn all() -> Vec<(&'static str, &'static [Operation])> {
    vec![
        ("stores", stores::ALL),
        ("catalog", catalog::ALL),
        ("checkout", checkout::ALL),
        ("fulfilment", fulfilment::ALL),
        ("coupons", coupons::ALL),
        ("accounts", accounts::ALL),
        ("staff", staff::ALL),
        ("analytics", analytics::ALL),
        ("projector", projector::ALL),
        ("portal", portal::ALL),
    ]
}

/// Names each operation of a function and lists them all, so that none is left out of the list.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $operation:expr;)*) => {
        $($(#[$doc])* pub const $name: $crate::operation::Operation = $operation;)*
        /// All operations of this function.
        pub const ALL: &[$crate::operation::Operation] = &[$($name),*];
    };
}
use operations;
