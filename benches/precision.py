#!/usr/bin/env python3
"""Hold automatic links against the links that the editors of a glossary made by hand (docs/precision.md).

    precision.py plain PROJECT                 make the links of an imported project plain text
    precision.py lilypond GLOSSARY.tely PROJECT  make a project of LilyPond's Music Glossary
    precision.py compare PROJECT [--program P] [--sample N] [--seed S]

`plain` and `lilypond` write the editors' links to PROJECT/by-hand.json; `compare` reads it. A link by hand
can be found if its words are a name of its target, or, for a link without words in a list *See also*, if the
text of the entry has such a name outside of longer names.
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import tomllib

MOST_WORDS = 6
ENDINGS = [("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", "")]
LANGUAGES = "UK|US|ES|I|F|D|NL|DK|S|FI"


def folded(words):
    """A text without case, spaces, signs and the ending of a plural."""
    plain = re.sub(r"['’]s\b", "", words.casefold())
    result = []
    for word in re.findall(r"[\w+#]+", plain):
        for ending, base in ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith("ss"):
                word = word.removesuffix(ending) + base
                break
        result.append(word)
    return "".join(result)


def entries(project):
    """The names and the text of each entry, by its address."""
    result = {}
    for path in sorted((project / "content").rglob("*.md")):
        front, body = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", path.read_text(), re.S).groups()
        front = tomllib.loads(front)
        others = front.get("abbreviations", []) + front.get("synonyms", [])
        result[path.stem] = ([front["title"], *others], body)
    return result


def write_links(project, links):
    text = json.dumps(links, indent=1, ensure_ascii=False)
    (project / "by-hand.json").write_text(text)


def plain(project):
    links = []
    for path in sorted((project / "content").rglob("*.md")):

        def words(match):
            links.append([path.stem, pathlib.Path(match[2]).stem, match[1]])
            return match[1]

        path.write_text(re.sub(r"(?<!!)\[([^]]+)\]\(([^)#]+\.md)\)", words, path.read_text()))
    write_links(project, links)


def prose(node):
    """The prose of a node of Texinfo: without music, translations, comments and commands."""
    for block in ("lilypond", "ignore", "multitable", "iftex", "menu"):
        node = re.sub(rf"(?ms)^@{block}\b.*?^@end {block} *$", "", node)
    node = re.sub(r"(?m)^@c( .*)?\n|^@(section|sp|page|need|noindent|cindex)\b.*\n", "", node)
    node = re.sub(rf"(?ms)^@itemize *\n@item (?:{LANGUAGES}):.*?@end itemize", "", node)
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", node)]
    node = "\n\n".join(part for part in paragraphs if not re.match(rf"(?:{LANGUAGES}): ", part))
    while re.search(r"@(q?q|\w+)\{[^{}]+\}", node):
        node = re.sub(r"@q\{([^{}]+)\}", r"‘\1’", node)
        node = re.sub(r"@qq\{([^{}]+)\}", r"“\1”", node)
        node = re.sub(r"@uref\{[^{},]*,([^{}]*)\}", r"\1", node)
        node = re.sub(r"@(?!qq?\{)\w+\{([^{}]+)\}", r"\1", node)
    signs = {"@tie{}": " ", "@minus{}": "-", "@-": "", "@:": "", "---": "—", "--": "–"}
    for command, sign in signs.items():
        node = node.replace(command, sign)
    node = re.sub(r"(?m)^@itemx?(?:[ \t]+|[ \t]*\n|$)", "- ", node)
    node = re.sub(r"(?m)^@\w+.*$", "", node)
    node = re.sub(r"\n\s*\n\s*", "\n\n", node).strip()
    return "" if node.startswith("This is a stub") else node


def slug(name):
    return re.sub(r"\W+", "-", name.lower()).strip("-")


def lilypond(source, project):
    text = source.read_text()
    text = text[text.index("@chapter Musical terms A-Z") : text.index("@node Duration names")]
    nodes = {}
    for node in re.split(r"(?m)^@node ", text)[1:]:
        name, node = node.split("\n", 1)
        references = [" ".join(words.split()) for words in re.findall(r"@a?ref\{([^}]*)\}", node)]
        translated = re.search(rf"(?m)^(@item )?({LANGUAGES}): ", node)
        own = prose(re.sub(r"(?s)@morerefs\n.*?@endmorerefs", "", node))
        nodes[name.strip()] = (own, references, translated)
    known = {name.casefold(): name for name in nodes}

    def meant(name):
        """The node itself, or the one to which it only refers."""
        own, references, translated = nodes[name]
        other = re.fullmatch(r"(?:Another name for|Plural of) ([^.]*)\.", " ".join(own.split()))
        if other or not (own or translated):
            references = [other[1]] if other else references
            targets = [known[words.casefold()] for words in references if words.casefold() in known]
            return meant(targets[0]) if len(targets) == 1 else name
        return name

    (project / "content").mkdir(parents=True)
    (project / "glossary.toml").write_text('title = "Music Glossary"\n')
    links = []
    for name, (own, references, translated) in nodes.items():
        if meant(name) != name or not (own or translated):
            continue
        title, sense = re.fullmatch(r"(.+?)(?: \((.+)\))?", name).groups()
        synonyms = sorted(other for other in nodes if other != name and meant(other) == name)
        front = {"title": title, "sense": sense, "synonyms": synonyms}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in front.items() if value]
        body = "\n".join(["+++", *lines, "+++", "", own, ""])
        (project / "content" / f"{slug(name)}.md").write_text(body)
        targets = {meant(known[words.casefold()]) for words in references if words.casefold() in known}
        links += [[slug(name), slug(target), None] for target in sorted(targets - {name})]
    write_links(project, links)


def mentions(address, glossary, owners):
    """The entries that a text names: at each word, the longest name counts."""
    names, body = glossary[address]
    words = re.findall(r"[\w’'+#-]+", body)
    found, at = set(), 0
    while at < len(words):
        step = 1
        for count in range(MOST_WORDS, 0, -1):
            shown = " ".join(words[at : at + count])
            named = owners.get(folded(shown), set())
            if len(shown) == 1:
                named = {owner for owner in named if shown in glossary[owner][0]}
            if named:
                found |= set() if address in named else named
                step = count
                break
        at += step
    return found


def compare(project, program, sample, seed):
    glossary = entries(project)
    owners = {}
    for address, (names, _) in glossary.items():
        for name in names:
            owners.setdefault(folded(name), set()).add(address)
    by_hand, to_find = set(), set()
    for source, target, words in json.loads((project / "by-hand.json").read_text()):
        if source == target or target not in glossary:
            continue
        by_hand.add((source, target))
        found = mentions(source, glossary, owners) if words is None else owners.get(folded(words), set())
        if target in found:
            to_find.add((source, target))
    listed = subprocess.run(
        [program, "links", "--root", project, "--format", "json"], check=True, capture_output=True, text=True
    )
    links = {(link["from"], link["to"]): link for link in json.loads(listed.stdout)}
    for source, target in sorted(to_find - links.keys()):
        print(f"not found: {source} -> {target}")
    added = sorted(links.keys() - by_hand)
    print(f"{len(glossary)} entries, {len(by_hand)} pairs by hand, {len(to_find)} to find,", end=" ")
    print(f"{len(to_find & links.keys())} found, {len(added)} added")
    random.seed(seed)
    for pair in sorted(random.sample(added, min(sample, len(added)))):
        place = links[pair]["place"]
        line = (project / place["file"]).read_text().split("\n")[place["line"] - 1]
        print(f"{pair[0]} -> {pair[1]}  {line[:place['column'] - 1]}<<{line[place['column'] - 1:]}")


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = cli.add_subparsers(dest="verb", required=True)
    verbs.add_parser("plain").add_argument("project", type=pathlib.Path)
    verb = verbs.add_parser("lilypond")
    verb.add_argument("source", type=pathlib.Path)
    verb.add_argument("project", type=pathlib.Path)
    verb = verbs.add_parser("compare")
    verb.add_argument("project", type=pathlib.Path)
    verb.add_argument("--program", default="headword")
    verb.add_argument("--sample", type=int, default=0)
    verb.add_argument("--seed", type=int, default=17)
    options = vars(cli.parse_args())
    {"plain": plain, "lilypond": lilypond, "compare": compare}[options.pop("verb")](**options)


if __name__ == "__main__":
    main()
