#!/usr/bin/env python3
"""Measures what one extreme entry costs, with the limits raised, and whether the cost grows with its size.

    cargo build --profile dist
    benches/extremes.py [--program FILE] [--rounds 3]

For each kind of entry, it builds a glossary with that entry and a plain one, with n and with 2 n. The times are the
processor time of the build, medians of all rounds; the memory is the largest that was measured. With the default
limits, a build refuses most of these entries at once. Needs Linux.
"""

import argparse
import os
import statistics
import tempfile

from run import REPOSITORY, run

SETTINGS = """title = "Extremes"
[limits]
file_size = 1000000000
nesting = 1000000
page_size = 1000000000
"""
SHORTEST = '+++\ntitle = "Plain"\n+++\n\nA text without anything special.\n'


def entry(body, keys=""):
    return f'+++\ntitle = "Extreme"\n{keys}+++\n\nThis is the entry.\n\n{body}\n'


def names(n):
    listed = ", ".join(f'"name {i}"' for i in range(n))
    return entry("Some names.", f"synonyms = [{listed}]\n")


def table(n):
    return entry(f"|{'a|' * n}\n|{'-|' * n}\n" + "|a|\n" * n)


def footnotes(n):
    chain = "\n\n".join(f"[^{i}]: A note.[^{i + 1}]" for i in range(n))
    return entry(f"A text.[^0]\n\n{chain}\n\n[^{n}]: The last one.")


# (kind, n, the entry's file with this n)
KINDS = [
    ("nested quotations", 50_000, lambda n: entry("> " * n + "a")),
    ("nested lists", 50_000, lambda n: entry("- " * n + "a")),
    ("nested emphasis", 50_000, lambda n: entry("*a _a " * (n // 2) + "a" + "_ a*" * (n // 2))),
    ("nested brackets", 50_000, lambda n: entry("[" * n + "a" + "]" * n)),
    ("nested double brackets", 50_000, lambda n: entry("[[" * n + "a" + "]]" * n)),
    ("a table of n columns, with n rows of one cell", 2_000, table),
    ("footnotes that lead to footnotes", 20_000, footnotes),
    ("mentions in one line", 100_000, lambda n: entry("plain " * n)),
    ("names of one entry", 50_000, names),
    ("misspelt references", 2_000, lambda n: entry("\n\n".join(f"A [[Plane {i}]]." for i in range(n)))),
    ("nested `<sub>`", 50_000, lambda n: entry("<sub>" * n + "a" + "</sub>" * n)),
    ("definitions in a list", 50_000, lambda n: entry("\n\n".join(f"term {i}\n: meaning {i}" for i in range(n)))),
]


def measure(program, text):
    """The processor time in seconds and the memory in MiB of a build with this entry."""
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        os.mkdir(os.path.join(folder, "content"))
        files = {"glossary.toml": SETTINGS, "content/extreme.md": text, "content/plain.md": SHORTEST}
        for name, content in files.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(content)
        # an error in the entry is a result, too: misspelt references are errors
        used = run([program, "build", "--root", folder], codes=(0, 1))
    return used["cpu"], used["rss"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=os.path.join(REPOSITORY, "target/dist/headword"))
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    print("| entry with | n | cost of n | cost of 2 n |\n|---|---|---|---|")
    for kind, n, make in KINDS:
        costs = []
        for size in (n, 2 * n):
            rounds = [measure(args.program, make(size)) for _ in range(args.rounds)]
            time = statistics.median(time for time, _ in rounds)
            costs.append(f"{time:.2f} s, {max(memory for _, memory in rounds):.0f} MiB")
        print(f"| {kind} | {n:,} | {' | '.join(costs)} |")


if __name__ == "__main__":
    main()
