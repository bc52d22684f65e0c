// Malicious entries: each payload in each sink. A sink is a place for the text of an author.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { payloads } from "./payloads.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** A string of TOML with any character in it. */
function toml(text) {
  const escape = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, escape);
}

// The three kinds of sinks in an entry's file: a key of front matter, an item in a key's list, and a part of
// the body.
const key = (key, value) => ({ key, value });
const item = (list, value) => ({ list, value });
const body = (body) => ({ body });

// If only one entry may have a name, a word after the payload makes it unique.
const named = {
  title: (text) => key("title", toml(text)),
  sense: (text) => key("sense", toml(text)),
  pronunciation: (text) => key("pronunciation", toml(text)),
  abbreviation: (text, word) => item("abbreviations", toml(`${text} ${word}`)),
  synonym: (text, word) => item("synonyms", toml(`${text} ${word} said`)),
  variant: (text, word) => item("variants", toml(`${text} ${word} spelled`)),
  "hidden name": (text, word) => item("hidden", toml(`${text} ${word} hidden`)),
  "name to avoid": (text, word) => item("avoid", toml(`${text} ${word} avoided`)),
  tag: (text, word) => item("tags", toml(`${text} ${word}`)),
  "key to sort by": (text) => key("sort_as", toml(text)),
  "part of a former page": (text, word) => item("redirect_from", toml(`moved.html#${text} ${word}`)),
  "former address": (text) => item("redirect_from", toml(`${text}.html`)),
  source: (text) => item("sources", toml(text)),
  "source with an address": (text) => item("sources", `{ title = ${toml(text)}, url = "https://example.org/" }`),
  "value for templates": (text) => key("extra", `{ note = ${toml(text)}, ${toml(text)} = 1 }`),
  // the payload alone, before any other markup
  body: (text) => body(text),
};

const around = {
  gloss: (text) => key("gloss", toml(text)),
  recording: (text) => key("pronunciation", `{ text = "x", audio = ${toml(text)} }`),
  "part of speech": (text) => key("part_of_speech", toml(text)),
  origin: (text) => key("origin", toml(text)),
  example: (text) => item("examples", toml(text)),
  usage: (text) => key("usage", toml(text)),
  status: (text) => key("status", toml(text)),
  related: (text) => item("related", toml(text)),
  broader: (text) => item("broader", toml(text)),
  "replaced by": (text) => key("replaced_by", toml(text)),
  "first sentence": (text) => body(`Whoever says ${text} says it here.`),
  reference: (text) => body(`Before [[${text}]] after.`),
  "text of a reference": (text) => body(`Before [[a-harmless-entry|${text}]] after.`),
  "text of a link": (text) => body(`Before [${text}](https://example.org/) after.`),
  "title of a link": (text) => body(`Before [x](https://example.org/ "${text.replace(/["\\]/g, "\\$&")}") after.`),
  "title of a link, unescaped": (text) => body(`Before [x](https://example.org/ '${text}') after.`),
  "description of an image": (text) => body(`Before ![${text}](dot.png) after.`),
  "title of an image": (text) => body(`Before ![x](dot.png "${text.replace(/["\\]/g, "\\$&")}") after.`),
  "information of a fence": (text) => body(`~~~~ ${text}\ncode\n~~~~`),
  "language of a fence": (text) => body(`~~~~${text}\ncode\n~~~~`),
  "text of a fence": (text) => body(`~~~~~\n${text}\n~~~~~`),
  "text of a fence of html": (text) => body(`~~~~~html\n${text}\n~~~~~`),
  "text of a fence of javascript": (text) => body(`~~~~~js\n${text}\n~~~~~`),
  "code in a line": (text) => body(`Before \`\`\`\`\` ${text} \`\`\`\`\` after.`),
  heading: (text) => body(`## ${text}`),
  emphasis: (text) => body(`Before **${text}** and ~~${text}~~ after.`),
  "element that is allowed": (text) => body(`Before <kbd>${text}</kbd> after.`),
  "item of a list": (text) => body(`- ${inside("  ", text)}\n- [ ] ${inside("  ", text)}`),
  quotation: (text) => body(`> ${inside("> ", text)}`),
  table: (text) => body(`| ${text} | x |\n|---|:-:|\n| x | ${text} |`),
  "list of definitions": (text) => body(`${text}\n: Before ${inside("  ", text)}`),
  "text of a footnote": (text, word) => body(`Before[^${word}].\n\n[^${word}]: ${inside("    ", text)}`),
  "label of a footnote": (text) => body(`Before[^${text}].\n\n[^${text}]: After.`),
  "label of a reference": (text) => body(`Before [x][${text}] after.\n\n[${text}]: https://example.org/`),
  "target of a link": (text) => body(`Before [x](${text}) after.`),
  "target in angle brackets": (text) => body(`Before [x](<${text}>) after.`),
  "target of a reference": (text, word) => body(`Before [x][${word}] after.\n\n[${word}]: ${text}`),
  "target of an image": (text) => body(`Before ![x](<${text}>) after.`),
  "anchor of a link": (text) => body(`Before [x](<#in-${text}>) after.`),
  "end of an address": (text) => body(`Before [x](<${addressWith(text)}>) after.`),
  autolink: (text) => body(`Before <${text}> after.`),
  "address of a source": (text) => item("sources", `{ title = "x", url = ${toml(text)} }`),
  "end of a source's address": (text) => item("sources", `{ title = "x", url = ${toml(addressWith(text))} }`),
  formula: (text) => body(`Before $${text}$ after.`),
  "formula on a line of its own": (text) => body(`$$${text}$$`),
  "text in a formula": (text) => body(`Before $\\text{${text}}$ after.`),
  "operator in a formula": (text) => body(`Before $\\operatorname{${text}}$ after.`),
  "colour in a formula": (text) => body(`Before $\\textcolor{${text}}{x}$ after.`),
  // the last sink, because the payload may include all text after it
  "end of a body": (text) => body(`Before:\n\n${text}`),
};

