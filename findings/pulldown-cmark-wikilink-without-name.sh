#!/bin/sh
# pulldown-cmark 0.13.6: whether a wikilink without a name is a link depends on a space.
#
# One expects that `[[|words]]` and `[[ |words]]` are both links, or that both are text: neither names a page.
# The first is text with all its brackets. The second is a link to `%20`: the destination is the space.
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
pulldown-cmark = { version = "=0.13.6", default-features = false, features = ["html"] }
END
cat >src/main.rs <<'END'
use pulldown_cmark::{html, Options, Parser};

fn main() {
    for text in ["[[|words]]", "[[ |words]]", "[[]]", "[[ ]]"] {
        let mut out = String::new();
        html::push_html(&mut out, Parser::new_ext(text, Options::ENABLE_WIKILINKS));
        print!("{text:12} {out}");
    }
}
END
cargo run --quiet >seen
cat seen
cat >expected <<'END'
[[|words]]   <p>[[|words]]</p>
[[ |words]]  <p><a href="%20">words</a></p>
[[]]         <p>[[]]</p>
[[ ]]        <p><a href="%20"> </a></p>
END
cmp seen expected
