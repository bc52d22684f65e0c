"""Reads glossary.csv and glossary.tsv with Python's csv: both have the same cells."""

import csv
import json
import sys
from pathlib import Path

site = Path(sys.argv[1])
with open(site / "glossary.csv", encoding="utf-8", newline="") as comma, open(
    site / "glossary.tsv", encoding="utf-8", newline=""
) as tab:
    rows = list(csv.reader(comma))
    others = list(csv.reader(tab, delimiter="\t"))
print(json.dumps({"same": rows == others, "rows": len(rows), "widths": sorted({len(row) for row in rows})}))
