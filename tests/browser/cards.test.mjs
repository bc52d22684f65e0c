// Cards: what a linked term means, on the same page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { settle, withPage } from "./browser.mjs";
import { until } from "./checks.mjs";
import { card, firstTerm, focusIsOn, isFocused, openCard, sheet } from "./actions.mjs";
import { open } from "./sites.mjs";

const site = await open("large");
const own = await open("own");
const cards = await open("cards");
const arabic = await open("arabic");
const languages = await open("languages");
const moved = await open("moved");

// A page whose first linked term is Tokenization, which has other names.
const from = "byte-tokenization/";
const target = "tokenization/";

// Longer than all delays of cards, in milliseconds of the page's clock.
const longEnough = 2_000;

const phone = { touch: true, width: 390 };
const tablet = { touch: true, width: 820 };

/** Waits for a card. A busy machine may tell the page of the pointer only after the clock was moved. */
async function cardOpens(page) {
  await until(async () => {
    await page.clock.runFor(longEnough);
    return card(page).isVisible();
  }, true);
}

/** Points at the middle of an element, or of its part on the first line if it is on two. */
async function pointAt(page, locator) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.evaluate((element) => {
    const { x, y, width, height } = element.getClientRects()[0];
    return { x, y, width, height };
  });
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
}

/** Rests the mouse on the first term until its card is open. Needs a page whose clock is frozen. */
async function restOnTerm(page) {
  await pointAt(page, firstTerm(page));
  await cardOpens(page);
}

test("resting the mouse on a term opens its card with names, gloss and a link to its page", async () => {
  await withPage(site, from, { frozen: true }, async (page) => {
    await restOnTerm(page);
    const shown = card(page);
    assert.equal((await shown.locator(".hw-card-name a").textContent()).trim(), "Tokenization");
    const names = await shown.locator(".hw-card-names").textContent();
    for (const name of ["TKZ", "Lexical Segmentation"]) assert.ok(names.includes(name), `${name} in ${names}`);
    assert.match(await shown.locator(".hw-gloss").textContent(), /^The cutting of a text into the pieces/);
    assert.doesNotMatch(await shown.textContent(), /Subwordery/, "no hidden name");
    await shown.locator(".hw-card-name a").click();
    await page.waitForURL(site.root + target);
  });
});

test("moving the mouse across a term opens no card", async () => {
  await withPage(site, from, { frozen: true }, async (page) => {
    await pointAt(page, firstTerm(page));
    await page.clock.runFor(20);
    await page.mouse.move(5, 790);
    await page.clock.runFor(longEnough);
    assert.equal(await card(page).count(), 0);
  });
});

test("the mouse can move onto the card, which stays open until the mouse leaves it", async () => {
  await withPage(site, from, { frozen: true }, async (page) => {
    await restOnTerm(page);
    await pointAt(page, card(page));
    await page.clock.runFor(10 * longEnough);
    assert.equal(await card(page).count(), 1, "the card stays open under the mouse");
    await page.mouse.move(5, 790);
    await page.clock.runFor(longEnough);
    await until(() => card(page).count(), 0, "it goes when the pointer has left");
  });
});

test("the focus opens the card at once, and losing the focus closes it", async () => {
  await withPage(site, from, { frozen: true }, async (page) => {
    await tabTo(page, firstTerm(page));
    await card(page).waitFor();
    await focusIsOn(firstTerm(page), "the focus stays on the term");
    await page.keyboard.press("Shift+Tab");
    await page.clock.runFor(longEnough);
    await until(() => card(page).count(), 0);
  });
});

