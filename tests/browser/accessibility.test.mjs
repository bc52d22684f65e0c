// No barrier that axe-core finds, on any kind of page, in either scheme, wide and narrow.

import { test } from "node:test";
import { reading } from "./browser.mjs";
import { assertNone } from "./checks.mjs";
import { openCard, openSearch, search } from "./hands.mjs";
import { complete, holdFormerAddresses, pagesOfEachKind } from "./kinds.mjs";
import { open, siteNames } from "./sites.mjs";
import { axeSource } from "./tools.mjs";

const sites = Object.fromEntries(await Promise.all(siteNames.map(async (name) => [name, await open(name)])));

const rules = {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

// what the scheme changes is colours: in dark, only they can be at fault
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

test("axe finds nothing while terms are offered for an address that is not there", async () => {
  await withEachLook(sites.own, "tokenizaton/", { missing: ["tokenizaton/"] }, async (page) => {
    await page.locator(".hw-nearest a").first().waitFor();
  });
});

test("the text of an entry has the higher contrast, 7 to 1, links and code apart", async () => {
  const enhanced = { runOnly: { type: "rule", values: ["color-contrast-enhanced"] } };
  const text = { include: [[".definition"], ["h1"]], exclude: [["a"], ["pre"]] };
  await reading(sites.large, "température/", {}, async (page) => {
    await page.evaluate(axeSource);
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      assertNone(await barriers(page, text, enhanced), scheme);
    }
  });
});

/** The faults of all looks are told together: most of them are the same fault. */
async function withEachLook(site, at, options, prepare) {
  const faults = [];
  await reading(site, at, options, async (page) => {
    await page.evaluate(axeSource);
    for (const { scheme, width, how } of looks) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 800 });
      await prepare(page);
      for (const fault of await barriers(page, undefined, how)) faults.push(`${scheme}, ${width}: ${fault}`);
    }
  });
  assertNone(faults, "axe");
}

async function barriers(page, where = { include: [["html"]] }, how = rules) {
  const { violations } = await page.evaluate((all) => globalThis.axe.run(...all), [where, how]);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id} (${help}): ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`),
  );
}
