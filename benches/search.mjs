// Measures the search of Headword and of other engines in a browser, over one generated glossary.
//
//     cargo build --profile dist
//     npm install --prefix target/bench \
//       playwright-core minisearch flexsearch lunr fuse.js pagefind
//     node benches/search.mjs [--queries=20] [--seconds=60] [--only=headword,lunr] [--log=FILE] [ENTRIES…]
//
// ENTRIES are numbers of entries; default: 1000, 10000 and 100000. Needs Chromium; the environment
// variable CHROMIUM chooses one, and HEADWORD chooses another program. An engine is left out if it is
// not installed, or if it takes more than ten minutes or 4 GB to make its index. --queries is the number
// of queries of each kind; an engine that needs more than --seconds gets fewer. With --log, each query
// is written as a line of JSON with its cost, which shows details that the medians hide.
//
// Each query is entered twice: as a whole, into a page that has just been loaded, to count the bytes;
// and letter by letter, to measure the time, first with files to fetch and then with all files present.
// This computer serves all files without a delay, so the times are those of the processor. The cost of
// a network follows from the bytes and from the number of files.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

import { peers } from "./search-peers.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    queries: { type: "string", default: "20" },
    seconds: { type: "string", default: "60" },
    only: { type: "string" },
    log: { type: "string" },
  },
});
const sizes = positionals.length > 0 ? positionals.map(Number) : [1_000, 10_000, 100_000];
const chosen = (name) => !options.only || options.only.split(",").includes(name);

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.dirname(here);
const packages = path.join(repository, "target", "bench");
const program = process.env.HEADWORD ?? path.join(repository, "target", "dist", "headword");
const inMemory = fs.existsSync("/dev/shm") ? "/dev/shm" : os.tmpdir();
const folder = fs.mkdtempSync(path.join(inMemory, "headword-bench-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

const MINUTES = 10;
const GIGABYTES = 4;
const PATIENCE = 30; // seconds for one keystroke

// --- Numbers: the same in every run

// a linear congruential generator (Numerical Recipes, "ranqd1")
let state = 1;
const chance = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const random = (below) => Math.floor(chance() * below);
const pick = (list) => list[random(list.length)];

// --- Words: roots with endings, like terms; hundreds begin in the same way, and many differ by a letter

const split = (text) => text.trim().split(/\s+/);
const COMMON = split(`the of a and to in is that it for as with by on are be this or from an which at can
  not has its when one each other more than used also may have between such if into over only any all
  some two these where called then most set often same both under without they them using while first
  within must known part given form way value time case example rule does means let many`);
const ROOTS = split(`aero agri algo alg angul anthrop aqua arch archiv astr audi axi bary bi bibli bio
  botan calc cap carb card cell centr cephal cert chrom chron cinemat circ clim cod cogn col compil comput
  concept cond conform conjug contr coord corp cosm crypt cycl cyt data declar demo dens derm dialect
  digit dimens direct dist doc dom duct dynam ech ecol electr encod enumer equi erg estim ethn eval evol
  factor fer fibr fil fin flex flor fluid foc form fract frag freq funct gen geo glac glob gluc gradu gram
  graph grav gyr harmon helio hemat hexa hist hom hydr hyper ign imag impuls induct inert infl inform
  integr inter invert ion iso iter junct kern kin lamin lat lax lex lign lim lin lip liter lith loc log
  lumin lyr macr magnet man mar mater mechan med mem mer met metr micr migr mod mol mon morph mult mut
  narr nav nebul neph neur nod nomin norm nucle numer obj ocul oper opt orbit ord orth oscill oss ox
  paed palae par parallel part path pel pent perm petr phas phon phot phys pixel plan plasm pneum pol polar
  poly port posit pot press prim prob proc prop prot psych puls pyr quant quer radi rand ratio react rect
  recurs refract regress relat reson rhe rhythm rot salin sampl sanct scal schem sect sed seism sem sens
  sequ ser sign simul solv son spac spectr spher spor stat stell stoch strat struct sub sulf surf symbol
  synt tact tax techn tele temp tens term text therm thes tom top tort trac trans trib turb typ umbr und
  uran val vap var vect veloc vent verb verg vers vibr vir visc vis voc vol vort wav xer xyl zon zoo`);
const PREFIXES = split(`a ab ad anti auto be bi co con counter de dis en epi ex fore hyper hypo in infra
  inter intra iso macro mega meta micro mis mono multi neo non over para per poly post pre pro proto pseudo
  quasi re retro semi sub super supra sur syn trans tri ultra un uni`);
const ENDINGS = split(`able age al ance ant ar ary ate ation ative ator ed ency ent er eral eric esis ette
  ial ian ible ic ical ication ics ide ification ify ile ine ing ion ism ist istic ite ity ium ive ivity ization
  ize izer logy ment meter metry nomy oid ology on or ory osis ous scope sis sphere tion type ula ular um ure
  us y`);
const ONSETS = split("b bl br c ch cl cr d dr f fl fr g gl gr h j k kn l m n p ph pl pr qu r s sc sh sk sl sn sp st str t th tr v w wr");
const CODAS = split("ck d ft g ge ke l ll lt m me mp n nd ne ng nk nt p pe r rd rk rm rn rt se sh sk st t te th tch ve x");
const VOWELS = split("a e i o u a e i o ea ai oo ou ee");

const shortWord = () => pick(ONSETS) + pick(VOWELS) + pick(CODAS);
const derived = () => pick(ROOTS) + pick(ENDINGS);
const makers = [
  { words: 3_000, word: () => (random(2) ? shortWord() : derived()) },
  { words: 20_000, word: () => (random(2) ? pick(PREFIXES) : "") + derived() },
  { words: 60_000, word: () => (random(3) ? "" : pick(PREFIXES)) + pick(ROOTS) + (random(2) ? "o" : "") + derived() },
];

/** Returns distinct words; frequent words come first and are shorter. */
const makeVocabulary = () => {
  const words = new Set(COMMON);
  for (const { words: count, word } of makers) {
    while (words.size < count) {
      const made = word();
      if (made.length > 3 && made.length < 18) words.add(made);
    }
  }
  return [...words];
};

/**
 * Returns a function that draws from a list with the frequency of words in a text: the word at position `n`
 * has the weight 1 / (n + shift) ** exponent.
 */
const zipf = (list, exponent, shift) => {
  const sums = new Float64Array(list.length);
  let sum = 0;
  for (const at of list.keys()) sums[at] = sum += 1 / (at + shift) ** exponent;
  return () => {
    const sought = chance() * sum;
    let low = 0;
    let high = list.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < sought) low = middle + 1;
      else high = middle;
    }
    return list[low];
  };
};

