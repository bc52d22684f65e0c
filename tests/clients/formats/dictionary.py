"""Reads a dictionary of StarDict with PyGlossary: the names of each article, and whether it has text."""

import json
import sys

from pyglossary import Glossary

Glossary.init()
glossary = Glossary()
glossary.directRead(sys.argv[1], formatName="Stardict")
entries = [entry for entry in glossary if not entry.isData()]
print(json.dumps({
    "title": glossary.getInfo("name"),
    "names": {entry.l_word[0]: entry.l_word[1:] for entry in entries},
    "articles": sum(bool(entry.defi.strip()) for entry in entries),
}))
