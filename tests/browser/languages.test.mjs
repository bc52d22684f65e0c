// A glossary in several languages: the way between them, both texts side by side, and search.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { namesOfResults, openSearch, search } from "./actions.mjs";
import { withPage } from "./browser.mjs";
import { assertNone, until } from "./checks.mjs";
import { open } from "./sites.mjs";

const site = await open("languages");

test("the languages of each page lead to each other", async () => {
  const files = (await readdir(site.folder, { recursive: true })).filter((file) => file.endsWith(".html"));
  const alternates = new Map();
  for (const file of files) {
    const text = await readFile(join(site.folder, file), "utf8");
    const url = /<link rel="canonical" href="([^"]*)">/.exec(text)?.[1];
    const links = [...text.matchAll(/<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">/g)];
    if (url) alternates.set(url, new Map(links.map(([, language, href]) => [language, href])));
  }
  const broken = [];
  for (const [url, links] of alternates) {
    if (links.size > 0 && ![...links.values()].includes(url)) broken.push(`${url} does not name itself`);
    for (const [language, href] of links) {
      if (language === "x-default") continue;
      const back = [...(alternates.get(href) ?? [])].some(([, target]) => target === url);
      if (!back) broken.push(`${href} does not lead back to ${url}`);
    }
  }
  assertNone(broken, "links between languages");
  assert.equal(alternates.get("https://example.org/bread/rye/").size, 5);
  assert.equal(alternates.get("https://example.org/bread/sourdough/").size, 0);
});

test("a language of the browser is offered once, and never forced", async () => {
  await withPage(site, "rye/", { locale: "de-AT" }, async (page) => {
    const offer = page.locator(".hw-offer");
    await offer.waitFor();
    assert.equal(await offer.locator("a").textContent(), "Diese Seite auf Deutsch lesen");
    assert.equal(await offer.locator("button").textContent(), "Stay in English");
    assert.equal(new URL(page.url()).pathname, "/bread/rye/");
    await offer.locator("button").click();
    assert.equal(await offer.count(), 0);
    await page.reload();
    await page.locator(".hw-languages").waitFor();
    assert.equal(await offer.count(), 0);
  });
});

test("the page in the language of the browser is one click away", async () => {
  await withPage(site, "rye/", { locale: "ja" }, async (page) => {
    await page.locator(".hw-offer a").click();
    await until(() => new URL(page.url()).pathname, "/bread/ja/rye/");
    assert.equal(await page.locator(".hw-offer").count(), 0);
  });
});

test("a browser whose language is that of the page, or none of the glossary, gets no offer", async () => {
  for (const [at, locale] of [["rye/", "en-GB"], ["de/rye/", "de"], ["rye/", "fr"]]) {
    await withPage(site, at, { locale }, async (page) => {
      await page.locator(".hw-languages").waitFor();
      await page.waitForLoadState("networkidle");
      assert.equal(await page.locator(".hw-offer").count(), 0, `${at} ${locale}`);
    });
  }
});

test("both texts stand side by side, heading by heading, and apart again", async () => {
  await withPage(site, "de/rye/", { locale: "de" }, async (page) => {
    const link = page.locator("a.hw-beside");
    const before = await page.locator(".definition").innerHTML();
    await link.click();
    const cells = page.locator(".hw-side > div");
    await until(() => cells.count(), 4);
    assert.equal(await link.getAttribute("aria-pressed"), "true");
    const headings = await cells.locator("h2").allTextContents();
    assert.deepEqual(headings, ["Geschichte", "History"]);
    const tops = await cells.evaluateAll((all) => all.map((cell) => Math.round(cell.getBoundingClientRect().top)));
    assert.deepEqual([tops[0] === tops[1], tops[2] === tops[3]], [true, true]);
    assert.equal(await cells.nth(1).getAttribute("lang"), "en");
    const sourdough = cells.nth(1).locator("a", { hasText: "Sourdough" });
    assert.equal(await sourdough.evaluate((a) => new URL(a.href).pathname), "/bread/sourdough/");
    await link.click();
    await until(() => page.locator(".definition").innerHTML(), before);
    assert.equal(await link.getAttribute("aria-pressed"), "false");
    await link.click();
    await until(() => cells.locator("h2").allTextContents(), headings);
  });
});

