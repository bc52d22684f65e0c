//! A project on the disk: its settings, its files, and the default theme.

pub mod config;
pub(crate) mod faults;
mod file_faults;
pub mod images;
pub mod imported;
pub mod keys;
pub mod listing;
pub mod load;
mod sources;
mod svg;
pub mod theme;
pub mod typed;
