// Each format of docs/outputs.md, read by the programs for which it is made. The glossary is that of
// tests/specs/export, where the files themselves are recorded. Vale cannot be installed from a registry.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("formats/", import.meta.url));
const project = fileURLToPath(new URL("../specs/export/project/", import.meta.url));
const { HEADWORD, HEADWORD_TEST_TOOLS: tools, HEADWORD_TEST_WORK: work } = process.env;
const site = join(work, "project/public");
const base = "https://example.org/g/";
const formats = [
  ...["json", "csv", "tsv", "markdown", "llms", "feed", "inventory", "skos-turtle", "skos-jsonld", "tbx", "tbx3"],
  ...["anki", "stardict", "omegat", "cspell", "vale", "textlint", "hunspell"],
];
const entries = 14;

const run = (program, args, options = {}) =>
  execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], ...options });
const python = (program) => join(tools, "formats/python/bin", program);
/** The result of a script of Python in `formats/`. */
const read = (script, ...args) =>
  JSON.parse(run(python("python"), [join(here, script), ...args], { stdio: ["ignore", "pipe", "ignore"] }));
const file = (name) => join(site, name);
/** A new folder for a test. */
const folder = (name) => {
  mkdirSync(join(work, name), { recursive: true });
  return join(work, name);
};

/** A glossary with German translations, with the same outputs. */
const bread = join(work, "bread");

before(() => {
  cpSync(project, join(work, "project"), { recursive: true });
  const settings = join(work, "project/glossary.toml");
  const outputs = `outputs = ${JSON.stringify(formats)}\n`;
  writeFileSync(settings, outputs + readFileSync(settings, "utf8"));
  run(HEADWORD, ["build", "--root", join(work, "project")]);
  const texts = {
    "glossary.toml": `title = "Bread"\nbase_url = "${base}"\n${outputs}\n[languages.de]\ntitle = "Brot"\n`,
    "content/rye.md": '+++\ntitle = "Rye"\ntags = ["grain"]\nrelated = ["Sourdough"]\n+++\nA cereal.\n',
    "content/rye.de.md": '+++\ntitle = "Roggen"\navoid = ["Korn"]\n+++\nEin Getreide.\n',
    "content/sourdough.md": '+++\ntitle = "Sourdough"\n+++\nA dough.\n',
    "content/semmel.de.md": '+++\ntitle = "Semmel"\nbroader = ["Roggen"]\n+++\nEin Gebäck.\n',
  };
  mkdirSync(join(bread, "content"), { recursive: true });
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(bread, name), text);
  run(HEADWORD, ["build", "--root", bread]);
});

test("json: check-jsonschema accepts the file by the schema that the program prints", () => {
  const schema = join(work, "schema.json");
  writeFileSync(schema, run(HEADWORD, ["schema", "export"]));
  assert.match(run(python("check-jsonschema"), ["--schemafile", schema, file("glossary.json")]), /^ok/);
  const wrong = join(work, "wrong.json");
  writeFileSync(wrong, readFileSync(file("glossary.json"), "utf8").replace('"kind":"headword"', '"kind":"title"'));
  assert.equal(spawnSync(python("check-jsonschema"), ["--schemafile", schema, wrong]).status, 1);
});

test("csv, tsv: Python reads the same cells from both, and import reads them without a change", () => {
  assert.deepEqual(read("tables.py", site), { same: true, rows: entries + 1, widths: [27] });
  const again = join(work, "imported");
  run(HEADWORD, ["import", file("glossary.csv"), "--root", again]);
  const table = run(HEADWORD, ["export", "csv", "--root", again]);
  // a table has no pictures
  assert.equal(table, readFileSync(file("glossary.csv"), "utf8").replace("![a sign](notes/sign.png)", "a sign"));
});

test("markdown, llms: every link leads to a file of the site", () => {
  const texts = readdirSync(site).filter((name) => name.endsWith(".md") || name.startsWith("llms"));
  assert.equal(texts.length, entries + 2);
  let links = 0;
  for (const name of texts) {
    for (const [, url] of readFileSync(file(name), "utf8").matchAll(/\]\(([^) ]+)/g)) {
      if (!url.startsWith(base)) continue;
      const path = decodeURI(url.slice(base.length)).replace(/#.*/, "");
      assert.ok(existsSync(file(path)), `${name}: ${url}`);
      links += 1;
    }
  }
  assert.ok(links > 2 * entries, `${links} links`);
});

