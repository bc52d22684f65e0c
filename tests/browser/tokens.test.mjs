// The program cuts text into words as the page cuts what is typed, and orders them as the page seeks
// them: else search would miss some.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { oddNames } from "./glossary.mjs";
import { folderOf } from "./sites.mjs";

const assets = join(folderOf("odd"), "assets");
const data = async (name) => JSON.parse(await readFile(join(assets, "search", name), "utf8"));
const { tokens } = await import(pathToFileURL(join(assets, "search-engine.js")));

const text = await data("text.json");
const parts = await Promise.all(text.map((_, at) => data(`text-${at}.json`)));
const made = parts.flatMap((part) => part.map(([word]) => word));

test("text in every script is cut into the same words by the program and by the page", () => {
  const read = new Set(oddNames.flatMap(tokens));
  assert.ok(read.size > oddNames.length);
  assert.deepEqual([...made].sort(), [...read].sort());
});

test("words stand in the order in which the page compares them", () => {
  // without a function, sort compares as `<` does
  assert.deepEqual(made, [...made].sort());
  assert.deepEqual(text.map(([first]) => first), parts.map(([[first]]) => first));
});
