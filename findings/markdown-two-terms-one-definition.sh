#!/bin/sh
# Markdown 3.11.3 (PyPI), pulldown-cmark 0.13.6 (crates.io) and markdown-it-deflist 4.0.0 (npm): two terms above one definition
# are read in three ways. They are two terms, one term with a line break in it, or no list at all.
#
# PHP Markdown Extra, where this form of lists began, allows several terms for one definition, each on a line of its own
# (https://michelf.ca/projects/php-markdown/extra/#def-list). So a glossary of MkDocs with synonyms above their meaning has the
# term *Lorry Truck* in a program with pulldown-cmark, and shows a paragraph with a colon in a site made with markdown-it. There
# is no message.
#
# Needs Python 3.11 with venv, cargo, Node 20 with npm, and the public registries. Fails if an output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Lorry\nTruck\n: A vehicle.\n' >list.md
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check markdown==3.11.3
npm install --silent --no-audit --no-fund markdown-it@15.0.3 markdown-it-deflist@4.0.0 >install.log 2>&1
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding"
version = "0.0.0"
edition = "2021"

[dependencies]
pulldown-cmark = "=0.13.6"
TOML
cat >src/main.rs <<'RUST'
use pulldown_cmark::{html, Options, Parser};

fn main() {
    let text = std::fs::read_to_string("list.md").unwrap();
    let mut page = String::new();
    html::push_html(&mut page, Parser::new_ext(&text, Options::ENABLE_DEFINITION_LIST));
    print!("{page}");
}
RUST
cat >convert.mjs <<'JS'
import { readFileSync } from "node:fs";
import markdownIt from "markdown-it";
import definitionLists from "markdown-it-deflist";

process.stdout.write(markdownIt().use(definitionLists).render(readFileSync("list.md", "utf8")));
JS
{
    echo 'Markdown (Python):'
    python/bin/python -c 'import markdown; print(markdown.markdown(open("list.md").read(), extensions=["def_list"]))'
    echo 'pulldown-cmark:'
    cargo run --quiet
    echo 'markdown-it-deflist:'
    node convert.mjs
} >seen
cat seen
cat >expected <<'EXPECTED'
Markdown (Python):
<dl>
<dt>Lorry</dt>
<dt>Truck</dt>
<dd>A vehicle.</dd>
</dl>
pulldown-cmark:
<dl>
<dt>Lorry
Truck</dt>
<dd>A vehicle.</dd>
</dl>
markdown-it-deflist:
<p>Lorry
Truck
: A vehicle.</p>
EXPECTED
cmp seen expected