test("a link to a part of a page has the card of its term, which links to this part", async () => {
  await withPage(site, "3d-printing/", {}, async (page) => {
    const link = page.locator(".definition a[href$='#chapter-2']");
    await link.focus();
    await link.blur();
    await page.keyboard.press("Tab");
    await link.focus();
    await card(page).waitFor();
    assert.equal((await card(page).locator(".hw-card-name a").textContent()).trim(), "Xylographic Ledger");
    assert.match(await card(page).locator(".hw-card-name a").getAttribute("href"), /#chapter-2$/);
  });
});

test("the card of a link across two lines opens at the line under the mouse", async () => {
  await withPage(site, "3d-printing/", { frozen: true, width: 390 }, async (page) => {
    // the width at which a link is broken depends on the system's fonts
    let first;
    for (let width = 390; first === undefined && width >= 290; width -= 10) {
      await page.setViewportSize({ width, height: 800 });
      const lines = await page.locator(".definition a.term").evaluateAll((links) =>
        links.map((link) => [...link.getClientRects()].map(({ x, y, width, height }) => ({ x, y, width, height }))),
      );
      first = lines.find(({ length }) => length > 1)?.[0];
    }
    assert.ok(first, "no link is broken");
    await page.mouse.move(first.x + first.width / 2, first.y + first.height / 2, { steps: 4 });
    await cardOpens(page);
    const box = await card(page).boundingBox();
    const isBelow = Math.abs(box.y - (first.y + first.height)) < 12;
    const isAbove = Math.abs(box.y + box.height - first.y) < 12;
    assert.ok(isBelow || isAbove, `the line is at ${first.y}, the card at ${box.y}`);
  });
});

test("a card that a click opened, without following the link, closes when the mouse leaves it", async () => {
  await withPage(site, from, { frozen: true }, async (page) => {
    await restOnTerm(page);
    await page.mouse.down({ button: "right" });
    await page.mouse.up({ button: "right" });
    await page.mouse.move(5, 790);
    await page.clock.runFor(longEnough);
    await until(() => card(page).count(), 0);
  });
});

test("Escape closes the card, and the focus stays", async () => {
  await withPage(site, from, {}, async (page) => {
    await openCard(page);
    await page.keyboard.press("Escape");
    await until(() => card(page).count(), 0);
    await focusIsOn(firstTerm(page));
  });
});

test("Escape closes a card that the mouse has opened", async () => {
  await withPage(site, from, { frozen: true }, async (page) => {
    await restOnTerm(page);
    await page.keyboard.press("Escape");
    await until(() => card(page).count(), 0);
    await page.clock.runFor(longEnough);
    assert.equal(await card(page).count(), 0, "the card does not open again by itself");
  });
});

test("Enter on a focused term opens its page", async () => {
  await withPage(site, from, {}, async (page) => {
    await openCard(page);
    await page.keyboard.press("Enter");
    await page.waitForURL(site.root + target);
  });
});

test("a click on a term opens its page", async () => {
  await withPage(site, from, {}, async (page) => {
    await firstTerm(page).click();
    await page.waitForURL(site.root + target);
  });
});

test("a screen reader's click on a term opens its page", async () => {
  await withPage(site, from, { touch: true, width: 390 }, async (page) => {
    // The `detail` of a click is 0 if a program made it.
    await firstTerm(page).evaluate((term) => term.click());
    await page.waitForURL(site.root + target);
  });
});

test("on a tablet, the first tap opens the card, the second opens the page", async () => {
  await withPage(site, from, tablet, async (page) => {
    await firstTerm(page).tap();
    await card(page).waitFor();
    assert.equal(page.url(), site.root + from);
    await firstTerm(page).tap();
    await page.waitForURL(site.root + target);
  });
});

test("on a tablet, a tap on the name in the card opens the page", async () => {
  await withPage(site, from, tablet, async (page) => {
    await firstTerm(page).tap();
    await card(page).locator(".hw-card-name a").tap();
    await page.waitForURL(site.root + target);
  });
});

test("on a tablet, a tap beside the card closes it", async () => {
  await withPage(site, from, tablet, async (page) => {
    await firstTerm(page).tap();
    await card(page).waitFor();
    await page.locator("h1").tap();
    await until(() => card(page).count(), 0);
    assert.equal(page.url(), site.root + from);
  });
});

test("there is only one card, which shows the last term", async () => {
  await withPage(site, "3d-printing/", {}, async (page) => {
    const terms = page.locator("article .definition a.term");
    for (const [at, gloss] of [[0, /tying of words/], [1, /joining of a circuit/]]) {
      await terms.nth(at).focus();
      await until(async () => gloss.test(await card(page).locator(".hw-gloss").textContent()), true);
      assert.equal(await page.locator("div.hw-card").count(), 1);
    }
  });
});

test("a card is inside the window and beside its term", async () => {
  for (const width of [1280, 390]) {
    await withPage(site, from, { width }, async (page) => {
      await openCard(page);
      const term = await firstTerm(page).boundingBox();
      const shown = await card(page).boundingBox();
      assert.ok(shown.x >= 0 && shown.x + shown.width <= width, "the card is inside the window");
      const below = shown.y >= term.y + term.height - 1;
      const above = shown.y + shown.height <= term.y + 1;
      assert.ok(below || above, "the card does not cover its term");
      const gap = below ? shown.y - (term.y + term.height) : term.y - (shown.y + shown.height);
      assert.ok(gap < 40, `the card is ${gap} pixels from its term`);
    });
  }
});

test("in a low window, the text of a card scrolls", async () => {
  for (const top of [40, 90, 130]) {
    await withPage(cards, "crumb/", { width: 640, height: 240 }, async (page) => {
      await firstTerm(page).evaluate((link, top) => {
        document.body.style.paddingBlock = "50rem";
        scrollBy(0, link.getBoundingClientRect().top - top);
      }, top);
      await firstTerm(page).hover();
      await card(page).locator("img").waitFor();
      const { y, height } = await card(page).boundingBox();
      assert.ok(y >= 0 && y + height <= 240, `from ${y} to ${y + height}`);
      const link = await firstTerm(page).boundingBox();
      assert.ok(y + height <= link.y || link.y + link.height <= y, "the card does not cover its term");
      await card(page).evaluate((box) => box.scrollTo(0, box.scrollHeight));
      const last = await card(page).locator("button").boundingBox();
      assert.ok(last.y >= 0 && last.y + last.height <= 240, "all of it can be seen");
    });
  }
});

test("names in a card are text", async () => {
  await withPage(site, "names-as-they-are/", {}, async (page) => {
    await openCard(page);
    assert.equal((await card(page).locator(".hw-card-name a").textContent()).trim(), '<script>alert(1)</script> & "Co"');
  });
});

test("cards work from right to left", async () => {
  await withPage(arabic, encodeURI("نموذج/"), {}, async (page) => {
    await openCard(page);
    assert.equal((await card(page).locator(".hw-card-name a").textContent()).trim(), "بيانات");
    const [term, shown] = [await firstTerm(page).boundingBox(), await card(page).boundingBox()];
    assert.ok(Math.abs(term.x + term.width - (shown.x + shown.width)) < 24, "the right edges of card and term are the same");
  });
});

async function tabTo(page, locator) {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("the Tab key does not reach the element");
}

for (const [what, at] of [["the introduction of the index", ""], ["a page that is not a term", "about/"]]) {
  test(`a term in ${what} has a card`, async () => {
    await withPage(own, at, { frozen: true }, async (page) => {
      await pointAt(page, page.locator(".definition a.term").first());
      await cardOpens(page);
      assert.notEqual(await card(page).locator(".hw-gloss").textContent(), "");
    });
  });
}

// --- Which links have a card

for (const [what, at, selector, name] of [
  ["a mention", [cards, "crust/"], ".mentions a", "Crumb"],
  ["a neighbour", [cards, "tin/"], ".hw-neighbours [rel=next]", "Yeast"],
  ["a relation", [cards, "crumb/"], ".see-also a", "Tin"],
  ["the successor of a term", [cards, "old-loaf/"], ".hw-notice a", "Loaf"],
  ["another name in the index", [cards, ""], ".hw-see a", "Loaf"],
  ["an entry of a former page", [moved, "glossary.html"], ".hw-parts a", "Crumb"],
]) {
  test(`${what} has a card`, async () => {
    await withPage(at[0], at[1], { frozen: true }, async (page) => {
      await pointAt(page, page.locator(selector).first());
      await cardOpens(page);
      assert.equal(await card(page).locator(".hw-card-name a").textContent(), name);
      assert.notEqual(await card(page).locator(".hw-gloss").textContent(), "");
    });
  });
}

for (const [what, glossary, at, selector] of [
  ["a link with its gloss beside it in the index", cards, "", ".hw-terms-list a.term"],
  ["a link to another sense, with its gloss beside it", site, "grounding/", ".hw-also dt a"],
  ["a link to the neighbouring letter", site, "letters/t/", ".hw-neighbours a"],
]) {
  test(`${what} has no card`, async () => {
    await withPage(glossary, at, { frozen: true }, async (page) => {
      await pointAt(page, page.locator(selector).first());
      await page.clock.runFor(longEnough);
      await page.evaluate(() => Promise.resolve());
      assert.equal(await card(page).count(), 0);
    });
  });
}

test("the card of a term in another language is in this language", async () => {
  await withPage(languages, "ar/rye/", { frozen: true }, async (page) => {
    await pointAt(page, page.locator(".hw-names a[hreflang=en]"));
    await cardOpens(page);
    for (const part of [".hw-card-name a", ".hw-gloss"]) {
      const { lang, dir } = await card(page).locator(part).evaluate(({ lang, dir }) => ({ lang, dir }));
      assert.deepEqual({ lang, dir }, { lang: "en", dir: "ltr" }, part);
    }
    assert.equal(await card(page).locator(".hw-card-name a").getAttribute("hreflang"), "en");
  });
});

// --- What a card shows

test("a card shows the sense, the state, other names, the first image and the links of the lead", async () => {
  await withPage(cards, "crumb/", { frozen: true }, async (page) => {
    await restOnTerm(page);
    await card(page).locator("img").waitFor();
    assert.equal(await card(page).locator(".hw-card-name").textContent(), "Loaf (bread) Draft");
    assert.equal(await card(page).locator(".hw-card-names").textContent(), "/ləʊf/ noun Round, LF");
    assert.equal(await card(page).locator("img").getAttribute("alt"), "A round loaf");
    assert.match(await card(page).locator("img").getAttribute("src"), /^http.*loaf.*png$/);
    assert.deepEqual(
      await card(page).locator(".hw-gloss a").evaluateAll((links) => links.map(({ href }) => href)),
      ["crumb/", "crust/"].map((at) => cards.root + at),
    );
  });
});

test("the card of a term that is not in the list of the page shows the same", async () => {
  await withPage(cards, "tin/", { frozen: true }, async (page) => {
    await pointAt(page, page.locator(".mentions a").filter({ hasText: "Old Loaf" }));
    await cardOpens(page);
    assert.equal(await card(page).locator(".hw-card-name").textContent(), "Old Loaf Replaced by Loaf (bread)");
  });
  await withPage(cards, "", { frozen: true }, async (page) => {
    await pointAt(page, page.locator(".hw-see a").first());
    await cardOpens(page);
    assert.equal(await card(page).locator(".hw-card-name").textContent(), "Loaf (bread) Draft");
    assert.equal(await card(page).locator(".hw-card-names").textContent(), "/ləʊf/ noun LF, Round");
  });
});

test("a card has no images and marks of footnotes in its text", async () => {
  await withPage(cards, "crust/", { frozen: true }, async (page) => {
    await pointAt(page, page.locator(".definition a[href*=oven]"));
    await cardOpens(page);
    await card(page).locator(".hw-card-image img").waitFor();
    assert.match(await card(page).locator(".hw-gloss").innerHTML(), /^A hot\s+chamber\.$/);
  });
});

test("an author's gloss is shown as it is, without the lead", async () => {
  await withPage(cards, "crumb/", { frozen: true }, async (page) => {
    await pointAt(page, page.locator(".definition a[href*=yeast]"));
    await cardOpens(page);
    assert.equal(await card(page).locator(".hw-gloss").textContent(), "What makes dough rise.");
  });
});

test("a card opens with what the list has, and does not move when the rest arrives", async () => {
  for (const height of [800, 330]) {
    const late = held("**/loaf/");
    await withPage(cards, "crumb/", { before: late.hold, height, width: 700 }, async (page) => {
      await openCard(page);
      assert.equal(await card(page).locator(".hw-gloss").textContent(), "A Crumb inside a Crust, baked as one.");
      assert.equal(await card(page).locator("img").count(), 0);
      const before = await card(page).boundingBox();
      await late.release();
      await card(page).locator("img").waitFor();
      const after = await card(page).boundingBox();
      assert.equal(after.x, before.x);
      const isKept = after.y === before.y || after.y + after.height === before.y + before.height;
      assert.ok(isKept, `from ${JSON.stringify(before)} to ${JSON.stringify(after)}`);
    });
  }
});

/** Holds the requests for a file until the test releases them. */
function held(pattern) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const hold = (page) => page.route(pattern, async (route) => {
    await released;
    await route.continue();
  });
  return { hold, release };
}

