#!/bin/sh
# Anki 26.9.3 (PyPI): in a file of notes, the header `#columns:` can break an import that is right without it.
#
# Without the header, the columns fill the fields of the note type in order. With it, they are matched by name. Where no
# field has these names, as in a profile in another language than English, the first field gets the identifier of the
# note, and all other fields stay empty. There is no warning.
#
# Needs Python 3.11 with venv and the public registry of Python packages. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check anki==26.9.3
python/bin/python - >seen <<'PYTHON'
from anki.collection import Collection, ImportCsvRequest

HEADERS = "#separator:tab\n#html:true\n#notetype:Grundlagen\n#guid column:1\n"
for name, more in [("without", ""), ("with", "#columns:Id\tFront\tBack\n")]:
    with open(f"{name}.txt", "w") as file:
        file.write(HEADERS + more + "id-1\ttea\ta drink\n")
    collection = Collection(f"{name}.anki2")
    basic = collection.models.by_name("Basic")
    basic["name"] = "Grundlagen"
    for field, label in zip(basic["flds"], ["Vorderseite", "Rückseite"]):
        field["name"] = label
    collection.models.update_dict(basic)
    metadata = collection.get_csv_metadata(path=f"{name}.txt", delimiter=None)
    collection.import_csv(ImportCsvRequest(path=f"{name}.txt", metadata=metadata))
    notes = [collection.get_note(note).fields for note in collection.find_notes("")]
    print(f"{name} #columns: {notes}")
    collection.close()
PYTHON
cat seen
cat >expected <<'EXPECTED'
without #columns: [['tea', 'a drink']]
with #columns: [['id-1', '']]
EXPECTED
cmp seen expected
