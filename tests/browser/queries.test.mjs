// Which entry comes first: for the queries in queries/*.txt, and for queries that are made from all titles of a
// glossary. The real search engine runs here without a browser, with the files of a built site.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { folderOf } from "./sites.mjs";

// Node fetches no files
globalThis.fetch = async (address) => {
  const body = await readFile(fileURLToPath(new URL(new URL(address).pathname, "file:")));
  return { ok: true, arrayBuffer: async () => body };
};

const folder = join(dirname(fileURLToPath(import.meta.url)), "queries");
const engineOf = (site) => import(pathToFileURL(join(folderOf(site), "assets/search-engine.js")));

const COUNT = 5;
const answers = async ({ results, entriesOf }, query) => {
  let last = null;
  for await (const result of results(query)) last = result;
  return last ? (await entriesOf(last, query, COUNT)).map(({ headword }) => headword) : [];
};

for (const name of await readdir(folder)) {
  const site = name.replace(/\.txt$/, "");
  const text = await readFile(join(folder, name), "utf8");
  const lines = text.split("\n").filter((line) => line.trim() && !line.startsWith("# "));
  const cases = lines.map((line) => line.match(/^(.+?)(?:\s{2,}|\t+)(\S.*)$/u)?.slice(1) ?? assert.fail(`${name}: ${line}`));
  test(`the right entry comes first: ${name}`, async () => {
    const engine = await engineOf(site);
    const first = await Promise.all(cases.map(async ([query]) => [query, (await answers(engine, query))[0]]));
    assert.deepEqual(first, cases);
  });
}

// --- Queries made from titles: the shares of those that find their title first, or among the first five

const other = (title) => {
  if (/[^aeiou]y$/.test(title)) return `${title.slice(0, -1)}ies`;
  if (/ies$/.test(title)) return `${title.slice(0, -3)}y`;
  return /s$/.test(title) ? title.slice(0, -1) : `${title}s`;
};
const parts = (title) => title.split(/[\s-]+/);
const severalParts = (title, make) => (parts(title).length > 1 ? make(parts(title)) : null);

const kinds = [
  ["the title in small letters", 1, 1, (title) => title],
  ["what is a …", 1, 0.99, (title) => `what is a ${title}`],
  ["the plural for the singular, and the reverse", 1, 0.98, other],
  ["run together", 1, 0.95, (title) => severalParts(title, (words) => words.join(""))],
  ["without the last two letters", 5, 0.98, (title) => (title.length > 4 ? title.slice(0, -2) : null)],
  ["initials", 5, 0.9, (title) => severalParts(title, (words) => words.map(([first]) => first).join(""))],
  ["a wrong first letter", 5, 0.98, (title) => (title.length > 5 ? `x${title.slice(1)}` : null)],
];

const engine = await engineOf("own");
const titles = [];
for (let at = 0; ; at += 1) {
  const file = join(folderOf("own"), `assets/search/entries-${at}.json`);
  const entries = await readFile(file, "utf8").then(JSON.parse, () => null);
  if (!entries) break;
  titles.push(...entries.map(([, headword]) => headword));
}

for (const [kind, places, share, make] of kinds) {
  test(`titles are found by queries of this kind: ${kind}`, async () => {
    const lost = [];
    let count = 0;
    for (const title of titles) {
      const query = make(title.toLowerCase());
      if (query === null) continue;
      count += 1;
      const found = (await answers(engine, query)).slice(0, places);
      if (!found.includes(title)) lost.push(`${query}: ${found.join(", ")}`);
    }
    assert.ok(count > 20);
    assert.ok(lost.length <= count * (1 - share), lost.join("\n"));
  });
}
