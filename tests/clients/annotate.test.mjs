// Links and cards on real sites, made by their generators: MkDocs with Material, Zensical, Sphinx with two themes, and
// mdBook. The glossary is that of tests/specs/annotate.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../browser/server.mjs";

const { HEADWORD, HEADWORD_TEST_TOOLS: tools, HEADWORD_TEST_WORK: work, CHROMIUM } = process.env;
const { chromium } = createRequire(join(tools, "annotate/node/package.json"))("playwright-core");
const here = fileURLToPath(new URL("annotate/", import.meta.url));
const glossary = fileURLToPath(new URL("../specs/annotate/project/glossary", import.meta.url));
const sources = join(work, "sources");
cpSync(here, sources, { recursive: true });

const run = (program, args, cwd = sources) => execFileSync(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
const python = (name) => join(tools, "annotate/python/bin", name);
const mdbook = join(tools, "annotate/mdbook/bin/mdbook");

/** Puts the address at which a site will be served into its settings: instant navigation needs it. */
const published = (file, origin) => {
  const path = join(sources, file);
  writeFileSync(path, readFileSync(path, "utf8").replace("http://127.0.0.1/", `${origin}/`));
};

const sphinx = (theme) => (into) =>
  run(python("sphinx-build"), ["-q", "-b", "html", "-D", `html_theme=${theme}`, "sphinx", into]);
const generators = {
  material: {
    two: "two/",
    isInstant: true,
    build: (into, origin) => {
      published("mkdocs.yml", origin);
      run(python("mkdocs"), ["build", "-q", "-d", into]);
    },
    index: "search/search_index.json",
  },
  zensical: {
    two: "two/",
    isInstant: true,
    build: (into, origin) => {
      published("zensical.toml", origin);
      run(python("zensical"), ["build"]);
      cpSync(join(sources, "site"), into, { recursive: true });
    },
    index: "search.json",
  },
  furo: { two: "two.html", build: sphinx("furo"), index: "searchindex.js", search: "search.html?q=gearbox" },
  alabaster: { two: "two.html", build: sphinx("alabaster"), index: "searchindex.js", search: "search.html?q=gearbox" },
  mdbook: { two: "two.html", build: (into) => run(mdbook, ["build", "mdbook", "-d", into]), index: /^searchindex.*\.js$/ },
};

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  chromiumSandbox: process.getuid?.() !== 0,
  args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});
after(() => browser.close());

/** The files below a folder. */
const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath ?? file.path, file.name).slice(folder.length + 1));

/** Opens a page, and calls `use` with it. Fails if the page complains. */
async function withPage(url, use) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en" });
  context.setDefaultTimeout(20_000);
  const complaints = [];
  context.on("console", (message) => {
    const isIcon = message.location().url.endsWith("/favicon.ico");
    if (["error", "warning"].includes(message.type()) && !isIcon) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForLoadState("networkidle");
    await use(page);
  } finally {
    await context.close();
  }
  return complaints;
}

/** The text of a page, without the hidden glosses. */
const textOf = (page) =>
  page.evaluate(() => {
    const body = document.body.cloneNode(true);
    for (const part of body.querySelectorAll("script, style, .hw-glosses, .hw-card")) part.remove();
    return body.textContent;
  });

async function cardOf(page, words) {
  const link = page.locator("a.hw-term", { hasText: words }).first();
  await link.scrollIntoViewIfNeeded();
  await link.hover();
  // until then, the card of another link may be open
  await page.locator("a.hw-carded", { hasText: words }).waitFor();
  return page.locator("div.hw-card:popover-open").innerText();
}

/** The documentation of this repository as a book, with its own glossary. */
test("the documentation of Headword, with the glossary of Headword", async () => {
  const book = join(work, "documentation");
  const built = join(book, "book");
  const repository = fileURLToPath(new URL("../..", import.meta.url));
  cpSync(join(repository, "docs"), join(book, "src"), { recursive: true });
  const pages = files(join(book, "src")).filter((file) => file.endsWith(".md"));
  writeFileSync(join(book, "src/SUMMARY.md"), pages.map((file) => `- [${file}](${file})\n`).join(""));
  writeFileSync(join(book, "book.toml"), '[book]\ntitle = "Headword"\nlanguage = "en"\n');
  run(mdbook, ["build", book]);
  const before = Object.fromEntries(files(built).map((file) => [file, readFileSync(join(built, file), "latin1")]));
  const said = run(HEADWORD, ["annotate", built, "--glossary", repository, "--to", "/words/"]);
  const links = Number(said.match(/^(\d+) links? to/)?.[1]);
  assert.ok(links > 5, said);
  const server = await serve(built, "/docs/");
  try {
    const isPage = (file) => file.endsWith(".html") && file !== "print.html";
    const page = files(built).filter(isPage).find((file) => readFileSync(join(built, file), "utf8").includes('<a class="hw-term"'));
    const complaints = await withPage(`${server.origin}/docs/${page}`, async (page) => {
      assert.ok((await cardOf(page, "")).length > 20);
    });
    assert.deepEqual(complaints, []);
  } finally {
    server.close();
  }
  run(HEADWORD, ["annotate", built, "--remove"]);
  const after = Object.fromEntries(files(built).map((file) => [file, readFileSync(join(built, file), "latin1")]));
  assert.deepEqual(after, before);
});

