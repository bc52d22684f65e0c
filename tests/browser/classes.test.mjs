// Classes of the theme begin with `hw-`, so that they do not conflict with classes in an author's HTML.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { withPage } from "./browser.mjs";
import { openCard, openSearch, search } from "./actions.mjs";
import { serve } from "./server.mjs";
import { folderOf, open, siteNames } from "./sites.mjs";
import { setting } from "./tools.mjs";

/** The classes that other sites and themes may rely on: docs/templates.md, Hooks. */
const hooks = ["auto", "definition", "entry", "mentions", "see-also", "term"];
const isOfTheme = (name) => /^(hw-|language-)/.test(name) || hooks.includes(name);

/** HTML of authors. A class with the name of a theme's class must not change its look. */
const samples = [
  (attribute) => `<p${attribute}>A <a href="https://example.org/">link</a> and <span${attribute}>words</span>.</p>`,
  (attribute) => `<div${attribute}><p>Words</p><ul><li>one</li><li>two</li></ul></div>`,
  (attribute) => `<section${attribute}><h2>Words</h2><ul><li>one</li><li>two</li></ul></section>`,
  (attribute) => `<table${attribute}><tr><td${attribute}>one</td><td>two</td></tr></table>`,
];

const root = join(setting("HEADWORD_TEST_SITES"), "classes");
let names;
let server;
let site;

before(async () => {
  const assets = join(folderOf("own"), "assets");
  const files = (await readdir(assets)).filter((file) => /\.(css|js)$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(assets, file), "utf8")));
  const own = texts.join().matchAll(/\bhw-([a-z0-9-]+)/g);
  names = [...new Set([...hooks, ...Array.from(own, ([, name]) => name)])].sort();
  assert.ok(names.length > 80, `only ${names.length} classes found`);
  const withClass = names.map((name) => ` class="${name}"`);
  const body = ["", ...withClass].map((attribute) => `<div>${samples.map((sample) => sample(attribute)).join("")}</div>`);
  await mkdir(join(root, "content"), { recursive: true });
  await writeFile(join(root, "glossary.toml"), 'title = "Classes"\nraw_html = "allow"\n');
  await writeFile(join(root, "content", "html.md"), `+++\ntitle = "HTML"\n+++\n\n${body.join("\n\n")}\n\nThe end.\n`);
  await promisify(execFile)(setting("HEADWORD"), ["build", "--root", root]);
  server = await serve(join(root, "public"), "/");
  site = { origin: server.origin, root: `${server.origin}/` };
});
after(() => server?.close());

for (const [look, width, media] of [["a wide window", 1280, "screen"], ["a narrow window", 390, "screen"], ["print", 1280, "print"]]) {
  test(`a class with the name of a theme's class does not change an author's HTML: ${look}`, async () => {
    await withPage(site, "html/", { width }, async (page) => {
      await page.emulateMedia({ media });
      const changed = await page.evaluate(() => {
        const looks = (element) => {
          const style = getComputedStyle(element);
          return Array.from(style, (property) => `${property}: ${style.getPropertyValue(property)}`);
        };
        const [plain, ...others] = [...document.querySelectorAll("article > .definition > div")].map((sample) =>
          [...sample.querySelectorAll("*")].map((element) => ({ element, look: looks(element) })),
        );
        const differences = others.flatMap((sample) =>
          sample.flatMap(({ element, look }, index) => {
            const other = look.find((line, number) => line !== plain[index].look[number]);
            return other ? [`${element.outerHTML.slice(0, 60)} has ${other}`] : [];
          }),
        );
        return { count: others.length, differences };
      });
      assert.deepEqual(changed, { count: names.length, differences: [] });
    });
  });
}

test("every class of the theme's pages begins with hw-, except the hooks", async () => {
  const others = new Set();
  for (const name of siteNames) {
    const folder = folderOf(name);
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".html"));
    for (const file of files) {
      const html = await readFile(join(folder, file), "utf8");
      for (const [, value] of html.matchAll(/\sclass="([^"]*)"/g)) {
        for (const one of value.split(" ").filter((one) => !isOfTheme(one))) others.add(`${one} in ${name}/${file}`);
      }
    }
  }
  assert.deepEqual([...others], []);
});

test("every class that scripts add begins with hw-", async () => {
  await withPage(await open("large"), "3d-printing/", {}, async (page) => {
    await openCard(page);
    await openSearch(page);
    await search(page, "token", "Tokenization");
    const used = await page.evaluate(() => [...document.querySelectorAll("[class]")].flatMap((element) => [...element.classList]));
    assert.deepEqual(used.filter((name) => !isOfTheme(name)), []);
  });
});

test("the style sheets have no other classes", async () => {
  // everything except selectors
  const others = /\/\*.*?\*\/|@layer [^{;]*|\{[^{}]*;[^{}]*\}/gs;
  for (const name of siteNames) {
    const assets = join(folderOf(name), "assets");
    for (const file of (await readdir(assets)).filter((file) => file.endsWith(".css"))) {
      const selectors = (await readFile(join(assets, file), "utf8")).replace(others, "{}");
      const classes = Array.from(selectors.matchAll(/\.([a-z_][\w-]*)/gi), ([, found]) => found);
      // no page of the site may need styles for formulas
      assert.ok(classes.length > 0 || file === "math.css", file);
      assert.deepEqual(classes.filter((one) => !isOfTheme(one)), [], file);
    }
  }
});
