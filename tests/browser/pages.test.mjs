// The index, letter pages, term pages, the colour scheme, and the page for unknown addresses.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage } from "./browser.mjs";
import { assertNone, until } from "./checks.mjs";
import { shownScheme } from "./actions.mjs";
import { open } from "./sites.mjs";

const own = await open("own");
const large = await open("large");
const arabic = await open("arabic");

const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

test("the button copies the canonical URL, and shows that it has copied", async () => {
  await withPage(own, "tokenization/?x=1#_main", { clipboard: true }, async (page) => {
    const button = page.locator("button.hw-copy-link");
    await button.click();
    await until(() => copied(page), `${own.published}tokenization/`);
    await page.getByText("Copied", { exact: true }).first().waitFor();
  });
});

test("without a canonical URL, the button copies the page's URL without query and fragment", async () => {
  await withPage(arabic, `${encodeURI("نموذج/")}?x=1#_main`, { clipboard: true }, async (page) => {
    await page.locator("button.hw-copy-link").click();
    await until(() => copied(page), arabic.root + encodeURI("نموذج/"));
  });
});

test("the button copies the place on the page to which the reader went by the link of a heading", async () => {
  await withPage(large, "tokenization/", { clipboard: true }, async (page) => {
    const heading = page.locator(".definition h2").first();
    const name = await heading.textContent();
    await heading.getByRole("link", { name }).click();
    const hash = `#${await heading.getAttribute("id")}`;
    assert.equal(new URL(page.url()).hash, hash);
    await page.locator("button.hw-copy-link").click();
    await until(() => copied(page), `${large.published}tokenization/${hash}`);
  });
});

test("the menu beside the button copies the meaning, and the link in Markdown", async () => {
  await withPage(own, "tokenization/", { clipboard: true }, async (page) => {
    await page.getByRole("button", { name: "Copy …" }).click();
    await page.getByRole("button", { name: "Plain text", exact: true }).click();
    await until(async () => (await copied(page)).startsWith("Tokenization: "), true);
    assert.ok(!(await copied(page)).includes("\n"), "the meaning is one line");
    await page.getByRole("button", { name: "Markdown", exact: true }).click();
    await until(() => copied(page), `[Tokenization](<${own.published}tokenization/>)`);
    await page.keyboard.press("Escape");
    await until(() => page.locator(".hw-forms").isVisible(), false);
  });
});

test("code has the name of its language, and a button that copies it", async () => {
  await withPage(large, "temp%C3%A9rature/", { clipboard: true }, async (page) => {
    const code = page.locator(".hw-code").first();
    assert.ok(await code.locator("code").getAttribute("data-language"));
    await code.hover();
    await code.getByRole("button", { name: "Copy", exact: true }).click();
    await until(() => copied(page), await code.locator("pre").textContent());
  });
});

test("code and tables are stops of the Tab key only while they are wider than the text", async () => {
  await withPage(large, "temp%C3%A9rature/", {}, async (page) => {
    const stops = () => page.locator(".definition :is(pre, .hw-table)").evaluateAll((parts) =>
      parts.every((part) => part.hasAttribute("tabindex") === part.scrollWidth > part.clientWidth));
    await until(stops, true);
    await page.setViewportSize({ width: 240, height: 600 });
    await until(stops, true);
    assert.ok(await page.locator(".definition [tabindex]").count(), "a part is wider than 240 pixels");
  });
});

test("a long page lists its headings", async () => {
  await withPage(large, "xylographic-ledger/", {}, async (page) => {
    await page.getByText("On this page", { exact: true }).click();
    await page.locator(".hw-contents").getByRole("link", { name: "Chapter 7", exact: true }).click();
    assert.equal(new URL(page.url()).hash, "#chapter-7");
  });
});