for (const [name, generator] of Object.entries(generators)) {
  test(name, async (t) => {
    const folders = ["plain", "annotated"].map((kind) => join(work, name, kind));
    folders.forEach((folder) => mkdirSync(folder, { recursive: true }));
    const [plain, annotated] = folders;
    const servers = await Promise.all(folders.map((folder) => serve(folder, "/docs/")));
    t.after(() => servers.forEach((server) => server.close()));
    generator.build(annotated, servers[1].origin);
    // Sphinx makes no page for unknown addresses
    if (!files(annotated).includes("404.html")) {
      writeFileSync(join(annotated, "404.html"), '<!doctype html><html lang="en"><title>Unknown</title><h1>Unknown</h1></html>');
    }
    cpSync(annotated, plain, { recursive: true });
    run(HEADWORD, ["annotate", annotated, "--glossary", glossary]);
    const [before, after] = servers.map((server) => `${server.origin}/docs/`);

    await t.test("the text of every page is what it was, without a message", async () => {
      const pages = files(plain).filter((file) => file.endsWith(".html"));
      assert.ok(pages.length >= 3, `${pages.length} pages`);
      for (const page of pages) {
        const texts = [];
        const complaints = [];
        for (const root of [before, after]) {
          complaints.push(await withPage(root + page, async (page) => texts.push(await textOf(page))));
        }
        const without = (text) => text.replaceAll(/127\.0\.0\.1:\d+/g, "");
        assert.equal(without(texts[1]), without(texts[0]), page);
        assert.deepEqual(complaints[1], complaints[0], page);
      }
    });

    await t.test("cards open", async () => {
      const complaints = await withPage(after, async (page) => {
        assert.equal(await cardOf(page, "gearbox"), "Gearbox\n\nWheels that change a speed.");
        assert.equal(await cardOf(page, "flange"), "Flange in review\n\npipe rim\n\nA rim of a pipe.");
        const [one, background] = await page.locator(".hw-card").evaluate((card) => {
          const { color, backgroundColor } = getComputedStyle(card);
          return [color, backgroundColor];
        });
        assert.notEqual(one, background);
      });
      assert.deepEqual(complaints, []);
    });

    await t.test("cards open on the next page and on the way back", async () => {
      const complaints = await withPage(after, async (page) => {
        await page.evaluate(() => (window.isSame = true));
        await page.locator("a:visible", { hasText: "Two" }).first().click();
        await page.waitForURL(after + generator.two);
        await page.locator("h1", { hasText: "Two" }).waitFor();
        assert.equal(await cardOf(page, "data center"), "Data center\n\nDC\n\nA building \"for\" machines & their cooling.");
        assert.equal(await page.evaluate(() => window.isSame === true), generator.isInstant === true);
        await page.goBack();
        await page.locator("h1", { hasText: "The gearbox" }).waitFor();
        assert.equal(await cardOf(page, "gearbox"), "Gearbox\n\nWheels that change a speed.");
      });
      assert.deepEqual(complaints, []);
    });

    await t.test("no gloss is in the search", async () => {
      const isIndex = (file) => (generator.index instanceof RegExp ? generator.index.test(file) : file === generator.index);
      const [index] = files(annotated).filter(isIndex);
      assert.ok(index, "the index of the search");
      assert.deepEqual(readFileSync(join(annotated, index)), readFileSync(join(plain, index)));
      if (!generator.search) return;
      await withPage(after + generator.search, async (page) => {
        const results = page.locator("#search-results li");
        await results.first().waitFor();
        await page.waitForTimeout(1_000);
        const text = await page.locator("#search-results").innerText();
        assert.match(text, /stands in a/, "the summary");
        assert.doesNotMatch(text, /Wheels that change/);
      });
    });

    await t.test("taking the links out gives every byte back", () => {
      run(HEADWORD, ["annotate", annotated, "--remove"]);
      assert.deepEqual(files(annotated).sort(), files(plain).sort());
      for (const file of files(plain)) {
        assert.ok(readFileSync(join(annotated, file)).equals(readFileSync(join(plain, file))), file);
      }
    });
  });
}
