// Cards: what a linked term means, without leaving the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { reading } from "./browser.mjs";
import { until } from "./checks.mjs";
import { card, firstTerm, isFocused, openCard } from "./hands.mjs";
import { open } from "./sites.mjs";

const site = await open("large");

// Of the made glossary: its first linked term is Tokenization, which has other names.
const from = "byte-tokenization/";
const target = "tokenization/";

// Longer than any rest or grace that a reader would put up with; the page's clock is what runs.
const longEnough = 2_000;

async function pointAt(page, locator) {
  const box = await locator.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
}

/** Rests the mouse on the first term until its card is open. Needs a page whose clock is frozen. */
async function restOnTerm(page) {
  await pointAt(page, firstTerm(page));
  await page.clock.runFor(longEnough);
  await card(page).waitFor();
}

test("resting the mouse on a term opens its card, with names, gloss and the way to its page", async () => {
  await reading(site, from, { frozen: true }, async (page) => {
    await restOnTerm(page);
    const shown = card(page);
    assert.equal((await shown.locator(".hw-card-name a").textContent()).trim(), "Tokenization");
    const names = await shown.locator(".hw-card-names").textContent();
    for (const name of ["TKZ", "Lexical Segmentation"]) assert.ok(names.includes(name), `${name} in ${names}`);
    assert.match(await shown.locator(".hw-gloss").textContent(), /^The cutting of a text into the pieces/);
    assert.doesNotMatch(await shown.textContent(), /Subwordery/, "a hidden name stays hidden");
    await shown.locator(".hw-card-name a").click();
    await page.waitForURL(site.root + target);
  });
});

test("a mouse that only passes over a term opens no card", async () => {
  await reading(site, from, { frozen: true }, async (page) => {
    await pointAt(page, firstTerm(page));
    await page.clock.runFor(20);
    await page.mouse.move(5, 790);
    await page.clock.runFor(longEnough);
    assert.equal(await card(page).count(), 0);
  });
});

test("the pointer may move onto the card, which stays until it is left", async () => {
  await reading(site, from, { frozen: true }, async (page) => {
    await restOnTerm(page);
    await pointAt(page, card(page));
    await page.clock.runFor(10 * longEnough);
    assert.equal(await card(page).count(), 1, "it stays while the pointer rests on it");
    await page.mouse.move(5, 790);
    await page.clock.runFor(longEnough);
    await until(() => card(page).count(), 0, "it goes when the pointer has left");
  });
});

test("focus by the keyboard opens the card at once, and leaving closes it", async () => {
  await reading(site, from, { frozen: true }, async (page) => {
    await tabTo(page, firstTerm(page));
    await card(page).waitFor();
    assert.ok(await isFocused(firstTerm(page)), "the focus stays on the term");
    await page.keyboard.press("Shift+Tab");
    await page.clock.runFor(longEnough);
    await until(() => card(page).count(), 0);
  });
});

