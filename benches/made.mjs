// Generates a glossary of any size, the same in every run.

import fs from "node:fs";
import path from "node:path";

// The same numbers in every run: a linear congruential generator (Numerical Recipes, "ranqd1").
let state = 1;
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const pick = (list) => list[random(list.length)];

const syllables = "ba be bi bo du fa fe ga gi ka ke la lo ma me mi na no pa pe ra re ri sa se ta te to va ze".split(" ");
const word = () => Array.from({ length: 2 + random(2) }, () => pick(syllables)).join("");
const vocabulary = Array.from({ length: 5_000 }, word);
const tags = Array.from({ length: 40 }, (_, number) => `${word()}-${number}`);
const code = '```rust\nfn area(width: u32, height: u32) -> u32 {\n    // both in pixels\n    width * height\n}\n```';

export const write = (file, text) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};

/**
 * Generates `entries` entries. Returns `glossary`, a list of `{ title, slug }`, and `entry(number, link)`,
 * which returns one entry's `{ title, tag, date, text }`; `link` writes a link to another entry.
 */
export const makeGlossary = (entries) => {
  const glossary = Array.from({ length: entries }, (_, number) => {
    const words = [pick(vocabulary), pick(vocabulary)];
    return { title: `${words.join(" ")} ${number}`, slug: `${words.join("-")}-${number}` };
  });

  const sentence = () => {
    const words = Array.from({ length: 8 + random(14) }, () => pick(vocabulary));
    return words.join(" ").replace(/^./, (first) => first.toUpperCase()) + ".";
  };

  const bodies = glossary.map(() => {
    const paragraphs = Array.from({ length: 1 + random(3) }, () => {
      const other = pick(glossary);
      return { text: Array.from({ length: 2 + random(4) }, sentence).join(" "), other };
    });
    return { paragraphs, code: random(10) === 0, tag: pick(tags), day: 1 + random(28) };
  });

  const entry = (number, link) => {
    const { title } = glossary[number];
    const body = bodies[number];
    const text = body.paragraphs.map(({ text, other }) => `${text} See ${link(other)}.`);
    if (body.code) text.push(code);
    const date = `2026-01-${String(body.day).padStart(2, "0")}`;
    return { title, tag: body.tag, date, text: text.join("\n\n") };
  };

  return { glossary, entry };
};

/** Writes a glossary as a Headword project into the folder `site`. */
export const writeProject = ({ glossary, entry }, site) => {
  write(`${site}/glossary.toml`, 'title = "Benchmark"\nbase_url = "https://example.org/"\n');
  glossary.forEach(({ slug }, number) => {
    const { title, tag, date, text } = entry(number, (other) => `[[${other.title}]]`);
    write(`${site}/content/${slug}.md`, `+++\ntitle = "${title}"\ntags = "${tag}"\nupdated = ${date}\n+++\n\n${text}\n`);
  });
};
