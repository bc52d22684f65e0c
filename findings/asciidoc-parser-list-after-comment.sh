#!/bin/sh
# asciidoc-parser 0.31.2: a list directly after a comment is a paragraph, except at the top of a document.
#
# One expects that a comment changes nothing, as in Asciidoctor (@asciidoctor/core 4.1.0), where `// words` before a
# labelled list leaves it a list. In asciidoc-parser, and so in asciidoc-html5 0.2.3, the list becomes a paragraph with its
# signs in the text. Lists with comments between them are common: `// tag::name[]` marks the part of a file to include.
#
# Needs cargo, npm and the public registries. Fails if an output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Words:\n\n// tag::crumb[]\ncrumb:: the inside\n' >list.adoc
mkdir src
cat >Cargo.toml <<'END'
[package]
name = "finding"
version = "0.0.0"
edition = "2021"

[dependencies]
asciidoc-html5 = "=0.2.3"
asciidoc-parser = "=0.31.2"
END
cat >src/main.rs <<'END'
fn main() {
    let text = std::fs::read_to_string("list.adoc").unwrap();
    println!("{}", asciidoc_html5::convert(&text).trim());
}
END
echo '{"private": true, "type": "module", "dependencies": {"@asciidoctor/core": "4.1.0"}}' >package.json
npm install --silent --no-audit --no-fund
cat >convert.js <<'END'
import { convert } from '@asciidoctor/core'
import { readFileSync } from 'node:fs'

console.log(await convert(readFileSync('list.adoc', 'utf8')))
END
{
    echo 'asciidoc-html5:'
    cargo run --quiet
    echo 'Asciidoctor:'
    node convert.js
} >seen
cat seen
cat >expected <<'END'
asciidoc-html5:
<div class="paragraph">
<p>Words:</p>
</div>
<div class="paragraph">
<p>crumb:: the inside</p>
</div>
Asciidoctor:
<div class="paragraph">
<p>Words:</p>
</div>
<div class="dlist">
<dl>
<dt class="hdlist1">crumb</dt>
<dd>
<p>the inside</p>
</dd>
</dl>
</div>
END
cmp seen expected
