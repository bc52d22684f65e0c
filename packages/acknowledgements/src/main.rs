//! Prints the licences of the crates and syntaxes that the program for a platform contains, as Markdown:
//! `acknowledgements TARGET`, in the root of the repository.
//!
//! ```text
//! ## Crates
//!
//! - ahash 0.8.12: MIT OR Apache-2.0
//!
//! ### ahash 0.8.12 (LICENSE-MIT), anyhow 1.0.105 (LICENSE-MIT)
//!
//!     Permission is hereby granted …
//! ```
//!
//! A text that several crates share stands there once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The beginnings of the names of files with licences, in small letters.
const FILES: &[&str] = &["licen", "copying", "notice", "copyright", "unlicense"];

fn main() -> Result<(), Box<dyn Error>> {
    let target = std::env::args()
        .nth(1)
        .ok_or("usage: acknowledgements TARGET")?;
    let made = Command::new("cargo")
        .args([
            "metadata",
            "--locked",
            "--format-version",
            "1",
            "--filter-platform",
            &target,
        ])
        .output()?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into());
    }
    let metadata: Value = serde_json::from_slice(&made.stdout)?;
    let crates = crates(&metadata).ok_or("the output of cargo metadata has another form")?;
    let two_face = crates.iter().find(|it| it.name == "two-face");
    let own = include_str!("../Cargo.lock");
    let version = two_face.map(|it| format!("name = \"two-face\"\nversion = \"{}\"", it.version));
    if !version.is_some_and(|version| own.contains(&version)) {
        return Err("packages/acknowledgements/Cargo.lock has another version of two-face".into());
    }
    print!("{}", text(&crates)?);
    Ok(())
}

/// A crate of the program.
struct Crate<'m> {
    name: &'m str,
    version: &'m str,
    licence: &'m str,
    folder: &'m Path,
}

/// The crates that the program contains: those on which it depends, without tests and without parts of the build.
fn crates(metadata: &Value) -> Option<Vec<Crate<'_>>> {
    let mut nodes = HashMap::new();
    for node in metadata["resolve"]["nodes"].as_array()? {
        let mut links = Vec::new();
        for link in node["deps"].as_array()? {
            let is_normal = |kind: &Value| kind["kind"].is_null();
            if link["dep_kinds"].as_array()?.iter().any(is_normal) {
                links.push(link["pkg"].as_str()?);
            }
        }
        nodes.insert(node["id"].as_str()?, links);
    }
    let root = metadata["resolve"]["root"].as_str()?;
    let mut known = BTreeSet::from([root]);
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        open.extend(nodes.get(id)?.iter().filter(|link| known.insert(**link)));
    }
    known.remove(root);
    let mut crates = Vec::new();
    for package in metadata["packages"].as_array()? {
        if known.contains(package["id"].as_str()?) {
            crates.push(Crate {
                name: package["name"].as_str()?,
                version: package["version"].as_str()?,
                licence: package["license"].as_str().unwrap_or("see the text"),
                folder: Path::new(package["manifest_path"].as_str()?).parent()?,
            });
        }
    }
    crates.sort_by_key(|it| (it.name, it.version));
    Some(crates)
}

/// The list of crates, their licences, and those of the syntaxes.
fn text(crates: &[Crate<'_>]) -> Result<String, Box<dyn Error>> {
    let mut out = String::from(
        "# Acknowledgements\n\nHeadword contains the work of others. These are their licences.\n",
    );
    out.push_str("\n## Crates\n\n");
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for it in crates {
        out.push_str(&format!("- {} {}: {}\n", it.name, it.version, it.licence));
        for file in std::fs::read_dir(it.folder)? {
            let file = file?;
            let name = file.file_name().to_string_lossy().into_owned();
            let is_licence = FILES
                .iter()
                .any(|start| name.to_lowercase().starts_with(start));
            if is_licence && file.file_type()?.is_file() {
                let text = String::from_utf8_lossy(&std::fs::read(file.path())?).replace('\r', "");
                let user = format!("{} {} ({name})", it.name, it.version);
                texts.entry(text.trim().to_owned()).or_default().push(user);
            }
        }
    }
    let mut texts: Vec<(String, Vec<String>)> = texts.into_iter().collect();
    texts.sort_by(|one, other| one.1.cmp(&other.1));
    for (text, users) in texts {
        section(&mut out, &users.join(", "), &text);
    }
    out.push_str("\n## Syntaxes of code\n");
    let listing = two_face::acknowledgement::listing();
    for licence in listing.for_syntaxes() {
        section(
            &mut out,
            &licence.rel_path.to_string_lossy(),
            licence.text.trim(),
        );
    }
    Ok(out)
}

/// Adds a text below a heading.
fn section(out: &mut String, heading: &str, text: &str) {
    out.push_str(&format!("\n### {heading}\n\n"));
    for line in text.lines() {
        match line.trim_end() {
            "" => out.push('\n'),
            line => out.push_str(&format!("    {line}\n")),
        }
    }
}
