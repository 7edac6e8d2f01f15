//! The suite: one program, so that the engine is linked once. Modules mirror addresses, or name what must never happen.

mod bad_input;
mod components;
mod coupons;
mod crash;
mod jobs;
mod main_job;
mod nearby;
mod no_oversell;
mod order;
mod portal;
mod projection;
mod wall;
