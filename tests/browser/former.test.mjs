// The addresses of parts of former pages, such as `glossary.html#term-crumb`, with scripts and without.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage } from "./browser.mjs";
import { until } from "./checks.mjs";
import { open } from "./sites.mjs";

const site = await open("moved");

const followed = [
  ["glossary.html#term-Crumb", "crumb/", "a fragment"],
  ["glossary.html#term-inside", "crumb/", "a second fragment of the same entry"],
  ["glossary.html#term-crumb", "crumb/", "a fragment in another case"],
  ["glossary.html#term-crust", "crust/", "a fragment that differs from another one in case alone"],
  ["glossary.html#term-CRUST", "crust/", "the other one"],
  ["glossary.html#cr%C3%A8me%20br%C3%BBl%C3%A9e", "crumb/", "a fragment with spaces, percent-encoded"],
  ["glossary.html#皮", "crust/", "a fragment beyond ASCII"],
  ["glossary.html?from=docs#term-inside", "crumb/?from=docs", "a fragment after a query"],
  ["docs/glossary/#crumb", "crumb/", "the address of a folder"],
  ["docs/glossary/index.html#crumb", "crumb/", "the address of its file"],
  ["docs/glossary#crumb", "crumb/", "the address of a folder without its slash"],
  ["docs/glossary/", "crust/", "the address of a whole page"],
  ["docs/glossary/?a=b#other", "crust/?a=b#other", "an unknown fragment of a page that redirects as a whole"],
];

for (const [from, to, what] of followed) {
  test(`${what} leads to its term: ${from}`, async () => {
    await withPage(site, from, {}, async (page) => {
      await page.waitForURL(site.root + to);
      assert.equal(await page.evaluate(() => history.length), 2, "a blank page and this one");
    });
  });
}

const stays = ["glossary.html", "glossary.html#", "glossary.html#other", "glossary.html#%", "glossary.html#term-cRust", "glossary.html#term-gone"];

for (const address of stays) {
  test(`an address without a term stays at the list of terms: ${address}`, async () => {
    await withPage(site, address, {}, async (page) => {
      await page.waitForLoadState("networkidle");
      assert.equal(page.url(), site.root + address);
      await page.locator("main li a", { hasText: "Crust" }).click();
      await page.waitForURL(`${site.root}crust/`);
    });
  });
}

test("a fragment that is typed on the list leads to its term", async () => {
  await withPage(site, "glossary.html", {}, async (page) => {
    await page.evaluate(() => {
      location.hash = "term-inside";
    });
    await page.waitForURL(`${site.root}crumb/`);
  });
});

test("without scripts, the list has every term, and marks that of the fragment", async () => {
  await withPage(site, "glossary.html#term-inside", { scripts: false }, async (page) => {
    const marked = page.locator(":target");
    assert.equal(await marked.innerText(), "Crumb");
    assert.notEqual(await marked.evaluate((part) => getComputedStyle(part).outlineStyle), "none");
    await marked.locator("a").click();
    await page.waitForURL(`${site.root}crumb/`);
  });
});

test("without scripts, a page that redirects as a whole shows both, and redirects nobody", async () => {
  await withPage(site, "docs/glossary/#crumb", { scripts: false }, async (page) => {
    assert.match(await page.locator(".hw-whole").innerText(), /Crust/);
    await until(() => page.locator(":target").innerText(), "Crumb");
    assert.equal(page.url(), `${site.root}docs/glossary/#crumb`);
  });
});

test("the list of a former page is not for search engines", async () => {
  await withPage(site, "glossary.html", {}, async (page) => {
    assert.equal(await page.locator("meta[name=robots]").getAttribute("content"), "noindex");
    assert.equal(await page.locator("link[rel=canonical]").count(), 0);
  });
});
