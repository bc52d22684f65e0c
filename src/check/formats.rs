//! Findings for other programs: JSON, workflow commands of GitHub, SARIF.

mod github;
mod json;
mod sarif;

pub use self::github::github;
pub use self::json::json;
pub use self::sarif::sarif;
