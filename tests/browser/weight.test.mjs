// The files that a page loads before the reader does anything.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { withPage } from "./browser.mjs";
import { open } from "./sites.mjs";

const maxRequests = 3;

const own = await open("own");
const large = await open("large");

for (const [page, at, kilobytes] of [["index", "", 16], ["term page", "tokenization/", 14], ["page of another term", "visual-encoder/", 14]]) {
  test(`the ${page} loads at most ${kilobytes} KB in at most 3 requests`, async (t) => {
    const loaded = await loadedBy(own, at);
    const weights = loaded.map(({ path, body }) => [path, gzipSync(body, { level: 9 }).length]);
    const sum = weights.reduce((total, [, weight]) => total + weight, 0);
    const summary = `${weights.map((line) => line.join(" ")).join(", ")}: ${sum} bytes`;
    t.diagnostic(summary);
    assert.ok(sum <= kilobytes * 1024, summary);
    // The icon is not counted: browsers load it separately, and most keep it.
    assert.ok(loaded.filter(({ isIcon }) => !isIcon).length <= maxRequests, summary);
  });
}

test("no other script is loaded before it is used, and nothing of the search", async () => {
  for (const [site, at] of [[own, ""], [own, "tokenization/"], [own, "visual-encoder/"], [large, ""], [large, "letters/t/"]]) {
    const paths = (await loadedBy(site, at)).map(({ path }) => path);
    assert.deepEqual(paths.filter((path) => path.includes("assets/search")), []);
    assert.deepEqual(paths.filter((path) => path.endsWith(".js")), [`${site.base}assets/headword.js`]);
  }
});

/** The files that the page loaded, and its icon, which some browsers without a window do not load. */
async function loadedBy(site, at) {
  const responses = [];
  const before = (page) => {
    page.on("response", (response) => responses.push(response));
  };
  const loaded = new Map();
  let icons = [];
  await withPage(site, at, { before }, async (page) => {
    await page.waitForLoadState("networkidle");
    icons = await page.$$eval("link[rel~=icon]", (links) => links.map((link) => link.href));
    for (const response of responses) loaded.set(response.url(), await response.body());
    for (const icon of icons) {
      if (!loaded.has(icon)) loaded.set(icon, Buffer.from(await (await fetch(icon)).arrayBuffer()));
    }
  });
  return [...loaded].map(([url, body]) => ({ path: new URL(url).pathname, body, isIcon: icons.includes(url) }));
}
