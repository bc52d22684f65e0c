"""Reads glossary.tbx with Translate Toolkit: the terms and notes of each unit, and the units of tbx2po."""

import json
import subprocess
import sys
from pathlib import Path

from translate.storage import factory

tbx, po = sys.argv[1], sys.argv[2]
store = factory.getobject(tbx)
subprocess.run([Path(sys.executable).with_name("tbx2po"), tbx, po], check=True, stdout=subprocess.DEVNULL)
print(json.dumps({
    "units": len(store.units),
    "sources": [unit.source for unit in store.units],
    "messages": [unit.source for unit in factory.getobject(po).units if unit.istranslatable() or unit.source],
}))