test("feed: feedparser reads it, and it is valid by the grammar of Atom", () => {
  const feed = read("feed.py", file("feed.xml"));
  assert.equal(feed.wrong, "");
  assert.deepEqual(feed.entries, [
    ["deep learning", `${base}deep-learning/`, "2026-11-24T00:00:00Z", true],
    ["machine learning", `${base}machine-learning/`, "2026-11-23T00:00:00Z", true],
  ]);
  run("jing", ["-c", join(here, "atom.rnc"), file("feed.xml")], { stdio: ["ignore", "pipe", "ignore"] });
});

test("inventory: Sphinx and MyST link to terms by any of their names", () => {
  const source = folder("sphinx");
  const names = ["machine learning", "ML", "Étude", "C++", "machine lerning", "piece; for one", "L2", "HEAD", "ICE"];
  writeFileSync(
    join(source, "conf.py"),
    `extensions = ["sphinx.ext.intersphinx", "myst_parser"]\nnitpicky = True\n` +
      `intersphinx_mapping = {"glossary": ("${base}", ${JSON.stringify(file("objects.inv"))})}\n`,
  );
  const terms = names.map((name) => `- :term:\`${name}\`\n`).join("");
  writeFileSync(join(source, "index.rst"), `Test\n====\n\n.. toctree::\n\n   other\n\n${terms}`);
  writeFileSync(join(source, "other.md"), "# Other\n\n[](inv:glossary:std:term#machine%20learning) {term}`Denylist`\n");
  run(python("sphinx-build"), ["-q", "-W", source, join(source, "out")]);
  const addresses = (page) => {
    const html = readFileSync(join(source, "out", page), "utf8");
    return [...html.matchAll(/href="https:\/\/example\.org\/g\/([^"]*)/g)].map(([, address]) => address);
  };
  const etude = "%C3%A9tude/";
  const learning = "machine-learning/";
  assert.deepEqual(addresses("index.html"), [
    ...[learning, learning, etude, "c-plus-plus/", learning, etude, "level-2-cache/", "head/", "ice/"],
  ]);
  assert.deepEqual(addresses("other.html"), [learning, "denylist/"]);
});

test("inventory: MkDocs with autorefs links to terms", () => {
  const source = folder("mkdocs/docs");
  writeFileSync(join(source, "index.md"), "# T\n\n[machine learning][], [a piece][étude], [C++][].\n");
  const inventory = `{ url: "file://${file("objects.inv")}", base_url: "${base}", domains: [std] }`;
  writeFileSync(
    join(source, "../mkdocs.yml"),
    `site_name: T\nplugins:\n  - autorefs\n  - mkdocstrings: { handlers: { python: { inventories: [${inventory}] } } }\n`,
  );
  run(python("mkdocs"), ["build", "-q", "-s", "-f", join(source, "../mkdocs.yml")]);
  const html = readFileSync(join(source, "../site/index.html"), "utf8");
  for (const slug of ["machine-learning", "%C3%A9tude", "c-plus-plus"]) {
    assert.ok(html.includes(`href="${base}${slug}/"`), slug);
  }
});

test("skos: rdflib reads the same from both syntaxes; skosify and the rules of SKOS find nothing", () => {
  const { preferred, ...found } = read("skos.py", site, join(here, "skos.shacl.ttl"));
  const nothing = { warnings: [], added: [], removed: [], report: "" };
  // deep learning is below machine learning, so it is not related to it
  assert.deepEqual(found, { same: true, ...nothing, languages: ["en"], related: 4 });
  assert.equal(preferred.length, entries + 1);
});

test("skos: a glossary in two languages is one scheme, whose concepts have names in both", () => {
  const { preferred, ...found } = read("skos.py", join(bread, "public"), join(here, "skos.shacl.ttl"));
  const nothing = { warnings: [], added: [], removed: [], report: "" };
  assert.deepEqual(found, { same: true, ...nothing, languages: ["de", "en"], related: 2 });
  assert.deepEqual([...preferred].sort(), ["Bread", "Brot", "Roggen", "Rye", "Semmel", "Sourdough"]);
});

test("tbx: Translate Toolkit reads every entry", () => {
  const { units, sources, messages } = read("tbx.py", file("glossary.tbx"), join(work, "terms.po"));
  assert.equal(units, entries);
  assert.deepEqual(messages, sources);
  assert.ok(sources.includes("étude") && sources.includes("C++"));
});

