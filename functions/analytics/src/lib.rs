//! Mendian function: analytics.
