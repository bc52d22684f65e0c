#!/bin/sh
# toml_edit 0.25.20: the comment behind an item of a list belongs to the next item.
#
# An author writes one name a line, with a comment behind each. One expects that removing "lorry" also
# removes "# British". The parser gives that comment to what stands before "rig", since it comes after
# the comma. So without "lorry" its comment stays behind the bracket, and without "rig" the comment of
# "rig" stands behind "lorry", whose own is lost.
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

const TEXT: &str = "\
synonyms = [
    \"lorry\",  # British
    \"rig\",    # informal
]
";

fn main() {
    for (index, name) in ["lorry", "rig"].iter().enumerate() {
        let mut document: DocumentMut = TEXT.parse().unwrap();
        document["synonyms"].as_array_mut().unwrap().remove(index);
        print!("without {name}:\n{document}");
    }
}
END
cargo run --quiet >seen
cat seen
cat >expected <<'END'
without lorry:
synonyms = [  # British
    "rig",    # informal
]
without rig:
synonyms = [
    "lorry",    # informal
]
END
cmp seen expected
