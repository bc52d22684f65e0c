//! Addresses: where the site is published, the addresses of its pages, and the destinations of links.

pub mod base_url;
pub mod destination;
pub mod site_path;
