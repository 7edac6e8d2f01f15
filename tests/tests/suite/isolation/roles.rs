//! Roles: each that there is from the start does what its permissions are for, at one store and at all, and nothing else.

use super::cast::{NORTH, Who};
use super::matrix::Matrix;
use commerce::staff::Permissions;
use storage::scope::StoreScope;
use web::Principal;

/// Who lacks an operation's permission is refused like who lacks its role, whatever the request holds and names.
pub fn permissions(matrix: &Matrix) {
    let roles = Who::Headquarters
        .caller(&matrix.world.mall)
        .get("/v1/roles")
        .expect(200)
        .json;
    let orders = matrix.entry("list_orders");
    let reference = matrix.call(Who::Headquarters, orders, &orders.request(&matrix.world, &[]));
    assert_eq!(reference.code(), "forbidden");
    let (mut refused, mut admitted) = (0, 0);
    for role in roles["items"].as_array().unwrap() {
        let names = role["permissions"].as_array().unwrap().iter();
        let permissions: Permissions = names
            .map(|name| name.as_str().unwrap().parse().unwrap())
            .collect();
        for (who, scope) in [
            (Who::North, StoreScope::One(NORTH.parse().unwrap())),
            (Who::Headquarters, StoreScope::All),
        ] {
            let person = Principal::person(format!("in-the-role-{}", role["id"]), scope, permissions);
            let caller = matrix.world.mall.as_principal(&person);
            let entries = matrix
                .entries
                .iter()
                .filter(|entry| entry.operation.admits(who.role()));
            for entry in entries.filter(|entry| !entry.operation.is_public()) {
                let Some(permission) = &entry.operation.permission else {
                    continue;
                };
                let may = permissions.hold(permission.parse().unwrap());
                let own = entry.request(&matrix.world, &entry.own());
                if may {
                    // What does something does it for owners; here it is enough that it is not refused.
                    let request = if entry.operation.reads() {
                        own
                    } else {
                        entry.about_nothing(&matrix.world)
                    };
                    if entry.operation.admits("job") || !entry.operation.reads() && entry.own().is_empty() {
                        continue;
                    }
                    let answer = matrix.call_as(who, &caller, entry, &request);
                    matrix.cell(![401, 403].contains(&answer.status), || {
                        format!("{} as {who:?} {}: {}", role["id"], request.words(), answer.text)
                    });
                    admitted += 1;
                    continue;
                }
                let mut requests = own.spoiled();
                requests.extend([own, entry.about_nothing(&matrix.world)]);
                for request in requests {
                    let answer = matrix.call_as(who, &caller, entry, &request);
                    matrix.same(
                        || format!("{} as {who:?} {}", role["id"], request.words()),
                        &answer,
                        &reference,
                    );
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 1_000 && admitted > 100, "{refused}, {admitted}");
}
