#!/bin/sh
# mystmd 1.8.3 (npm): the terms *C*, *C++* and *C#* of a glossary have one address, so all links to them lead to the first.
#
# Sphinx gives the second such term a number, and headings that are alike get numbers in mystmd too. Terms do not: all three are
# `#term-c`, and the page has this `id` three times. The same with names of letters beyond ASCII: *茶* and *米* are both `#term-id`,
# so a glossary in Chinese has one address for all its terms. There is no warning.
#
# Needs Node 20 with npm and the public registry of npm. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund mystmd@1.8.3 >install.log 2>&1
mkdir book
cd book
cat >myst.yml <<'YAML'
version: 1
project:
  title: Languages
site:
  template: book-theme
YAML
cat >index.md <<'MARKDOWN'
# Languages

Write it in {term}`C++`, not in {term}`C`.

# Notes

# Notes

:::{glossary}
C
: An old language.

C++
: Its successor.

C#
: Another one.

茶
: Tea.

米
: Rice.
:::
MARKDOWN
cat >show.mjs <<'JS'
import { readFileSync } from "node:fs";

const show = (node) => {
  if (["crossReference", "definitionTerm", "heading"].includes(node.type)) {
    console.log(`${node.type} ${node.children.map(({ value }) => value).join("")}: #${node.html_id}`);
  }
  node.children?.forEach(show);
};
show(JSON.parse(readFileSync("_build/site/content/index.json", "utf8")).mdast);
JS
# it stops when it cannot fetch a theme, after it has written the content
npx myst build --site --ci >build.log 2>&1 || true
{
    echo "warnings: $(grep -c 'warn\|⚠' build.log || true)"
    node show.mjs
} >seen
cat seen
cat >expected <<'EXPECTED'
warnings: 0
crossReference C++: #term-c
crossReference C: #term-c
heading Notes: #notes
heading Notes: #notes-1
definitionTerm C: #term-c
definitionTerm C++: #term-c
definitionTerm C#: #term-c
definitionTerm 茶: #term-id
definitionTerm 米: #term-id
EXPECTED
cmp seen expected
