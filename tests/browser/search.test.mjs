// Search: with the keyboard, in every script, with typos, and without running code in a name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage, settle } from "./browser.mjs";
import { until } from "./checks.mjs";
import { focusIsOn, isFocused, namesOfResults, openSearch, results, search, searchPanel, searchField } from "./actions.mjs";
import { open } from "./sites.mjs";

const own = await open("own");
const large = await open("large");
const arabic = await open("arabic");

const finds = [
  ["a name", "tokenization", "Tokenization"],
  ["the beginning of a name", "tokeni", "Tokenization"],
  ["a later word of a name", "ledger", "Xylographic Ledger"],
  ["a name in another case", "TOKENIZATION", "Tokenization"],
  ["an abbreviation", "tkz", "Tokenization"],
  ["a synonym", "lexical segmentation", "Tokenization"],
  ["another spelling", "tokenisation", "Tokenization"],
  ["a hidden name", "subwordery", "Tokenization"],
  ["a name with two letters exchanged", "tokenizatoin", "Tokenization"],
  ["a name whose first letter is wrong", "rokenization", "Tokenization"],
  ["a name without its accent", "naive bayes", "Naïve Bayes"],
  ["a name without its accents", "temperature", "Température"],
  ["a name with its accents", "température", "Température"],
  ["a name whose accents are apart from their letters", "tempe\u0301rature", "Température"],
  ["a Chinese word", "语言", "视觉语言模型"],
  ["a Chinese synonym", "图文", "视觉语言模型"],
  ["a Hindi word", "भाषा", "भाषा मॉडल"],
  ["an Arabic word", "لغوي", "نموذج لغوي"],
  ["a word that stands in a definition only", "quokkaberry", "Tokenization"],
  ["two words of a name in the other order", "bayes naive", "Naïve Bayes"],
  ["a name written as one word", "bytetokenization", "Byte Tokenization"],
  ["a name written as two words", "tokeni zation", "Tokenization"],
  ["a name with a hyphen more", "byte-tokenization", "Byte Tokenization"],
  ["a name with signs as one word", "3dprinting", "3D Printing"],
  ["another form of a name's word", "tokenizers", "Tokenization"],
  ["a name among words that no entry has", "whatever is tokenization", "Tokenization"],
];

// All queries on one page, like those of a reader who searches for one word after the other.
test("search finds entries", async (t) => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    for (const [what, query, name] of finds) {
      await t.test(`search finds ${what}`, () => search(page, query, name));
    }
  });
});

test("search finds a page that is not a term, and marks it", async () => {
  await withPage(own, "tokenization/", {}, async (page) => {
    await openSearch(page);
    await search(page, "about", "About");
    const first = results(page).first();
    assert.equal(await first.locator(".hw-other").first().textContent(), "Page");
    await first.click();
    await until(() => page.url(), `${own.root}about/`);
    assert.equal(await page.locator("h1").textContent(), "About");
  });
});

test("search works with the keyboard only", async () => {
  await withPage(large, "grounding/", {}, async (page) => {
    await page.keyboard.press("/");
    await focusIsOn(searchField(page));
    await page.keyboard.type("grounding");
    await until(async () => (await namesOfResults(page)).filter((name) => name.startsWith("Grounding")).length, 2);
    await page.keyboard.press("ArrowDown");
    await until(() => activeResult(page), 0, "the first result is active");
    await page.keyboard.press("ArrowDown");
    await until(() => activeResult(page), 1, "then the second");
    await page.keyboard.press("ArrowUp");
    await until(() => activeResult(page), 0, "and the first again");
    await focusIsOn(searchField(page), "the focus stays in the field");
    const address = await results(page).first().evaluate((result) => result.href);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href.split("?")[0] === address.split("?")[0]);
    await page.locator("article.entry").waitFor();
  });
});

test("Enter opens the first result if none is chosen", async () => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    await search(page, "tokenization", "Tokenization");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/tokenization/");
  });
});