// --- The glossary

const capital = (text) => text[0].toUpperCase() + text.slice(1);

const makeGlossary = (entries) => {
  state = 1;
  const vocabulary = makeVocabulary();
  const inText = zipf(vocabulary, 1, 2.7);
  // a third of the rarer words is in no name
  const inName = zipf(vocabulary.filter((_, at) => at >= COMMON.length && at % 3 > 0), 0.6, 50);
  const taken = new Set();
  const newName = () => {
    const place = chance();
    const count = place < 0.25 ? 1 : place < 0.7 ? 2 : place < 0.92 ? 3 : 4;
    const words = Array.from({ length: count }, inName);
    while (new Set(words).size < words.length || taken.has(words.join("-"))) words[random(count)] = inName();
    if (count === 1 && taken.has(words[0])) words.push(inName());
    taken.add(words.join("-"));
    return words;
  };
  const sentence = (length) => `${capital(Array.from({ length }, inText).join(" "))}.`;
  return Array.from({ length: entries }, (_, number) => {
    const words = newName();
    const names = [words, ...(random(5) === 0 ? [newName()] : [])];
    const paragraphs = Array.from({ length: 2 + random(3) }, () =>
      Array.from({ length: 2 }, () => sentence(10 + random(6))).join(" "),
    );
    const gloss = sentence(9 + random(12));
    return { number, slug: words.join("-"), names: names.map((name) => capital(name.join(" "))), gloss, paragraphs };
  });
};

