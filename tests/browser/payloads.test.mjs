// An entry of a stranger cannot run code in a reader's browser or load files from another host. Each payload
// is in each place for an author's text: either the build refuses it there, or pages show it as text.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { access, cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { withPage } from "./browser.mjs";
import { assertNone } from "./checks.mjs";
import { shownOf, sinks, wordOf, writeEachApart, writeHostileGlossary } from "./hostile.mjs";
import { payloads } from "./payloads.mjs";
import { refusals } from "./refusals.mjs";
import { serve } from "./server.mjs";
import { setting } from "./tools.mjs";

const folder = join(setting("HEADWORD_TEST_SITES"), "payloads");
const published = join(folder, "shown", "public");

const refuses = (sink, payload) => Object.values(refusals[sink] ?? {}).some((names) => names.includes(payload));
/** Sinks that refer to an entry, which does not exist if its title is refused. */
const pointers = ["related", "broader", "replaced by", "reference"];
const isRefused = (payload, sink) => refuses(sink, payload) || (pointers.includes(sink) && refuses("title", payload));

before(async () => {
  const root = join(folder, "shown");
  await writeHostileGlossary(root, isRefused);
  const { code, stderr } = await build(root);
  assert.equal(code, 0, stderr);
});

test("the build refuses exactly the payloads in refusals.mjs, and publishes none of them", async () => {
  const root = join(folder, "apart");
  const origins = await writeEachApart(root);
  const { code, stderr } = await build(root);
  assert.equal(code, 1);
  await assert.rejects(access(join(root, "public")), "nothing is published");
  const found = refusedIn(stderr, origins);
  for (const sink of sinks) assert.deepEqual(found[sink], sorted(refusals[sink] ?? {}), `refused in: ${sink}`);
});

// Only a sample of pages: the next test checks all of them, and reports everything that the policy would
// block.
test("under the policy, pages with a payload in every place are harmless", async () => {
  const site = await siteWithout([refresh, redirect]);
  let number = 0;
  await readAll(site, (file) => (file.includes("/") ? number++ % 8 === 0 : true));
});

// Escaping alone keeps pages harmless: in this test, the policy only reports violations.
test("without the policy", async (t) => {
  const site = await siteWithout([refresh, redirect, policy], { "content-security-policy-report-only": await policyOfPages() });
  await t.test("every page is harmless", () => readAll(site, () => true));
  await t.test("search is harmless with any query and any result", () => searchAll(site));
  await t.test("the page for unknown addresses is harmless with any address", () => missAll(site));
  await t.test("programs can read the data for them", () => parseAll(site));
});

// --- Builds

function build(root) {
  return new Promise((done) => {
    const options = { maxBuffer: 1 << 28 };
    execFile(setting("HEADWORD"), ["build", "--root", root], options, (error, _, stderr) => {
      done({ code: error?.code ?? 0, stderr });
    });
  });
}

/** The refused payloads by sink and code, from the diagnostics of the build. */
function refusedIn(diagnostics, origins) {
  const found = Object.fromEntries(sinks.map((sink) => [sink, {}]));
  let code;
  for (const line of diagnostics.split("\n")) {
    code = line.match(/^error\[([a-z0-9-]+)\]/)?.[1] ?? code;
    // A path may contain any character.
    const place = line.match(/^ *--> ([^]*?)(?::\d+)?$/)?.[1];
    if (place === undefined || code === undefined) continue;
    const origin = origins.get(place);
    assert.ok(origin, `${code} at ${place}, which has no payload`);
    (found[origin.sink][code] ??= []).push(origin.payload);
    code = undefined;
  }
  return Object.fromEntries(Object.entries(found).map(([sink, codes]) => [sink, sorted(codes)]));
}

function sorted(codes) {
  return Object.fromEntries(Object.entries(codes).map(([code, names]) => [code, [...new Set(names)].sort()]));
}

const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n/;

// The two redirects of a former address, without scripts and with them. Without both, a test can check the page.
const refresh = /<noscript><meta http-equiv="refresh" content="0; url=(?:\.\/|(?:\.\.\/)+)[a-z0-9-]+\/"><\/noscript>\n/;
const redirect = /<script src="(?:\.\/|(?:\.\.\/)+)assets\/redirect\.js"><\/script>\n/;

async function policyOfPages() {
  return (await readFile(join(published, "index.html"), "utf8")).match(policy)[1];
}

async function pagesOf(folder) {
  return (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".html"));
}

