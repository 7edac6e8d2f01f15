//! Requests and views of the function `analytics`.
