//! An embedded, Spin-compatible host for development and tests; knows nothing of commerce.
