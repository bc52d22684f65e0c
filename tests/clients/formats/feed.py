"""Reads feed.xml with feedparser: the titles and addresses of its entries."""

import json
import sys

import feedparser

feed = feedparser.parse(sys.argv[1])
print(json.dumps({
    "wrong": str(feed.get("bozo_exception", "")),
    "title": feed.feed.title,
    "entries": [[entry.title, entry.link, entry.updated, len(entry.content[0].value) > 20] for entry in feed.entries],
}))
