//! Requests and views of the function `staff`.
//!
//! What holds a password, a code, a key or an invitation is not printable.

#[cfg(feature = "openapi")]
mod describe;
mod key;
mod people;
mod role;
mod session;

#[cfg(feature = "openapi")]
pub use describe::describe;
pub use key::{CreateKey, CreateKeyToken, KeySecretView, KeyTokenView, KeyView};
pub use people::{AcceptInvitation, CreateStaff, InvitationView, PutStaff, StaffView};
pub use role::{PutRegion, PutRole, RegionView, RegionsView, RoleView, RolesView};
pub use session::{
    CodeSecretView, ConfirmCodeSecret, CreateStaffSession, DeleteCodeSecret, PutPassword, StaffMeView,
    StaffTokensView,
};
