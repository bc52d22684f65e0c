//! The doorway: everything is in the library.

/// With the allocator of musl, threads wait for each other, and a build takes three times as long.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: rusty_alloc_api::RustyAlloc = rusty_alloc_api::RustyAlloc;

fn main() -> std::process::ExitCode {
    headword::cli::run(&headword::disk::Disk::default())
}
