#!/bin/sh
# Markdown 3.11.3 (PyPI): an abbreviation that begins or ends with a sign, such as *C++* or *.NET*, disappears with its meaning.
#
# `*[C++]: …` is taken out of the page like every other abbreviation, but no *C++* in the text is marked: the search needs a
# letter or a digit beside the sign. There is no warning. The documentation forbids only the backslash in an abbreviation
# (https://python-markdown.github.io/extensions/abbreviations/). markdown-it-abbr 2.0.0 (npm) marks all of them in the same text.
#
# Needs Python 3.11 with venv, Node 20 with npm, and the public registries. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >page.md <<'MARKDOWN'
Write it in C++, for .NET, or in JS.

*[C++]: a language
*[.NET]: a platform
*[JS]: JavaScript
MARKDOWN
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check markdown==3.11.3
npm install --silent --no-audit --no-fund markdown-it@15.0.3 markdown-it-abbr@2.0.0 >install.log 2>&1
cat >convert.mjs <<'JS'
import { readFileSync } from "node:fs";
import abbreviations from "markdown-it-abbr";
import markdownIt from "markdown-it";

process.stdout.write(markdownIt().use(abbreviations).render(readFileSync("page.md", "utf8")));
JS
{
    echo 'Markdown (Python):'
    python/bin/python -c 'import markdown; print(markdown.markdown(open("page.md").read(), extensions=["abbr"]))'
    echo 'markdown-it-abbr:'
    node convert.mjs
} >seen
cat seen
cat >expected <<'EXPECTED'
Markdown (Python):
<p>Write it in C++, for .NET, or in <abbr title="JavaScript">JS</abbr>.</p>
markdown-it-abbr:
<p>Write it in <abbr title="a language">C++</abbr>, for <abbr title="a platform">.NET</abbr>, or in <abbr title="JavaScript">JS</abbr>.</p>
EXPECTED
cmp seen expected
