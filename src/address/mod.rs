//! Addresses: what those in a text mean, and where the site is published.

pub mod base_url;
pub mod destination;