test("a link to a part of a page has the card of its term, which leads to the part", async () => {
  await reading(site, "3d-printing/", {}, async (page) => {
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

test("the card of a link over two lines opens at the line that is pointed at", async () => {
  await reading(site, "3d-printing/", { frozen: true, width: 390 }, async (page) => {
    // which link is broken depends on the system's fonts
    const lines = await page.locator(".definition a.term").evaluateAll((links) =>
      links.map((link) => [...link.getClientRects()].map(({ x, y, width, height }) => ({ x, y, width, height }))),
    );
    const [first] = lines.find(({ length }) => length > 1) ?? assert.fail("no link is broken");
    await page.mouse.move(first.x + first.width / 2, first.y + first.height / 2, { steps: 4 });
    await page.clock.runFor(longEnough);
    await card(page).waitFor();
    const box = await card(page).boundingBox();
    const isBelow = Math.abs(box.y - (first.y + first.height)) < 12;
    const isAbove = Math.abs(box.y + box.height - first.y) < 12;
    assert.ok(isBelow || isAbove, `the line is at ${first.y}, the card at ${box.y}`);
  });
});

test("a card opened by a click that did not follow the link closes when it is left", async () => {
  await reading(site, from, { frozen: true }, async (page) => {
    await restOnTerm(page);
    await page.mouse.down({ button: "right" });
    await page.mouse.up({ button: "right" });
    await page.mouse.move(5, 790);
    await page.clock.runFor(longEnough);
    await until(() => card(page).count(), 0);
  });
});

test("Escape dismisses the card, and the focus stays where it is", async () => {
  await reading(site, from, {}, async (page) => {
    await openCard(page);
    await page.keyboard.press("Escape");
    await until(() => card(page).count(), 0);
    assert.ok(await isFocused(firstTerm(page)));
  });
});

test("Escape dismisses a card that the mouse has opened", async () => {
  await reading(site, from, { frozen: true }, async (page) => {
    await restOnTerm(page);
    await page.keyboard.press("Escape");
    await until(() => card(page).count(), 0);
    await page.clock.runFor(longEnough);
    assert.equal(await card(page).count(), 0, "it does not come back by itself");
  });
});

test("Enter on a focused term goes to its page", async () => {
  await reading(site, from, {}, async (page) => {
    await openCard(page);
    await page.keyboard.press("Enter");
    await page.waitForURL(site.root + target);
  });
});

test("a click of the mouse on a term goes to its page", async () => {
  await reading(site, from, {}, async (page) => {
    await firstTerm(page).click();
    await page.waitForURL(site.root + target);
  });
});

test("a screen reader's click goes to the page", async () => {
  await reading(site, from, { touch: true, width: 390 }, async (page) => {
    // Made by a program, it counts no press of a button: its `detail` is 0.
    await firstTerm(page).evaluate((term) => term.click());
    await page.waitForURL(site.root + target);
  });
});

test("the first tap opens the card, the second goes to the page", async () => {
  await reading(site, from, { touch: true, width: 390 }, async (page) => {
    await firstTerm(page).tap();
    await card(page).waitFor();
    assert.equal(page.url(), site.root + from);
    await firstTerm(page).tap();
    await page.waitForURL(site.root + target);
  });
});

test("a tap on the name in the card goes to the page", async () => {
  await reading(site, from, { touch: true, width: 390 }, async (page) => {
    await firstTerm(page).tap();
    await card(page).locator(".hw-card-name a").tap();
    await page.waitForURL(site.root + target);
  });
});

test("a tap beside the card closes it", async () => {
  await reading(site, from, { touch: true, width: 390 }, async (page) => {
    await firstTerm(page).tap();
    await card(page).waitFor();
    await page.locator("h1").tap();
    await until(() => card(page).count(), 0);
    assert.equal(page.url(), site.root + from);
  });
});

test("there is one card, which shows the term that was reached last", async () => {
  await reading(site, "3d-printing/", {}, async (page) => {
    const terms = page.locator("article .definition a.term");
    for (const [at, gloss] of [[0, /tying of words/], [1, /joining of a circuit/]]) {
      await terms.nth(at).focus();
      await until(async () => gloss.test(await card(page).locator(".hw-gloss").textContent()), true);
      assert.equal(await page.locator("div.hw-card").count(), 1);
    }
  });
});

test("a card stands within the window, beside its term and not on it", async () => {
  for (const width of [1280, 390]) {
    await reading(site, from, { width }, async (page) => {
      await openCard(page);
      const term = await firstTerm(page).boundingBox();
      const shown = await card(page).boundingBox();
      assert.ok(shown.x >= 0 && shown.x + shown.width <= width, "within the window");
      const below = shown.y >= term.y + term.height - 1;
      const above = shown.y + shown.height <= term.y + 1;
      assert.ok(below || above, "not on its term");
      const gap = below ? shown.y - (term.y + term.height) : term.y - (shown.y + shown.height);
      assert.ok(gap < 40, `near its term, not ${gap} pixels off`);
    });
  }
});

test("names in a card are text, whatever they hold", async () => {
  await reading(site, "names-as-they-are/", {}, async (page) => {
    await openCard(page);
    assert.equal((await card(page).locator(".hw-card-name a").textContent()).trim(), '<script>alert(1)</script> & "Co"');
  });
});

test("cards work from right to left", async () => {
  const arabic = await open("arabic");
  await reading(arabic, encodeURI("نموذج/"), {}, async (page) => {
    await openCard(page);
    assert.equal((await card(page).locator(".hw-card-name a").textContent()).trim(), "بيانات");
    const [term, shown] = [await firstTerm(page).boundingBox(), await card(page).boundingBox()];
    assert.ok(Math.abs(term.x + term.width - (shown.x + shown.width)) < 24, "it begins where its term does, on the right");
  });
});

async function tabTo(page, locator) {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("the Tab key does not reach it");
}