const wordsOf = (text) => text.toLowerCase().match(/[a-z]+/g) ?? [];

// --- Queries

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const MISTAKES = [
  (word, at) => word.slice(0, at) + pick(LETTERS) + word.slice(at + 1), // wrong
  (word, at) => word.slice(0, at) + word.slice(at + 1), // left out
  (word, at) => word.slice(0, at) + pick(LETTERS) + word.slice(at), // too many
  (word, at) => word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1), // exchanged
];

/** Returns a word with one typo that is not a word of another name, because no engine could see such a typo. */
const mistyped = (word, known, isFirst) => {
  for (;;) {
    const made = isFirst
      ? pick(LETTERS) + word.slice(1)
      : pick(MISTAKES)(word, 2 + random(word.length - 3));
    if (made !== word && !known.has(made)) return made;
  }
};

/** Returns queries, each with its kind, and the entry and the word that the reader means. */
const makeQueries = (glossary, perKind) => {
  const known = new Set(glossary.flatMap(({ names }) => names.flatMap(wordsOf)));
  const long = (words) => words.filter((word) => word.length > 4);
  const drawn = (words) => {
    for (;;) {
      const { number } = pick(glossary);
      const found = words(glossary[number]);
      if (found.length > 0) return { number, word: pick(found) };
    }
  };
  const nameWord = () => drawn(({ names }) => long(wordsOf(names[0])));
  const textWord = () => drawn(({ paragraphs }) => long(wordsOf(paragraphs.join(" "))).filter((word) => !known.has(word)));
  const alone = (draw, change) => () => {
    const { number, word } = draw();
    return { number, word, query: change(word) };
  };
  const wholeName = (change) => () => {
    const { number, word } = nameWord();
    return { number, query: glossary[number].names[0].toLowerCase().replace(word, change(word)) };
  };
  const same = (word) => word;
  const slipInside = (word) => mistyped(word, known, false);
  const slipFirst = (word) => mistyped(word, known, true);
  const kinds = {
    "a name's word": alone(nameWord, same),
    "a slip in it": alone(nameWord, slipInside),
    "wrong first letter": alone(nameWord, slipFirst),
    "a word of text": alone(textWord, same),
    "a whole name": wholeName(same),
    "with a slip": wholeName((word) => (random(5) === 0 ? slipFirst : slipInside)(word)),
  };
  // the kinds take turns, so that an engine with time for a few queries gets some of each kind
  return Array.from({ length: perKind }, () => Object.entries(kinds).map(([kind, make]) => ({ kind, ...make() }))).flat();
};

/** Whether the results include the entry of a whole name or, for a word, any entry with this word. */
const isFound = ({ number, word }, results, glossary) =>
  results.some((found) => {
    if (!word) return found === number;
    const { names, gloss, paragraphs } = glossary[found] ?? { names: [], gloss: "", paragraphs: [] };
    return wordsOf([...names, gloss, ...paragraphs].join(" ")).includes(word);
  });

// --- Sites and indexes of the glossary

const filesBelow = (place) =>
  fs
    .readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => path.join(file.parentPath ?? file.path, file.name));

/** The bytes that a server sends for a file: compressed with `gzip -9`, but never more than the file has. */
const weights = new Map();
const weight = (file) => {
  if (!weights.has(file)) {
    const bytes = fs.readFileSync(file);
    weights.set(file, Math.min(bytes.length, gzipSync(bytes, { level: 9 }).length));
  }
  return weights.get(file);
};