/** Lets the scripts of a page not read an address, which can still be opened. */
const unreadable = (at) => ({
  missing: [at],
  before: (page) => page.route(`**/${at}`, (route) => (route.request().resourceType() === "fetch" ? route.abort() : route.continue())),
});

test("a term whose page cannot be read has the card of the list", async () => {
  await withPage(cards, "crust/", { frozen: true, ...unreadable("oven/") }, async (page) => {
    await restOnTerm(page);
    assert.equal(await card(page).locator(".hw-gloss").textContent(), "A hot chamber.");
  });
});

test("a term of which nothing is known has no card, and its link works", async () => {
  await withPage(cards, "crust/", { frozen: true, ...unreadable("crumb/") }, async (page) => {
    const mention = page.locator(".mentions a").first();
    let hasFailed = false;
    page.on("requestfailed", () => (hasFailed = true));
    await pointAt(page, mention);
    await until(async () => {
      await page.clock.runFor(longEnough);
      return hasFailed;
    }, true);
    await page.clock.runFor(longEnough);
    assert.equal(await card(page).count(), 0);
    await mention.click();
    await page.waitForURL(`${cards.root}crumb/`);
  });
  await withPage(cards, "crust/", { ...phone, ...unreadable("crumb/") }, async (page) => {
    await page.locator(".mentions a").first().tap();
    await page.waitForURL(`${cards.root}crumb/`);
  });
});