test("a click on a result opens its page", async () => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    await search(page, "temperature", "Température");
    await results(page).first().click();
    await page.waitForURL((url) => decodeURI(url.pathname) === "/température/");
  });
});

test("Escape closes the list, and the focus stays in the field", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    await openSearch(page);
    await search(page, "tok", "Tokenization");
    await page.keyboard.press("Escape");
    await until(() => searchPanel(page).count(), 0);
    await focusIsOn(searchField(page));
    assert.equal(await searchField(page).inputValue(), "tok");
    await page.keyboard.press("ArrowDown");
    await until(() => searchPanel(page).count(), 1);
  });
});

test("the key that moves to the field types its character in it", async () => {
  await withPage(large, "letters/t/", {}, async (page) => {
    await openSearch(page);
    await page.keyboard.type("a/b");
    assert.equal(await searchField(page).inputValue(), "a/b");
  });
});

test("Ctrl K moves to the field", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    await page.keyboard.press("Control+k");
    await focusIsOn(searchField(page));
  });
});

test("a reader can switch off the key that moves to the field, and switch it on again", async () => {
  await withPage(large, "search/", {}, async (page) => {
    await page.locator("main input.hw-slash").uncheck();
    for (const visit of ["this time", "next time"]) {
      await page.locator("main h1").click();
      await searchField(page).blur();
      await page.keyboard.press("/");
      await settle(page);
      assert.ok(!(await isFocused(searchField(page))), visit);
      await page.reload();
      await page.locator("main input.hw-slash").waitFor();
    }
    await page.locator("main input.hw-slash").check();
    await page.locator("main h1").click();
    await page.keyboard.press("/");
    await focusIsOn(searchField(page));
  });
});

test("the address contains the query, and the page searches for it when the address is opened", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    await openSearch(page);
    await search(page, "naive bayes", "Naïve Bayes");
    await until(async () => queryOf(page), "naive bayes");
    await page.reload();
    await until(async () => (await namesOfResults(page))[0], "Naïve Bayes");
    assert.equal(await searchField(page).inputValue(), "naive bayes");
  });
});

test("searching adds no pages to the history", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    await page.goto(`${large.root}grounding/`);
    await openSearch(page);
    await search(page, "ledger", "Xylographic Ledger");
    await search(page, "bayes", "Naïve Bayes");
    await page.goBack();
    await page.waitForURL((url) => url.pathname === "/tokenization/");
  });
});

test("the search page searches in its own field", async () => {
  await withPage(own, "search/?q=tokenization", {}, async (page) => {
    await page.locator("main [role=listbox] a").first().waitFor();
    await until(async () => (await namesOfResults(page))[0], "Tokenization");
    assert.equal(await searchPanel(page).count(), 0);
    await search(page, "patch", "Image Patch");
    await results(page).first().click();
    await page.waitForURL((url) => url.pathname === "/sub/path/image-patch/");
  });
});

test("search works below a path, from a page deep in the site", async () => {
  await withPage(own, "tags/representations/", {}, async (page) => {
    await openSearch(page);
    await search(page, "rlhf", await nameOfRlhf());
    await results(page).first().click();
    await page.waitForURL((url) => url.pathname === "/sub/path/rlhf/");
  });
});

test("search works from right to left", async () => {
  await withPage(arabic, "نموذج/", {}, async (page) => {
    await openSearch(page);
    await search(page, "شبكة عصبية", "شبكة");
  });
});

test("matches are marked, and each result shows its gloss", async () => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    await search(page, "toke", "Tokenization");
    assert.match(await results(page).first().locator(".hw-name mark").first().textContent(), /^toke/i);
    assert.match(await results(page).first().locator(".hw-gloss").textContent(), /^The cutting of a text/);
  });
});

