#!/bin/sh
# codespell 2.4.3 (PyPI): a name to avoid of two words is never found in a sentence.
#
# A dictionary of codespell has lines such as `blacklist->denylist`. A line `magic array->hash table` is accepted, too: codespell
# takes words from a text with the pattern of `--regex` and looks each one up, so no word of a text is ever *magic array*. With a
# pattern that allows spaces, whole sentences are words, and then *blacklist* is not found either. So only a part of such a list is
# checked, and there is no warning.
#
# Needs Python 3.11 with venv and the public registry of Python packages. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check codespell==2.4.3
printf 'blacklist->denylist\nmagic array->hash table\n' >avoid.txt
printf 'A blacklist in a magic array.\nmagic array\n' >page.txt
{
    echo 'default:'
    python/bin/codespell --dictionary avoid.txt page.txt || true
    echo 'a pattern with spaces:'
    python/bin/codespell --dictionary avoid.txt --regex "[\\w ]+" page.txt || true
} >seen
cat seen
cat >expected <<'EXPECTED'
default:
page.txt:1: blacklist ==> denylist
a pattern with spaces:
page.txt:2: magic array ==> hash table
EXPECTED
cmp seen expected
