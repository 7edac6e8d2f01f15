//! What callers see.

use api::staff::{KeyView, RegionView, RoleView, StaffView};
use commerce::ids::{RoleId, StoreId};
use commerce::staff::{Permission, Permissions};
use storage::access_key::StoredKey;
use storage::region::StoredRegion;
use storage::role::StoredRole;
use storage::scope::StoreScope;
use storage::staff::StoredStaff;

/// The names of permissions, in order.
pub fn permissions(permissions: Permissions) -> Vec<&'static str> {
    permissions.iter().map(Permission::as_str).collect()
}

/// A scope as `store` and `region`.
pub fn place(scope: &StoreScope) -> (Option<String>, Option<String>) {
    match scope {
        StoreScope::All => (None, None),
        StoreScope::Region(region) => (None, Some(region.to_string())),
        StoreScope::One(store) => (Some(store.to_string()), None),
    }
}

/// A member of staff, as of `now_ms`.
pub fn staff(stored: &StoredStaff, now_ms: i64) -> StaffView {
    let (store, region) = place(&stored.scope);
    StaffView {
        id: stored.id.to_string(),
        version: stored.version,
        login: stored.login.clone(),
        role: stored.role.to_string(),
        store,
        region,
        state: stored.state.as_str(),
        codes: stored.code_confirmed,
        paused_until_ms: Some(stored.paused_until_ms).filter(|until_ms| *until_ms > now_ms),
        invitation_expires_ms: stored.invitation_expires_ms,
        invited_by: stored.invited_by.clone(),
        created_ms: stored.created_ms,
    }
}

/// A role.
pub fn role(stored: &StoredRole) -> RoleView {
    RoleView {
        id: stored.id.to_string(),
        version: stored.version,
        name: stored.name.clone(),
        permissions: permissions(stored.permissions),
    }
}

/// A region, with its stores where these were asked for.
pub fn region(stored: &StoredRegion, stores: Option<&[StoreId]>) -> RegionView {
    RegionView {
        id: stored.id.to_string(),
        version: stored.version,
        name: stored.name.clone(),
        store_count: stored.stores,
        stores: stores.map(|stores| stores.iter().map(StoreId::to_string).collect()),
    }
}

/// A key.
pub fn key(stored: &StoredKey) -> KeyView {
    let (store, region) = place(&stored.scope);
    KeyView {
        id: stored.id.to_string(),
        kind: stored.kind.as_str(),
        name: stored.name.clone(),
        role: stored.role.as_ref().map(RoleId::to_string),
        store,
        region,
        rotations: stored.rotations,
        previous_until_ms: stored.previous_until_ms,
        expires_ms: stored.expires_ms,
        revoked_ms: stored.revoked_ms,
        created_by: stored.created_by.clone(),
        created_ms: stored.created_ms,
    }
}
