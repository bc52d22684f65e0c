#!/bin/sh
# pandoc 3.9 (pypandoc_binary 1.17) and docutils 0.22.4 (PyPI): a term with a colon between spaces loses its second half on the way
# to reStructuredText. So does its entry in a glossary of Sphinx.
#
# In reStructuredText, what follows ` : ` after a term is its classifier
# (https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#definition-lists). For MediaWiki, AsciiDoc, Typst and Djot,
# pandoc escapes such signs, at least in part. For reStructuredText it writes the term as it is. Its own reader does not know
# classifiers, so a test by a round trip does not find this. A term with a backslash before the colon stays whole.
#
# Needs Python 3.11 with venv and the public registry of Python packages. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >glossary.md <<'MARKDOWN'
Signal : noise
:   A ratio.
MARKDOWN
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 docutils==0.22.4
pandoc=$(python/bin/python -c 'import pypandoc; print(pypandoc.get_pandoc_path())')
terms() {
    python/bin/docutils --writer=pseudoxml "$1" | sed -n '/<term>/,/<definition>/p'
}
{
    "$pandoc" --version | head -n 1
    "$pandoc" --to mediawiki glossary.md | head -n 1
    "$pandoc" --to rst glossary.md | tee glossary.rst
    echo 'pandoc reads it as:'
    "$pandoc" --from rst --to plain glossary.rst | head -n 1
    echo 'docutils reads it as:'
    terms glossary.rst
    echo 'and with a backslash as:'
    sed 's/ : / \\: /' glossary.rst >escaped.rst
    terms escaped.rst
} >seen
cat seen
cat >expected <<'EXPECTED'
pandoc 3.9
; Signal <nowiki>:</nowiki> noise
Signal : noise
   A ratio.
pandoc reads it as:
Signal : noise
docutils reads it as:
            <term>
                Signal
            <classifier>
                noise
            <definition>
and with a backslash as:
            <term>
                Signal : noise
            <definition>
EXPECTED
cmp seen expected
