#!/bin/sh
# Translate Toolkit 3.20.4: tbx2po shows the type of a term as its part of speech, and makes an empty file of TBX 3.
#
# A term of the type `acronym` arrives in the PO file with the comment "Part of speech: acronym". A file in the newer version of TBX becomes an empty PO file; there is a warning, but the exit
# code is 0.
#
# Needs Python 3.11 with venv and the public registry of Python packages. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check translate-toolkit==3.20.4
cat >two.tbx <<'TBX'
<?xml version="1.0" encoding="UTF-8"?>
<martif type="TBX-Basic" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>G</p></sourceDesc></fileDesc></martifHeader>
<text><body><termEntry id="c1">
<langSet xml:lang="en"><tig><term>tea</term><termNote type="termType">acronym</termNote></tig></langSet>
</termEntry></body></text></martif>
TBX
cat >three.tbx <<'TBX'
<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>G</p></sourceDesc></fileDesc></tbxHeader>
<text><body><conceptEntry id="c1"><langSec xml:lang="en"><termSec><term>tea</term></termSec></langSec></conceptEntry></body></text>
</tbx>
TBX
{
    python/bin/tbx2po --progress=none two.tbx two.po 2>/dev/null
    grep -h '^#\.' two.po
    python/bin/tbx2po --progress=none three.tbx three.po 2>/dev/null
    echo "version 3: exit code $?, $(wc -c <three.po) bytes"
} >seen
cat seen
printf '%s\n' '#. Part of speech: acronym' 'version 3: exit code 0, 0 bytes' >expected
cmp seen expected
