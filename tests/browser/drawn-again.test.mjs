// Links on the pages of another site that Vue and React draw again in the browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { withPage } from "./browser.mjs";
import { until } from "./checks.mjs";
import { app } from "./drawn/vue.mjs";
import { component } from "./drawn/react.mjs";
import { serve } from "./server.mjs";
import { packageFile, requirePackage, setting } from "./tools.mjs";

const glossary = fileURLToPath(new URL("../specs/annotate/project/glossary", import.meta.url));
const parts = fileURLToPath(new URL("drawn", import.meta.url));
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

// The last script of each page makes `draw`, which a test calls when it is time.
const frameworks = {
  VitePress: {
    scripts: ["vue/dist/vue.runtime.global.prod.js"],
    render: (path) => requirePackage("vue/server-renderer").renderToString(app(requirePackage("vue"), path)),
    start: 'import { app } from "./vue.mjs";\nwindow.draw = () => app(Vue, document.body.dataset.path).mount("#app");\n',
  },
  React: {
    scripts: ["react/umd/react.production.min.js", "react-dom/umd/react-dom.production.min.js"],
    render: (path) => {
      const React = requirePackage("react");
      return requirePackage("react-dom/server").renderToString(React.createElement(component(React, path)));
    },
    start:
      'import { component } from "./react.mjs";\nwindow.draw = () => ReactDOM.hydrateRoot(document.querySelector("#app"), React.createElement(component(React, document.body.dataset.path)));\n',
  },
};

