//! The JSON contract: requests, views, problem details, messages, operations.