const sizesOf = (files) => ({
  files: files.length,
  raw: files.reduce((sum, file) => sum + fs.statSync(file).size, 0),
  packed: files.reduce((sum, file) => sum + weight(file), 0),
});

const makeHeadword = (glossary, place) => {
  const root = path.join(place, "source");
  const site = path.join(root, "public");
  fs.mkdirSync(path.join(root, "content"), { recursive: true });
  fs.writeFileSync(path.join(root, "glossary.toml"), 'title = "Benchmark"\nbase_url = "https://example.org/"\n');
  for (const { slug, names, gloss, paragraphs } of glossary) {
    const synonyms = names.length > 1 ? `synonyms = ["${names[1]}"]\n` : "";
    const text = `+++\ntitle = "${names[0]}"\n${synonyms}gloss = "${gloss}"\n+++\n\n${paragraphs.join("\n\n")}\n`;
    fs.writeFileSync(path.join(root, "content", `${slug}.md`), text);
  }
  const started = performance.now();
  const done = spawnSync(program, ["build", "--root", root], { encoding: "utf8" });
  const seconds = (performance.now() - started) / 1000;
  if (done.status !== 0) throw new Error(`headword: ${done.error ?? done.stderr.slice(0, 2000)}`);
  const numbers = new Map(glossary.map(({ slug, number }) => [slug, number]));
  const numberOf = (address) => numbers.get(decodeURIComponent(address.split("/").at(-2)));
  const index = filesBelow(path.join(site, "assets", "search"));
  return { seconds, site, start: `${glossary[0].slug}/`, numberOf, isSharded: true, ...sizesOf(index) };
};

// A page for the other engines, like Headword's: a field, a list of ten, a line with the number of results.
const peersPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Search</title><link rel="icon" href="data:,">
<a class="hw-search-open" href="#">Search</a>
<script type="module">
document.querySelector(".hw-search-open").addEventListener("focus", async (event) => {
  event.preventDefault();
  const { open } = await import("/open.js");
  const find = await open();
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const field = make("input", { type: "search", role: "combobox" });
  const status = make("p", { role: "status" });
  const list = make("div", { role: "listbox" });
  document.body.append(field, status, list);
  let latest = 0;
  field.addEventListener("input", async () => {
    const own = ++latest;
    const found = field.value.trim() ? await find(field.value) : [];
    if (own !== latest) return;
    list.replaceChildren(...found.map(({ number, name, gloss }) => {
      const option = make("a", { href: "/" + number + "/", role: "option" });
      option.append(make("span", { textContent: name }), " ", make("span", { textContent: gloss }));
      return option;
    }));
    status.textContent = found.length + " found";
  });
  field.focus();
});
</script></html>`;

const makePeer = (peer, documents, place) => {
  const site = path.join(place, "site");
  fs.mkdirSync(site, { recursive: true });
  const limits = [`--max-old-space-size=${GIGABYTES * 1024}`];
  const made = spawnSync(
    process.execPath,
    [...limits, path.join(here, "search-peers.mjs"), packages, peer.name, documents, site],
    { encoding: "utf8", timeout: MINUTES * 60_000, killSignal: "SIGKILL" },
  );
  if (made.error?.code === "ETIMEDOUT") throw new Error(`its index takes more than ${MINUTES} minutes to make`);
  if (made.status !== 0) {
    const why = made.stderr.includes("heap out of memory")
      ? `its index takes more than ${GIGABYTES} GB to make`
      : (made.stderr.match(/^\w*Error.*$/m)?.[0] ?? `signal ${made.signal}`);
    throw new Error(why);
  }
  const { seconds, kilobytes } = JSON.parse(made.stdout.trim().split("\n").at(-1));
  if (kilobytes > GIGABYTES * 2 ** 20) throw new Error(`its index takes more than ${GIGABYTES} GB to make`);
  const index = sizesOf(filesBelow(site));
  for (const script of peer.scripts) {
    const target = path.join(site, "engine", script);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(path.join(packages, "node_modules", peer.name, script), target);
  }
  fs.writeFileSync(path.join(site, "open.js"), `export const open = ${peer.open};\n`);
  fs.writeFileSync(path.join(site, "index.html"), peersPage);
  const numberOf = (address) => Number(address.split("/").at(-2));
  return { seconds, site, start: "", numberOf, isSharded: Boolean(peer.isSharded), ...index };
};

// --- The server and the browser

const types = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};
const fileOf = (site, address) => path.join(site, decodeURIComponent(new URL(address).pathname).replace(/\/$/, "/index.html"));

/** Serves a folder without caching, so that each page begins with nothing. */
const serve = async (site) => {
  const server = http.createServer((request, response) => {
    const file = fileOf(site, `http://localhost${request.url}`);
    fs.readFile(file, (fault, bytes) => {
      const type = types[path.extname(file)] ?? "application/octet-stream";
      response.writeHead(fault ? 404 : 200, { "content-type": type, "cache-control": "no-store" });
      response.end(bytes);
    });
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { root: `http://127.0.0.1:${server.address().port}/`, close: () => (server.closeAllConnections(), server.close()) };
};

