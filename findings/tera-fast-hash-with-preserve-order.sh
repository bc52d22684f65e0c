#!/bin/sh
# tera 2.4.0 (crates.io): with the features `fast_hash` and `preserve_order` together, the maps in values have the slow hash of the
# standard library. `fast_hash` alone gives them that of ahash. So the attributes of a value, `{{ page.title }}`, do not get
# faster with `fast_hash`, although ahash is compiled; only the names of variables do.
#
# The documentation of tera 2.4.0 recommends `fast`, which includes `fast_hash`, and does not say that `preserve_order` takes a
# part of it away.
#
# Needs Rust 1.85 or later and the public registry of crates. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "hashes"
version = "0.0.0"
edition = "2021"

[features]
fast = ["tera/fast_hash"]
ordered = ["tera/preserve_order"]

[dependencies]
tera = "=2.4.0"
TOML
cat >src/main.rs <<'RUST'
use std::any::type_name_of_val;
use std::collections::BTreeMap;

fn main() {
    let page = tera::Value::from_serializable(&BTreeMap::from([("title", "Bread")]));
    let map = page.as_map().expect("a value made of a map is a map");
    let hash = if type_name_of_val(map).contains("ahash") { "ahash" } else { "the standard library" };
    println!("the hash of a map in a value is that of {hash}");
}
RUST
for features in "" fast ordered fast,ordered; do
    printf '%s: ' "${features:-none}"
    cargo run --quiet --features "$features"
done >seen
cat seen
cat >expected <<'EXPECTED'
none: the hash of a map in a value is that of the standard library
fast: the hash of a map in a value is that of ahash
ordered: the hash of a map in a value is that of the standard library
fast,ordered: the hash of a map in a value is that of the standard library
EXPECTED
diff expected seen
