// The program cuts text into words by the same rules as the page cuts a query, and in the same order.
// Otherwise search would miss some words.

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
const parts = await Promise.all(text.map((_, index) => data(`text-${index}.json`)));
const made = parts.flatMap((part) => part.map(([word]) => word));

test("the program and the page cut text in every script into the same words", () => {
  const read = new Set(oddNames.flatMap(tokens));
  assert.ok(read.size > oddNames.length);
  assert.deepEqual([...made].sort(), [...read].sort());
});

test("words are in the order in which the page compares them", () => {
  // without a function, `sort` compares like `<`
  assert.deepEqual(made, [...made].sort());
  assert.deepEqual(text.map(([first]) => first), parts.map(([[first]]) => first));
});
