// The program cuts names into words as the page cuts what is typed: else search would miss them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { oddNames } from "./glossary.mjs";
import { folderOf } from "./sites.mjs";

const assets = join(folderOf("odd"), "assets");
const { tokens } = await import(pathToFileURL(join(assets, "search.js")));

async function wordsOfNames() {
  const files = await readdir(join(assets, "search"));
  const parts = files.filter((file) => file.startsWith("names-"));
  const texts = await Promise.all(parts.map((part) => readFile(join(assets, "search", part), "utf8")));
  return texts.flatMap((text) => JSON.parse(text).map(([word]) => word));
}

test("names in every script are cut into the same words by the program and by the page", async () => {
  const made = (await wordsOfNames()).sort();
  const read = [...new Set(oddNames.flatMap(tokens))].sort();
  assert.deepEqual(made, read);
});
