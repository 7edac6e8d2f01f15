//! Requests and views of the function `checkout`.
