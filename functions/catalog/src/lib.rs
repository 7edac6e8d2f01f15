//! Mendian function: catalog.
