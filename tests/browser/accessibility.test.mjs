// axe-core finds no violation on any kind of page: in light and dark colours, in wide and narrow windows.

import { test } from "node:test";
import { withPage } from "./browser.mjs";
import { assertNone } from "./checks.mjs";
import { card, firstTerm, openCard, openSearch, search, sheet } from "./actions.mjs";
import { complete, holdFormerAddresses, pagesOfEachKind } from "./kinds.mjs";
import { open, siteNames } from "./sites.mjs";
import { axeSource } from "./tools.mjs";

const sites = Object.fromEntries(await Promise.all(siteNames.map(async (name) => [name, await open(name)])));

const rules = {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

// the scheme changes only colours, so dark pages are checked only for these
const colours = { resultTypes: ["violations"], runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };
const looks = [1280, 390].flatMap((width) => [
  { scheme: "light", width, how: rules },
  { scheme: "dark", width, how: colours },
]);

for (const [kind, site, at] of pagesOfEachKind) {
  test(`axe finds nothing on the ${kind}, light and dark, wide and narrow`, async () => {
    await withEachLook(sites[site], at, { before: holdFormerAddresses }, complete);
  });
}

test("axe finds nothing while a card is open", async () => {
  await withEachLook(sites.large, "3d-printing/", {}, openCard);
});

test("axe finds nothing while a card in a card is open", async () => {
  await withEachLook(sites.cards, "crumb/", {}, async (page) => {
    await openCard(page);
    await card(page).first().locator("img").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await card(page).nth(1).waitFor();
  });
});

test("axe finds nothing while a sheet is open", async () => {
  await withEachLook(sites.cards, "crumb/", { touch: true }, async (page) => {
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 390, height: 800 });
    await firstTerm(page).tap();
    await sheet(page).locator(".hw-gloss a").last().tap();
    await sheet(page).locator(".hw-sheet-back:visible").waitFor();
  });
});

test("axe finds nothing while search shows results", async () => {
  await withEachLook(sites.large, "tokenization/", {}, async (page) => {
    await openSearch(page);
    await search(page, "token", "Tokenization");
  });
});

test("axe finds nothing while search has found nothing", async () => {
  await withEachLook(sites.own, "search/?q=zzzqqqxxxjjj", {}, async (page) => {
    await page.locator("main [role=status]:not(:empty)").waitFor();
  });
});

test("axe finds nothing while an unknown address has suggestions", async () => {
  await withEachLook(sites.own, "tokenizaton/", { missing: ["tokenizaton/"] }, async (page) => {
    await page.locator(".hw-nearest a").first().waitFor();
  });
});

test("the text of an entry has a contrast of 7 to 1, except links and code", async () => {
  const enhanced = { runOnly: { type: "rule", values: ["color-contrast-enhanced"] } };
  const text = { include: [[".definition"], ["h1"]], exclude: [["a"], ["pre"]] };
  await withPage(sites.large, "température/", {}, async (page) => {
    await page.evaluate(axeSource);
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      assertNone(await barriers(page, text, enhanced), scheme);
    }
  });
});

/** Reports the violations of all looks together, because most of them are the same. */
async function withEachLook(site, at, options, prepare) {
  const found = [];
  await withPage(site, at, options, async (page) => {
    await page.evaluate(axeSource);
    for (const { scheme, width, how } of looks) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 800 });
      await prepare(page);
      for (const barrier of await barriers(page, undefined, how)) found.push(`${scheme}, ${width}: ${barrier}`);
    }
  });
  assertNone(found, "axe");
}

async function barriers(page, where = { include: [["html"]] }, how = rules) {
  const { violations } = await page.evaluate((all) => globalThis.axe.run(...all), [where, how]);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id} (${help}): ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`),
  );
}
