//! The second wall between stores: Postgres's row-level security, with the first one taken down. On the server that `DATABASE_URL`
//! names, in schemas of their own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

mod privileges;
mod reads;
mod rows;
mod server;
mod sources;
mod tables;
mod writes;

use server::{Port, Server};
use std::collections::BTreeSet;
use storage::scope::StoreScope;
use storage::sql::{Script, Sql, SqlError};

/// The caller's store, which has nothing, and another, which has something of everything.
fn scopes() -> [StoreScope; 2] {
    ["s1", "s2"].map(|store| StoreScope::One(store.parse().unwrap()))
}

#[test]
fn scoped_query_without_its_filter_shows_nothing_of_another_store() {
    let Some(server) = Server::open("wall_reads", rows::ALL) else {
        return;
    };
    let [own, other] = scopes();
    for (name, ask) in reads::all() {
        let ask_through = |port: Port<'_>| server.ask(port, &own, ask);
        let sound = ask_through(Port::plain(&server.sql));
        assert_eq!(sound.rows, 0, "{name}: the first wall");
        let bare = ask_through(Port::plain(&server.sql).without_filter());
        assert!(
            bare.rows > 0,
            "{name}: without both walls there is nothing to be seen"
        );
        assert_eq!(bare.filters, 1, "{name}: its text has one filter");
        let walled = ask_through(Port::plain(&server.sql).without_filter().behind(&own));
        assert_eq!(walled.rows, 0, "{name}: the second wall");
        let inside = ask_through(Port::plain(&server.sql).without_filter().behind(&other));
        assert_eq!(inside.rows, bare.rows, "{name}: what is inside is seen");
    }
}

#[test]
fn every_scoped_query_is_tried() {
    let tried: BTreeSet<String> = reads::all()
        .into_iter()
        .map(|(name, _)| name.to_owned())
        .collect();
    assert_eq!(tried, sources::scoped());
}

#[test]
fn write_to_another_store_changes_nothing() {
    let Some(server) = Server::open("wall_writes", rows::ALL) else {
        return;
    };
    let [own, other] = scopes();
    let store = server.selling_store("s2");
    for (name, write) in writes::all() {
        let before = server.state();
        // Some are refused, some find nothing to change.
        server.write(&Port::plain(&server.sql).behind(&own), &store, write);
        assert_eq!(server.state(), before, "{name} behind the wall");
        // The same write, where its store is inside: it was the wall that refused it.
        server.write(&Port::plain(&server.sql).behind(&other), &store, write);
        assert_ne!(server.state(), before, "{name} does something");
    }
}

#[test]
fn whatever_a_statement_says_it_meets_no_row_of_another_store() {
    let Some(server) = Server::open("wall_statements", rows::ALL) else {
        return;
    };
    let [own, other] = scopes();
    for table in tables::WALLED {
        let affected = |scope: &StoreScope, sql: String| {
            let mut script = Script::new();
            script.run(sql.leak(), vec![]);
            let port = Port::plain(&server.sql).behind(scope);
            server.runtime.block_on(port.write(script)).unwrap()
        };
        let column = server.second_column(table);
        let touch = format!("UPDATE {table} SET {column} = {column}");
        // Of stores there is the own one, too.
        let own_rows = u64::from(*table == "store");
        if *table != "store" {
            assert_eq!(affected(&own, format!("DELETE FROM {table}")), [0], "{table}");
        }
        if !tables::CHANGES_NEVER.contains(table) {
            assert_eq!(affected(&own, touch.clone()), [own_rows], "{table}");
            assert!(
                affected(&other, touch)[0] > 0,
                "{table} has a row of the other store"
            );
        }
    }
}

#[test]
fn row_of_the_own_store_is_not_given_to_another() {
    let Some(server) = Server::open("wall_gifts", rows::ALL) else {
        return;
    };
    let [_, other] = scopes();
    for gift in [
        "UPDATE sales_day SET store_id = 's1'",
        "UPDATE orders SET store_id = 's1'",
        "INSERT INTO handover_check (store_id, order_id, actor, outcome, at_ms) VALUES ('s1', NULL, 'c', 'refused', 0)",
        "INSERT INTO transfer (id, from_store, to_store, state, reason, sent_by, sent_ms) \
         VALUES ('t', 's1', 's2', 'in_transit', 'r', 'c', 0)",
        "INSERT INTO refund (id, order_id, store_id, cause, state, amount_minor, fees_minor, currency, reason, actor, created_ms) \
         VALUES ('r', '00000000000000000000PAYED1', 's1', 'return', 'due', 1, 0, 'CNY', 'r', 'c', 0)",
    ] {
        let mut script = Script::new();
        script.run(gift, vec![]);
        let given = |port: Port<'_>| server.runtime.block_on(port.write(script.clone()));
        let refused = given(Port::plain(&server.sql).behind(&other));
        assert!(
            matches!(&refused, Err(SqlError::Statement(words)) if words.contains("row-level security")),
            "{gift}: {refused:?}"
        );
        assert!(given(Port::plain(&server.sql)).is_ok(), "{gift}");
    }
}

#[test]
fn statement_that_ended_leaves_neither_role_nor_wall_behind() {
    let Some(server) = Server::open("wall_ends", rows::ALL) else {
        return;
    };
    let [own, other] = scopes();
    let seen = |port: Port<'_>| server.rows(port, "SELECT sku_id FROM stock WHERE on_hand > ?1");
    assert_eq!(seen(Port::plain(&server.sql).behind(&own)).unwrap(), 0);
    assert_eq!(seen(Port::plain(&server.sql)).unwrap(), 1);
    // An error undoes what was set.
    let broken = server.rows(
        Port::plain(&server.sql).behind(&own),
        "SELECT nothing FROM stock WHERE on_hand > ?1",
    );
    assert!(broken.is_err());
    assert_eq!(seen(Port::plain(&server.sql)).unwrap(), 1);
    assert_eq!(seen(Port::plain(&server.sql).behind(&other)).unwrap(), 1);
    assert_eq!(
        server.role_and_wall_after_a_walled_read_in_a_transaction(),
        (true, String::new())
    );
}

#[test]
fn application_that_does_not_own_the_tables_works_as_before() {
    let Some(server) = Server::open("wall_application", rows::ALL) else {
        return;
    };
    let [own, other] = scopes();
    let application = server.as_application("wall_application_role");
    let seen = |port: Port<'_>| {
        server
            .rows(port, "SELECT sku_id FROM stock WHERE on_hand > ?1")
            .unwrap()
    };
    assert_eq!(seen(Port::plain(&application)), 1);
    assert_eq!(seen(Port::plain(&application).behind(&own)), 0);
    assert_eq!(seen(Port::plain(&application).behind(&other)), 1);
    drop(application);
    server.forget("wall_application_role");
}

#[test]
fn every_table_is_behind_the_wall_or_on_the_list_with_its_reason() {
    let Some(server) = Server::open("wall_tables", &[]) else {
        return;
    };
    tables::check(&server);
}

#[test]
fn migration_that_may_not_make_the_role_says_what_to_run() {
    let Some(server) = Server::open("wall_privileges", &[]) else {
        return;
    };
    privileges::check(&server);
}