function addressWith(text) {
  return `https://example.org/?${text}`;
}

/** A text of several lines inside a block whose lines begin with `mark`. */
function inside(mark, text) {
  return text.replaceAll("\n", `\n${mark}`);
}

const keySink = "key of front matter";

/** Sinks outside the text of an entry: the path of the entry for each. */
const places = {
  "file name": (text) => `${fileName(text)}.md`,
  "folder name": (text, word) => `${fileName(text)}/${word}-in-a-folder.md`,
};

// A slash would make a folder.
function fileName(text) {
  return text.replaceAll("/", "∕");
}

/** Whether a disk can store a file with this name. */
function isFileName(text) {
  return !text.includes("\0") && Buffer.byteLength(fileName(text)) < 250;
}

export const sinks = [...Object.keys(named), ...Object.keys(around), ...Object.keys(places), keySink];

/** A word that only the entries of the payload with this index have. */
export function wordOf(index) {
  return `qz${String(index + 1).padStart(3, "0")}`;
}

/**
 * The text of an entry's file: the payload `text` in each of the `sinks`, in order. A sink may replace the
 * `title`. `origins` has the sink of each line.
 */
function entry(title, sinks = {}, text = "", word = "", wrap = (piece) => piece) {
  const lines = [];
  const origins = [];
  const add = (piece, origin) => {
    for (const line of piece.split("\n")) {
      origins[lines.length] = origin;
      lines.push(line);
    }
  };
  const parts = Object.entries(sinks).map(([sink, make]) => [make(text, word), sink]);
  add("+++");
  if (!parts.some(([{ key }]) => key === "title")) add(`title = ${toml(title)}`);
  for (const [{ key, value }, sink] of parts) if (key) add(`${key} = ${value}`, sink);
  for (const list of new Set(parts.flatMap(([part]) => part.list ?? []))) {
    add(`${list} = [`);
    for (const [part, sink] of parts) if (part.list === list) add(`  ${part.value},`, sink);
    add("]");
  }
  add("+++");
  for (const [{ body }, sink] of parts) {
    if (body === undefined) continue;
    add("");
    add(wrap(body), sink);
  }
  add("");
  return { text: lines.join("\n"), origins };
}

const harmless = { "a-harmless-entry.md": entry("A harmless entry", { "": () => body("It does no harm.") }) };

function only(sinks, isWanted) {
  return Object.fromEntries(Object.entries(sinks).filter(([sink]) => isWanted(sink)));
}

/**
 * Writes a glossary with all payloads in all sinks, except those that `isRefused`. Each payload has an entry
 * with the payload as its name, an entry with the payload in its text and in other keys, and entries with
 * the payload in their path.
 */
export async function writeHostileGlossary(root, isRefused) {
  const entries = { ...harmless };
  payloads.forEach(({ name, text, slug }, index) => {
    const word = wordOf(index);
    const isWanted = (sink) => !isRefused(name, sink);
    entries[`${slug}-named.md`] = entry(`Named ${word}`, only(named, isWanted), text, word);
    entries[`${slug}-around.md`] = entry(`Around ${word}`, only(around, isWanted), text, word);
    for (const [sink, pathOf] of Object.entries(places)) {
      if (isWanted(sink) && isFileName(text)) entries[pathOf(text, word)] = entry(`Placed ${word} ${sink}`);
    }
  });
  await writeProject(root, entries);
}

/**
 * Writes a glossary with all payloads in all sinks, each on its own line. Returns the payload and the sink
 * for each path and line, in the form of diagnostics.
 */
