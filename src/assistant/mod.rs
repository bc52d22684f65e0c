//! `headword mcp`: answers the questions of assistants about a glossary, by the Model Context Protocol. Nothing is
//! written.
//!
//! ```text
//! assistant ─► server ─► session ─► answers
//!              (a thread) reads the project again before each answer, so that an edit counts at once
//! ```

mod answers;
mod server;
mod session;
mod tools;

pub use self::session::run;