/**
 * Runs in the page. Adds functions that enter a query as typing does, and return the times of the first and
 * the last results. Keys pressed from outside would each wait for a frame.
 */
const equip = (patience) => {
  const field = document.querySelector("[role=combobox]");
  const list = document.querySelector("[role=listbox]");
  // search is the last element that a page gets
  const status = [...document.querySelectorAll("[role=status]")].at(-1);
  const fetched = () => performance.getEntriesByType("resource").map(({ name }) => name);
  let answer = null;
  let settled = null;
  new MutationObserver(() => {
    if (!answer || answer.fetched || list.children.length === 0) return;
    answer.first = performance.now() - answer.started;
    answer.fetched = fetched();
  }).observe(list, { childList: true });
  // the page shows the number of results when no better results will come
  new MutationObserver(() => {
    if (!answer) return;
    const results = [...list.querySelectorAll("[role=option]")].map(({ href }) => href);
    settled({ ...answer, last: performance.now() - answer.started, results, all: fetched() });
    answer = null;
  }).observe(status, { childList: true });
  const ask = async (query) => {
    const settling = new Promise((resolve, reject) => {
      settled = resolve;
      setTimeout(() => reject(new Error(`a keystroke takes more than ${patience} seconds`)), patience * 1000);
    });
    field.value = query;
    answer = { started: performance.now() };
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const told = await settling;
    // the time for painting after this keystroke is not part of the next one
    await new Promise((resume) => setTimeout(resume));
    return told;
  };
  window.put = ask;
  window.type = async (query) => {
    // an empty field that says nothing has nothing to clear
    if (status.childNodes.length > 0) await ask("");
    const answers = [];
    for (let length = 1; length <= query.length; length += 1) answers.push(await ask(query.slice(0, length)));
    return answers;
  };
};

/** Loads a page again and opens search in it, with nothing fetched for search yet. */
const open = async (page, address) => {
  await page.goto(address);
  await page.evaluate(() => {
    performance.setResourceTimingBufferSize(100_000);
    performance.clearResourceTimings();
  });
  const started = performance.now();
  await page.evaluate(() => document.querySelector(".hw-field, .hw-search-open").focus());
  await page.waitForSelector("[role=combobox]");
  const seconds = (performance.now() - started) / 1000;
  await page.evaluate(equip, PATIENCE);
  return {
    seconds,
    put: (query) => page.evaluate((query) => window.put(query), query),
    type: (query) => page.evaluate((query) => window.type(query), query),
  };
};

// --- Measuring

const byteCount = (site, addresses) => {
  const files = new Set(addresses.map((address) => fileOf(site, address)));
  return { bytes: [...files].reduce((sum, file) => sum + weight(file), 0), files: files.size };
};

