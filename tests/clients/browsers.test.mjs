// Cards, search, colours, letters, former addresses and print in three browsers. tests/browser/ tests all of the
// theme, in Chromium only; here are the parts for which browsers differ.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "../browser/server.mjs";
import { browsers } from "./browsers/drivers.mjs";
import { build, former } from "./glossary.mjs";

const work = process.env.HEADWORD_TEST_WORK;
const pictures = join(process.env.HEADWORD_TEST_TOOLS, "pictures");
mkdirSync(pictures, { recursive: true });

/** How long a page may take to do something, in milliseconds. */
const PATIENCE = 30_000;

// Names for a long index, and texts of different lengths, so that lines end at the edges of pages.
const words = ["batch", "cache", "depth", "edge", "frame", "gate", "head", "image", "key", "layer", "mask", "node", "path", "query", "rank", "scale", "token", "unit", "vector", "word"];
const names = words.flatMap((one, row) => words.map((other, column) => ({ name: `${one} ${other}`, length: 3 + ((row * 7 + column * 13) % 37) })));
const entries = names.map(({ name, length }, index) => {
  const text = Array.from({ length }, (_, at) => words[(index + at * 3) % words.length]).join("-");
  return [`term-${name.replace(" ", "-")}`, `Term ${name}`, `A ${text.replaceAll("-", " / ")}.${index % 4 === 0 ? " It belongs to [[Token]]." : ""}`];
});
const lettersSite = build(join(work, "letters"), { entries, letterPages: true });
const indexSite = build(join(work, "index"), { entries, letterPages: false });

/** Waits until `question` has the answer. */
async function until(question, answer) {
  let found;
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(50)) {
    found = await question();
    if (typeof answer === "function" ? answer(found) : found === answer) return found;
  }
  assert.fail(`waited for ${answer}, got ${JSON.stringify(found)}`);
}

/** The centre of an element in the window, after it was scrolled into view. */
const centre = (browser, selector) =>
  browser.run((selector) => {
    const element = document.querySelector(selector);
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
  }, selector);

const pointer = (...actions) => ({ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions });
const move = (x, y) => ({ type: "pointerMove", x, y, duration: 0, origin: "viewport" });

async function hover(browser, selector) {
  const { x, y } = await centre(browser, selector);
  await browser.act(pointer(move(1, 1), move(x, y)));
}

async function click(browser, selector) {
  const { x, y } = await centre(browser, selector);
  await browser.act(pointer(move(x, y), { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }));
}

const type = (browser, text) =>
  browser.act({ type: "key", id: "keys", actions: [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]) });

const ENTER = "\uE007";
const address = (browser) => browser.run(() => decodeURI(location.href));

