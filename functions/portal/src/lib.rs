//! Mendian function: portal.