const outcome = (asked, answer, made, glossary) => ({
  found: isFound(asked, answer.results.map(made.numberOf), glossary),
  results: answer.results.slice(0, 3).map((address) => glossary[made.numberOf(address)]?.names[0]),
});

/** Enters a query into a new page, then letter by letter into another, then again with all files present. */
const askSharded = async (page, made, root, asked, glossary) => {
  const whole = await open(page, root + made.start);
  const answer = await whole.put(asked.query);
  const typed = await open(page, root + made.start);
  const cold = await typed.type(asked.query);
  const warm = await typed.type(asked.query);
  return {
    ...outcome(asked, answer, made, glossary),
    first: answer.fetched && byteCount(made.site, answer.fetched),
    all: byteCount(made.site, cold.at(-1).all),
    whole: answer.last,
    cold: cold.map(({ last }) => last),
    warm: warm.map(({ last }) => last),
    seconds: whole.seconds,
  };
};

const askWhole = async (opened, made, asked, glossary) => {
  const warm = await opened.type(asked.query);
  const answer = warm.at(-1);
  const all = byteCount(made.site, answer.all);
  const isAnswered = answer.results.length > 0;
  return { ...outcome(asked, answer, made, glossary), first: isAnswered ? all : undefined, all, cold: [], warm: warm.map(({ last }) => last), seconds: opened.seconds };
};

const measure = async (browser, made, queries, glossary) => {
  const { root, close } = await serve(made.site);
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  const asked = [];
  try {
    // the first page of a browser is slow
    const first = await open(page, root + made.start);
    const started = performance.now();
    for (const query of queries) {
      if (performance.now() - started > Number(options.seconds) * 1000) break;
      const answer = made.isSharded
        ? await askSharded(page, made, root, query, glossary)
        : await askWhole(first, made, query, glossary);
      asked.push({ ...query, ...answer });
    }
  } finally {
    close();
  }
  return asked;
};

// --- The report

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const worst = (numbers) => sorted(numbers).at(-1);
const both = (numbers, written) => (numbers.length > 0 ? `${written(median(numbers))} / ${written(worst(numbers))}` : "–");
const kilobytes = (bytes) => (bytes / 1000).toFixed(bytes < 9_950 ? 1 : 0);
const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 9.95e6 ? 2 : 1);
const milliseconds = (time) => time.toFixed(time < 9.95 ? 1 : 0);

const table = (head, rows) => {
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)].join("\n");
};

const tell = (entries, measured) => {
  const kinds = [...new Set(measured[0].asked.map(({ kind }) => kind))];
  const ofKind = ({ asked }, kind) => asked.filter((one) => one.kind === kind);
  const perKind = (cell) => measured.map((one) => [one.name, ...kinds.map((kind) => cell(ofKind(one, kind)))]);
  console.log(`\n## ${entries} entries\n`);
  console.log(
    table(
      ["engine", "made in, s", "files", "MB", "MB, gzip -9", "opened in, s", "queries"],
      measured.map(({ name, made, asked }) => [
        name,
        made.seconds.toFixed(2) + (name.startsWith("headword") ? " (whole site)" : ""),
        String(made.files),
        megabytes(made.raw),
        megabytes(made.packed),
        median(asked.map(({ seconds }) => seconds)).toFixed(2),
        String(asked.length),
      ]),
    ),
  );
  console.log("\nKilobytes of scripts and data to the first result of a whole query, median / worst:\n");
  const firsts = (asked) => asked.filter(({ first }) => first).map(({ first }) => first.bytes);
  console.log(table(["engine", ...kinds], perKind((asked) => both(firsts(asked), kilobytes))));
  console.log("\nKilobytes, and files, after a query was typed letter by letter, median / worst:\n");
  console.log(
    table(
      ["engine", ...kinds, "files"],
      measured.map((one, at) => [
        ...perKind((asked) => both(asked.map(({ all }) => all.bytes), kilobytes))[at],
        both(one.asked.map(({ all }) => all.files), String),
      ]),
    ),
  );
  console.log("\nMilliseconds from a keystroke to its last result, median / worst:\n");
  const times = (asked, which) => asked.flatMap((one) => one[which]);
  console.log(
    table(
      ["engine", "all, files to fetch", "all, warm", ...kinds.map((kind) => `${kind}, warm`)],
      measured.map((one, at) => [
        one.name,
        both(times(one.asked, "cold"), milliseconds),
        both(times(one.asked, "warm"), milliseconds),
        ...perKind((asked) => both(times(asked, "warm"), milliseconds))[at].slice(1),
      ]),
    ),
  );
  console.log("\nThe wanted entry is among the first ten results, in percent (number of queries):\n");
  const share = (asked) => {
    const percent = (100 * asked.filter(({ found }) => found).length) / asked.length;
    return asked.length > 0 ? `${percent.toFixed(0)} (${asked.length})` : "–";
  };
  console.log(table(["engine", ...kinds], perKind(share)));
};

