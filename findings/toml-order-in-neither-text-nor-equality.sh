#!/bin/sh
# toml 1.2.1 with `preserve_order`, and tera 2.4.0 (crates.io): a loop in a template shows the keys of a table in the order of the
# file. But two tables whose keys have another order can be equal (`==`) and have the same text (`to_string`): the text has all
# plain values before all tables, since TOML cannot write them otherwise without braces. So neither tells a program that keeps
# what it made of a table whether it has to make it again. The debug form has the order.
#
# A page was kept for this reason although the keys of `extra` had another order (`src/site/pages/mod.rs`).
#
# Needs Rust 1.85 or later and the public registry of crates. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "order"
version = "0.0.0"
edition = "2021"

[dependencies]
tera = { version = "=2.4.0", features = ["preserve_order"] }
toml = { version = "=1.2.1", features = ["preserve_order"] }
TOML
cat >src/main.rs <<'RUST'
use tera::{Context, Tera};

fn main() {
    let read = |text: &str| text.parse::<toml::Table>().expect("this is TOML");
    let one = read("flour = { kind = 'rye' }\nsalt = 2");
    let other = read("salt = 2\nflour = { kind = 'rye' }");
    let mut tera = Tera::new();
    let template = "{% for key, value in table %}{{ key }} {% endfor %}";
    tera.add_raw_templates([("loop", template)]).expect("this is a template");
    for table in [&one, &other] {
        let mut context = Context::new();
        context.insert("table", table);
        println!("a template shows: {}", tera.render("loop", &context).expect("it can be filled in"));
    }
    println!("equal: {}", one == other);
    println!("the same text: {}", one.to_string() == other.to_string());
    println!("the same debug form: {}", format!("{one:?}") == format!("{other:?}"));
}
RUST
cargo run --quiet | sed 's/ *$//' >seen
cat seen
cat >expected <<'EXPECTED'
a template shows: flour salt
a template shows: salt flour
equal: true
the same text: true
the same debug form: false
EXPECTED
diff expected seen
