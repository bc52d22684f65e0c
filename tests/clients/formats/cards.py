"""Imports glossary.anki.txt into a new collection of Anki; then a changed file, after a learner worked with the cards."""

import json
import sys
from pathlib import Path

from anki.collection import Collection, ImportCsvRequest

file, folder = Path(sys.argv[1]), Path(sys.argv[2])
collection = Collection(str(folder / "collection.anki2"))


def take(path):
    """Imports a file as the program's window does, and gives the number of new, updated and duplicate notes."""
    metadata = collection.get_csv_metadata(path=str(path), delimiter=None)
    log = collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    return [len(log.new), len(log.updated), len(log.duplicate)]


def notes():
    return [collection.get_note(note) for note in collection.find_notes("")]


first = take(file)
note = next(note for note in notes() if note.fields[0] == "C++")
note.tags = ["mine"]
collection.update_note(note)
again = take(file)
changed = folder / "changed.txt"
changed.write_text(file.read_text().replace("A language.", "A language of programs."))
update = take(changed)
note = collection.get_note(note.id)
print(json.dumps({
    "first": first,
    "again": again,
    "update": update,
    "tags": note.tags,
    "changed": "A language of programs." in note.fields[1],
    "count": len(notes()),
    "deck": collection.decks.name(note.cards()[0].did),
    "fronts": sorted(note.fields[0] for note in notes()),
    "backs": sum(bool(note.fields[1]) for note in notes()),
}))
collection.close()
