//! The site in memory, shown in a browser while it is written.

pub mod snapshot;
pub mod workbench;