async function write(folder, { scripts, render, start }, generator) {
  cpSync(parts, folder, { recursive: true });
  writeFileSync(join(folder, "start.mjs"), start);
  writeFileSync(join(folder, "icon.svg"), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  scripts.forEach((file, index) => cpSync(packageFile(file), join(folder, `framework-${index}.js`)));
  mkdirSync(join(folder, "glossary/flange"), { recursive: true });
  writeFileSync(join(folder, "glossary/flange/index.html"), '<!doctype html><title>Flange</title><link rel="icon" href="/docs/icon.svg">');
  for (const path of ["", "two/"]) {
    mkdirSync(join(folder, path), { recursive: true });
    const file = join(folder, path, "index.html");
    const tags = scripts.map((_, index) => `<script defer src="/docs/framework-${index}.js"></script>`).join("");
    writeFileSync(
      file,
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title><meta name="generator" content="${generator}">
<link rel="icon" href="/docs/icon.svg">${tags}<script type="module" src="/docs/start.mjs"></script></head>
<body data-path="${path}"><div id="app">${await render(path)}</div></body></html>
`,
    );
  }
}

/** The text nodes in an element of the page. */
const textNodes = (main) => {
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  return texts;
};

// What an extension of the browser does to these text nodes: a highlighter, and two kinds of translators.
const otherPrograms = {
  "highlights words": (texts) => {
    for (const text of texts) {
      const at = text.data.search(/of the|rbox|nter/);
      if (at <= 0) continue;
      const word = text.splitText(at);
      word.splitText(2);
      const mark = document.createElement("mark");
      word.replaceWith(mark);
      mark.append(word);
    }
  },
  "translates texts": (texts) => {
    for (const text of texts) text.data = text.data.toUpperCase();
  },
  "replaces texts": (texts) => {
    for (const text of texts) {
      const font = document.createElement("font");
      font.textContent = text.data.toUpperCase();
      text.replaceWith(font);
    }
  },
};

const textOf = (page) => page.locator("#app").evaluate((root) => root.textContent);
const linksOf = (page) => page.locator("a.hw-term").evaluateAll((links) => links.map((link) => link.textContent.replaceAll(/\s+/g, " ")));
const draw = (page) => page.evaluate(() => window.draw() && null);

for (const [name, framework] of Object.entries(frameworks)) {
  const [plain, annotated] = await Promise.all(
    ["plain", "annotated"].map(async (kind) => {
      const folder = mkdtempSync(join(setting("HEADWORD_TEST_SITES"), `drawn-${kind}-`));
      await write(folder, framework, name === "React" ? "" : name);
      if (kind === "annotated") {
        execFileSync(setting("HEADWORD"), ["annotate", folder, "--glossary", glossary, "--to", "/docs/glossary/", "--mentions", "all"]);
      }
      const server = await serve(folder, "/docs/", { "content-security-policy": policy });
      after(() => server.close());
      return { origin: server.origin, root: `${server.origin}/docs/` };
    }),
  );

  /** Does the same on the page with links and on the page without; both have to have the same text after each step. */
  const onBoth = (path, steps) =>
    withPage(plain, path, {}, async (without) => {
      await draw(without);
      await withPage(annotated, path, {}, async (page) => {
        await draw(page);
        for (const [act, links] of steps) {
          for (const each of [without, page]) await act(each);
          await until(() => linksOf(page), links);
          assert.equal(await textOf(page), await textOf(without));
        }
      });
    });

  const nothing = () => {};
  const count = (page) => page.getByRole("button", { name: "Count" }).click();
  const at = (path) => async (page) => {
    await page.locator(`nav a[href="/docs/${path}"]`).click();
    await page.locator("h1", { hasText: path ? "Two" : "The gearbox" }).waitFor();
  };
  const texts = ["pipe rim", "gearbox", "pipe rim", "gearbox"];
  const first = ["flange", "gearbox", "data center", ...texts, "flange", "flange", "gearbox", "pipe rim", "flange"];
  const counted = ["flange", "gearbox", "data center", ...texts, "pipe rim", "gearbox", "flange"];
  const second = ["pipe rim", "grounded", "data center"];

  test(`${name}: nothing is touched before the framework has drawn the page`, async () => {
    await withPage(annotated, "", {}, async (page) => {
      await page.waitForTimeout(500);
      assert.deepEqual(await linksOf(page), []);
      await draw(page);
      await until(() => linksOf(page), first);
    });
  });

  test(`${name}: links come back after each change, and no text is lost or doubled`, async () => {
    await onBoth("", [
      [nothing, first],
      [count, counted],
      [count, first],
      [count, counted],
    ]);
  });

  for (const [what, change] of Object.entries(otherPrograms)) {
    test(`${name}: no text is lost or doubled when another program ${what}`, async () => {
      await withPage(annotated, "", {}, async (page) => {
        await draw(page);
        await until(() => linksOf(page), first);
        const text = await textOf(page);
        const texts = await page.locator("main").evaluateHandle(textNodes);
        await texts.evaluate(change);
        const changed = await textOf(page);
        assert.equal(changed.toLowerCase(), text.toLowerCase());
        await page.waitForTimeout(300);
        assert.equal(await textOf(page), changed);
      });
    });
  }

  test(`${name}: links come to a page that changes in each frame`, async () => {
    await withPage(annotated, "", {}, async (page) => {
      await page.evaluate(() => {
        const clock = document.body.appendChild(document.createElement("div"));
        const tick = (now) => {
          clock.textContent = now;
          requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
      });
      await draw(page);
      await until(() => linksOf(page), first);
    });
  });

  test(`${name}: another page has its links, also on the way back`, async () => {
    await onBoth("", [
      [nothing, first],
      [at("two/"), second],
      [at(""), first],
      [(page) => page.goBack(), second],
      [(page) => page.goForward(), first],
      [count, counted],
    ]);
    await onBoth("two/", [
      [nothing, second],
      [at(""), first],
    ]);
  });

  test(`${name}: a link has a card, which leads to the glossary`, async () => {
    await withPage(annotated, "two/", {}, async (page) => {
      await draw(page);
      const link = page.locator("a.hw-term", { hasText: "pipe rim" });
      await link.hover();
      const card = page.locator("div.hw-card:popover-open");
      await card.waitFor();
      assert.equal(await card.innerText(), "Flange in review\n\npipe rim\n\nA rim of a pipe.");
      assert.equal(await link.getAttribute("target"), "_self");
      await link.click();
      await page.waitForURL(`${annotated.root}glossary/flange/`);
    });
  });
}
