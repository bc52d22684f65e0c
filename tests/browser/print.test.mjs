// Printed pages have the text and its notes in black on white, without controls.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage } from "./browser.mjs";
import { complete, pagesOfEachKind } from "./kinds.mjs";
import { open, siteNames } from "./sites.mjs";

const sites = Object.fromEntries(await Promise.all(siteNames.map(async (name) => [name, await open(name)])));

for (const [kind, site, at] of pagesOfEachKind.filter(([kind]) => kind !== "former address")) {
  test(`the ${kind} can be printed, without controls`, async () => {
    await withPage(sites[site], at, {}, async (page) => {
      await complete(page);
      await page.emulateMedia({ media: "print" });
      const controls = page.locator("header.hw-site nav, nav.hw-letters, button, input, dialog, .hw-skip").filter({ visible: true });
      assert.deepEqual(await controls.evaluateAll((all) => all.map((control) => control.outerHTML.slice(0, 80))), []);
      assert.ok(await page.locator("h1").isVisible());
      const pdf = await page.pdf({ format: "A4" });
      assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    });
  });
}

test("the terms on a page are printed with their glosses", async () => {
  await withPage(sites.large, "byte-tokenization/", {}, async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.match(await page.locator("section.hw-terms").innerText(), /The cutting of a text/);
  });
});

test("a printed term has at most five mentions, its day and its address", async () => {
  await withPage(sites.large, "xylographic-ledger/", {}, async (page) => {
    const citation = page.locator("details.hw-cite");
    const isOpen = () => citation.evaluate((details) => details.open);
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await page.locator(".mentions li").filter({ visible: true }).count(), 5);
    assert.match(await citation.innerText(), /“Xylographic Ledger”.*https:\/\/large\.example\/xylographic-ledger\/$/s);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await isOpen(), false, "closed again");
    await page.emulateMedia({ media: "screen" });
    await citation.locator("summary").click();
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await citation.locator("pre").filter({ visible: true }).count(), 1, "one form of the citation");
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await isOpen(), true, "the reader's choice stays");
  });
});

test("printed code wraps", async () => {
  await withPage(sites.large, "temp%C3%A9rature/", { viewport: { width: 400, height: 800 } }, async (page) => {
    await page.emulateMedia({ media: "print" });
    const cut = await page.locator("pre").evaluateAll((all) => all.filter((pre) => pre.scrollWidth > pre.clientWidth).length);
    assert.equal(cut, 0);
  });
});

for (const site of ["own", "large", "arabic"]) {
  test(`the book of the site ${site} has each entry once, and its references lead to them`, async () => {
    await withPage(sites[site], "index/book/", {}, async (page) => {
      const { ids, broken, wrong } = await page.evaluate(() => {
        const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
        const links = [...document.querySelectorAll("main a[href^='#']")];
        const target = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
        const letter = (link) => target(link).closest(".hw-book-letter").querySelector("h2").textContent;
        return {
          ids,
          broken: links.filter((link) => !target(link)).map((link) => link.outerHTML),
          wrong: links.filter((link) => link.dataset.letter && link.dataset.letter !== letter(link)).map((link) => link.outerHTML),
        };
      });
      assert.equal(new Set(ids).size, ids.length, "no identifier is there twice");
      assert.deepEqual(broken, []);
      assert.deepEqual(wrong, []);
      assert.ok((await page.locator(".hw-book-entry").count()) > 5);
    });
  });
}

for (const scheme of ["light", "dark"]) {
  test(`print is dark on white for a reader with ${scheme} colours`, async () => {
    await withPage(sites.own, "tokenization/", { scheme }, async (page) => {
      await page.emulateMedia({ media: "print", colorScheme: scheme });
      await assertInk(page);
    });
  });
}

test("print is dark on white after the reader has switched to dark colours", async () => {
  await withPage(sites.own, "tokenization/", {}, async (page) => {
    await page.locator("button.hw-scheme").click();
    await page.locator("html[data-scheme=dark]").waitFor();
    await page.emulateMedia({ media: "print" });
    await assertInk(page);
  });
});

/** Checks that text is nearly black, and its background nearly white or transparent. */
async function assertInk(page) {
  const { text, backgrounds } = await page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const onPaper = (colour) => {
      canvas.fillStyle = "white";
      canvas.fillRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
    };
    const styles = ["h1", ".definition p"].map((part) => getComputedStyle(document.querySelector(part)));
    const behind = ["html", "body", "main", "article"].map((part) => getComputedStyle(document.querySelector(part)));
    return {
      text: styles.map((style) => onPaper(style.color)),
      backgrounds: behind.map((style) => onPaper(style.backgroundColor)),
    };
  });
  for (const lightness of text) assert.ok(lightness <= 60, `text has a lightness of ${lightness}`);
  for (const lightness of backgrounds) assert.ok(lightness >= 245, `a background has a lightness of ${lightness}`);
}