/** The text of a PDF, without ligatures, and with single spaces. */
function textOf(pdf, name) {
  const file = join(pictures, `${name}.pdf`);
  writeFileSync(file, pdf);
  const text = execFileSync("pdftotext", [file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
  return text.normalize("NFKC").replace(/\s+/g, " ");
}

/** The names of the list on a page of the site that the printed text lacks. */
function lost(site, page, selector, text) {
  const html = readFileSync(join(site, page, "index.html"), "utf8");
  // the machine may have no font for other letters
  const all = [...html.matchAll(selector)].map(([, name]) => name.normalize("NFKC")).filter((name) => /^[\p{sc=Latin} +]+$/u.test(name));
  assert.ok(all.length > 20, `${page}: ${all.length} names`);
  return all.filter((name) => !text.includes(name));
}

for (const [name, start] of Object.entries(browsers)) {
  describe(name, () => {
    let browser;
    let letters;
    let index;
    before(async () => {
      const servers = await Promise.all([serve(lettersSite, "/"), serve(indexSite, "/")]);
      [letters, index] = servers.map(({ origin, close }) => ({ root: `${origin}/`, close }));
      browser = await start();
    });
    after(async () => {
      await browser?.stop();
      letters.close();
      index.close();
    });
    const picture = async (what) => writeFileSync(join(pictures, `${name}-${what}.png`), await browser.screenshot());

    test("a card opens under the pointer, beside its link, and closes again", async () => {
      await browser.open(`${letters.root}c-plus-plus/`);
      const card = () =>
        browser.run(() => {
          const box = document.querySelector(".hw-card");
          if (!box.matches(":popover-open")) return null;
          const [link, shown] = [document.querySelector(".definition a.term"), box].map((element) => element.getBoundingClientRect());
          const gap = Math.max(shown.top - link.bottom, link.top - shown.bottom);
          return { text: box.innerText, gap, isInside: shown.left >= 0 && shown.right <= innerWidth && shown.top >= 0 };
        });
      await hover(browser, ".definition a.term");
      const { text, gap, isInside } = await until(card, (found) => found !== null);
      await picture("card");
      assert.match(text, /Größe[^]*A size in German/);
      assert.ok(isInside && gap >= 0 && gap < 30, `the card is ${gap} px away`);
      await browser.act(pointer(move(1, 1)));
      await until(card, null);
    });

    test("search opens, finds names beyond ASCII, and leads to the term", async () => {
      await browser.open(letters.root);
      await click(browser, "input.hw-field");
      await type(browser, "grosse");
      await until(() => browser.run(() => document.querySelector("input.hw-field").role), "combobox");
      await until(() => browser.run(() => document.querySelector(".hw-results")?.innerText ?? ""), (text) => text.includes("Größe"));
      await picture("search");
      await type(browser, ENTER);
      await until(() => address(browser), `${letters.root}größe/`);
    });

    test("the switch changes the colours, and the choice stays", async () => {
      await browser.open(`${letters.root}token/`);
      const paper = () => browser.run(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor);
      const first = await paper();
      await click(browser, "button.hw-scheme");
      const second = await until(paper, (found) => found !== first);
      await picture("scheme");
      await browser.open(`${letters.root}c-plus-plus/`);
      assert.equal(await paper(), second);
      await click(browser, "button.hw-scheme");
      await until(paper, first);
    });

    test("a letter has all its names, and a name that is found is in the window as a whole", async () => {
      await browser.open(`${letters.root}letters/t/`);
      assert.equal(await browser.run(() => document.querySelectorAll(".hw-letter li .term").length), 401);
      await picture("letter");
      const find = (text) =>
        browser.run((text) => {
          getSelection().removeAllRanges();
          scrollTo(0, 0);
          return window.find(text);
        }, text);
      const place = () =>
        browser.run(() => {
          const { top, bottom } = getSelection().getRangeAt(0).getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight ? "in the window" : `from ${top} to ${bottom}`;
        });
      for (const text of ["Term gate mask", "Term word word", "Term cache key"]) {
        assert.ok(await find(text), text);
        await until(place, "in the window");
      }
    });

    test("narrowing a letter hides the other names", async () => {
      await browser.open(`${letters.root}letters/t/`);
      await click(browser, "input.hw-field");
      await type(browser, "gate mask");
      await until(() => browser.run(() => [...document.querySelectorAll(".hw-letter li")].filter((item) => item.checkVisibility()).map((item) => item.querySelector(".term").textContent).join()), "Term gate mask,Term mask gate");
    });

    test("a former address keeps query and fragment", async () => {
      for (const [old, slug] of Object.entries(former)) {
        await browser.open(`${letters.root}${encodeURI(old)}?from=here#_main`);
        await until(() => address(browser), `${letters.root}${slug}/?from=here#_main`);
      }
    });

    test("the printed index has every name", async () => {
      const text = textOf(await browser.print(index.root), `${name}-index`);
      assert.deepEqual(lost(indexSite, "", /class="term" href="[^"]*">([^<]+)</g, text), []);
    });

    test("a printed letter has every name", async () => {
      const text = textOf(await browser.print(`${letters.root}letters/t/`), `${name}-letter`);
      assert.deepEqual(lost(lettersSite, "letters/t", /class="term" href="[^"]*">([^<]+)</g, text), []);
    });

    test("a printed term has every mention, also those that are folded on the screen", async () => {
      const text = textOf(await browser.print(`${index.root}token/`), `${name}-term`);
      assert.deepEqual(lost(indexSite, "token", /<li><a href="\.\.\/[^"]*">([^<]+)<\/a>/g, text), []);
    });
  });
}
