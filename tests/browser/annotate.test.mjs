// Cards on the pages of another site, which `headword annotate` added. The site exchanges its pages without loading
// them, as Material for MkDocs does, and has a strict policy.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { withPage } from "./browser.mjs";
import { until } from "./checks.mjs";
import { serve } from "./server.mjs";
import { setting } from "./tools.mjs";

const glossary = fileURLToPath(new URL("../specs/annotate/project/glossary", import.meta.url));
const folder = mkdtempSync(join(setting("HEADWORD_TEST_SITES"), "annotated-"));

const page = (root, body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="generator" content="mkdocs-1.6.1, mkdocs-material-9.8.2"><title>Test</title>
<link rel="icon" href="/docs/icon.svg"><script src="${root}navigation.js" defer></script></head>
<body><nav><a href="/docs/">One</a> <a href="/docs/two/deep/">Two</a></nav>
<div data-md-component="container"><main><div class="md-content"><article class="md-content__inner">
${body}
</article></div></main></div></body></html>
`;

const files = {
  "index.html": page("./", "<h1>One</h1><p>A <em>data</em> center and a flange.</p><p>More.</p>"),
  "two/deep/index.html": page("../../", "<h1>Two</h1><p>A gearbox, made of <b>pipe rims</b>.</p>"),
  // the page without a mention has the script too: it stays when the reader goes on
  "none/index.html": page("../", "<h1>None</h1><p>Nothing.</p>"),
  "glossary/flange/index.html": "<!doctype html><title>Flange</title><link rel=icon href=../../icon.svg><h1>Flange</h1>",
  "404.html": page("/docs/", "<h1>Nothing is here</h1>"),
  "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
  "navigation.js": `addEventListener("click", async (event) => {
    const link = event.target.closest("nav a");
    if (!link) return;
    event.preventDefault();
    const text = await (await fetch(link.href)).text();
    const next = new DOMParser().parseFromString(text, "text/html");
    history.pushState({}, "", link.href);
    document.querySelector("[data-md-component]").replaceWith(next.querySelector("[data-md-component]"));
    document.title = "exchanged";
  });`,
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
execFileSync(setting("HEADWORD"), ["annotate", folder, "--glossary", glossary, "--to", "/docs/glossary/"]);

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";
const server = await serve(folder, "/docs/", { "content-security-policy": policy.replace("; require-trusted-types-for 'script'", "") });
const strict = await serve(folder, "/docs/", { "content-security-policy": policy });
after(() => [server, strict].forEach((one) => one.close()));
const at = (one) => ({ origin: one.origin, root: `${one.origin}/docs/` });
const site = at(server);

const card = (page) => page.locator("div.hw-card:popover-open");
const term = (page, name) => page.locator("a.hw-term", { hasText: name });
const longEnough = 2_000;

async function rest(page, locator) {
  const box = await locator.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await page.clock.runFor(longEnough);
  await card(page).waitFor();
}

async function nameOf(page) {
  return card(page).locator(".hw-card-name").textContent();
}

test("resting the mouse on a term opens its card, which stays until the mouse leaves it", async () => {
  await withPage(site, "", { frozen: true }, async (page) => {
    await rest(page, term(page, "flange"));
    assert.equal(await card(page).innerText(), "Flange in review\n\npipe rim\n\nA rim of a pipe.");
    await card(page).hover();
    await page.clock.runFor(longEnough);
    assert.equal(await card(page).count(), 1);
    await page.mouse.move(5, 790);
    await page.clock.runFor(longEnough);
    await until(() => card(page).count(), 0);
    await rest(page, term(page, "flange"));
    await card(page).locator("a").click();
    await page.waitForURL(`${site.root}glossary/flange/`);
  });
});

test("moving the mouse across a term opens no card", async () => {
  await withPage(site, "", { frozen: true }, async (page) => {
    const box = await term(page, "flange").boundingBox();
    await page.mouse.move(box.x + 2, box.y + 2);
    await page.clock.runFor(20);
    await page.mouse.move(5, 790);
    await page.clock.runFor(longEnough);
    assert.equal(await card(page).count(), 0);
  });
});

test("the focus opens the card, Escape closes it, and the gloss describes the link", async () => {
  await withPage(site, "", {}, async (page) => {
    for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press("Tab");
    await card(page).waitFor();
    assert.equal(await nameOf(page), "Data center");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "data center");
    await page.keyboard.press("Escape");
    await until(() => card(page).count(), 0);
    await page.keyboard.press("Tab");
    await until(() => nameOf(page), "Flange");
    await page.keyboard.press("Shift+Tab");
    await until(() => nameOf(page), "Data center");
    const described = await term(page, "flange").evaluate((link) =>
      document.getElementById(link.getAttribute("aria-describedby")).textContent,
    );
    assert.equal(described, "A rim of a pipe.");
  });
});

test("the first tap opens the card, the second opens the page, and a tap elsewhere closes it", async () => {
  await withPage(site, "", { touch: true, width: 390 }, async (page) => {
    await term(page, "data center").tap();
    await card(page).waitFor();
    await page.locator("h1").tap();
    await until(() => card(page).count(), 0);
    await term(page, "flange").tap();
    await until(() => nameOf(page), "Flange");
    await term(page, "flange").tap();
    await page.waitForURL(`${site.root}glossary/flange/`);
  });
});

test("in a low window, the card stays inside it and beside its link", async () => {
  for (const top of [40, 90, 130]) {
    await withPage(site, "", { width: 400, height: 240 }, async (page) => {
      const link = term(page, "flange");
      await link.evaluate((link, top) => {
        document.getElementById(link.getAttribute("aria-describedby")).textContent = "A rim of a pipe. ".repeat(30);
        document.body.style.paddingBlock = "50rem";
        scrollBy(0, link.getBoundingClientRect().top - top);
      }, top);
      await link.hover();
      await card(page).waitFor();
      const [{ y, height }, own] = [await card(page).boundingBox(), await link.boundingBox()];
      assert.ok(y >= 0 && y + height <= 240, `from ${y} to ${y + height}`);
      assert.ok(y + height <= own.y || own.y + own.height <= y, "the card does not cover its link");
    });
  }
});

test("cards work after the site exchanged the page, and close when it does", async () => {
  await withPage(site, "none/", { frozen: true }, async (page) => {
    await page.getByRole("link", { name: "Two" }).click();
    await until(() => page.title(), "exchanged");
    await rest(page, term(page, "gearbox"));
    assert.equal(await nameOf(page), "Gearbox");
    await page.evaluate(() => document.querySelector("nav a").click());
    await until(() => page.locator("h1").textContent(), "One");
    await page.mouse.move(5, 790);
    await page.clock.runFor(longEnough);
    await until(() => card(page).count(), 0);
    await rest(page, term(page, "flange"));
    assert.equal(await nameOf(page), "Flange");
  });
});

test("a page below folders has cards, also with trusted types", async () => {
  await withPage(at(strict), "two/deep/", { frozen: true }, async (page) => {
    await rest(page, term(page, "pipe rims"));
    assert.equal(await nameOf(page), "Flange");
  });
});

test("without a script, the links are plain links, and no gloss is shown", async () => {
  await withPage(site, "", { scripts: false }, async (page) => {
    assert.equal(await page.locator("main").innerText(), "One\n\nA data center and a flange.\n\nMore.");
    await term(page, "flange").click();
    await page.waitForURL(`${site.root}glossary/flange/`);
  });
});