test("cards of the list open on a page that is a file", async () => {
  const file = { origin: "null", root: `${pathToFileURL(cards.folder)}/` };
  await withPage(file, "crust/index.html", {}, async (page) => {
    await openCard(page);
    assert.equal(await card(page).locator(".hw-gloss").textContent(), "A hot chamber.");
    const mention = page.locator(".mentions a").first();
    await mention.focus();
    await until(() => card(page).count(), 0, "a term that is not in the list");
  });
});

test("no id or handler of another page comes into the page, and no id is there twice", async () => {
  await withPage(cards, "yeast/", { frozen: true, handlers: true }, async (page) => {
    await pointAt(page, page.locator(".hw-neighbours [rel=next]"));
    await cardOpens(page);
    await card(page).locator("b").click();
    assert.deepEqual(await card(page).locator("b").evaluate((part) => part.getAttributeNames()), []);
    const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
    assert.deepEqual(ids.filter((id, index) => id === "bold" || ids.indexOf(id) !== index), []);
  });
});

// --- A card in a card

/** Waits until the names of the open cards, from the page up, are these. */
async function cardsAre(page, ...names) {
  await until(async () => {
    await page.clock.runFor(longEnough);
    return card(page).locator("a:not(.term)").allTextContents();
  }, names);
}

