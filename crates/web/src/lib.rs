//! The shell that every function shares: routing, authentication, context, replies.
