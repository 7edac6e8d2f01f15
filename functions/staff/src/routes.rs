//! The URL table of the function `staff`.

use crate::accept_invitation::accept_invitation;
use crate::create_session::create_session;
use crate::create_staff::{create_invitation, create_staff};
use crate::keys::{create_key, create_key_token, delete_key, list_keys, rotate_key};
use crate::list_staff::{get_staff, list_staff};
use crate::me::{confirm_code_secret, create_code_secret, delete_code_secret, get_me, put_password};
use crate::put_staff::{end_sessions_of_staff, put_staff};
use crate::regions::{get_region, list_regions, put_region};
use crate::roles::{list_roles, put_role};
use crate::sessions::{delete_session, end_all_sessions, list_sessions, refresh_session};
use api::operation::staff::{
    ACCEPT_INVITATION, CONFIRM_CODE_SECRET, CREATE_CODE_SECRET, CREATE_INVITATION, CREATE_KEY,
    CREATE_KEY_TOKEN, CREATE_STAFF, CREATE_STAFF_SESSION, DELETE_CODE_SECRET, DELETE_KEY,
    DELETE_STAFF_SESSION, END_SESSIONS_OF_STAFF, END_STAFF_SESSIONS, GET_REGION, GET_STAFF, GET_STAFF_ME,
    LIST_KEYS, LIST_REGIONS, LIST_ROLES, LIST_STAFF, LIST_STAFF_SESSIONS, PUT_PASSWORD, PUT_REGION, PUT_ROLE,
    PUT_STAFF, REFRESH_STAFF_SESSION, ROTATE_KEY,
};
use web::App;

/// All routes.
#[must_use]
pub fn app() -> App {
    App::new()
        .paced()
        .route(&CREATE_STAFF_SESSION, create_session)
        .route(&REFRESH_STAFF_SESSION, refresh_session)
        .route(&LIST_STAFF_SESSIONS, list_sessions)
        .route(&END_STAFF_SESSIONS, end_all_sessions)
        .route(&DELETE_STAFF_SESSION, delete_session)
        .route(&GET_STAFF_ME, get_me)
        .route(&PUT_PASSWORD, put_password)
        .route(&CREATE_CODE_SECRET, create_code_secret)
        .route(&CONFIRM_CODE_SECRET, confirm_code_secret)
        .route(&DELETE_CODE_SECRET, delete_code_secret)
        .route(&ACCEPT_INVITATION, accept_invitation)
        .route(&LIST_STAFF, list_staff)
        .route(&GET_STAFF, get_staff)
        .route(&CREATE_STAFF, create_staff)
        .route(&PUT_STAFF, put_staff)
        .route(&CREATE_INVITATION, create_invitation)
        .route(&END_SESSIONS_OF_STAFF, end_sessions_of_staff)
        .route(&LIST_ROLES, list_roles)
        .route(&PUT_ROLE, put_role)
        .route(&LIST_REGIONS, list_regions)
        .route(&GET_REGION, get_region)
        .route(&PUT_REGION, put_region)
        .route(&LIST_KEYS, list_keys)
        .route(&CREATE_KEY, create_key)
        .route(&ROTATE_KEY, rotate_key)
        .route(&DELETE_KEY, delete_key)
        .route(&CREATE_KEY_TOKEN, create_key_token)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_operation_is_mounted() {
        let mounted: Vec<_> = super::app()
            .mounted()
            .iter()
            .map(|operation| **operation)
            .collect();
        assert_eq!(mounted, api::operation::staff::ALL);
    }
}