export async function writeEachApart(root) {
  const entries = { ...harmless };
  const origins = new Map();
  payloads.forEach(({ name, text }, index) => {
    const word = wordOf(index);
    const add = (path, title, sinks, sinkOfPath) => {
      // The end of a block quote closes all markup in it.
      const isAlone = Object.keys(sinks).length === 1;
      const made = entry(title, sinks, text, word, (piece) => (isAlone ? piece : `> ${inside("> ", piece)}`));
      const shown = `content/${path}`.replace(/[\p{Cc}\p{Bidi_Control}]/gu, "\ufffd");
      entries[path] = made;
      if (sinkOfPath) origins.set(shown, { payload: name, sink: sinkOfPath });
      made.origins.forEach((sink, line) => {
        if (sink) origins.set(`${shown}:${line + 1}`, { payload: name, sink });
      });
    };
    add(`${word}-named.md`, `Named ${word}`, only(named, (sink) => sink !== "body"));
    add(`${word}-body.md`, `Plain ${word}`, only(named, (sink) => sink === "body"));
    add(`${word}-end.md`, `End ${word}`, only(around, (sink) => sink === "end of a body"));
    const others = only(around, (sink) => sink !== "end of a body");
    // Only the first forbidden character and the first place of too deep nesting in a file are reported, and
    // a link definition applies to the whole file. So these payloads have a file for each sink.
    if (/[^\P{Cc}\s]|[\x85\u202d\u202e]|\p{Cn}|^\[.*\]:|(> - ){26}/mu.test(text)) {
      Object.keys(others).forEach((sink, number) => {
        add(`${word}-${number}.md`, `Around ${word} ${number}`, only(others, (other) => other === sink));
      });
    } else {
      add(`${word}-around.md`, `Around ${word}`, others);
    }
    add(`${word}-key.md`, `Key ${word}`, { [keySink]: () => key(toml(text), 1) });
    for (const [sink, pathOf] of Object.entries(places)) {
      if (isFileName(text)) add(pathOf(text, word), `Placed ${word} ${sink}`, {}, sink);
    }
  });
  await writeProject(root, entries);
  return origins;
}

// White space, without no-break spaces.
const space = /[\t-\r \u0085\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]+/g;

/** A text in the form in which pages show names and lines. */
function line(text) {
  return text.normalize("NFC").replace(space, " ").replace(/^ | $/g, "");
}

/** The expected content of the two term pages of a payload, by address: the parts that all payloads have. */
export function shownOf({ name, text, slug }, index, isRefused) {
  // A text that cannot be a title cannot be any other line either.
  if (isRefused(name, "title")) return { [`${slug}-named/`]: { name: `Named ${wordOf(index)}` } };
  const word = wordOf(index);
  const [shown, plain] = [line(text), text.replace(/\r\n?/g, "\n")];
  const title = `${shown} (${shown})`;
  const [short, said, spelled, avoided] = ["", " said", " spelled", " avoided"].map((kind) => line(`${text} ${word}${kind}`));
  return {
    [`${slug}-named/`]: {
      name: title,
      names: [short, said, spelled, avoided],
      tags: [line(`${text} ${word}`)],
      sources: [shown, shown],
      ...(isRefused(name, "value for templates") ? {} : { note: plain, noteInTag: plain }),
      cited: [true, `${title}, ${glossaryTitle}`],
      citedElements: ["a", "cite"],
      citedMarks: "[]<>**",
      citedBraces: true,
      pronunciation: shown,
      inData: [title, [short, said, spelled, shown].sort()],
    },
    [`${slug}-around/`]: {
      gloss: shown,
      related: [title],
      descriptions: [shown, shown, shown],
      part: shown,
      badge: shown,
      notes: [shown, shown],
      card: [title, `${shown} ${said}, ${short}, ${spelled}`],
    },
  };
}

export const glossaryTitle = "Entries from strangers";

const settings = `
title = "${glossaryTitle}"
base_url = "https://hostile.example/"
author = "The editors"
edit_url = "https://example.org/edit/main/{path}"
report_url = "https://example.org/report?title={title}&path={path}&url={url}"
letter_pages = true
math = true
`;

const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==",
  "base64",
);

// The default theme does not show `extra`, but a project's templates may.
async function termTemplate() {
  const template = await readFile(join(here, "../../templates/entry.html"), "utf8");
  const place = '<footer class="hw-about">';
  const shown = '<p class="extra" title="{{ entry.extra.note }}">{{ entry.extra.note }}</p>';
  return template.replace(place, `{% if entry.extra.note %}${shown}{% endif %}\n${place}`);
}

async function writeProject(root, entries) {
  const files = {
    "glossary.toml": settings,
    "templates/entry.html": await termTemplate(),
    "content/dot.png": dot,
    ...Object.fromEntries(Object.entries(entries).map(([path, { text }]) => [`content/${path}`, text])),
  };
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
