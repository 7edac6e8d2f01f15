//! Mendian function: coupons.
