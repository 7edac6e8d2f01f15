//! Mendian function: stores.