test("without a script, the text of the main language is a link", async () => {
  await withPage(site, "de/rye/", { scripts: false }, async (page) => {
    await page.locator("a.hw-beside").click();
    await until(() => new URL(page.url()).pathname, "/bread/rye/");
  });
});

test("search finds entries in the language of the page", async () => {
  await withPage(site, "de/wheat/", { locale: "de" }, async (page) => {
    await openSearch(page);
    await search(page, "roggen", "Roggen");
    await search(page, "semmel", "Semmel");
  });
  await withPage(site, "ja/wheat/", { locale: "ja" }, async (page) => {
    await openSearch(page);
    await search(page, "ライ麦", "ライ麦");
  });
});

test("search names what the main language has", async () => {
  await withPage(site, "de/search/?q=sourdough", { locale: "de" }, async (page) => {
    const also = page.locator(".hw-also-in");
    await also.waitFor();
    assert.match(await also.textContent(), /^Auch in einer anderen Sprache \(English\): Sourdough/);
    await also.locator("a", { hasText: "Sourdough" }).click();
    await until(() => new URL(page.url()).pathname, "/bread/sourdough/");
  });
  await withPage(site, "search/?q=roggen", {}, async (page) => {
    await page.locator("main [role=status]:not(:empty)").waitFor();
    assert.deepEqual(await namesOfResults(page), []);
    assert.equal(await page.locator(".hw-also-in").count(), 0);
  });
});

const persian = await open("persian");

// The texts, names and placeholders of a page whose language is not that of their script.
const wronglyMarked = (page) =>
  page.evaluate(() => {
    const wrong = [];
    const check = (text, element) => {
      const own = /\p{sc=Arab}/u.test(text) ? "fa" : /\p{sc=Latn}/u.test(text) ? "en" : null;
      const { lang } = element.closest("[lang]");
      if (own && own !== lang) wrong.push(`${lang}: ${text.trim()}`);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      if (!parentElement.closest("script, noscript, pre")) check(data, parentElement);
    }
    for (const name of ["aria-label", "title", "placeholder"]) {
      for (const element of document.body.querySelectorAll(`[${name}]`)) check(element.getAttribute(name), element);
    }
    return wrong;
  });

test("English phrases are marked as English on the pages of a glossary without phrases", async () => {
  const searches = ["کانتینر", "جعبه", "رایانه", "zzzz"].map((query) => `search/?q=${query}`);
  for (const path of ["", "a/", "b/", "c/", "tags/", "tags/پایه/", "search/", ...searches]) {
    await withPage(persian, path, {}, async (page) => {
      if (path.startsWith("search/")) await page.locator("main .hw-option").waitFor();
      if (path.includes("q=")) await page.locator("main [role=status]:not(:empty)").waitFor();
      assertNone((await wronglyMarked(page)).filter((text) => !text.endsWith("zzzz")), `texts of ${path}`);
    });
  }
});

test("English phrases that scripts add are marked as English", async () => {
  await withPage(persian, "a/", {}, async (page) => {
    await page.locator(".hw-cite summary").click();
    await page.locator(".hw-cite dl").waitFor();
    await page.locator(".hw-copy-link").click();
    await page.locator(".hw-copying [role=status]:not(:empty)").waitFor();
    await page.locator(".hw-copy-more").click();
    await page.locator(".hw-forms button").first().waitFor();
    assert.ok((await page.locator(".hw-code button[lang=en]").count()) > 0);
    assertNone(await wronglyMarked(page), "texts");
  });
});
