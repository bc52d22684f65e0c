//! Addresses: what those in a text mean, where the site is published, and how its own are made.

pub mod base_url;
pub mod destination;
pub mod site_path;
