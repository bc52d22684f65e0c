#!/bin/sh
# Sphinx 9.0.4: a name with a number after its second word is lost when an inventory is read.
#
# A line of objects.inv is NAME DOMAIN:TYPE PRIORITY ADDRESS TITLE, and names may contain spaces. The reader takes the
# first words that look like a type and a priority for these. In "the level 2 cache", they are "level" and "2". The line
# then has no domain, and is dropped without a message. "RFC 2119 terms" and "Generation 3" are read.
#
# Needs Python 3.11 with venv and the public registry of Python packages. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check sphinx==9.0.4
python/bin/python - <<'PYTHON'
import zlib

names = ["the level 2 cache", "RFC 2119 terms", "Generation 3", "plain"]
lines = "".join(f"{name} std:term -1 a/ -\n" for name in names)
with open("objects.inv", "wb") as file:
    file.write(b"# Sphinx inventory version 2\n# Project: G\n# Version: 1\n")
    file.write(b"# The remainder of this file is compressed using zlib.\n")
    file.write(zlib.compress(lines.encode()))
PYTHON
python/bin/python - >seen <<'PYTHON'
from sphinx.util.inventory import InventoryFile

with open("objects.inv", "rb") as file:
    inventory = InventoryFile.load(file, "https://example.org", lambda base, path: f"{base}/{path}")
for name in sorted(inventory.data["std:term"] if hasattr(inventory, "data") else inventory["std:term"]):
    print(name)
PYTHON
cat seen
printf '%s\n' 'Generation 3' 'RFC 2119 terms' plain >expected
cmp seen expected
