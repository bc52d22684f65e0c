// Pages fit into narrow windows and enlarged pages, without scrolling sideways (WCAG 2.2, 1.4.10).

import { test } from "node:test";
import { withPage } from "./browser.mjs";
import { assertNone } from "./checks.mjs";
import { openCard, openSearch, search } from "./actions.mjs";
import { complete, holdFormerAddresses, pagesOfEachKind } from "./kinds.mjs";
import { open, siteNames } from "./sites.mjs";

const sites = Object.fromEntries(await Promise.all(siteNames.map(async (name) => [name, await open(name)])));

// At 400 %, a window of 1280 pixels has room for 320 pixels of the page.
const enlarged = { width: 320, height: 256, scale: 4 };
const phone = { width: 320, height: 640, scale: 2, touch: true };

for (const [kind, site, at] of pagesOfEachKind) {
  test(`the ${kind} fits into 320 pixels, and enlarged to 400 %`, async () => {
    await withPage(sites[site], at, { ...enlarged, before: holdFormerAddresses }, async (page) => {
      await complete(page);
      assertNone(await wideParts(page), "wider than the enlarged window");
      await page.setViewportSize({ width: phone.width, height: phone.height });
      assertNone(await wideParts(page), "wider than the narrow window");
      assertNone(await highParts(page), "scrolls down inside the page");
    });
  });
}

test("the search fits into 320 pixels, and enlarged to 400 %", async () => {
  for (const window of [phone, enlarged]) {
    await withPage(sites.large, "tokenization/", window, async (page) => {
      await openSearch(page);
      await search(page, "donaudampf", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung");
      assertNone(await wideParts(page), "wider than the window");
    });
  }
});

test("a card fits into 320 pixels, and enlarged to 400 %", async () => {
  for (const window of [phone, enlarged]) {
    await withPage(sites.large, "3d-printing/", window, async (page) => {
      await openCard(page);
      assertNone(await wideParts(page), "wider than the window");
    });
  }
});

/** The parts of the text that are higher than their box, and have a scroll bar for it. */
async function highParts(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((part) => ["auto", "scroll"].includes(getComputedStyle(part).overflowY) && part.scrollHeight > part.clientHeight)
      .map((part) => part.outerHTML.slice(0, 80)),
  );
}

/** The elements that make the page, or a dialog or card on it, scroll sideways, or that are partly outside it. */
async function wideParts(page) {
  return page.evaluate(() => {
    const window = document.documentElement.clientWidth;
    const describe = (part) => {
      const { left, right } = part.getBoundingClientRect();
      return `${part.localName}.${part.getAttribute("class") ?? ""} from ${Math.round(left)} to ${Math.round(right)}`;
    };
    const sticksOut = (part) => {
      const { left, right, width } = part.getBoundingClientRect();
      return part.checkVisibility() && width > 0 && (right > window + 0.5 || left < -0.5);
    };
    const above = [...document.querySelectorAll("dialog[open], .hw-panel:not([hidden]), :popover-open")];
    const scrolling = [document.documentElement, ...above].filter((box) => box.scrollWidth > box.clientWidth);
    return [
      ...above.filter(sticksOut).map(describe),
      ...scrolling.flatMap((box) => [
        `${box.localName} scrolls sideways: ${box.scrollWidth} in ${box.clientWidth}`,
        ...[...box.querySelectorAll("*")].filter(sticksOut).slice(0, 8).map(describe),
      ]),
    ];
  });
}
