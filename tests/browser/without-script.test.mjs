// Without JavaScript, readers can read and reach everything, and no control is visible that does nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage } from "./browser.mjs";
import { assertNone } from "./checks.mjs";
import { holdFormerAddresses, pagesOfEachKind } from "./kinds.mjs";
import { open, siteNames } from "./sites.mjs";

const sites = Object.fromEntries(await Promise.all(siteNames.map(async (name) => [name, await open(name)])));
const noScripts = { scripts: false, before: holdFormerAddresses };

for (const [kind, site, at] of pagesOfEachKind) {
  test(`without JavaScript the ${kind} has text, no controls without a function, and no dead links`, async () => {
    await withPage(sites[site], at, noScripts, async (page) => {
      assert.ok(await page.locator("h1").isVisible());
      assert.ok((await page.locator("main").innerText()).trim().length > 20);
      // a field in a form with an address works
      const controls = page.locator("button:visible, input:visible:not(form[action] *), select:visible, textarea:visible, [role=combobox]:visible");
      assert.deepEqual(await controls.evaluateAll((all) => all.map((control) => control.outerHTML)), []);
      assertNone(await deadLinks(page, sites[site]), "dead links");
    });
  });
}

test("without JavaScript a term page shows its definition and the terms on it", async () => {
  await withPage(sites.large, "byte-tokenization/", noScripts, async (page) => {
    assert.match(await page.locator(".definition").innerText(), /single bytes/);
    assert.ok(await page.locator("section.hw-terms").isVisible());
    await page.locator(".definition a.term").first().click();
    await page.waitForURL(`${sites.large.root}tokenization/`);
  });
});

test("without JavaScript closed lists of mentions and citations can be opened", async () => {
  await withPage(sites.large, "xylographic-ledger/", noScripts, async (page) => {
    await page.locator("section.mentions details summary").click();
    assert.ok(await page.locator("section.mentions details li").first().isVisible());
    await page.locator("details.hw-cite summary").click();
    assert.match(await page.locator("details.hw-cite").innerText(), /“Xylographic Ledger”.*https:/);
  });
});

test("without JavaScript the search page says so, and links to the index", async () => {
  await withPage(sites.own, "tokenization/", noScripts, async (page) => {
    await page.locator("input.hw-field").fill("patch");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${sites.own.root}search/?q=patch`);
    assert.match(await page.locator("main").innerText(), /JavaScript/);
    assert.ok((await page.locator("main nav.hw-letters a:visible").count()) > 5);
    assert.ok((await page.locator("main .hw-tags a:visible").count()) > 2);
    await page.locator("main p a:visible").last().click();
    await page.waitForURL(sites.own.root);
  });
});

test("without JavaScript the page has the colours that the reader prefers", async () => {
  const colours = [];
  for (const scheme of ["light", "dark"]) {
    await withPage(sites.own, "", { ...noScripts, scheme }, async (page) => {
      colours.push(await page.locator("h1").evaluate((heading) => getComputedStyle(heading).color));
    });
  }
  assert.notEqual(colours[0], colours[1]);
});

const fetched = new Map();

/** The links to pages of the site, or to places on them, that do not exist. */
async function deadLinks(page, site) {
  // The `href` of a link in an SVG is not a string.
  const addresses = await page
    .locator("a[href]")
    .evaluateAll((links) => links.map((link) => new URL(link.getAttribute("href"), link.baseURI).href));
  const inside = [...new Set(addresses)].filter((address) => address.startsWith(site.origin));
  const dead = await Promise.all(inside.map(async (address) => ((await hasTarget(address)) ? [] : [address])));
  return dead.flat();
}

async function hasTarget(address) {
  const [document, fragment] = address.split("#");
  if (!fetched.has(document)) fetched.set(document, fetchText(document));
  const text = await fetched.get(document);
  if (text === undefined) return false;
  if (!fragment) return true;
  const id = decodeURIComponent(fragment);
  return [`id="${id}"`, `id=${id}>`, `id=${id} `].some((attribute) => text.includes(attribute));
}

async function fetchText(address) {
  const response = await fetch(address);
  return response.ok ? response.text() : undefined;
}
