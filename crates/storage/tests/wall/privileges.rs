//! A database user who may make no roles.

use crate::server::{Port, Server, connect, remove};
use std::error::Error;
use storage::migrate::{MigrateError, migrate_postgres};
use storage::scope::StoreScope;
use storage::sql::native_postgres::NativePostgres;

/// Who migrates.
const USER: &str = "wall_migrator";
/// Their schema.
const SCHEMA: &str = "wall_migrated";

/// Fails unless the user is told what an administrator has to run, and after that migrates, and meets the wall.
pub fn check(server: &Server) {
    server.runtime.block_on(async {
        let administrator = connect(&server.url).await;
        // What a run before this one left, if it did.
        drop(administrator.batch_execute(&remove(USER)).await);
        let make = format!("CREATE ROLE {USER}; CREATE SCHEMA {SCHEMA} AUTHORIZATION {USER}");
        administrator.batch_execute(&make).await.unwrap();

        let mut client = connect(&server.url).await;
        let become_them = format!("SET SESSION AUTHORIZATION {USER}; SET search_path TO {SCHEMA}");
        client.batch_execute(&become_them).await.unwrap();
        let words = words(&migrate_postgres(&mut client).await.unwrap_err());
        let command = format!("CREATE ROLE mendian_store NOLOGIN; GRANT mendian_store TO {USER};");
        assert!(words.ends_with(&command), "{words}");

        // The role is there already.
        administrator.batch_execute(&format!("GRANT mendian_store TO {USER}")).await.unwrap();
        migrate_postgres(&mut client).await.unwrap();
        let rows = "INSERT INTO lease (name, holder, until_ms) VALUES ('l', 'h', 1); \
             INSERT INTO store (id, version, document, cell, lat_e7, lng_e7, country, city_folded, name_folded, currency, \
             created_ms, updated_ms) VALUES ('s2', 1, '{}', 0, 0, 0, 'CN', '', '', 'CNY', 0, 0)";
        client.batch_execute(rows).await.unwrap();
        let sql = NativePostgres::new(client);
        let stores = "SELECT id FROM store WHERE version > ?1";
        for (store, seen) in [("s1", 0), ("s2", 1)] {
            let scope = StoreScope::One(store.parse().unwrap());
            assert_eq!(Port::plain(&sql).behind(&scope).rows(stores).await, Ok(seen));
        }
        assert_eq!(Port::plain(&sql).rows(stores).await, Ok(1));
        let leases = "SELECT name FROM lease WHERE until_ms > ?1";
        assert!(Port::plain(&sql).behind(&StoreScope::One("s2".parse().unwrap())).rows(leases).await.is_err());
        drop(sql);
        administrator.batch_execute(&remove(USER)).await.unwrap();
    });
}

/// What the database said.
fn words(error: &MigrateError) -> String {
    let said = error.source().and_then(Error::source);
    said.map(ToString::to_string).unwrap_or_default()
}