test("a citation can be copied in four formats", async () => {
  await withPage(large, "tokenization/", { clipboard: true }, async (page) => {
    await page.locator("details.hw-cite summary").click();
    const buttons = page.locator("details.hw-cite button:visible");
    await until(() => buttons.count(), 4);
    const address = `${large.published}tokenization/`;
    const formats = [/^The editors & friends\..*Tokenization/, /\]\(<?https:/, /<a href="https:/, /^@\w+\{/];
    for (const [index, format] of formats.entries()) {
      await buttons.nth(index).click();
      await until(async () => format.test(await copied(page)), true, `format ${index + 1}`);
      assert.ok((await copied(page)).includes(address), `format ${index + 1} has the URL`);
    }
  });
});

test("a citation that is opened without a pointer has all forms too", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    const details = page.locator("details.hw-cite");
    assert.match(await details.locator("p").textContent(), /^The editors & friends\. “Tokenization”\. /);
    await details.evaluate((element) => {
      element.open = true;
    });
    await until(() => details.locator("button:visible").count(), 4);
    assert.match(await details.locator("pre").first().textContent(), /^The editors & friends\. “Tokenization”\. /);
  });
});

test("the button says so if the script that copies cannot be loaded", async () => {
  await withPage(own, "tokenization/", { refused: "assets/copy.js" }, async (page) => {
    await page.locator("button.hw-copy-link").click();
    await page.getByText("Copying failed", { exact: true }).first().waitFor();
  });
});

test("the browser stores the colours of the switch, unless they are those of the system", async () => {
  await withPage(own, "tokenization/", {}, async (page) => {
    const button = page.locator("button.hw-scheme");
    const remembered = () => page.evaluate(() => localStorage.getItem("headword-scheme"));
    assert.equal(await shownScheme(page), "light");
    assert.equal(await button.getAttribute("aria-pressed"), "false");
    await button.click();
    await until(() => shownScheme(page), "dark");
    assert.equal(await button.getAttribute("aria-pressed"), "true");
    assert.equal(await remembered(), "dark");
    await page.goto(own.root);
    assert.equal(await shownScheme(page), "dark");
    assert.equal(await button.getAttribute("aria-pressed"), "true");
    await button.click();
    await until(() => shownScheme(page), "light");
    assert.equal(await remembered(), null);
  });
});

test("a reader who prefers dark colours gets them, and can switch to light ones", async () => {
  await withPage(own, "", { scheme: "dark" }, async (page) => {
    assert.equal(await shownScheme(page), "dark");
    await page.locator("button.hw-scheme").click();
    await until(() => shownScheme(page), "light");
    await page.reload();
    assert.equal(await shownScheme(page), "light");
  });
});

test("the page has the stored colours before it is painted", async () => {
  await withPage(own, "", {}, async (page) => {
    await page.evaluate(() => localStorage.setItem("headword-scheme", "dark"));
    await page.addInitScript(() => {
      // The parser adds the body before anything is painted.
      const watcher = new MutationObserver(() => {
        if (!document.body) return;
        globalThis.schemeAtFirst = document.documentElement.dataset.scheme;
        watcher.disconnect();
      });
      watcher.observe(document, { childList: true, subtree: true });
    });
    await page.reload();
    assert.equal(await page.evaluate(() => globalThis.schemeAtFirst), "dark");
  });
});

test("pages work if the browser's storage is full or forbidden", async () => {
  const before = (page) =>
    page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException("refused", "SecurityError");
      };
      Object.defineProperty(globalThis, "localStorage", { get: refuse });
    });
  await withPage(own, "tokenization/", { before }, async (page) => {
    await page.locator("button.hw-scheme").click();
    await until(() => shownScheme(page), "dark");
  });
});