/** The site without some parts of its pages, served with more headers. */
async function siteWithout(parts, headers) {
  const copy = join(folder, `without-${parts.length}`);
  await cp(published, copy, { recursive: true });
  for (const file of await pagesOf(copy)) {
    const page = await readFile(join(copy, file), "utf8");
    assert.match(page, policy);
    const rest = parts.reduce((text, part) => text.replace(part, ""), page);
    await writeFile(join(copy, file), rest);
  }
  const server = await serve(copy, "/", headers);
  after(() => server.close());
  return { folder: copy, origin: server.origin, root: `${server.origin}/` };
}

// --- Pages

// With several tabs, one renders while another waits.
const TABS = 3;

/** Opens all `addresses` of a site, and fails with the problems that `visit` or the page itself reports. */
async function eachPage(site, addresses, options, visit) {
  const problems = [];
  await withPage(site, "404.html", options, async (first) => {
    await first.context().addInitScript(`globalThis.harmIn = ${harmIn}`);
    const left = addresses.entries();
    const work = async (page) => {
      let current;
      const blame = (problem) => problems.push(`${current}: ${problem}`);
      // `withPage` reports these too, but without the address.
      page.on("dialog", (dialog) => blame(`a dialog: ${dialog.message()}`));
      page.on("console", (message) => message.type() === "error" && blame(message.text()));
      page.on("request", (request) => request.url().startsWith(site.root) || blame(`a request for ${request.url()}`));
      for (const [number, address] of left) {
        // A page that runs code may not stop; the first problems are enough.
        if (problems.length > 20) break;
        current = address;
        try {
          await page.goto(site.root + address);
          const reported = await visit(page, number);
          for (const problem of [...reported, ...(await page.evaluate(() => globalThis.harmIn()))]) blame(problem);
        } catch (error) {
          blame(error.message);
        }
      }
    };
    const others = Array.from({ length: TABS - 1 }, () => first.context().newPage());
    await Promise.all([first, ...(await Promise.all(others))].map(work));
    assertNone(problems, "problems of pages");
  });
}

/** Opens the pages whose files are wanted, and compares their content with the payloads. */
async function readAll(site, isWanted) {
  const expected = new Map(payloads.flatMap((payload, index) => Object.entries(shownOf(payload, index, isRefused))));
  const files = await pagesOf(site.folder);
  for (const address of expected.keys()) assert.ok(files.includes(`${address}index.html`), `${address} exists`);
  const addresses = files.filter(isWanted).map(addressOf);
  await eachPage(site, addresses, {}, async (page, number) => {
    const shown = await page.evaluate(shownIn);
    return differences(shown, expected.get(addresses[number]) ?? {});
  });
}

/** The address of a page by its file. */
function addressOf(file) {
  const path = file.replace(/(^|\/)index\.html$/, "$1");
  return path.split("/").map(encodeURIComponent).join("/");
}

// A page has the quotation marks of its language.
const withKeyboardMarks = (key, value) => (typeof value === "string" ? value.replace(/[“”]/g, '"').replace(/[‘’]/g, "'") : value);

function differences(shown, expected) {
  return Object.entries(expected).flatMap(([part, value]) => {
    const [found, wanted] = [shown[part], value].map((value) => JSON.stringify(value, withKeyboardMarks));
    return found === wanted ? [] : [`${part} is ${found}, not ${wanted}`];
  });
}

