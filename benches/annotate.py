#!/usr/bin/env python3
"""Measure `headword annotate` beside a copy of the same site.

    cargo build --profile dist
    benches/annotate.py [--pages 1000] [--kilobytes 50] [--entries 1000] [--rounds 7] [--before PROGRAM]

The site is made up: each page has a menu, and a main text with the words of a glossary of corpus.py, with
emphasis, code, links, lists and tables, until it has the size. In each round, `cp -r` copies the site, and then
`headword annotate --output` writes a copy with links, both into memory. The glossary is a glossary.json. The
figures are medians, with their range. --before measures another build in the same rounds.
"""

import argparse
import html
import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(HERE)

HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="generator" content="mkdocs-1.6.1, mkdocs-material-9.8.2"></head>
<body><nav><ul>{menu}</ul></nav>
<main><article class="md-content__inner"><h1>{title}</h1>
"""
FOOT = "</article></main></body></html>\n"


def blocks(folder):
    """The blocks of all texts of a glossary, as HTML, one after the other and again."""
    found = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            body = file.read().split("+++", 2)[2]
        for number, block in enumerate(re.split(r"\n\n+", body.strip())):
            found.append(as_html(block, number))
    return itertools.cycle(found)


def as_html(block, number):
    if block.startswith("```"):
        return f"<pre><code>{html.escape(block)}</code></pre>\n"
    text = html.escape(re.sub(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]", r"\1", block), quote=False)
    words = text.split(" ")
    for place, mark in ((3, "em"), (11, "code"), (19, "a")):
        if len(words) > place:
            words[place] = f"<{mark}>{words[place]}</{mark}>" if mark != "a" else f'<a href="../">{words[place]}</a>'
    text = " ".join(words)
    shapes = ["<p>{}</p>\n", "<ul><li>{}</li></ul>\n", "<p>{}</p>\n", "<table><tr><td>{}</td></tr></table>\n"]
    return shapes[number % len(shapes)].format(text)


def make_site(folder, pages, size, texts):
    menu = "".join(f'<li><a href="../page-{n}/">Page {n}</a></li>' for n in range(min(pages, 150)))
    for number in range(pages):
        page = [HEAD.format(title=f"Page {number}", menu=menu)]
        length = len(page[0])
        while length < size:
            page.append(next(texts))
            length += len(page[-1].encode())
        page.append(FOOT)
        os.makedirs(os.path.join(folder, f"page-{number}"))
        with open(os.path.join(folder, f"page-{number}", "index.html"), "w", encoding="utf-8") as file:
            file.write("".join(page))


def timed(command, into):
    shutil.rmtree(into, ignore_errors=True)
    start = time.monotonic()
    said = subprocess.run(command + [into], check=True, capture_output=True, text=True).stdout
    return time.monotonic() - start, said


def shown(times):
    return f"{statistics.median(times):.2f} s ({min(times):.2f}–{max(times):.2f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--kilobytes", type=int, default=50)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--program", default=os.path.join(REPOSITORY, "target/dist/headword"))
    parser.add_argument("--before")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="annotate-", dir="/dev/shm")
    try:
        project = os.path.join(folder, "glossary")
        content = os.path.join(project, "content")
        corpus = [sys.executable, os.path.join(HERE, "corpus.py"), "--entries", str(options.entries)]
        subprocess.run(corpus + ["--dialect", "headword", "--out", content], check=True)
        with open(os.path.join(project, "glossary.toml"), "w", encoding="utf-8") as file:
            file.write('title = "Benchmark"\nbase_url = "https://example.org/"\n')
        glossary = os.path.join(folder, "glossary.json")
        subprocess.run(
            [options.program, "export", "json", "--root", project, "--output", glossary], check=True, capture_output=True
        )
        site = os.path.join(folder, "site")
        make_site(site, options.pages, options.kilobytes * 1024, blocks(content))
        programs = {"headword annotate": options.program}
        if options.before:
            programs["headword annotate, before"] = options.before
        commands = {"cp -r": ["cp", "-r", site]}
        for name, program in programs.items():
            commands[name] = [program, "annotate", site, "--glossary", glossary, "--output"]
        times = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                spent, said = timed(command, os.path.join(folder, "copy"))
                times[name].append(spent)
        print(said.splitlines()[0])
        for name, spent in times.items():
            print(f"{name:26} {shown(spent)}")
        print(f"{'1.5 × cp -r + 1 s':26} {1.5 * statistics.median(times['cp -r']) + 1:.2f} s")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
