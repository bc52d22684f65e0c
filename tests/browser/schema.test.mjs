// The schemas of `headword schema` in Taplo, which checks TOML in most editors.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setting, taplo } from "./tools.mjs";

const repository = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = mkdtempSync(join(tmpdir(), "headword-schema-"));
after(() => rmSync(folder, { recursive: true }));

const headword = (...words) => execFileSync(setting("HEADWORD"), words, { cwd: folder, encoding: "utf8" });
for (const what of ["entry", "page", "settings"]) {
  writeFileSync(join(folder, `${what}.schema.json`), headword("schema", what));
}

/** Checks TOML texts with the schema `what`. */
function check(what, texts) {
  const files = texts.map((text, index) => {
    const name = `${what}-${index}.toml`;
    writeFileSync(join(folder, name), `#:schema ./${what}.schema.json\n${text}`);
    return name;
  });
  return spawnSync(process.execPath, [taplo, "check", "--no-auto-config", ...files], {
    cwd: folder,
    encoding: "utf8",
  });
}

const read = (path) => readFileSync(path, "utf8");
const frontMatter = (text) => text.split(/^\+\+\+$/m)[1];

/** The files below the folder `root` whose path ends with `ending`. */
function below(root, ending) {
  const names = readdirSync(root, { recursive: true }).filter((name) => name.endsWith(ending));
  return names.map((name) => join(root, name));
}

test("the glossaries of this repository are valid", () => {
  headword("init", "tea");
  const golden = join(repository, "tests/golden");
  const entries = [
    ...below(join(repository, "content"), ".md"),
    // a built site has entries as Markdown without front matter
    ...below(golden, ".md").filter((path) => path.includes("/content/")),
    ...below(join(folder, "tea/content"), ".md"),
  ];
  const pages = [join(repository, "pages/about.md"), join(folder, "tea/pages/about.md")];
  const settings = [
    join(repository, "glossary.toml"),
    ...below(golden, "glossary.toml"),
    join(folder, "tea/glossary.toml"),
  ];
  assert.ok(entries.length > 50 && settings.length > 4);
  for (const [what, texts] of [
    ["entry", entries.map((path) => frontMatter(read(path)))],
    ["page", pages.map((path) => frontMatter(read(path)))],
    ["settings", settings.map(read)],
  ]) {
    const made = check(what, texts);
    assert.equal(made.status, 0, made.stderr);
  }
});

test("every documented key is valid", () => {
  const settings = `
title = "T"
description = "D"
language = "pt-BR"
base_url = "https://example.org"
author = "A"
licence = { name = "L", url = "https://example.org" }
navigation = [{ title = "T", url = "/tags/" }]
edit_url = "https://example.org/{path}"
report_url = "https://example.org"
accent = "teal"
letter_pages = false
math = true
raw_html = "allow"
[linking]
mentions = "all"
quotations = false
exclude = "in service"
[limits]
file_size = 1
entries = 1
nesting = 1
page_size = 1
[extra]
a.b = [1, "2"]
`;
  const entry = `
title = "T"
abbreviations = "A"
synonyms = ["S"]
variants = []
hidden = ""
avoid = "V"
sense = "S"
gloss = "G"
tags = ["T"]
related = "R"
broader = ["B"]
sort_as = "S"
link = "explicit"
case = "any"
redirect_from = "old"
sources = ["S", { title = "T", url = "https://example.org" }]
updated = 2026-11-23
draft = true
replaced_by = "R"
extra = { a = 1 }
`;
  for (const [what, text] of Object.entries({ settings, entry })) {
    const made = check(what, [text]);
    assert.equal(made.status, 0, made.stderr);
  }
});

// Each line is invalid, alone or after a title.
const wrong = {
  settings: [
    "",
    'title = ""',
    "title = 1",
    'colour = "red"',
    'base_url = "example.org"',
    'licence = { nam = "x" }',
    'navigation = "x"',
    'edit_url = "https://example.org"',
    'math = "yes"',
    'raw_html = "maybe"',
    'letter_pages = "no"',
    'linking = { mentions = "some" }',
    "linking = { quotation = false }",
    "limits = { entries = 0 }",
    "limits = { depth = 1 }",
    "output = 'x'",
    "extra = 1",
  ],
  entry: [
    "",
    "title = []",
    "abbreviation = 'x'",
    "tags = [1]",
    "tags = { a = 1 }",
    "sense = ['x']",
    "link = 'never'",
    "case = 'Smart'",
    "sources = [1]",
    "sources = [{ url = 'https://example.org' }]",
    "sources = [{ title = 'x', link = 'y' }]",
    "updated = 'yesterday'",
    "draft = 'yes'",
    "extra = []",
  ],
};

for (const [what, lines] of Object.entries(wrong)) {
  test(`each invalid line is reported: ${what}`, () => {
    const title = (line) => (line === "" || line.startsWith("title") ? "" : "title = 'T'\n");
    const made = check(what, lines.map((line) => title(line) + line));
    assert.equal(made.status, 1, made.stderr);
    const found = made.stderr.matchAll(/schema validation failed path=.*-(\d+)\.toml/g);
    const known = new Set([...found].map(([, index]) => lines[Number(index)]));
    assert.deepEqual(lines.filter((line) => !known.has(line)), []);
  });
}
