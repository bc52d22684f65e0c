//! Computes the hash of the program's sources, as `HEADWORD_SOURCES` for `src/site/inputs.rs`: pages that another program
//! made are made again.

// It runs before the program exists, so there is no `disk` yet.
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::path::Path;
use std::{fs, io};

use siphasher::sip::SipHasher13;

/// Everything on which the bytes of a page depend, beside the project: the code, the theme, and the libraries, whose versions
/// are those of the lock file with `cargo install --locked`.
const SOURCES: [&str; 4] = ["src", "templates", "static", "Cargo.lock"];

fn main() -> io::Result<()> {
    let mut files = BTreeMap::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        read_files(source, &mut files)?;
    }
    // only bytes, and numbers of one length, so that the hash is the same on all systems
    let mut hasher = SipHasher13::new();
    for (path, bytes) in files {
        hasher.write(path.as_bytes());
        hasher.write(&(bytes.len() as u64).to_le_bytes());
        hasher.write(&bytes);
    }
    println!("cargo::rustc-env=HEADWORD_SOURCES={:016x}", hasher.finish());
    Ok(())
}

/// Reads the files at a path and below it, which has `/` on all systems.
fn read_files(path: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    if Path::new(path).is_dir() {
        for item in fs::read_dir(path)? {
            let name = item?.file_name();
            read_files(&format!("{path}/{}", name.to_string_lossy()), files)?;
        }
    } else if Path::new(path).exists() {
        files.insert(path.to_owned(), fs::read(path)?);
    }
    Ok(())
}
