//! Requests and views of the function `coupons`.
