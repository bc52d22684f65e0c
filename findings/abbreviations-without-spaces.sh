#!/bin/sh
# markdown-it-abbr 2.0.0 (npm) and Markdown 3.11.3 (PyPI): in Chinese and Japanese, an abbreviation is marked only with spaces or
# signs around it, so almost never.
#
# `*[NLP]: …` gives *NLP* its meaning wherever the page has it. Both programs look for a letter beside the name, so that *HTML* is not
# found in *XHTML*. Chinese and Japanese have no spaces between words, so there is nearly always a letter: in 使用NLP技术, the Latin
# name is not marked either, and there is no warning. So a glossary that works in English is without meanings in its translation.
#
# Needs Python 3.11 with venv, Node 20 with npm, and the public registries. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >page.md <<'MARKDOWN'
Use NLP here.

使用NLP技术。使用 NLP 技术。

人工智能很好。这是人工智能。

*[NLP]: processing
*[人工智能]: AI
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
<p>Use <abbr title="processing">NLP</abbr> here.</p>
<p>使用NLP技术。使用 <abbr title="processing">NLP</abbr> 技术。</p>
<p>人工智能很好。这是人工智能。</p>
markdown-it-abbr:
<p>Use <abbr title="processing">NLP</abbr> here.</p>
<p>使用NLP技术。使用 <abbr title="processing">NLP</abbr> 技术。</p>
<p>人工智能很好。这是人工智能。</p>
EXPECTED
cmp seen expected