test("the number of results is announced, also if there are none", async () => {
  await withPage(large, "", {}, async (page) => {
    const status = page.locator("header [role=status]");
    await openSearch(page);
    await search(page, "tokenization", "Tokenization");
    await until(async () => /\d/.test(await status.textContent()), true, "a number is announced");
    await searchField(page).fill("zzzqqqxxxjjj");
    await until(async () => /nothing|no /i.test(await status.textContent()), true, "that there are no results is announced");
    await until(() => results(page).count(), 0);
    const propose = page.locator("header a.hw-propose");
    assert.equal(await propose.textContent(), "Propose zzzqqqxxxjjj");
    assert.equal(await propose.getAttribute("href"), "https://example.org/report?title=zzzqqqxxxjjj&path=");
  });
});

test("without text in the field there are no results, and no query in the address", async () => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    await search(page, "tokenization", "Tokenization");
    await searchField(page).fill("");
    await until(() => results(page).count(), 0);
    await until(async () => queryOf(page), null);
  });
});

test("a query is text, never markup", async () => {
  const attack = "<img src=x onerror=alert(1)>";
  for (const at of ["", `?q=${encodeURIComponent(attack)}`, `search/?q=${encodeURIComponent(attack)}`]) {
    await withPage(large, at, {}, async (page) => {
      if (at === "") await openSearch(page);
      await searchField(page).waitFor();
      await searchField(page).fill(`${attack} tokenization`);
      await page.locator("[role=status]:visible:not(:empty)").first().waitFor();
      await settle(page);
      assert.equal(await page.locator("header img, main img").count(), 0);
    });
  }
});

test("a name is text in the results, never markup", async () => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    await search(page, "alert script", '<script>alert(1)</script> & "Co"');
    assert.equal(await page.locator("[role=listbox] script").count(), 0);
  });
});

test("the results are those of the last text in the field", async () => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    await page.keyboard.type("amber anchor zzz");
    for (let letter = 0; letter < 16; letter += 1) await page.keyboard.press("Backspace");
    await page.keyboard.type("naive");
    await until(async () => (await namesOfResults(page))[0], "Naïve Bayes");
  });
});

for (const refused of ["/assets/search/", "/assets/search.js", "/assets/search-engine.js"]) {
  test(`search shows that it cannot be loaded, and links to the index: without ${refused}`, async () => {
    await withPage(own, "search/", { refused }, async (page) => {
      await page.locator("main").filter({ hasText: /cannot be loaded/ }).waitFor();
      await page.locator("main p a:visible").last().click();
      await page.waitForURL(own.root);
    });
  });
}

test("text that is typed before search has loaded is not lost", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    const release = await hold(page, "**/assets/search.js");
    await page.keyboard.press("/");
    await page.keyboard.type("bayes");
    release();
    await until(async () => (await namesOfResults(page))[0], "Naïve Bayes");
    assert.equal(await searchField(page).inputValue(), "bayes");
  });
});

test("Enter opens a result for the current text, not for the text before", async () => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    await search(page, "bayes", "Naïve Bayes");
    const release = await hold(page, "**/assets/search/**");
    await searchField(page).fill("xylographic");
    await page.keyboard.press("Enter");
    release();
    await page.waitForURL((url) => url.pathname === "/xylographic-ledger/");
  });
});

test("the chosen result stays chosen when more arrive", async () => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    const release = await hold(page, "**/assets/search/text-*");
    await searchField(page).fill("ledger");
    await until(() => results(page).count(), 1);
    await page.keyboard.press("ArrowDown");
    const chosen = await results(page).first().getAttribute("href");
    release();
    await until(async () => (await results(page).count()) > 1, true, "more arrive");
    assert.equal(await activeResult(page), 0);
    assert.equal(await results(page).first().getAttribute("href"), chosen);
  });
});

test("a button shows more results", async () => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    await search(page, "kettle", "Amber Kettle");
    assert.equal(await results(page).count(), 10);
    await page.locator("header button.hw-more").first().click();
    await until(() => results(page).count(), 20);
  });
});