test("tbx3: it is valid by a grammar of TBX-Basic, in one language and in two", () => {
  for (const path of [file("glossary.tbx3.tbx"), join(bread, "public/glossary.tbx3.tbx")]) {
    run("jing", ["-c", join(here, "tbx-basic.rnc"), path], { stdio: ["ignore", "pipe", "ignore"] });
  }
});

test("omegat, tbx: OmegaT's readers give every name with its text", () => {
  const jars = ["/usr/share/omegat/OmegaT.jar", "/usr/share/omegat/lib/*", "/usr/share/java/*"].join(":");
  const lines = (name, target = "en", path = file(name)) => {
    const args = ["-cp", jars, join(here, "GlossaryReader.java"), "en", target, `${folder("omegat")}/`, path];
    const printed = run("java", args, { stdio: ["ignore", "pipe", "ignore"] });
    return printed.split("\n").filter((line) => line.includes(" # "));
  };
  // from English into German
  const pairs = lines("", "de", join(bread, "public/de/glossary.omegat.txt"));
  assert.deepEqual(pairs, ["Rye # Roggen # Ein Getreide. (Zu vermeiden: Korn)", "Sourdough #  # A dough."]);
  const termbase = lines("", "de", join(bread, "public/glossary.tbx"));
  assert.deepEqual(termbase.map((line) => line.split(" # ").slice(0, 2)), [["Rye", "Roggen"], ["Rye", "Korn"], ["Sourdough", ""]]);
  const words = lines("glossary.omegat.txt");
  for (const line of ["C++ #  # A language.", "ML # machine learning # Abbreviation", "blacklist # Denylist # Avoid"]) {
    assert.ok(words.includes(line), line);
  }
  const written = readFileSync(file("glossary.omegat.txt"), "utf8").trimEnd().split("\n");
  assert.equal(words.length, written.length - 1);
  const terms = lines("glossary.tbx");
  assert.ok(terms.includes("ML #  # definition: " + terms.find((line) => line.startsWith("machine learning")).split(": ").slice(1).join(": ")));
  assert.ok(terms.includes("#hash #  # "));
});

test("anki: a second import changes nothing, a changed entry is updated, and learners keep their tags", () => {
  const { fronts, ...found } = read("cards.py", file("glossary.anki.txt"), folder("anki"));
  assert.deepEqual(found, {
    first: [entries, 0, 0],
    again: [0, 0, entries],
    update: [0, 1, entries - 1],
    tags: ["mine"],
    changed: true,
    count: entries,
    deck: 'The "web": words & signs',
    // one entry has no text
    backs: entries - 1,
  });
  assert.ok(fronts.includes("#hash") && fronts.includes("Cluster (stars)"));
});

test("stardict: sdcv finds every name, and PyGlossary reads every article", () => {
  const dictionaries = folder("stardict");
  run("tar", ["-xf", file("glossary.stardict.tar"), "-C", dictionaries]);
  const name = "the-web-words-and-signs";
  const { names, articles, title } = read("dictionary.py", join(dictionaries, name, `${name}.ifo`));
  assert.equal(title, 'The "web": words & signs');
  // two entries share the headword Cluster, and two the abbreviation CD
  assert.equal(Object.keys(names).length, entries);
  assert.equal(articles, entries);
  let found = 0;
  for (const [headword, others] of Object.entries(names)) {
    for (const word of [headword, ...others]) {
      const args = ["-n", "-e", "-u", title, "--data-dir", dictionaries, "--utf8-output", word];
      const answer = run("sdcv", args, { stdio: ["ignore", "pipe", "ignore"] });
      assert.ok(answer.includes(`-->${headword}\n`), word);
      found += 1;
    }
  }
  assert.ok(found > 2 * entries, `${found} names`);
  assert.ok(names["étude"].includes("etude"));
});

