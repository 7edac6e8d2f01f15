//! The schema, as migrations that never change once they are applied.

/// Which database a migration is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded default.
    Sqlite,
    /// The managed database.
    Postgres,
}

/// One step of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Its name, in the order of application; the key in `schema_migration`.
    pub name: &'static str,
    /// Its statements, for the dialect.
    pub sql: String,
}

/// All migrations for `dialect`, in order.
#[must_use]
pub fn migrations(dialect: Dialect) -> Vec<Migration> {
    let sql = |sqlite: &str, postgres: &str| match dialect {
        Dialect::Sqlite => sqlite.to_owned(),
        Dialect::Postgres => postgres.to_owned(),
    };
    let first = match dialect {
        Dialect::Sqlite => Migration {
            name: "0001_sqlite_wal",
            sql: include_str!("../migrations/0001_sqlite_wal.sql").to_owned(),
        },
        Dialect::Postgres => Migration {
            name: "0001_postgres_write",
            sql: include_str!("../migrations/0001_postgres_write.sql").to_owned(),
        },
    };
    let identity = sql(
        "INTEGER PRIMARY KEY AUTOINCREMENT",
        "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    );
    let mut all = vec![
        first,
        Migration {
            name: "0002_tables",
            sql: include_str!("../migrations/0002_tables.sql").replace("{identity}", &identity),
        },
        Migration {
            name: "0003_sku_sale",
            sql: sql(
                include_str!("../migrations/0003_sku_sale_sqlite.sql"),
                include_str!("../migrations/0003_sku_sale_postgres.sql"),
            ),
        },
        Migration {
            name: "0004_stock_ledger",
            sql: include_str!("../migrations/0004_stock_ledger.sql").replace(
                "{triggers}",
                &sql(
                    include_str!("../migrations/0004_stock_triggers_sqlite.sql"),
                    include_str!("../migrations/0004_stock_triggers_postgres.sql"),
                ),
            ),
        },
        Migration {
            name: "0005_pricing",
            sql: include_str!("../migrations/0005_pricing.sql").to_owned(),
        },
        Migration {
            name: "0006_payment_audit",
            sql: include_str!("../migrations/0006_payment_audit.sql").to_owned(),
        },
        Migration {
            name: "0008_fulfilment",
            sql: include_str!("../migrations/0008_fulfilment.sql").replace("{identity}", &identity),
        },
        Migration {
            name: "0009_transfers",
            sql: include_str!("../migrations/0009_transfers.sql").to_owned(),
        },
        Migration {
            name: "0010_stock_alerts",
            sql: include_str!("../migrations/0010_stock_alerts.sql").replace(
                "{triggers}",
                &sql(
                    include_str!("../migrations/0010_stock_triggers_sqlite.sql"),
                    include_str!("../migrations/0010_stock_triggers_postgres.sql"),
                ),
            ),
        },
        Migration {
            name: "0011_barcodes",
            sql: include_str!("../migrations/0011_barcodes.sql").replace(
                "{fill}",
                &sql(
                    include_str!("../migrations/0011_barcodes_sqlite.sql"),
                    include_str!("../migrations/0011_barcodes_postgres.sql"),
                ),
            ),
        },
        Migration {
            name: "0012_purchase_limits",
            sql: include_str!("../migrations/0012_purchase_limits.sql").to_owned(),
        },
        Migration {
            name: "0013_refunds",
            sql: include_str!("../migrations/0013_refunds.sql").replace(
                "{widen}",
                &sql(
                    include_str!("../migrations/0013_refunds_sqlite.sql"),
                    include_str!("../migrations/0013_refunds_postgres.sql"),
                ),
            ),
        },
        Migration {
            name: "0014_delivery_reports",
            sql: include_str!("../migrations/0014_delivery_reports.sql").to_owned(),
        },
        Migration {
            name: "0015_slots",
            sql: include_str!("../migrations/0015_slots.sql").to_owned(),
        },
        Migration {
            name: "0016_bookings",
            sql: include_str!("../migrations/0016_bookings.sql").to_owned(),
        },
        Migration {
            name: "0017_courier",
            sql: include_str!("../migrations/0017_courier.sql").to_owned(),
        },
        Migration {
            name: "0018_accounts",
            sql: include_str!("../migrations/0018_accounts.sql").to_owned(),
        },
        Migration {
            name: "0019_staff",
            sql: include_str!("../migrations/0019_staff.sql").to_owned(),
        },
    ];
    // SQLite has no rows that some see and others do not, and keeps no plans.
    let on_postgres = |all: &mut Vec<Migration>, name, text: &str| {
        if dialect == Dialect::Postgres {
            all.push(Migration {
                name,
                sql: text.to_owned(),
            });
        }
    };
    on_postgres(
        &mut all,
        "0020_wall",
        include_str!("../migrations/0020_wall_postgres.sql"),
    );
    all.push(Migration {
        name: "0021_audit",
        sql: include_str!("../migrations/0021_audit.sql").replace(
            "{triggers}",
            &sql(
                include_str!("../migrations/0021_audit_triggers_sqlite.sql"),
                include_str!("../migrations/0021_audit_triggers_postgres.sql"),
            ),
        ),
    });
    all.push(Migration {
        name: "0022_unpaid_orders",
        sql: include_str!("../migrations/0022_unpaid_orders.sql").to_owned(),
    });
    on_postgres(
        &mut all,
        "0023_wall_of_staff",
        include_str!("../migrations/0023_wall_of_staff_postgres.sql"),
    );
    on_postgres(
        &mut all,
        "0024_plans",
        include_str!("../migrations/0024_plans_postgres.sql"),
    );
    all
}
