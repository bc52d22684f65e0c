//! The doorway: everything is in the library.

fn main() -> std::process::ExitCode {
    headword::cli::run(&headword::disk::Disk::default())
}
