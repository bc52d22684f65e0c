// The configuration of `headword schema decap` in the web editors that read it, Decap CMS and Sveltia CMS: an entry is
// opened, changed and saved, a new one is made, and Headword reads the files that Decap writes.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, test } from "node:test";

const { HEADWORD, HEADWORD_TEST_TOOLS: tools, HEADWORD_TEST_WORK: work, CHROMIUM } = process.env;
const { chromium } = createRequire(join(tools, "forms/node/package.json"))("playwright-core");
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  chromiumSandbox: process.getuid?.() !== 0,
  args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});
after(() => browser.close());

const settings = `title = "Bread"
edit_url = "https://github.com/ada/bread/edit/main/{path}"
`;
const toml = {
  "content/levain.md": `+++
title = "Levain"
+++

A dough of [[Rye|ryes]].
`,
  "content/rye.md": `+++
title = "Rye"
synonyms = ["Secale cereale, cereal"]
related = ["Levain"]
sources = [{ title = "A book", url = "https://example.org/" }, { title = "Another" }]
updated = 2026-11-23
[extra]
colour = 1
+++

A *grain* for bread, see [[levain]].
`,
  "pages/about.md": `+++
title = "About"
order = 2
+++

About it.
`,
};
const yaml = {
  "content/levain.md": `---
title: Levain
---

A dough of [[Rye|ryes]].
`,
  "content/rye.md": `---
title: Rye
synonyms: ["Secale cereale, cereal"]
related: [Levain]
sources:
  - title: A book
    url: https://example.org/
  - title: Another
updated: 2026-11-23
extra:
  colour: 1
---

A *grain* for bread, see [[levain]].
`,
  "pages/about.md": `---
title: About
order: 2
---

About it.
`,
};

const headword = (root, ...args) =>
  execFileSync(HEADWORD, [...args, "--root", root], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** A glossary with these files, and its configuration with a repository in the browser's memory. */
function glossary(name, files) {
  const root = join(work, name);
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("glossary.toml", settings);
  for (const [path, text] of Object.entries(files)) write(path, text);
  const config = headword(root, "schema", "decap");
  assert.match(config, /^backend:\n {2}name: github\n {2}repo: ada\/bread\n {2}branch: main\n/m);
  return { root, write, config: config.replace(/^backend:\n(?: {2}.*\n)+/m, "backend:\n  name: test-repo\n") };
}

const program = { decap: "decap-cms.js", sveltia: "sveltia-cms.js" };

/** Opens an editor with a configuration. `prepare` runs in the page before the editor starts. */
async function open(editor, config, prepare, argument) {
  const types = { ".css": "text/css", ".js": "text/javascript" };
  const page = `<!doctype html><meta charset="utf-8"><title>Editor</title><body><script src="/program/${program[editor]}"></script>`;
  const answer = (path) => {
    if (path === "/admin/") return ["text/html", page];
    if (path === "/admin/config.yml") return ["text/yaml", config];
    const file = path.match(/^\/program\/([\w.-]+)$/)?.[1];
    return file ? [types[file.match(/\.\w+$/)[0]], readFileSync(join(tools, "forms", editor, "package/dist", file))] : undefined;
  };
  const server = createServer((request, response) => {
    const found = answer(new URL(request.url, "http://localhost").pathname);
    response.writeHead(found ? 200 : 404, { "content-type": found?.[0] ?? "text/plain" });
    response.end(found?.[1]);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  const tab = await context.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  await tab.addInitScript(prepare, argument);
  await tab.goto(`${origin}/admin/`);
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  tab.setDefaultTimeout(20_000);
  return { tab, origin, errors };
}

/** Puts files into the repository of Decap that is in the page's memory. */
const intoMemory = (files) => {
  window.repoFiles = {};
  for (const [path, content] of Object.entries(files)) {
    const [folder, name] = path.split("/");
    window.repoFiles[folder] ??= {};
    window.repoFiles[folder][name] = { content };
  }
};

for (const [syntax, files] of Object.entries({ toml, yaml })) {
  test(`Decap CMS changes an entry in ${syntax}, and makes another`, { timeout: 180_000 }, async () => {
    const { root, write, config } = glossary(`decap-${syntax}`, files);

    /** Shows a page of the editor, fills in the form, and gives the files with the new one. */
    const edit = async (path, fill) => {
      // this repository takes all files in the folder of an entry for images
      const { tab, origin, errors } = await open("decap", config.replace(/media_folder: .*/g, "media_folder: /media"), intoMemory, files);
      await tab.getByRole("button", { name: "Login" }).click();
      await tab.goto(`${origin}/admin/#/collections/entries/${path}`);
      const field = (name) => tab.locator(`[id^="${name}-field-"]`).first();
      await field("title").waitFor();
      await fill(field, tab);
      await tab.getByRole("button", { name: "Publish", exact: true }).click();
      await tab.getByRole("menuitem", { name: "Publish now" }).click();
      await tab.getByText("Entry saved").waitFor();
      assert.deepEqual(errors, []);
      const saved = await tab.evaluate(() => window.repoFiles.content);
      await tab.context().close();
      return saved;
    };
    const type = async (tab, text) => {
      await tab.locator("[data-slate-editor]").click();
      await tab.keyboard.press("Control+End");
      await tab.keyboard.type(text);
    };
    const changed = await edit("entries/rye", async (field, tab) => {
      assert.equal(await field("item").inputValue(), "Secale cereale, cereal");
      assert.equal(await field("updated").inputValue(), "2026-11-23");
      await tab.getByText("Levain", { exact: true }).waitFor();
      await field("gloss").fill("A grain: for “bread”.");
      await field("updated").fill("2026-12-01");
      await type(tab, "And [[Levain]].");
    });
    const rye = changed["rye.md"].content;
    assert.ok(rye.endsWith("\n\nA *grain* for bread, see [[levain]].\nAnd [[Levain]].\n"), rye);
    assert.match(rye, /colour[:=\s]+1$/m);
    const made = await edit("new", async (field, tab) => {
      await field("title").fill("Bâtard, C.");
      await type(tab, "A loaf.");
    });
    assert.deepEqual(Object.keys(made).sort(), ["batard-c.md", "levain.md", "rye.md"]);
    write("content/rye.md", rye);
    write("content/batard-c.md", made["batard-c.md"].content);
    const entries = JSON.parse(headword(root, "export", "json")).entries;
    const entry = entries.find(({ slug }) => slug === "rye");
    assert.equal(entry.gloss, "A grain: for “bread”.");
    assert.equal(entry.updated, "2026-12-01");
    assert.ok(entries.some(({ headword }) => headword === "Bâtard, C."), JSON.stringify(entries));
  });
}

test("Sveltia CMS reads the configuration, and shows the form", { timeout: 120_000 }, async () => {
  const { config } = glossary("sveltia", toml);
  const { tab, errors } = await open("sveltia", config, () => {});
  await tab.getByRole("button", { name: /sign in|work with/i }).first().click();
  await tab.getByRole("button", { name: /Create New Entry/ }).first().click();
  for (const label of ["Title", "Text", "Abbreviations", "Synonyms"]) {
    await tab.getByText(label, { exact: true }).first().waitFor();
  }
  assert.deepEqual(errors, []);
});
