//! End-to-end tests: the built components on an engine, over HTTP.
