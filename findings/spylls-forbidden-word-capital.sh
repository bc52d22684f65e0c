#!/bin/sh
# spylls 0.1.7 (PyPI): a forbidden word of a dictionary is right for it at the beginning of a sentence, and after a hyphen.
#
# A dictionary for Hunspell can list names to avoid with the flag of FORBIDDENWORD. Hunspell (hunspell-asm 4.0.2, npm) also
# finds them with a capital letter, in capitals and after a hyphen. spylls, which is Hunspell written again in Python, has the
# same answer for *blacklist*, and accepts *Blacklist*, *BLACKLIST* and *tea-blacklist*.
#
# Needs Python 3.11 with venv, Node 20 with npm, and the public registries. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'SET UTF-8\nFORBIDDENWORD !\n' >words.aff
printf '3\nblacklist/!\ntea\nleaf\n' >words.dic
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check spylls==0.1.7
npm install --silent --ignore-scripts --no-audit --no-fund hunspell-asm@4.0.2 >install.log 2>&1
cat >check.py <<'PYTHON'
import sys

from spylls.hunspell import Dictionary

dictionary = Dictionary.from_files("words")
print("spylls:  ", *[word for word in sys.argv[1:] if dictionary.lookup(word)])
PYTHON
cat >check.cjs <<'JS'
const { readFileSync } = require("node:fs");
const { loadModule } = require("hunspell-asm");

loadModule().then((files) => {
  const mount = (name) => files.mountBuffer(new Uint8Array(readFileSync(name)));
  const hunspell = files.create(mount("words.aff"), mount("words.dic"));
  console.log("Hunspell:", process.argv.slice(2).filter((word) => hunspell.spell(word)).join(" "));
});
JS
words='tea Tea TEA tea-leaf blacklist Blacklist BLACKLIST tea-blacklist'
{
    # shellcheck disable=SC2086 # each word is an argument
    node check.cjs $words
    # shellcheck disable=SC2086
    python/bin/python check.py $words
} >seen
cat seen
cat >expected <<'EXPECTED'
Hunspell: tea Tea TEA tea-leaf
spylls:   tea Tea TEA tea-leaf Blacklist BLACKLIST tea-blacklist
EXPECTED
cmp seen expected
