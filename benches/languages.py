#!/usr/bin/env python3
"""Measure builds of a glossary in several languages beside one in one language.

    cargo build --profile dist
    benches/languages.py --entries 10000 [--languages de fr es pt] [--rounds 5] [--program PROGRAM]

Both glossaries have the corpus of corpus.py. In the larger one, each entry has a translation into each of the languages:
a copy of it. In each round, each glossary is built once, in turn, into a folder that is not
there yet. Then one translation is changed, and the larger one is built again over its output, as is the smaller one
after a change of an entry. The figures are medians; memory is the largest resident set of the process.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

from run import HERE, REPOSITORY, run


def make(folder, entries, languages):
    """Write a project, and return the path of a file to change."""
    content = os.path.join(folder, "content")
    corpus = [sys.executable, os.path.join(HERE, "corpus.py"), "--entries", str(entries)]
    subprocess.run(corpus + ["--dialect", "headword", "--out", content], check=True)
    names = sorted(os.listdir(content))
    settings = 'title = "Benchmark"\nbase_url = "https://example.org/"\n'
    for language in languages:
        settings += f"\n[languages.{language}]\n"
        for name in names:
            stem = name.removesuffix(".md")
            shutil.copy(os.path.join(content, name), os.path.join(content, f"{stem}.{language}.md"))
    with open(os.path.join(folder, "glossary.toml"), "w", encoding="utf-8") as file:
        file.write(settings)
    middle = names[len(names) // 2].removesuffix(".md")
    ending = f".{languages[0]}.md" if languages else ".md"
    return os.path.join(content, middle + ending)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--languages", nargs="+", default=["de", "fr", "es", "pt"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", default=os.path.join(REPOSITORY, "target", "dist", "headword"))
    args = parser.parse_args()
    count = len(args.languages) + 1
    kinds = {"one language": [], f"{count} languages": args.languages}
    in_memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(prefix="headword-bench-", dir=in_memory) as folder:
        projects = {}
        for kind, languages in kinds.items():
            project = os.path.join(folder, kind.replace(" ", "-"))
            projects[kind] = (project, make(project, args.entries, languages))
        measured = {(kind, how): [] for how in ("cold", "one text changed") for kind in kinds}
        for number in range(args.rounds):
            for kind, (project, changed) in projects.items():
                output = os.path.join(folder, "output")
                build = [args.program, "build", "--root", project, "--output", output]
                measured[kind, "cold"].append(run(build))
                with open(changed, "a", encoding="utf-8") as file:
                    file.write(f"\nThis is change number {number}.\n")
                measured[kind, "one text changed"].append(run(build))
                shutil.rmtree(output)
    print(f"{args.entries:,} entries, {args.rounds} rounds, {os.cpu_count()} processors")
    for (kind, how), rounds in measured.items():
        wall, cpu, rss = (statistics.median(it[key] for it in rounds) for key in ("wall", "cpu", "rss"))
        print(f"{kind}, {how}: {wall:.2f} s, processor {cpu:.2f} s, {rss:.0f} MiB")
    one, several = (measured[kind, "cold"] for kind in kinds)
    for key, name in (("wall", "time"), ("cpu", "processor"), ("rss", "memory")):
        ratio = statistics.median(of[key] / than[key] for of, than in zip(several, one))
        print(f"{count} languages beside one, {name}: {ratio:.2f} times")


if __name__ == "__main__":
    main()
