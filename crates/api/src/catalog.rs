//! Requests and views of the function `catalog`.