test("a click in the list's panel does not close it, a click beside it does", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    await openSearch(page);
    await search(page, "kettle", "Amber Kettle");
    const box = await searchPanel(page).boundingBox();
    await page.mouse.click(box.x + 4, box.y + 4);
    await settle(page);
    assert.equal(await searchPanel(page).count(), 1);
    await page.mouse.click(4, 600);
    await until(() => searchPanel(page).count(), 0);
  });
});

test("a typo that is corrected is named, and the reader can search for it instead", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    const status = page.locator("header [role=status]");
    await openSearch(page);
    await search(page, "ledgre", "Xylographic Ledger");
    await until(() => status.textContent(), "Results for ledger ");
    await page.locator("header button.hw-instead").click();
    await until(async () => /^\d+ results?$/.test(await status.textContent()), true, "no correction is named");
  });
});

test("a result from a text shows the sentence", async () => {
  await withPage(large, "grounding/", {}, async (page) => {
    await openSearch(page);
    await search(page, "quokkaberry", "Tokenization");
    await until(() => results(page).first().locator(".hw-gloss").textContent(), "A quokkaberry of a word, which no vocabulary has, is cut into known parts.");
    assert.equal(await results(page).first().locator(".hw-gloss mark").textContent(), "quokkaberry");
  });
});

test("an empty field offers the terms that were read last, and a term by chance", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    await page.goto(`${large.root}température/`);
    await openSearch(page);
    await until(() => namesOfResults(page), ["Tokenization"]);
    await page.locator("header a.hw-chance").click();
    await page.locator("article.entry").waitFor();
  });
});

test("in a low window the field stays visible while a result is chosen", async () => {
  await withPage(large, "", { height: 400 }, async (page) => {
    await openSearch(page);
    await search(page, "kettle", "Amber Kettle");
    for (let step = 0; step < 10; step += 1) await page.keyboard.press("ArrowDown");
    const box = await searchField(page).boundingBox();
    assert.ok(box.y >= 0 && box.y < 400, `the field is at ${box.y}`);
  });
});

test("Enter at the end of a composition opens nothing", async () => {
  await withPage(large, "tokenization/", {}, async (page) => {
    await openSearch(page);
    await search(page, "语言", "视觉语言模型");
    await searchField(page).dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    await settle(page);
    assert.equal(new URL(page.url()).pathname, "/tokenization/");
  });
});

test("search works if the browser refuses to change the address", async () => {
  await withPage(large, "", {}, async (page) => {
    await openSearch(page);
    await page.evaluate(() => {
      history.replaceState = () => {
        throw new DOMException("too often", "SecurityError");
      };
    });
    await search(page, "bayes", "Naïve Bayes");
  });
});

test("the files of search are loaded when it is first used", async () => {
  const requested = [];
  const before = (page) => {
    page.on("request", (request) => requested.push(new URL(request.url()).pathname));
  };
  await withPage(large, "tokenization/", { before }, async (page) => {
    await page.waitForLoadState("networkidle");
    assert.deepEqual(requested.filter((path) => path.startsWith("/assets/search")), []);
    await openSearch(page);
    await search(page, "naive", "Naïve Bayes");
    assert.ok(requested.some((path) => path.startsWith("/assets/search")), "search is loaded");
  });
});

/** Holds back the files at `pattern` until the returned function is called. */
async function hold(page, pattern) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(pattern, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

function queryOf(page) {
  return new URL(page.url()).searchParams.get("q");
}

/** The index of the active result, from the attributes of the field for screen readers. */
async function activeResult(page) {
  const id = await searchField(page).getAttribute("aria-activedescendant");
  return results(page).evaluateAll(
    (options, active) => options.findIndex((option) => option.id === active && option.ariaSelected === "true"),
    id,
  );
}

async function nameOfRlhf() {
  const page = await (await fetch(`${own.root}rlhf/`)).text();
  return page.match(/<dfn>([^<]*)<\/dfn>/)[1];
}