const inTop = (page, selector) => card(page).last().locator(selector);

test("a link in a card has a card, while the first one stays open", async () => {
  await withPage(cards, "crumb/", { frozen: true }, async (page) => {
    await restOnTerm(page);
    await pointAt(page, inTop(page, ".hw-gloss a[href$='crust/']"));
    await cardsAre(page, "Loaf", "Crust");
    await pointAt(page, inTop(page, ".hw-gloss a"));
    await cardsAre(page, "Loaf", "Crust", "Oven");
    await page.keyboard.press("Escape");
    await cardsAre(page, "Loaf", "Crust");
    await pointAt(page, card(page).first().locator("img"));
    await cardsAre(page, "Loaf");
    await page.mouse.move(5, 790);
    await cardsAre(page);
  });
});

test("a term whose card is open has no second one above it", async () => {
  await withPage(cards, "tin/", { frozen: true }, async (page) => {
    await pointAt(page, page.locator(".mentions a").filter({ hasText: "Old Loaf" }));
    await cardsAre(page, "Old Loaf");
    await pointAt(page, inTop(page, ".hw-gloss a[href$='crumb/']"));
    await cardsAre(page, "Old Loaf", "Crumb");
    await pointAt(page, inTop(page, ".hw-gloss a").first());
    await cardsAre(page, "Old Loaf", "Crumb", "Loaf");
    await pointAt(page, inTop(page, ".hw-gloss a[href$='crumb/']"));
    await cardsAre(page, "Old Loaf", "Crumb", "Loaf");
  });
});

test("the Down key leads into a card, the Tab key through it and on, Escape back", async () => {
  await withPage(cards, "crumb/", { frozen: true }, async (page) => {
    await tabTo(page, firstTerm(page));
    await cardsAre(page, "Loaf");
    await page.keyboard.press("ArrowDown");
    const first = card(page).first().locator(".hw-gloss a");
    await focusIsOn(first.first(), "the first link of the card");
    await page.keyboard.press("Tab");
    await cardsAre(page, "Loaf", "Crust");
    await page.keyboard.press("ArrowDown");
    await cardsAre(page, "Loaf", "Crust", "Oven");
    await page.keyboard.press("Escape");
    await cardsAre(page, "Loaf", "Crust");
    await page.keyboard.press("Escape");
    await cardsAre(page, "Loaf");
    await focusIsOn(first.nth(1), "back to the link of the card");
    await page.keyboard.press("ArrowUp");
    await focusIsOn(firstTerm(page), "back to the link of the page");
    await page.keyboard.press("ArrowDown");
    await focusIsOn(first.first(), "in the card again");
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press("Tab");
    await focusIsOn(page.locator(".definition a.term").nth(1), "on to the next link of the page");
    await cardsAre(page, "Yeast");
  });
});

