// Cards: the gloss of a linked term, on the same page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage } from "./browser.mjs";
import { until } from "./checks.mjs";
import { card, firstTerm, isFocused, openCard } from "./actions.mjs";
import { open } from "./sites.mjs";

const site = await open("large");
const own = await open("own");

// A page whose first linked term is Tokenization, which has other names.
const from = "byte-tokenization/";
const target = "tokenization/";

// Longer than all delays of cards, in milliseconds of the page's clock.
const longEnough = 2_000;

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
    assert.ok(await isFocused(firstTerm(page)), "the focus stays on the term");
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
    assert.ok(await isFocused(firstTerm(page)));
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

test("the first tap opens the card, the second opens the page", async () => {
  await withPage(site, from, { touch: true, width: 390 }, async (page) => {
    await firstTerm(page).tap();
    await card(page).waitFor();
    assert.equal(page.url(), site.root + from);
    await firstTerm(page).tap();
    await page.waitForURL(site.root + target);
  });
});

test("a tap on the name in the card opens the page", async () => {
  await withPage(site, from, { touch: true, width: 390 }, async (page) => {
    await firstTerm(page).tap();
    await card(page).locator(".hw-card-name a").tap();
    await page.waitForURL(site.root + target);
  });
});

test("a tap beside the card closes it", async () => {
  await withPage(site, from, { touch: true, width: 390 }, async (page) => {
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

test("names in a card are text", async () => {
  await withPage(site, "names-as-they-are/", {}, async (page) => {
    await openCard(page);
    assert.equal((await card(page).locator(".hw-card-name a").textContent()).trim(), '<script>alert(1)</script> & "Co"');
  });
});

test("cards work from right to left", async () => {
  const arabic = await open("arabic");
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
