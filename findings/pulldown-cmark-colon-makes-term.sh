#!/bin/sh
# pulldown-cmark 0.13.6 (crates.io): with definition lists, a paragraph that begins with a colon makes a term of the paragraph before it.
#
# In PHP Markdown Extra, a meaning is a colon with a space after it (https://michelf.ca/projects/php-markdown/extra/#def-list), and
# markdown-it-deflist 4.0.0 (npm) asks for the space too. pulldown-cmark does not. So `:::note` of Docusaurus and `:coffee:` at the
# beginning of a line turn the sentence above them into a `dt`, also across a blank line, and lose their first colon.
#
# Needs Rust 1.88 or later, Node 20 with npm, and the public registries. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "colons"
version = "0.0.0"
edition = "2024"

[dependencies]
pulldown-cmark = "=0.13.6"
TOML
cat >src/main.rs <<'RUST'
use pulldown_cmark::{Options, Parser, html};

fn main() {
    let text = std::fs::read_to_string("page.md").unwrap();
    let mut page = String::new();
    html::push_html(&mut page, Parser::new_ext(&text, Options::ENABLE_DEFINITION_LIST));
    print!("{page}");
}
RUST
printf 'A paper for coffee.\n\n:::note\n\nWater is heated.\n\n:coffee: It is served.\n' >page.md
npm install --silent --no-audit --no-fund markdown-it@15.0.3 markdown-it-deflist@4.0.0 >install.log 2>&1
cat >render.mjs <<'JS'
import { readFileSync } from "node:fs";
import markdownIt from "markdown-it";
import lists from "markdown-it-deflist";

process.stdout.write(markdownIt().use(lists).render(readFileSync("page.md", "utf8")));
JS
{
    echo 'pulldown-cmark:'
    cargo run --quiet
    echo 'markdown-it-deflist:'
    node render.mjs
} >seen
cat seen
cat >expected <<'EXPECTED'
pulldown-cmark:
<dl>
<dt>A paper for coffee.</dt>
<dd>
<p>::note</p>
</dd>
<dt>Water is heated.</dt>
<dd>
<p>coffee: It is served.</p>
</dd>
</dl>
markdown-it-deflist:
<p>A paper for coffee.</p>
<p>:::note</p>
<p>Water is heated.</p>
<p>:coffee: It is served.</p>
EXPECTED
cmp seen expected
