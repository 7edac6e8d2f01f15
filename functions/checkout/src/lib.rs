//! Mendian function: checkout.