/** Opens everything on the page that a reader can open without leaving it, and returns the content. */
async function shownIn() {
  const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
  const content = (selector) => document.querySelector(selector)?.content;
  for (const summary of document.querySelectorAll("summary")) summary.click();
  const links = [...document.querySelectorAll(".definition a.term, .hw-around section a:not(dt a)")];
  const others = links.filter((link) => link.href.split("#")[0] !== location.href.split("#")[0]);
  let cards;
  // the second time, all that is read from the page of the term is there at once
  for (let round = 1; round <= 2; round += 1) {
    cards = [];
    // one link to each term
    for (const link of new Map(others.map((link) => [link.href, link])).values()) {
      link.focus();
      for (let wait = 0; wait < 300 && !link.classList.contains("hw-carded"); wait += 1) await new Promise((next) => setTimeout(next, 10));
      cards.push(texts("div.hw-card:popover-open p:not(:empty)"));
    }
  }
  // a script makes the forms of the citation
  while (document.querySelector("details.hw-cite > p")) await new Promise((next) => setTimeout(next));
  const [plain, markdown, html, bibtex] = texts("details.hw-cite pre");
  const pasted = new DOMParser().parseFromString(html ?? "", "text/html").body;
  const data = JSON.parse(texts("script[type='application/ld+json']")[0] ?? "{}");
  return {
    name: texts("h1 dfn, h1 .hw-sense").join(" "),
    names: texts("dl.hw-names dd:not(.hw-say)"),
    gloss: texts("header p.hw-gloss")[0],
    tags: texts("ul.hw-tags a"),
    sources: texts(".hw-sources li"),
    note: texts(".extra")[0],
    noteInTag: document.querySelector(".extra")?.title,
    related: texts(".see-also a"),
    card: cards.find(([name]) => name !== "A harmless entry")?.slice(0, 2),
    descriptions: [content("meta[name=description]"), content("meta[property='og:description']"), data.description],
    pronunciation: texts("header .hw-pronunciation")[0],
    part: texts("header .hw-part")[0],
    badge: texts("header .hw-badge")[0],
    notes: texts(".hw-notes dd"),
    inData: [data.name, data.alternateName?.map((one) => one.phoneticText ?? one).toSorted()],
    cited: [plain?.includes(`“${data.name}”`), pasted.textContent],
    citedElements: [...pasted.querySelectorAll("*")].map((element) => element.localName),
    // the marks of Markdown that are not escaped
    citedMarks: markdown?.replace(/\\[^]/g, "").replace(/[^[\]*<>`!_]/g, ""),
    // whether the braces match: the depth is 0 only after the last one
    citedBraces: [...(bibtex ?? "").matchAll(/[{}]/g)]
      .reduce((depths, [brace]) => [...depths, (depths.at(-1) ?? 0) + (brace === "{" ? 1 : -1)], [])
      .indexOf(0) === (bibtex?.match(/[{}]/g)?.length ?? 0) - 1,
  };
}

async function searchAll(site) {
  await eachPage(site, ["search/"], {}, async (page) => {
    await page.locator("main [role=listbox]").waitFor({ state: "attached" });
    const queries = payloads.flatMap((payload, index) => {
      const [named] = Object.values(shownOf(payload, index, isRefused));
      return [{ query: payload.text }, { query: wordOf(index), name: named.name }];
    });
    return page.evaluate(searchFor, queries);
  });
}

/** Types each query on the search page, and returns the problems. */
async function searchFor(queries) {
  const [field, list] = ["input.hw-field", "main [role=listbox]"].map((part) => document.querySelector(part));
  const problems = [];
  for (const { query, name } of queries) {
    field.value = query;
    field.dispatchEvent(new Event("input"));
    while (list.hasAttribute("aria-busy")) await new Promise((next) => setTimeout(next));
    const names = [...list.querySelectorAll(".hw-name")].map((found) => found.textContent);
    if (name !== undefined && !names.includes(name)) problems.push(`${query} finds ${JSON.stringify(names)}, not ${name}`);
    problems.push(...globalThis.harmIn().map((problem) => `query ${query}: ${problem}`));
  }
  return problems;
}

async function missAll(site) {
  // The length of an address is limited.
  const addresses = payloads.map(({ text }) => `/${encodeURIComponent(text.slice(0, 1000))}.htm`);
  await eachPage(site, ["404.html"], {}, (page) => page.evaluate(missFor, addresses));
}

/** Runs the page's script for each address, because opening the page at each would take too long. */
async function missFor(addresses) {
  const { nearest } = await import(new URL("/assets/nearest.js", location.href));
  const section = document.querySelector(".hw-nearest");
  const shown = () => [...section.querySelectorAll("a")].map((link) => link.textContent);
  // Returns the expected names as soon as the page shows them.
  const offered = async () => {
    const names = (await nearest(location.pathname)).map(({ name }) => name);
    const end = Date.now() + 5_000;
    while (JSON.stringify(shown()) !== JSON.stringify(names)) {
      if (Date.now() > end) throw new Error(`${location.pathname} shows ${shown()}, not ${names}`);
      await new Promise((next) => setTimeout(next));
    }
    return names;
  };
  const problems = [];
  let isAnyShown = false;
  await offered();
  for (const address of addresses) {
    history.replaceState(null, "", address);
    section.querySelector("ul").replaceChildren();
    dispatchEvent(new Event("DOMContentLoaded"));
    isAnyShown ||= (await offered()).length > 0;
    problems.push(...globalThis.harmIn().map((problem) => `address ${address}: ${problem}`));
  }
  return isAnyShown ? problems : ["no address has a suggestion"];
}

async function parseAll(site) {
  const files = await readdir(published, { recursive: true });
  for (const file of files.filter((file) => file.endsWith(".json"))) {
    JSON.parse(await readFile(join(published, file), "utf8"));
  }
  const documents = files.filter((file) => file.endsWith(".xml"));
  assert.deepEqual(documents.sort(), ["assets/opensearch.xml", "sitemap.xml"]);
  await eachPage(site, [""], {}, async (page) => {
    const parsed = await page.evaluate(elementsOf, documents);
    assert.deepEqual(Object.keys(parsed["sitemap.xml"]).sort(), ["loc", "url", "urlset"]);
    assert.ok(parsed["sitemap.xml"].url > 2 * payloads.length);
    const expected = ["Description", "InputEncoding", "OpenSearchDescription", "ShortName", "Url"];
    assert.deepEqual(Object.keys(parsed["assets/opensearch.xml"]).sort(), expected);
    return [];
  });
}

/** The number of each element in the XML documents at some paths. */
async function elementsOf(paths) {
  const found = {};
  for (const path of paths) {
    const text = await (await fetch(new URL(path, location.href))).text();
    const parsed = new DOMParser().parseFromString(text, "application/xml");
    found[path] = {};
    for (const { nodeName } of parsed.querySelectorAll("*")) found[path][nodeName] = (found[path][nodeName] ?? 0) + 1;
  }
  return found;
}

/** Everything in the page that could do harm, or has done it. A new element of the theme is added here. */
function harmIn() {
  const words = (text) => new Set(text.split(/\s+/));
  const elements = words(`html head title meta link script body header nav main article section footer aside
    h1 h2 h3 h4 h5 h6 p a ul ol li dl dt dd dfn span div strong em del s b i tt code pre kbd mark sub sup small abbr br hr
    audio bdi blockquote q table thead tbody tr th td img button input label dialog details summary noscript time
    svg path circle cite math mi mn mo mrow msub msup mtext`);
  const attributes = words(`alt autocapitalize autocomplete charset class closedby content controls cx cy d dir direction display
    enterkeyhint form height hidden href http-equiv id lang loading lspace name open placeholder popover preload property r rel role
    rspace scope spellcheck src stretchy tabindex title type viewBox width x y`);
  const harm = [];
  const blame = (element, what) => harm.push(`${what}: ${element.cloneNode().outerHTML.slice(0, 300)}`);
  const isOurs = (address) => new URL(address, document.baseURI).origin === location.origin;
  for (const element of document.querySelectorAll("*")) {
    const { localName, type } = element;
    // the one form of the theme, which searches the site
    const isSearch = element.matches("header.hw-site > form.hw-search") && isOurs(element.getAttribute("action"));
    if (!elements.has(localName) && !isSearch) blame(element, `an element ${localName}`);
    for (const { name, value } of element.attributes) {
      // the place of a card
      const isPlace = name === "style" && /^( |left: [-\d.]+px;|top: [-\d.]+px;|max-block-size: min\(20rem, [-\d.]+px\);)*$/.test(value) && element.matches("div.hw-card");
      const isAction = name === "action" && isSearch;
      if (!attributes.has(name) && !isPlace && !isAction && !/^(aria|data)-[a-z]+$/.test(name)) blame(element, `an attribute ${name}`);
      if (name === "http-equiv" && value !== "Content-Security-Policy") blame(element, "a command for the browser");
      const isFile = name === "src" || (name === "href" && localName !== "a" && element.rel !== "canonical");
      if (isFile && !isOurs(value)) blame(element, "a file from elsewhere");
      if (name === "href" && !/^(https?|mailto):$/.test(new URL(value, document.baseURI).protocol)) blame(element, "a link with another scheme");
    }
    const isScript = localName === "script" && type !== "application/ld+json";
    if (isScript && !/\/assets\/(headword|former)\.js$/.test(element.src)) blame(element, "a script");
    const isInText = element.closest(".definition") !== null && element.id !== "";
    if (isInText && !/^([\p{L}\p{N}\p{M}-]+|fn(ref)?:[0-9:]+)$/u.test(element.id)) blame(element, "an id of the theme");
  }
  if (document.querySelectorAll("script").length > 2) harm.push("more scripts than the theme has");
  // A comment could hide other markup from these checks.
  const comment = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT).nextNode();
  if (comment) harm.push(`a comment: ${comment.data.slice(0, 300)}`);
  if (globalThis.pwned !== undefined) harm.push("code ran");
  const isRedirect = document.querySelector("body.hw-redirect-page") !== null;
  if (!isRedirect && document.getElementById("_main").localName !== "main") harm.push("an id hides the theme's element");
  // the theme's script has run to its end
  const button = document.querySelector("button.hw-scheme");
  if (button && !button.hasAttribute("aria-pressed")) harm.push("the theme's script stopped");
  return harm;
}
