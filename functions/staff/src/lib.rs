//! Mendian function: who works for the brand, what they may do and where; the keys of devices, partners and jobs.
//!
//! It alone knows passwords (Argon2id) and has what invitations, keys and one-time codes are made and found with (`staff_secret`). What
//! it gives out are tokens that every function takes for their word, for 15 minutes.

mod accept_invitation;
mod create_session;
mod create_staff;
mod grant;
mod keys;
mod list_staff;
mod me;
mod one_time_code;
mod password;
mod put_staff;
mod regions;
mod roles;
pub mod routes;
mod secrets;
mod sessions;
mod tokens;
mod view;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
