"""Headword, the static site generator for glossaries. `python -m headword` runs the program of this package."""