// --- The whole run

const required = (name) => {
  for (const tools of [packages, path.join(repository, "target", "browser")]) {
    const found = path.join(tools, "node_modules", name, "package.json");
    if (fs.existsSync(found)) return { require: createRequire(found), version: JSON.parse(fs.readFileSync(found, "utf8")).version };
  }
  return undefined;
};

const findBrowser = () => {
  const named = process.env.CHROMIUM ? [process.env.CHROMIUM] : ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const places = named.flatMap((name) => (path.isAbsolute(name) ? [name] : process.env.PATH.split(path.delimiter).map((place) => path.join(place, name))));
  return places.find((place) => spawnSync(place, ["--version"]).status === 0);
};

const launch = () => {
  const { chromium } = required("playwright-core").require("playwright-core");
  return chromium.launch({
    executablePath: findBrowser(),
    chromiumSandbox: process.getuid?.() !== 0, // Chromium refuses to start as root with a sandbox
    args: ["--disable-background-networking", "--disable-gpu", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
};

const engines = [
  { name: "headword", title: spawnSync(program, ["--version"], { encoding: "utf8" }).stdout.trim(), make: (glossary, _, place) => makeHeadword(glossary, place) },
  ...peers.map((peer) => ({ name: peer.name, title: `${peer.name} ${required(peer.name)?.version}`, make: (_, documents, place) => makePeer(peer, documents, place), isMissing: !required(peer.name) })),
].filter(({ name }) => chosen(name));

const log = (line) => options.log && fs.appendFileSync(options.log, `${JSON.stringify(line)}\n`);

const measureAll = async (entries) => {
  const glossary = makeGlossary(entries);
  const queries = makeQueries(glossary, Number(options.queries));
  const documents = path.join(folder, "documents.json");
  const flat = glossary.map(({ number, names, gloss, paragraphs }) => ({ number, name: names.join(" · "), gloss, text: paragraphs.join(" ") }));
  fs.writeFileSync(documents, JSON.stringify(flat));
  const measured = [];
  for (const { name, title, make, isMissing } of engines) {
    if (isMissing) {
      console.log(`${name} is left out, because it is not installed`);
      continue;
    }
    const place = path.join(folder, name);
    // each engine gets a new browser, so that the memory of one does not slow the next
    const browser = await launch();
    try {
      const made = make(glossary, documents, place);
      const asked = await measure(browser, made, queries, glossary);
      for (const one of asked) log({ entries, engine: name, build: made.seconds, ...one });
      measured.push({ name: title, made, asked });
    } catch (fault) {
      console.log(`${name}, ${entries} entries: left out: ${fault.message.split("\n")[0]}`);
    } finally {
      await browser.close();
      fs.rmSync(place, { recursive: true, force: true });
      weights.clear();
    }
  }
  if (measured.length > 0) tell(entries, measured);
};

console.log(`${os.cpus().length} processors, Node ${process.version}`);
for (const entries of sizes) await measureAll(entries);
