// Links and cards on real sites, made by their generators: MkDocs with Material, Zensical, Sphinx with two themes, mdBook
// and Starlight, and Docusaurus, VitePress and Nextra, which draw their pages again in the browser. The glossary is that
// of tests/specs/annotate.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { serve } from "../browser/server.mjs";

const { HEADWORD, HEADWORD_TEST_TOOLS: tools, HEADWORD_TEST_WORK: work, CHROMIUM } = process.env;
const { chromium } = createRequire(join(tools, "annotate/node/package.json"))("playwright-core");
const here = fileURLToPath(new URL("annotate/", import.meta.url));
const glossary = fileURLToPath(new URL("../specs/annotate/project/glossary", import.meta.url));
const sources = join(work, "sources");
cpSync(here, sources, { recursive: true });

const run = (program, args, cwd = sources, variables = {}) => {
  const env = { ...process.env, ...variables };
  return execFileSync(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
};
const python = (name) => join(tools, "annotate/python/bin", name);
const mdbook = join(tools, "annotate/mdbook/bin/mdbook");

/** Puts the address at which a site will be served into its settings: instant navigation needs it. */
const published = (file, origin) => {
  const path = join(sources, file);
  writeFileSync(path, readFileSync(path, "utf8").replace("http://127.0.0.1/", `${origin}/`));
};

/** A program of a generator that is a package of Node. */
const program = (folder, name) => join(folder, "node_modules/.bin", name);

/** Puts the sources of a site beside the packages of its generator, without anything of an earlier build; the folder. */
const besidePackages = (name) => {
  const folder = join(tools, "generators", name);
  const kept = ["node_modules", "package.json", "package-lock.json", "installed-lock.json"];
  for (const file of readdirSync(folder)) {
    if (!kept.includes(file)) rmSync(join(folder, file), { recursive: true });
  }
  for (const cache of [".astro", ".cache", ".vite"]) rmSync(join(folder, "node_modules", cache), { recursive: true, force: true });
  cpSync(join(here, name), folder, { recursive: true });
  return folder;
};

const sphinx = {
  two: "two.html",
  index: /^searchindex.js$/,
  async search(page) {
    await page.goto(new URL("search.html?q=gearbox", page.url()).href);
    const results = page.locator("#search-results");
    await results.locator("li").first().waitFor();
    await page.waitForTimeout(1_000);
    return results;
  },
};
const themed = (theme) => ({
  ...sphinx,
  build: (into) => run(python("sphinx-build"), ["-q", "-b", "html", "-D", `html_theme=${theme}`, "sphinx", into]),
});

const tabs = [
  ["Steel", "A flange of steel"],
  ["Wood", "A gearbox of wood"],
];

const starlight = (variables) => ({
  two: "two/",
  build(into) {
    const folder = besidePackages("starlight");
    // Astro needs a newer Node than the tests do
    const node = join(folder, `node_modules/node-linux-${process.arch}/bin/node`);
    const astro = join(folder, "node_modules/astro/bin/astro.mjs");
    run(node, [astro, "build", "--outDir", into], folder, { ASTRO_TELEMETRY_DISABLED: "1", ...variables });
  },
  options: ["--mentions", "all"],
  index: /^pagefind\//,
  async search(page) {
    await page.locator("site-search button[data-open-modal]").click();
    await page.locator("site-search input").fill("gearbox");
    const results = page.locator("site-search .pagefind-ui__results");
    await results.locator("mark").first().waitFor();
    return results;
  },
  tabs,
  darken: (page) => page.locator("starlight-theme-select select:visible").selectOption("dark"),
});

const generators = {
  material: {
    two: "two/",
    isInstant: true,
    build: (into, origin) => {
      published("mkdocs.yml", origin);
      run(python("mkdocs"), ["build", "-q", "-d", into]);
    },
    index: /^search\/search_index.json$/,
  },
  zensical: {
    two: "two/",
    isInstant: true,
    build: (into, origin) => {
      published("zensical.toml", origin);
      run(python("zensical"), ["build"]);
      cpSync(join(sources, "site"), into, { recursive: true });
    },
    index: /^search.json$/,
  },
  furo: themed("furo"),
  alabaster: themed("alabaster"),
  mdbook: { two: "two.html", build: (into) => run(mdbook, ["build", "mdbook", "-d", into]), index: /^searchindex.*\.js$/ },
  starlight: starlight({}),
  "starlight with its router": { ...starlight({ CLIENT_ROUTER: "1" }), isInstant: true },
  docusaurus: {
    two: "two",
    isDrawnAgain: true,
    isInstant: true,
    build(into) {
      const folder = besidePackages("docusaurus");
      run(program(folder, "docusaurus"), ["build", "--out-dir", into], folder);
    },
    options: ["--mentions", "all"],
    tabs: [...tabs, ["Blue", "A blue flange"], ["Red", "A red gearbox"]],
    darken: (page) => page.locator("[class*=colorModeToggle] button:visible").click(),
  },
  vitepress: {
    two: "two.html",
    isDrawnAgain: true,
    isInstant: true,
    build(into) {
      const folder = besidePackages("vitepress");
      run(program(folder, "vitepress"), ["build", "--outDir", into], folder);
    },
    options: ["--mentions", "all"],
    index: /localSearchIndex/,
    async search(page) {
      await page.locator("#local-search button").click();
      await page.locator("#localsearch-input").fill("gearbox");
      const results = page.locator(".VPLocalSearchBox .results");
      await results.getByText("stands in a").first().waitFor();
      return results;
    },
    tabs,
    darken: (page) => page.locator(".VPSwitchAppearance:visible").click(),
  },
  nextra: {
    two: "two/",
    isDrawnAgain: true,
    isInstant: true,
    build(into) {
      const folder = besidePackages("nextra");
      run(program(folder, "next"), ["build"], folder, { NEXT_TELEMETRY_DISABLED: "1" });
      run(program(folder, "pagefind"), ["--site", "out", "--output-path", "out/_pagefind"], folder);
      cpSync(join(folder, "out"), into, { recursive: true });
    },
    options: ["--mentions", "all"],
    index: /^_pagefind\//,
    async search(page) {
      await page.locator("input[type=search]:visible").fill("gearbox");
      const results = page.locator(".nextra-search-results");
      await results.locator("mark").first().waitFor();
      return results;
    },
    tabs,
    async darken(page) {
      await page.locator("button[title='Change theme']:visible").click();
      await page.getByRole("option", { name: "Dark" }).click();
    },
  },
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

/** Opens a page, and calls `use` with it; what the page complained of. `prepare` gets its context before. */
async function withPage(url, use, prepare = () => {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en" });
  context.setDefaultTimeout(20_000);
  const complaints = [];
  context.on("console", (message) => {
    const { url } = message.location();
    const isIcon = url.endsWith("/favicon.ico");
    if (["error", "warning"].includes(message.type()) && !isIcon) complaints.push(`${message.text()} ${url}`);
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  try {
    await prepare(context);
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

/** Waits for links: some sites get theirs by script. */
const linked = (page) => page.locator("a.hw-term").first().waitFor({ state: "attached" });

/** Waits until a part with some text can be seen, and a term in it is a link. */
const linkedIn = (page, text) =>
  page.locator("a.hw-term:visible").locator("xpath=..").filter({ hasText: text }).first().waitFor();

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

const glosses = {
  gearbox: "Gearbox\n\nWheels that change a speed.",
  flange: "Flange in review\n\npipe rim\n\nA rim of a pipe.",
  "data center": "Data center\n\nDC\n\nA building \"for\" machines & their cooling.",
};

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
    // Starlight loads pages before a click
    for (const word of ["data-center", "flange", "gearbox", "ground", "rust"]) {
      mkdirSync(join(annotated, "words", word), { recursive: true });
      writeFileSync(join(annotated, "words", word, "index.html"), '<!doctype html><html lang="en"><title>Word</title><h1>Word</h1></html>');
    }
    cpSync(annotated, plain, { recursive: true });
    const annotate = (...options) => run(HEADWORD, ["annotate", annotated, "--glossary", glossary, "--to", "/docs/words/", ...options]);
    annotate(...(generator.options ?? []));
    const [before, after] = servers.map((server) => `${server.origin}/docs/`);

    /** Reads the same texts from the site with links as from the plain one, and the same messages. */
    const compare = async (path, read, prepare) => {
      const [was, is] = [{}, {}];
      was.complaints = await withPage(before + path, async (page) => (was.texts = await read(page, false)), prepare);
      is.complaints = await withPage(after + path, async (page) => (is.texts = await read(page, true)), prepare);
      for (const seen of [was, is]) {
        for (const texts of [seen.texts, seen.complaints]) {
          texts.forEach((text, at) => (texts[at] = text.replaceAll(/127\.0\.0\.1:\d+/g, "")));
        }
      }
      assert.deepEqual(is, was, path);
    };

    await t.test("the text of every page is what it was, without a message", async () => {
      const pages = files(plain).filter((file) => file.endsWith(".html") && !file.startsWith("words/"));
      assert.ok(pages.length >= 3, `${pages.length} pages`);
      for (const path of pages) {
        // Docusaurus complains about a page at another address than its own
        await compare(path.replace(/(?<=^|\/)index\.html$/, ""), async (page, isAnnotated) => {
          if (isAnnotated && /^(index|two|two\/index)\.html$/.test(path)) await linked(page);
          return [await textOf(page)];
        });
      }
    });

    await t.test("cards open, and links lead to their terms", async () => {
      const complaints = await withPage(after, async (page) => {
        for (const word of ["gearbox", "flange"]) assert.equal(await cardOf(page, word), glosses[word]);
        const [one, background] = await page.locator(".hw-card").evaluate((card) => {
          const { color, backgroundColor } = getComputedStyle(card);
          return [color, backgroundColor];
        });
        assert.notEqual(one, background);
        await page.locator("a.hw-term", { hasText: "gearbox" }).first().click();
        await page.waitForURL(`${after}words/gearbox/`);
        await page.locator("h1", { hasText: "Word" }).waitFor();
      });
      assert.deepEqual(complaints, []);
    });

    await t.test("cards open on the next page and on the way back, and the text is what it was", async () => {
      await compare("", async (page, isAnnotated) => {
        const texts = [];
        const look = async (heading, word) => {
          await page.locator("h1", { hasText: heading }).waitFor();
          if (isAnnotated) assert.equal(await cardOf(page, word), glosses[word]);
          await page.waitForTimeout(500);
          texts.push(await textOf(page));
        };
        await page.evaluate(() => (window.isSame = true));
        await page.locator("a:visible", { hasText: "Two" }).first().click();
        await page.waitForURL(`**/docs/${generator.two}`);
        await look("Two", "data center");
        // the address in the settings of Material is that of the site with links
        if (isAnnotated) assert.equal(await page.evaluate(() => window.isSame === true), generator.isInstant === true);
        await page.goBack();
        await look("The gearbox", "gearbox");
        return texts;
      });
    });

    if (generator.tabs) {
      await t.test("parts that change are what they were, and their links come back", async () => {
        const steps = [
          ...(generator.isDrawnAgain ? [1, 2, 3] : []).map((n) => [`You clicked ${n} times`, (page) => page.locator("#count").click()]),
          ...generator.tabs.map(([tab, text]) => [text, (page) => page.getByRole("tab", { name: tab }).click()]),
          ["A gearbox in the details", (page) => page.locator("summary", { hasText: "More" }).click()],
          ["A gearbox stands in", generator.darken],
        ];
        await compare("", async (page, isAnnotated) => {
          if (isAnnotated) await linked(page);
          const texts = [];
          for (const [text, step] of steps) {
            await step(page);
            if (isAnnotated) await linkedIn(page, text);
            await page.waitForTimeout(500);
            texts.push(await textOf(page));
          }
          if (isAnnotated) assert.equal(await cardOf(page, "flange"), glosses.flange);
          return texts;
        });
      });
    }

    if (generator.isDrawnAgain) {
      await t.test("the text is what it was when scripts are late", async () => {
        // each later than the one before: the script for links runs when only the text of the page is not there yet
        const delay = (context) => {
          let late = 0;
          return context.route(/\.js$/, async (route) => {
            if (!route.request().url().includes("/headword-")) await pause((late += 500));
            await route.continue();
          });
        };
        await compare("", async (page, isAnnotated) => {
          if (isAnnotated) await linked(page);
          return [await textOf(page)];
        }, delay);
      });

      await t.test("with the first mentions only, a change of the text adds no second link", async () => {
        annotate();
        await compare("", async (page, isAnnotated) => {
          if (isAnnotated) await linked(page);
          for (const step of [1, 2]) {
            if (isAnnotated) {
              for (const word of ["gearbox", "flange", "data-center", "rust"]) {
                assert.equal(await page.locator(`a.hw-term[href$="/${word}/"]`).count(), 1, `${word}, ${step}`);
              }
            }
            await page.locator("#count").click();
            await page.waitForTimeout(500);
          }
          return [await textOf(page)];
        });
        annotate(...generator.options);
      });
    }

    if (generator.index) {
      await t.test("no gloss is in the search", async () => {
        const index = files(annotated).filter((file) => generator.index.test(file));
        assert.ok(index.length > 0, "the index of the search");
        for (const file of index) assert.ok(readFileSync(join(annotated, file)).equals(readFileSync(join(plain, file))), file);
        if (!generator.search) return;
        await withPage(after, async (page) => {
          const results = await generator.search(page);
          const text = await results.innerText();
          assert.match(text, /stands in a/, "the summary");
          assert.doesNotMatch(text, /Wheels that change/);
          assert.equal(await results.locator("a.hw-term").count(), 0);
        });
      });
    }

    await t.test("taking the links out gives every byte back", () => {
      run(HEADWORD, ["annotate", annotated, "--remove"]);
      assert.deepEqual(files(annotated).sort(), files(plain).sort());
      for (const file of files(plain)) {
        assert.ok(readFileSync(join(annotated, file)).equals(readFileSync(join(plain, file))), file);
      }
    });
  });
}
