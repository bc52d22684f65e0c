//! A page of another site, as browsers read it: its encoding, its elements and texts with their places, its generator,
//! and the element with its main text.
//!
//! ```text
//! bytes ─► text ─► tags ─► elements and texts ─► the events of the main text
//!  charset  tags    tree                   main_texts
//! ```

pub mod charset;
pub mod elements;
pub mod facts;
pub mod main_texts;
pub mod selector;
pub mod tags;
pub mod tree;