test("typing narrows the index", async () => {
  await withPage(own, "", {}, async (page) => {
    const lines = page.locator("main section li:visible");
    const all = await lines.count();
    const filter = page.locator("input.hw-field");
    await filter.fill("TOKEN");
    await until(async () => (await lines.count()) < all, true);
    for (const line of await lines.allTextContents()) assert.match(line, /token/i);
    assert.ok((await lines.count()) > 0);
    assert.equal(await page.locator(".hw-panel:not([hidden])").count(), 0, "the list itself is the result");
    for (const section of await page.locator("main section[id]:visible").all()) {
      assert.ok((await section.locator("li:visible").count()) > 0, "no empty letter is visible");
    }
    await filter.fill("tokenizaton");
    await until(async () => (await lines.allTextContents()).every((line) => /token/i.test(line)), true, "typos are forgiven");
    await filter.fill("convnext");
    await until(() => page.locator(".hw-panel:not([hidden]) a").count(), 1, "texts are searched if no name is found");
    await filter.fill("");
    await until(() => lines.count(), all);
  });
});

test("the letters lead to their sections and stay visible", async () => {
  await withPage(own, "", {}, async (page) => {
    const bar = page.locator("nav.hw-letters");
    const links = bar.locator("a");
    const ids = await links.evaluateAll((all) => all.map((link) => link.hash.slice(1)));
    const sections = await page.locator("main section[id]").evaluateAll((all) => all.map((section) => section.id));
    assert.deepEqual(ids.map(decodeURIComponent), sections);
    await links.last().click();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await until(() => bar.evaluate((nav) => {
      const box = nav.getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight;
    }), true, "the letters are in the window at the page's end");
  });
});

test("the bar of letters does not cover a letter's heading", async () => {
  await withPage(own, "", {}, async (page) => {
    await page.locator("nav.hw-letters a", { hasText: /^\s*I\s*$/ }).click();
    const heading = page.locator("section#i h2");
    await until(() => heading.evaluate((element) => {
      const box = element.getBoundingClientRect();
      const there = document.elementFromPoint(box.x + 4, box.y + box.height / 2);
      return element === there || element.contains(there) || Boolean(there?.contains(element));
    }), true);
  });
});

test("a large index has an anchor for each letter and a link to its page, which lists its terms", async () => {
  await withPage(large, "", {}, async (page) => {
    const sections = page.locator("main section[id]");
    const links = await sections.evaluateAll((all) =>
      all.map((section) => [...section.querySelectorAll("a")].map((link) => link.href).find((href) => href.includes("/letters/"))),
    );
    assert.ok(links.length >= 20, "there are letters");
    assert.ok(links.every(Boolean), "each letter links to its page");
    const slugs = new Set();
    for (const link of new Set(links)) {
      const text = await (await fetch(link)).text();
      for (const [, href] of text.matchAll(/<a class="term[^"]*" href="([^"]*)"/g)) slugs.add(new URL(href, link).pathname);
    }
    assert.ok(slugs.size > 1480, `${slugs.size} terms are on letter pages`);
  });
});

test("a letter page can be narrowed, by other names as well", async () => {
  await withPage(large, "letters/t/", {}, async (page) => {
    const lines = page.locator("main li:visible").filter({ has: page.locator("a") });
    await page.locator("input.hw-field").fill("text split");
    await until(async () => (await page.locator("main").innerText()).includes("Text Splitting"), true);
    await until(async () => /text split/i.test((await lines.last().textContent()) ?? ""), true);
  });
});

test("a term page shows everything in its entry", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    const article = page.locator("article.entry[data-slug=tokenization]");
    assert.equal((await article.locator("h1 dfn").textContent()).trim(), "Tokenization");
    const text = await article.innerText();
    const said = ["TKZ", "Lexical Segmentation", "Text Splitting", "Tokenisation", "2026", "On <tokens> & “their” kin"];
    assertNone(said.filter((words) => !text.includes(words)), "missing");
    assert.doesNotMatch(text, /Subwordery/, "a hidden name");
    assert.match(await article.locator(".see-also").innerText(), /Naïve Bayes/);
    assert.match(await article.locator(".hw-narrower").innerText(), /Byte Tokenization/);
    assert.match(await article.locator(".mentions").innerText(), /often used ones/, "the sentence that mentions it");
    const edit = await article.locator("a.hw-edit").getAttribute("href");
    assert.equal(edit, "https://example.org/edit/main/content/tokenization.md");
    const report = new URL(await article.locator("a.hw-report").getAttribute("href"));
    assert.equal(report.searchParams.get("title"), "Tokenization");
    assert.match(report.searchParams.get("path"), /tokenization/);
  });
});

