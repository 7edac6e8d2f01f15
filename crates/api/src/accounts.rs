//! Requests and views of the function `accounts`.
//!
//! What holds a token, a code or anything of a person is not printable.

mod address;
mod audit;
mod contact;
#[cfg(feature = "openapi")]
mod describe;
mod export;
mod me;
mod session;

pub use address::{AddressView, AddressesView, DeletedView, PutAddress};
pub use audit::AuditEntryView;
pub use contact::ContactView;
#[cfg(feature = "openapi")]
pub use describe::describe;
pub use export::{ExportView, ExportedIdentityView, ExportedOrderView};
pub use me::{BirthdayView, ConsentView, DeletedAccountView, MeView, PutMe, RotationReport, VerifyPhone};
pub use session::{CreateSession, EndedView, RefreshSession, SessionView, SessionsView, TokensView};
