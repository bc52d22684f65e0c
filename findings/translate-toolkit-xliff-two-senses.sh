#!/bin/sh
# Translate Toolkit 3.20.4 (PyPI): a word with two senses loses one of its translations on the way from PO to XLIFF and back.
#
# PO tells the senses of a word apart by `msgctxt`. po2xliff does not write it: the translator sees *tea* twice, without a hint.
# xliff2po then takes the second for a copy of the first. There is a line about a duplicate on the console, but the exit code is
# 0, and *goûter* is gone. po2tmx writes the sense of the same file.
#
# Needs Python 3.11 with venv and the public registry of Python packages. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check translate-toolkit==3.20.4
cat >first.po <<'PO'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: fr\n"

msgctxt "a drink"
msgid "tea"
msgstr "thé"

msgctxt "a meal"
msgid "tea"
msgstr "goûter"
PO
{
    python/bin/po2tmx --progress=none --language=fr first.po first.tmx
    printf 'senses in TMX: '
    grep -c 'a drink\|a meal' first.tmx
    python/bin/po2xliff --progress=none first.po first.xlf
    printf 'senses in XLIFF: '
    grep -c 'a drink\|a meal' first.xlf || true
    grep -o '<target[^>]*>[^<]*</target>' first.xlf | sed -n 's/.*>\(thé\|goûter\)<.*/translation in XLIFF: \1/p'
    python/bin/xliff2po --progress=none first.xlf second.po 2>messages
    echo "exit code: $?"
    grep -o 'Duplicate unit found' messages
    sed -n '/^msgctxt/,$p' second.po
} >seen
cat seen
cat >expected <<'EXPECTED'
senses in TMX: 2
senses in XLIFF: 0
translation in XLIFF: thé
translation in XLIFF: goûter
exit code: 0
Duplicate unit found
msgctxt ""
msgid "tea"
msgstr "thé"
EXPECTED
cmp seen expected
