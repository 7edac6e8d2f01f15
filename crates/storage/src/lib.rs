//! SQL and key-value: ports, adapters, migrations, aggregates, projections.
