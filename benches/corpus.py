#!/usr/bin/env python3
"""Write a deterministic, made-up glossary for benchmarks.

    benches/corpus.py --entries 1000 --out FOLDER [--dialect headword] [--seed 1]

The same seed and number of entries give the same glossary in both dialects:
only the front matter and the form of the explicit links differ. A smaller
corpus is not the beginning of a larger one.

What an entry looks like (averages over a corpus):
  * headword of 1-4 made-up English-like words; about 8% carry a digit,
    punctuation or an accent, about 1.5% are not in Latin letters;
  * 15% have an abbreviation, 20% have 1-3 aliases, each has 1-3 tags, a date;
  * 40-250 words of text whose words follow a Zipf-like law, in one to four
    paragraphs, with 6 unmarked mentions of other headwords (some plural, some
    in other case, some through an alias) and 2 explicit links;
  * a list in 20%, a code block (Rust, Python or JSON) in 10%, a table in 3%.

Which headwords are mentioned also follows a Zipf-like law (exponent 0.6), so
a few terms collect many backlinks.  Single-word headwords never occur in the
running text by chance, but the words of longer headwords do, and many longer
headwords end in a shorter headword, as real terms do.  No abbreviation (or
its plural) is, in lower case, a word of the text.

The dialects are headword, with entries in one folder, and hugo, with entries in
the section terms. Only the standard library is used.
"""

import argparse
import itertools
import json
import os
import random
import re
import unicodedata

DIALECTS = ["headword", "hugo"]

COMMON = """the of a and to in is that it for as with by on are be this or from an which at can
not has its when one each other more than used also may have between such if into over only
any all some two these where called then most set often same both under without they them using
while first within must known part given form way value time case example rule does means let
many same system name part level kind number order whole point side result step end place""".split()

SIMPLE = "b c d f g h j k l m n p r s t v w".split()
ONSETS = SIMPLE * 2 + """bl br ch cl cr dr fl fr gl gr pl pr qu sc sh sk sl sm sn sp st str th tr
wh""".split()
NUCLEI = "a a a e e e i i i o o o u u ai ea ee oa ou".split()
CODAS = "b ck d ft g l ll m mp n nd ng nt p r rd rk rm rn st t x".split()
SUFFIXES = """able al ance ation ency er graph ic ing ion ism ist ity ive ment meter ness ology
or ous ship ture""".split()
ALPHABETS = [
    "αλ βη γα δο ελ ζω θε κι λο μα νε πο ρη σα τι φω".split(),
    "ба ве го да же зи ко ла ми но пе ра со ту фо це".split(),
    "ア イ ウ カ キ コ サ シ タ テ ナ ネ ハ マ ミ ル".split(),
    "木 水 火 語 表 計 算 機 網 目 線 行 列 数 文 字".split(),
]
ACCENTS = str.maketrans("aeioucn", "áéíøüçñ")
TAGS = """algorithms networking storage security typography hardware theory databases graphics
testing design statistics languages systems history music optics finance biology chemistry
logistics law medicine mapping energy materials acoustics robotics publishing language-tools
metrics protocols geometry ethics farming rail marine weather education games""".split()

CODE = {
    "rust": ["fn {a}({b}: &str) -> Option<usize> {{", "    let mut {c} = Vec::with_capacity({n});",
             "    for (i, part) in {b}.split('/').enumerate() {{", "        {c}.push((i, part.len()));",
             "    }}", "    // {d} comes last", "    {c}.iter().map(|&(_, n)| n).max()", "}}"],
    "python": ["def {a}({b}, limit={n}):", '    """Return the {c} of {b}."""', "    {c} = {{}}",
               "    for key, value in sorted({b}.items()):", "        if value > limit:",
               "            {c}[key] = value - limit  # {d}", "    return {c}"],
    "json": ["{{", '  "{a}": {{', '    "{b}": [{n}, 2, 3.5],', '    "{c}": true,',
             '    "{d}": "on"', "  }}", "}}"],
}


def make_word(rng, suffix_chance=0.4):
    """One pronounceable lower-case word."""
    size = rng.choice((1, 1, 2, 2, 2, 3))
    parts = [rng.choice(ONSETS), rng.choice(NUCLEI)]
    for _ in range(size - 1):
        parts += [rng.choice(SIMPLE), rng.choice(NUCLEI)]
    parts.append(rng.choice(CODAS))
    if rng.random() < suffix_chance:
        parts.append(rng.choice(SUFFIXES))
    return "".join(parts)


def new_words(rng, count, taken, suffix_chance=0.4):
    """`count` distinct words of 4+ letters that are not in `taken` (extended here)."""
    words = []
    while len(words) < count:
        word = make_word(rng, suffix_chance)
        if len(word) > 3 and word not in taken:
            taken.add(word)
            words.append(word)
    return words


def zipf(count, exponent):
    """Cumulative weights of a Zipf law over `count` ranks."""
    return list(itertools.accumulate((r + 1.5) ** -exponent for r in range(count)))


