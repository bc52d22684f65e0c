//! Addresses: what those in a text mean.

pub mod destination;
