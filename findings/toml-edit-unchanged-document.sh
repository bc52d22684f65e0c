#!/bin/sh
# toml_edit 0.25.20: a document that nobody changed is written with other bytes than it was read with.
#
# The crate is known as one that keeps the format. Two things do not come back: line ends of Windows are
# written as line feeds, and dotted keys with the same first part are moved to the place of the first of
# them. A program that changes one key of a file with it also changes lines that it never touched.
#
# Needs cargo and the public registry of crates. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'END'
[package]
name = "finding"
version = "0.0.0"
edition = "2021"

[dependencies]
toml_edit = "=0.25.20"
END
cat >src/main.rs <<'END'
use toml_edit::DocumentMut;

fn main() {
    for text in [
        "title = \"Adapter\"\r\ntags = [\"models\"]\r\n",
        "extra.level = 1\nupdated = 2026-11-23\nextra.field = \"optics\"\n",
    ] {
        let document: DocumentMut = text.parse().unwrap();
        println!("read    {text:?}\nwritten {:?}", document.to_string());
    }
}
END
cargo run --quiet >seen
cat seen
cat >expected <<'END'
read    "title = \"Adapter\"\r\ntags = [\"models\"]\r\n"
written "title = \"Adapter\"\ntags = [\"models\"]\n"
read    "extra.level = 1\nupdated = 2026-11-23\nextra.field = \"optics\"\n"
written "extra.level = 1\nextra.field = \"optics\"\nupdated = 2026-11-23\n"
END
cmp seen expected
