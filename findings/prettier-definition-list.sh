#!/bin/sh
# prettier 3.10.1 (npm): with `--prose-wrap always` or `never`, a definition list in Markdown becomes a line of text.
#
# The lists of PHP Markdown Extra, `Rye` and below it `:   A grain.`, are a paragraph of two lines for prettier. Its default,
# `preserve`, keeps line ends, so a project can format its glossary for years. The day it sets another wrap, each term stands before
# its meaning in one paragraph, and no renderer finds a list in it. There is no warning, and `--check` is content with the result.
#
# Needs Node 20 with npm and the public registry of npm. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund prettier@3.10.1 markdown-it@15.0.3 markdown-it-deflist@4.0.0 >install.log 2>&1
cat >render.mjs <<'JS'
import { readFileSync } from "node:fs";
import markdownIt from "markdown-it";
import lists from "markdown-it-deflist";

process.stdout.write(markdownIt().use(lists).render(readFileSync(process.argv[2], "utf8")));
JS
printf 'Rye\n:   A grain.\n\nSpelt\n:   An old wheat.\n' >glossary.md
for wrap in preserve always never; do
    echo "$wrap:"
    npx prettier --prose-wrap "$wrap" glossary.md >"$wrap.md"
    cat "$wrap.md"
    npx prettier --prose-wrap "$wrap" --check "$wrap.md"
    node render.mjs "$wrap.md"
done >seen 2>&1
cat seen
cat >expected <<'EXPECTED'
preserve:
Rye
: A grain.

Spelt
: An old wheat.
Checking formatting...
All matched files use Prettier code style!
<dl>
<dt>Rye</dt>
<dd>A grain.</dd>
<dt>Spelt</dt>
<dd>An old wheat.</dd>
</dl>
always:
Rye : A grain.

Spelt : An old wheat.
Checking formatting...
All matched files use Prettier code style!
<p>Rye : A grain.</p>
<p>Spelt : An old wheat.</p>
never:
Rye : A grain.

Spelt : An old wheat.
Checking formatting...
All matched files use Prettier code style!
<p>Rye : A grain.</p>
<p>Spelt : An old wheat.</p>
EXPECTED
cmp seen expected
