//! A payment provider for development: settles without money.
