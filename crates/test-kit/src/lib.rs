//! Builders, clocks, fixtures and native adapters for tests.