test("cspell: it accepts the words of names, and reports names to avoid with what to write instead", () => {
  const texts = folder("cspell");
  cpSync(file("glossary.cspell.json"), join(texts, "glossary.cspell.json"));
  writeFileSync(join(texts, "cspell.json"), '{ "version": "0.2", "import": ["./glossary.cspell.json"] }');
  writeFileSync(join(texts, "text.txt"), "An étude of the Denylist and GitHub: a blacklist, a Data-Ban, Github, cpp.\n");
  const program = join(tools, "formats/node/node_modules/.bin/cspell");
  const made = spawnSync(program, ["--no-progress", "--show-suggestions", "text.txt"], { cwd: texts, encoding: "utf8" });
  const found = [...made.stdout.matchAll(/Forbidden word \((.*?)\) Suggestions: \[(\w*)\*?/g)];
  assert.deepEqual(found.slice(0, 3).map(([, word, instead]) => [word, instead]), [
    ["blacklist", "Denylist"],
    ["Data-Ban", "Denylist"],
    ["Github", "GitHub"],
  ]);
  assert.match(made.stdout, /Forbidden word \(cpp\)/);
  assert.match(made.stderr, /Issues found: 4 in 1 file/);
});

test("textlint: it reports and replaces names to avoid, and leaves right names alone", () => {
  const texts = folder("textlint");
  cpSync(file("glossary.textlint.json"), join(texts, "glossary.textlint.json"));
  symlinkSync(join(tools, "formats/node/node_modules"), join(texts, "node_modules"));
  // as in docs/outputs.md: a relative path would be looked for beside the rule
  const rule = '{ defaultTerms: false, terms: require("./glossary.textlint.json") }';
  writeFileSync(join(texts, ".textlintrc.js"), `module.exports = { rules: { terminology: ${rule} } };\n`);
  writeFileSync(join(texts, "text.md"), "A blacklist, a black list, GitHub, Github and C plus plus. Etwas.\n");
  spawnSync("node_modules/.bin/textlint", ["--fix", "text.md"], { cwd: texts });
  assert.equal(readFileSync(join(texts, "text.md"), "utf8"), "A Denylist, a Denylist, GitHub, GitHub and C++. Etwas.\n");
});

test("textlint, cspell: a name to avoid is left alone inside a name that is right", () => {
  const parts = folder("parts");
  mkdirSync(join(parts, "content"), { recursive: true });
  const texts = {
    "glossary.toml": 'title = "Cells"\n',
    "content/solar-cell.md": '+++\ntitle = "Solar cell"\navoid = ["cell", "кот", "机器学"]\n+++\nA device.\n',
    "content/fuel-cell.md":
      '+++\ntitle = "Fuel cell"\nsynonyms = ["a cell wall", "cell phone", "机器学习"]\navoid = ["cell farm"]\n+++\nA device.\n',
    "content/dollar.md": '+++\ntitle = "US$"\navoid = ["dollar sign"]\n+++\nMoney.\n',
    ".textlintrc.js":
      'module.exports = { rules: { terminology: { defaultTerms: false, terms: require("./terms.json") } } };\n',
    "text.md": "One cell, a solar\ncell, fuel cells, a cell wall, the cell wall, a cell phone, a cell farm, a dollar sign.\n",
    "other.md": "Это кот, который 机器学习 机器学.\n",
    "cspell.json": '{ "version": "0.2", "import": ["./words.json"] }',
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(parts, name), text);
  if (!existsSync(join(parts, "node_modules"))) {
    symlinkSync(join(tools, "formats/node/node_modules"), join(parts, "node_modules"));
  }
  run(HEADWORD, ["export", "textlint", "--root", parts, "--output", join(parts, "terms.json")]);
  run(HEADWORD, ["export", "cspell", "--root", parts, "--output", join(parts, "words.json")]);
  const cspell = ["--no-progress", "text.md"];
  const found = spawnSync("node_modules/.bin/cspell", cspell, { cwd: parts, encoding: "utf8" });
  assert.doesNotMatch(found.stdout, /Forbidden/);
  for (const [name, right] of [
    ["text.md", "One Solar cell, a solar\ncell, fuel cells, a cell wall, the Solar cell wall, a cell phone, a Fuel cell, a US$.\n"],
    ["other.md", "Это Solar cell, который 机器学习 Solar cell.\n"],
  ]) {
    spawnSync("node_modules/.bin/textlint", ["--fix", name], { cwd: parts });
    assert.equal(readFileSync(join(parts, name), "utf8"), right);
  }
});

test("hunspell: it accepts the words of names, and not the names to avoid", () => {
  const args = ["-d", "en_US", "-i", "utf-8", "-p", file("glossary.hunspell.dic"), "-l"];
  const input = "The denylist, étude and GitHub; github, Github, blacklist.\n";
  const wrong = run("hunspell", args, { input, stdio: ["pipe", "pipe", "ignore"] });
  assert.deepEqual(wrong.trim().split("\n"), ["github", "Github", "blacklist"]);
});
