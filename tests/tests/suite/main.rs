//! The suite: one program, so that the engine is linked once. Modules mirror addresses, or name what must never happen.

mod portal;
