//! Sessions of whoever logs in, shoppers and staff alike: refresh tokens that rotate, access tokens that are short-lived.
//!
//! One house with two doors: `accounts` and `staff` decide who somebody is, and this what their log-in is worth from then on. Absent from
//! here: passwords, platforms, and whatever else makes somebody who they say.

mod invitation;
mod refresh;
mod refresh_token;
mod session;

pub use invitation::invitations;
pub use refresh::refresh;
pub use refresh_token::{RefreshToken, TokenKeys};
pub use session::{access_token, begin, view};
