#!/bin/sh
# pandoc 3.9 (pypandoc_binary 1.17, PyPI): from a glossary in DocBook come no terms, and in its other form no abbreviations and no
# references.
#
# In DocBook 5.1, a glossary has entries, or divisions with entries, and the two mean the same
# (https://tdg.docbook.org/tdg/5.1/glossary.html). With divisions, pandoc makes a definition list of the entries. Without them, it
# makes loose text and paragraphs, so a program that looks for definition lists finds no terms. With divisions, *AC* and *a.c.* (`acronym`,
# `abbrev`) are not in the result, and `glosssee`, which an entry has instead of a meaning, is gone: its term is there without one.
# There is no warning.
#
# Needs Python 3.11 with venv and the public registry of Python packages. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >entries.xml <<'XML'
<glossentry><glossterm>Alternating current</glossterm><acronym>AC</acronym><abbrev>a.c.</abbrev>
<glossdef><para>A current that turns around.</para></glossdef></glossentry>
<glossentry><glossterm>House current</glossterm><glosssee>Alternating current</glosssee></glossentry>
XML
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17
pandoc=$(python/bin/python -c 'import pypandoc; print(pypandoc.get_pandoc_path())')
convert() {
    echo "$1:"
    {
        echo '<article xmlns="http://docbook.org/ns/docbook" version="5.0"><title>Electricity</title><glossary><title>Glossary</title>'
        [ "$1" = entries ] || echo '<glossdiv><title>All</title>'
        cat entries.xml
        [ "$1" = entries ] || echo '</glossdiv>'
        echo '</glossary></article>'
    } >glossary.xml
    "$pandoc" --from docbook --to html glossary.xml 2>&1 | sed 's/^/  /'
}

{
    convert entries
    convert divisions
} >seen
cat seen
cat >expected <<'EXPECTED'
entries:
  <h1>Glossary</h1>
  Alternating current
  AC
  a.c.
  <p>A current that turns around.</p>
  House current
  <p>See Alternating current.</p>
divisions:
  <h1>Glossary</h1>
  <dl>
  <dt>Alternating current</dt>
  <dd>
  <p>A current that turns around.</p>
  </dd>
  <dt>House current</dt>
  
  </dl>
EXPECTED
cmp seen expected
