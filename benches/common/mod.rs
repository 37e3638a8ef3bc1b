//! A shop of any size for benches, and people who want something of it.

#![allow(dead_code, reason = "each bench uses a part")]

pub mod chance;
pub mod disk;
pub mod looks;
pub mod parts;
pub mod phrases;
pub mod queries;
pub mod shop;
pub mod talk;
pub mod things;
pub mod words;