test("the Down key waits for the page of the term, which has the links of the card", async () => {
  let answer;
  const isReady = new Promise((resolve) => (answer = resolve));
  const before = (page) => page.route("**/loaf/", (route) => isReady.then(() => route.continue()));
  await withPage(cards, "crumb/", { before }, async (page) => {
    await tabTo(page, firstTerm(page));
    await until(() => card(page).locator("a").allTextContents(), ["Loaf (bread)"], "only what the list has");
    await page.keyboard.press("ArrowDown");
    answer();
    await focusIsOn(card(page).locator(".hw-gloss a").first(), "the first link of the card");
  });
});

test("on a tablet, a tap on a link in a card opens its card", async () => {
  await withPage(cards, "crumb/", tablet, async (page) => {
    await firstTerm(page).tap();
    await card(page).locator(".hw-gloss a[href$='crust/']").tap();
    await until(() => card(page).locator(".hw-card-name a").allTextContents(), ["Loaf", "Crust"]);
    await page.locator("h1").tap();
    await until(() => card(page).count(), 0);
  });
});

// --- The sheet on a phone

async function openSheet(page) {
  await firstTerm(page).tap();
  await sheet(page).waitFor();
}

test("on a phone, a tap opens a sheet at the bottom, with a link to the page", async () => {
  await withPage(cards, "crumb/", phone, async (page) => {
    await openSheet(page);
    assert.equal(page.url(), `${cards.root}crumb/`);
    assert.equal(await sheet(page).locator(".hw-card-name").textContent(), "Loaf (bread) Draft");
    assert.equal(await card(page).count(), 0);
    const box = await sheet(page).boundingBox();
    assert.ok(box.height <= 0.6 * 800, "at most 60 % of the window");
    assert.deepEqual([box.x, box.width, box.y + box.height], [0, 390, 800]);
    await sheet(page).getByRole("link", { name: "Open" }).tap();
    await page.waitForURL(`${cards.root}loaf/`);
  });
});

test("a long text scrolls in the sheet, and its buttons stay", async () => {
  await withPage(cards, "crumb/", { ...phone, height: 300 }, async (page) => {
    await openSheet(page);
    const content = sheet(page).locator(".hw-sheet-content");
    assert.ok(await content.evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight));
    const { y, height } = await sheet(page).getByRole("button", { name: "Close" }).boundingBox();
    assert.ok(y + height <= 300);
  });
});

for (const [how, close] of [
  ["its button", (page) => sheet(page).getByRole("button", { name: "Close" }).tap()],
  ["a tap beside it", (page) => page.touchscreen.tap(200, 100)],
  ["Escape", (page) => page.keyboard.press("Escape")],
]) {
  test(`${how} closes the sheet, and the focus is at the link again`, async () => {
    await withPage(cards, "crumb/", phone, async (page) => {
      await openSheet(page);
      await close(page);
      await until(() => sheet(page).count(), 0);
      await focusIsOn(firstTerm(page));
      await settle(page);
      assert.equal(await card(page).count(), 0);
      await openSheet(page);
    });
  });
}

test("a tap on a term in the sheet shows this term, with a way back", async () => {
  await withPage(cards, "crumb/", phone, async (page) => {
    await openSheet(page);
    assert.equal(await sheet(page).locator(".hw-sheet-back").isVisible(), false);
    const name = () => sheet(page).locator(".hw-card-name a").textContent();
    await sheet(page).locator(".hw-gloss a[href$='crust/']").tap();
    await until(name, "Crust");
    await sheet(page).locator(".hw-gloss a").tap();
    await until(name, "Oven");
    assert.equal(page.url(), `${cards.root}crumb/`);
    for (const before of ["Crust", "Loaf"]) {
      await sheet(page).getByRole("button", { name: before, exact: true }).tap();
      await until(name, before);
    }
    assert.equal(await sheet(page).locator(".hw-sheet-back").isVisible(), false);
  });
});