test("the URL for reports contains every name completely", async () => {
  await withPage(large, "script-in-a-name/", {}, async (page) => {
    const report = new URL(await page.locator("a.hw-report").getAttribute("href"));
    assert.equal(report.searchParams.get("title"), '<script>alert(1)</script> & "Co"');
    assert.equal(report.searchParams.size, 2);
  });
});

test("the first five mentions are quoted, the others are in a closed list", async () => {
  await withPage(large, "xylographic-ledger/", {}, async (page) => {
    const mentions = page.locator("section.mentions");
    assert.equal(await mentions.locator("q").count(), 5);
    const folded = mentions.locator("details li");
    assert.equal(await folded.count(), 26);
    await mentions.locator("details summary").click();
    assert.ok(await folded.first().isVisible());
  });
});

test("the end of a page lists its terms with names and gloss", async () => {
  await withPage(large, "byte-tokenization/", {}, async (page) => {
    const terms = page.locator("section.hw-terms");
    assert.match(await terms.innerText(), /Terms on this page/i);
    assert.match(await terms.innerText(), /Tokenization.*TKZ.*The cutting of a text/s);
  });
});

test("a former address leads to the term", async () => {
  for (const former of ["old-tokenizer/", "docs/tokens.html"]) {
    await withPage(large, former, {}, async (page) => {
      await page.waitForURL(`${large.root}tokenization/`);
    });
  }
});

test("a former address keeps query and fragment, and adds no step to go back to", async () => {
  for (const former of ["old-tokenizer/", "docs/tokens.html"]) {
    await withPage(large, `${former}?from=docs#_main`, {}, async (page) => {
      await page.waitForURL(`${large.root}tokenization/?from=docs#_main`);
      assert.equal(await page.evaluate(() => history.length), 2, "a blank page and this one");
    });
  }
});

test("a former address leads to the term without scripts too", async () => {
  await withPage(large, "old-tokenizer/#_main", { scripts: false }, async (page) => {
    await page.waitForURL((url) => url.pathname.endsWith("/tokenization/"));
  });
});

const similar = [
  ["tokenisation/", "Tokenization"],
  ["tokenizaton/", "Tokenization"],
  ["rokenization/", "Tokenization"],
  ["glossary/terms/image-patches", "Image Patch"],
  ["Zero_Shot_Learning.html", "Zero-Shot Learning"],
];

for (const [address, name] of similar) {
  test(`the page for unknown addresses suggests ${name} for ${address}`, async () => {
    await withPage(own, address, { missing: [address] }, async (page) => {
      const nearest = page.locator(".hw-nearest a");
      await until(async () => (await nearest.allTextContents()).map((text) => text.trim())[0], name);
      const [response] = await Promise.all([page.waitForResponse((r) => r.request().isNavigationRequest()), nearest.first().click()]);
      assert.equal(response.status(), 200);
      await until(() => page.locator("h1 dfn").textContent(), name);
    });
  });
}

test("the page for unknown addresses knows former addresses, in any spelling", async () => {
  for (const address of ["Old_Tokenizer/", "OLD-TOKENIZER.html", "docs/Tokens/"]) {
    await withPage(large, address, { missing: [address] }, async (page) => {
      const nearest = page.locator(".hw-nearest a");
      await until(async () => (await nearest.allTextContents()).map((text) => text.trim())[0], "Tokenization");
    });
  }
});

