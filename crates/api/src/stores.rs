//! Requests and views of the function `stores`.