test("a tap on a term that is not in the list opens its sheet, a screen reader's tap its page", async () => {
  await withPage(cards, "crust/", phone, async (page) => {
    await page.locator(".mentions a").first().tap();
    await until(() => sheet(page).locator(".hw-card-name a").textContent(), "Crumb");
    await page.keyboard.press("Escape");
    await page.locator(".mentions a").first().evaluate((link) => link.click());
    await page.waitForURL(`${cards.root}crumb/`);
  });
});

test("the sheet works from right to left", async () => {
  await withPage(arabic, encodeURI("بيانات/"), phone, async (page) => {
    await openSheet(page);
    const [first, second] = await Promise.all(["a.hw-sheet-open", ".hw-sheet-close"].map((part) => sheet(page).locator(part).boundingBox()));
    assert.ok(first.x > second.x, "the first button is on the right");
    const [image, name] = await Promise.all(["img", ".hw-card-name a"].map((part) => sheet(page).locator(part).boundingBox()));
    assert.ok(name.x > image.x, "the image is on the left");
  });
});

// --- The script of cards, which is loaded late

test("the first tap waits for the script, and follows the link if it cannot be loaded", async () => {
  const late = held("**/cards.js");
  await withPage(cards, "crumb/", { ...phone, before: late.hold }, async (page) => {
    await firstTerm(page).tap();
    await late.release();
    await sheet(page).waitFor();
    assert.equal(page.url(), `${cards.root}crumb/`);
  });
  await withPage(cards, "crumb/", { ...phone, refused: "/cards.js" }, async (page) => {
    await firstTerm(page).tap();
    await page.waitForURL(`${cards.root}loaf/`);
  });
});

test("a pointer that has left the link when the script is loaded gets no card", async () => {
  const late = held("**/cards.js");
  await withPage(cards, "crumb/", { frozen: true, before: late.hold }, async (page) => {
    const loaded = page.waitForResponse("**/cards.js");
    await pointAt(page, firstTerm(page));
    await page.mouse.move(5, 790);
    await late.release();
    await loaded;
    await page.clock.runFor(longEnough);
    assert.equal(await card(page).count(), 0);
  });
});

// --- The reader's choice

test("a reader who turns cards off has none from then on, but screen readers keep the glosses", async () => {
  await withPage(cards, "crumb/", { frozen: true }, async (page) => {
    const footer = page.locator("footer .hw-cards-switch");
    assert.equal(await footer.textContent(), "Turn previews off");
    await restOnTerm(page);
    await card(page).locator(".hw-cards-switch").click();
    assert.deepEqual(await page.locator(".hw-cards-switch").allTextContents(), Array(2).fill("Turn previews on"));
    await page.reload();
    await pointAt(page, firstTerm(page));
    await page.clock.runFor(longEnough);
    assert.equal(await card(page).count(), 0);
    const gloss = await firstTerm(page).evaluate((link) => document.getElementById(link.getAttribute("aria-describedby")).textContent);
    assert.match(gloss, /^A Crumb inside/);
    await footer.click();
    assert.equal(await footer.textContent(), "Turn previews off");
    await restOnTerm(page);
    await page.reload();
    await restOnTerm(page);
  });
});

test("on a phone, a tap follows the link after cards were turned off in the sheet", async () => {
  await withPage(cards, "crumb/", phone, async (page) => {
    await openSheet(page);
    await sheet(page).locator(".hw-cards-switch").tap();
    await page.keyboard.press("Escape");
    await firstTerm(page).tap();
    await page.waitForURL(`${cards.root}loaf/`);
  });
});

test("a theme's own card is filled", async () => {
  const box = '<div class="hw-card" id="mine" hidden popover="auto"><b><a></a></b><i class="hw-card-names"></i><em class="hw-gloss"></em></div>';
  const before = (page) =>
    page.route("**/crumb/", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace("</main>", `${box}</main>`) });
    });
  await withPage(cards, "crumb/", { frozen: true, before }, async (page) => {
    await restOnTerm(page);
    await pointAt(page, inTop(page, ".hw-gloss a[href$='crust/']"));
    await cardsAre(page, "Loaf", "Crust");
    assert.equal(await card(page).first().locator("i").textContent(), "/ləʊf/ noun Round, LF");
    assert.equal(await card(page).first().locator("em").textContent(), "A Crumb inside a Crust, baked as one.");
  });
});