test("an address that is not similar to a term gets no suggestion, and its markup is not written", async () => {
  for (const address of ["zzzqqqxxxjjj/", "%3Cimg%20src=x%20onerror=alert(1)%3E/", "%E0%A4%A/"]) {
    await withPage(own, address, { missing: [address] }, async (page) => {
      await page.locator("h1").waitFor();
      await page.waitForLoadState("networkidle");
      assert.equal(await page.locator("main img").count(), 0);
      assert.ok(await page.locator(`main a[href="${own.base}"]`).first().isVisible(), "the page links to the index");
    });
  }
});

test("structured data has the term, its meaning and its glossary", async () => {
  for (const [at, name] of [["tokenization/", "Tokenization"], ["script-in-a-name/", '<script>alert(1)</script> & "Co"']]) {
    await withPage(large, at, {}, async (page) => {
      const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
      assert.equal(data["@type"], "DefinedTerm");
      assert.equal(data.name, name);
      const shared = page.locator('meta[property="og:title"]');
      assert.equal(await shared.getAttribute("content"), `${name} · ${await page.locator(".hw-home").textContent()}`);
      assert.equal(await page.locator("link[rel=canonical]").getAttribute("href"), large.published + at);
      const description = page.locator('meta[name="description"]');
      assert.equal(await description.getAttribute("property"), "og:description");
      assert.equal(await description.getAttribute("content"), data.description);
    });
  }
});

test("a site with a URL describes its search for browsers", async () => {
  await withPage(own, "", {}, async (page) => {
    const address = await page.locator("link[rel=search]").evaluate((link) => link.getAttribute("href"));
    const description = await (await fetch(new URL(address, page.url()))).text();
    assert.ok(description.includes(`${own.published}search/?q={searchTerms}`), description);
  });
  await withPage(arabic, "", {}, async (page) => {
    assert.equal(await page.locator("link[rel=search]").count(), 0);
  });
});

test("a page has one first-level heading, a language and a direction", async () => {
  for (const [site, at, language, direction] of [[own, "", "en", "ltr"], [arabic, encodeURI("نموذج/"), "ar", "rtl"]]) {
    await withPage(site, at, {}, async (page) => {
      assert.equal(await page.locator("h1").count(), 1);
      const html = page.locator("html");
      assert.deepEqual([await html.getAttribute("lang"), await html.getAttribute("dir")], [language, direction]);
    });
  }
});

test("the terms of a list begin where its lines begin", async () => {
  for (const [site, edge] of [[own, "left"], [arabic, "right"]]) {
    await withPage(site, "", { width: 1200 }, async (page) => {
      const apart = await page.evaluate((edge) => {
        const far = (term) => {
          const text = new Range();
          text.selectNodeContents(term);
          return Math.abs(text.getBoundingClientRect()[edge] - term.closest("li").getBoundingClientRect()[edge]);
        };
        const terms = [...document.querySelectorAll(".hw-terms-list li > a.term")];
        return terms.filter((term) => far(term) > 1).map((term) => term.textContent);
      }, edge);
      assert.deepEqual(apart, []);
    });
  }
});

// The first and the last sign of each element are neutral: their places show the direction of the text.
test("code, keys and formulas are written from left to right on a page from right to left", async () => {
  await withPage(arabic, encodeURI("تعلم/"), {}, async (page) => {
    await page.locator("details.hw-cite summary").click();
    await page.locator(".hw-cite pre").last().waitFor();
    const orders = await page.evaluate(() => {
      const isBefore = (element) => {
        const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const all = [];
        while (texts.nextNode()) all.push(texts.currentNode);
        const box = (node, at) => {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          return range.getBoundingClientRect();
        };
        return box(all.at(0), 0).left < box(all.at(-1), all.at(-1).data.trimEnd().length - 1).left;
      };
      const cited = [...document.querySelectorAll(".hw-cite pre")].map((form) => getComputedStyle(form).direction);
      return {
        text: ["p > code", "kbd", "pre > code", "math"].map((selector) => isBefore(document.querySelector(`.definition ${selector}`))),
        cited,
      };
    });
    assert.deepEqual(orders, { text: [true, true, true, true], cited: ["rtl", "ltr", "ltr", "ltr"] });
  });
});
