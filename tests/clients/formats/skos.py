"""Reads glossary.ttl and glossary.jsonld with rdflib, skosify and pyshacl."""

import json
import logging
import sys
from pathlib import Path

import pyshacl
import skosify
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import SKOS

site, shapes = Path(sys.argv[1]), sys.argv[2]
warnings = []


class Collect(logging.Handler):
    def emit(self, record):
        warnings.append(record.getMessage())


logging.getLogger().addHandler(Collect(level=logging.WARNING))
turtle = Graph().parse(site / "glossary.ttl")
json_ld = Graph().parse(site / "glossary.jsonld", format="json-ld")
skosified = skosify.skosify(str(site / "glossary.ttl"))
conforms, _, report = pyshacl.validate(turtle, shacl_graph=shapes)
print(json.dumps({
    "same": isomorphic(turtle, json_ld),
    "warnings": warnings,
    # skosify completes a vocabulary: nothing is to be added or removed
    "added": sorted(map(str, {p for s, p, o in skosified - turtle})),
    "removed": sorted(map(str, {p for s, p, o in turtle - skosified})),
    "report": "" if conforms else report,
    "preferred": sorted(str(label) for label in turtle.objects(None, SKOS.prefLabel)),
    "languages": sorted({label.language for label in turtle.objects(None, SKOS.prefLabel)}),
    "related": len(list(turtle.triples((None, SKOS.related, None)))),
}))