def plural(phrase):
    if not phrase[-1].isascii() or not phrase[-1].isalpha():
        return phrase
    if phrase[-1] == "y" and phrase[-2:-1] not in list("aeiou"):
        return phrase[:-1] + "ies"
    return phrase + ("es" if phrase.endswith(("s", "x", "ch", "sh")) else "s")


def slugify(text, fallback):
    flat = unicodedata.normalize("NFKD", text.lower().replace("ø", "o"))
    return re.sub(r"[^a-z0-9]+", "-", flat.encode("ascii", "ignore").decode()).strip("-") or fallback


def letter_of(title):
    first = unicodedata.normalize("NFD", title.upper().replace("Ø", "O"))[0]
    return first if first.isalpha() else "#"


class Corpus:
    """Headwords and vocabulary first, then bodies one by one, in a fixed order."""

    def __init__(self, count, seed):
        self.rng = random.Random(f"glossary-{seed}-{count}")
        rng = self.rng
        taken = set(COMMON)
        common = list(dict.fromkeys(COMMON))
        self.vocab = common + new_words(rng, 12000, taken)
        self.vocab_weights = zipf(len(self.vocab), 1.0)
        self.content_words = self.vocab[len(common):]
        self.heads = new_words(rng, max(200, int(count * 0.45)), taken)
        self.head_weights = zipf(len(self.heads), 0.7)
        self.taken = taken
        self.used = set()       # every headword, alias and abbreviation, case-folded
        self.slugs = set()
        self.spare_heads = iter(self.heads)
        self.entries = [self.make_entry(i) for i in range(count)]
        self.popular = list(range(count))
        rng.shuffle(self.popular)
        self.popular_weights = zipf(count, 0.6)

    # -- headwords -----------------------------------------------------------

    def claim(self, name):
        key = re.sub(r"[ -]", "", name.casefold())  # for Headword, `data center` is `data-center`
        if key in self.used or plural(key) in self.used or len(name) < 2:
            return False
        self.used.add(key)
        return True

    def phrase(self, size):
        """`size` words, the last a likely headword of its own."""
        rng = self.rng
        last = rng.choices(self.heads, cum_weights=self.head_weights)[0]
        return " ".join([rng.choice(self.content_words) for _ in range(size - 1)] + [last])

    def headword(self):
        rng = self.rng
        roll = rng.random()
        if roll < 0.015:
            letters = rng.choice(ALPHABETS)
            return "".join(rng.choice(letters) for _ in range(rng.randint(2, 4)))
        if roll < 0.045:
            word = self.phrase(rng.choice((1, 2)))
            tail = rng.choice(["{} {n}", "{}v{n}", "{}-{m}", "{}.{m}", "{n}-{}"])
            return tail.format(word, n=rng.randint(2, 9), m=rng.randint(10, 999))
        if roll < 0.08:
            a, b = rng.choice(self.content_words), self.phrase(1)
            form = rng.choice(["{b}++", "{b}#", "{a}/{b}", "{a}'s {b}", "{a} & {b}", "{b} ({a})",
                               "{a}-{b}", "{a}, {b}"])
            return form.format(a=a, b=b)
        if roll < 0.10:
            word = self.phrase(rng.choice((1, 1, 2)))
            spot = max(word.rfind(c) for c in "aeioucn")
            return word[:spot] + word[spot].translate(ACCENTS) + word[spot + 1:]
        size = rng.choices((1, 2, 3, 4), (32, 44, 18, 6))[0]
        return next(self.spare_heads, None) or self.phrase(2) if size == 1 else self.phrase(size)

    def make_entry(self, number):
        rng = self.rng
        title = self.headword()
        while not self.claim(title):
            title = self.phrase(rng.choice((2, 3)))
        style = rng.random()
        if style < 0.25:
            title = " ".join(w[:1].upper() + w[1:] for w in title.split())
        slug = base = slugify(title, f"term-{number}")
        suffix = 2
        while slug in self.slugs:
            slug, suffix = f"{base}-{suffix}", suffix + 1
        self.slugs.add(slug)
        words = re.findall(r"[A-Za-z]+", title)
        abbreviation = ""
        if rng.random() < (0.175 if len(words) > 1 else 0.08):
            initials = "".join(w[0] for w in words) if len(words) > 1 else (words or ["xq"])[0][:2]
            source = "".join(words)[1:] or "xq"
            abbreviation = initials.upper()
            while ({abbreviation.lower(), plural(abbreviation).lower()} & self.taken
                   or not self.claim(abbreviation)):
                abbreviation += rng.choice(source).upper()
        aliases = []
        if rng.random() < 0.20:
            for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
                kind = rng.random()
                if kind < 0.3 and len(words) > 1 and title.isascii():
                    head, _, rest = title.rpartition(" ")
                    alias = f"{rest}, {head}"
                else:
                    alias = self.phrase(rng.choice((1, 2, 2, 3)))
                while not self.claim(alias):
                    alias = self.phrase(rng.choice((2, 3)))
                aliases.append(alias)
        tags = list(dict.fromkeys(TAGS[int(len(TAGS) * rng.random() ** 2)]
                                  for _ in range(rng.choice((1, 1, 2, 2, 3)))))
        date = f"{rng.randint(2015, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        return {"title": title, "slug": slug, "aliases": aliases, "abbreviation": abbreviation,
                "tags": tags, "date": date, "letter": letter_of(title)}

    # -- bodies --------------------------------------------------------------

    def other(self, number):
        """A popular entry that is not entry `number`."""
        while True:
            pick = self.popular[self.rng.choices(range(len(self.popular)),
                                                 cum_weights=self.popular_weights)[0]]
            if pick != number or len(self.popular) == 1:
                return self.entries[pick]

    def mention(self, number):
        rng, entry = self.rng, self.other(number)
        names = entry["aliases"] + [entry["abbreviation"]] * bool(entry["abbreviation"])
        text = rng.choice(names) if names and rng.random() < 0.3 else entry["title"]
        roll = rng.random()
        if roll < 0.2:
            return plural(text)
        if roll < 0.4 and text != entry["abbreviation"]:
            return text[:1].upper() + text[1:] if text[:1].islower() else text.lower()
        return text

    def words(self, count):
        return self.rng.choices(self.vocab, cum_weights=self.vocab_weights, k=count)

    def code(self):
        rng = self.rng
        language = rng.choice(list(CODE))
        names = dict(zip("abcd", rng.sample(self.content_words, 4)))
        lines = [line.format(n=rng.randint(2, 512), **names) for line in CODE[language]]
        return f"```{language}\n" + "\n".join(lines) + "\n```"

    def body(self, number, link):
        """Markdown of one entry; `link(entry)` gives the form of an explicit link."""
        rng = self.rng
        count = int(rng.triangular(40, 250, 90))
        tokens = self.words(count)
        mentions, links = rng.randint(3, 9), rng.randint(0, 4)
        spots = rng.sample(range(1, count), mentions + links)
        for spot in spots[:mentions]:
            tokens[spot] = self.mention(number)
        for spot in spots[mentions:]:
            tokens[spot] = link(self.other(number))
        sentences, at = [], 0
        while at < count:
            size = rng.randint(7, 22)
            part = tokens[at:at + size]
            at += size
            if len(part) > 12:
                part[len(part) // 2] += ","
            if part[0].isascii() and part[0].islower():
                part[0] = part[0].capitalize()
            sentences.append(" ".join(part) + ".")
        if len(sentences) > 2:                        # some inline markup
            plain = rng.choice(self.content_words)
            sentences[1] += f" A *{plain}* or `{rng.choice(self.content_words)}` is **not** meant."
        blocks, size = [], rng.randint(3, 5)
        for start in range(0, len(sentences), size):
            blocks.append(" ".join(sentences[start:start + size]))
        if rng.random() < 0.20:
            blocks.append("\n".join("- " + " ".join(self.words(rng.randint(3, 9)))
                                    for _ in range(rng.randint(3, 5))))
        if rng.random() < 0.10:
            blocks.append(self.code())
        if rng.random() < 0.03:
            rows = [self.words(3) for _ in range(rng.randint(2, 5))]
            blocks.append("\n".join(["| name | kind | note |", "| --- | --- | --- |"]
                                    + [f"| {a} | {b} | {c} |" for a, b, c in rows]))
        return "\n\n".join(blocks) + "\n"


# -- dialects ----------------------------------------------------------------

def quoted(value):
    """A string or a list of strings in TOML."""
    return json.dumps(value, ensure_ascii=False)


LINKS = {
    "headword": lambda e: f"[[{e['title']}]]",
    "hugo": lambda e: f"[{e['title']}](/terms/{e['slug']}.md)",
}


def render(entry, body, dialect):
    """The file of an entry."""
    title, tags, date = quoted(entry["title"]), quoted(entry["tags"]), entry["date"]
    also, short = quoted(entry["aliases"]), quoted(entry["abbreviation"])
    if dialect == "headword":
        lines = [f"title = {title}"]
        lines += [f"synonyms = {also}"] if entry["aliases"] else []
        lines += [f"abbreviations = {short}"] if entry["abbreviation"] else []
        lines += [f"tags = {tags}", f"updated = {date}"]
    else:
        lines = [f"title = {title}", f"date = {date}", f"tags = {tags}", "[params]",
                 f"letter = {quoted(entry['letter'])}", f"abbreviation = {short}", f"also = {also}"]
    return "+++\n" + "\n".join(lines) + f"\n+++\n\n{body}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--entries", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--dialect", choices=DIALECTS, default="headword")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    corpus = Corpus(args.entries, args.seed)
    flat = args.dialect == "headword"
    terms = args.out if flat else os.path.join(args.out, "terms")
    os.makedirs(terms, exist_ok=True)
    for number, entry in enumerate(corpus.entries):
        body = corpus.body(number, LINKS[args.dialect])
        with open(os.path.join(terms, entry["slug"] + ".md"), "w", encoding="utf-8") as file:
            file.write(render(entry, body, args.dialect))


if __name__ == "__main__":
    main()
