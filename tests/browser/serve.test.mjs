// `headword serve`: pages show each save, the server writes nothing, and only this computer gets answers.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { mkdirSync, renameSync } from "node:fs";
import { chmod, cp, mkdir, open as openFile, readFile, readdir, rename, rm, stat, symlink, unlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { browser, withPage, settle } from "./browser.mjs";
import { assertNone, until } from "./checks.mjs";
import { picture } from "./glossary.mjs";
import { sendRequest, differences, headword, makeFolder, makeProject, parseAnswer, sendRaw, serveProject, tree } from "./serving.mjs";
import { axeSource } from "./tools.mjs";

// --- The project: an entry that is long enough to scroll, with an element to open

const filler = (from, to) =>
  Array.from({ length: to - from }, (_, at) => `Paragraph ${from + at} of a long text that has to be scrolled, since nobody can read all of it at once.\n`).join("\n");

const dough = (word, more = "") => `+++
title = "Dough"
tags = ["bread"]
${more}+++

Flour and water, kneaded.

<details>
<summary>More</summary>
Hidden at first.
</details>

${filler(1, 30)}
The word is ${word}.

${filler(30, 60)}`;

const entry = (title, text, more = "") => `+++\ntitle = "${title}"\n${more}+++\n\n${text}\n`;

const settings = 'title = "Words of Bread"\nraw_html = "allow"\n';

const files = {
  "glossary.toml": settings,
  "content/dough.md": dough("first"),
  "content/rye.md": entry("Rye", "A grain. Rye [dough](dough.md) is sticky."),
  "content/heat/oven.md": entry("Oven", "A hot box, for dough."),
  "static/extra.css": "h1 { color: rgb(1, 2, 3); }\n",
};

const makeBread = (more = {}) => makeProject({ ...files, ...more });

const overlay = (page) => page.locator("headword-errors section");

const shows = (page, text) => page.locator("main", { hasText: text }).first().waitFor();

/** Scrolls the page and opens its `details`. Returns a function that reads whether both are still so. */
async function takePlace(page) {
  await page.locator("main details").first().evaluate((details) => (details.open = true));
  await page.evaluate(() => scrollTo(0, 700));
  const place = () => page.evaluate(() => [scrollY, document.querySelector("main details").open]);
  assert.deepEqual(await place(), [700, true]);
  return place;
}

// --- Saves

const run = promisify(execFile);

async function writeSynced(file, text, flags = "w") {
  const handle = await openFile(file, flags);
  await handle.writeFile(text);
  await handle.sync();
  await handle.close();
}

const beside = (file, name) => join(dirname(file), name);

// The steps of editors when they save a file. The tests make these steps; only sed runs itself.
const editors = {
  "VS Code: in place": (file, text) => writeFile(file, text),
  "nano: in place, in pieces": async (file, text) => {
    const handle = await openFile(file, "w");
    for (const line of text.split(/(?<=\n)/)) await handle.write(line);
    await handle.close();
  },
  "vim: the old file is moved away first": async (file, text) => {
    const swap = beside(file, `.${basename(file)}.swp`);
    await writeFile(swap, "what is typed");
    await writeFile(beside(file, "4913"), "");
    await unlink(beside(file, "4913"));
    await rename(file, `${file}~`);
    await writeSynced(file, text, "wx");
    await unlink(`${file}~`);
    await unlink(swap);
  },
  "vim: a copy is made, the file overwritten": async (file, text) => {
    await writeFile(`${file}~`, await readFile(file));
    await writeSynced(file, text);
    await unlink(`${file}~`);
  },
  "Emacs: lock, auto-save and backup": async (file, text) => {
    const lock = beside(file, `.#${basename(file)}`);
    const unsaved = beside(file, `#${basename(file)}#`);
    await symlink("baker@kitchen.1234:1790000000", lock);
    await writeFile(unsaved, "half of what is ty");
    await rm(`${file}~`, { force: true });
    await rename(file, `${file}~`);
    await writeSynced(file, text, "wx");
    await unlink(unsaved);
    await unlink(lock);
  },
  "gedit: another file replaces it": async (file, text) => {
    const other = beside(file, ".goutputstream-K2Q1W1");
    await writeSynced(other, text, "wx");
    await rename(other, file);
  },
  "Kate: another, visible file replaces it": async (file, text) => {
    await writeSynced(`${file}.XyZabc`, text, "wx");
    await rename(`${file}.XyZabc`, file);
  },
  "JetBrains: both are moved": async (file, text) => {
    await writeSynced(`${file}___jb_tmp___`, text, "wx");
    await rename(file, `${file}___jb_old___`);
    await rename(`${file}___jb_tmp___`, file);
    await unlink(`${file}___jb_old___`);
  },
  "sed -i": async (file, text) => {
    const [, word] = /The word is (\w+)\./.exec(text);
    await run("sed", ["-i.old", `s/The word is .*/The word is ${word}./`, file]);
    await unlink(`${file}.old`);
  },
  "removed and written": async (file, text) => {
    await unlink(file);
    await writeFile(file, text);
  },
};

test("the page shows a save at the place of the reader, with any editor", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  const file = project.at("content/dough.md");
  await withPage(server, "dough/#_main", {}, async (page) => {
    const place = await takePlace(page);
    let number = 0;
    for (const [editor, save] of Object.entries(editors)) {
      number += 1;
      await save(file, dough(`save${number}`));
      await shows(page, `The word is save${number}.`);
      // the page may show a save of two steps in two steps
      await until(place, [700, true], `the place, ${editor}`);
      await until(() => overlay(page).count(), 0, `no error, ${editor}`);
    }
    assert.equal(page.url(), `${server.url}dough/#_main`);
    await page.goto(`${server.url}rye/`);
    await page.goBack();
    await shows(page, `The word is save${number}.`);
    await page.goBack();
    assert.equal(page.url(), "about:blank", "loading again adds nothing to the history");
  });
  assert.equal(await readFile(`${file}~`, "utf8").then(() => true), true, "the backup of Emacs stays");
});

test("a page that is short for a moment does not lose the place of the reader", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  const whole = dough("second");
  // the page is loaded, and has the best place that it can have
  const isShort = (page) => page.evaluate(() => document.readyState === "complete" && document.querySelector("main") !== null && scrollY < 700);
  await withPage(server, "dough/", {}, async (page) => {
    const place = await takePlace(page);
    const halves = { "without the end": whole.slice(0, whole.indexOf("Paragraph 8")), "without the element": entry("Dough", "Short.") };
    for (const [half, text] of Object.entries(halves)) {
      await project.write("content/dough.md", text);
      await until(() => isShort(page), true, half);
      await project.write("content/dough.md", whole);
      await shows(page, "The word is second.");
      await until(place, [700, true], `the place, ${half}`);
    }
    // a reader who scrolls on the short page chooses a new place
    await project.write("content/dough.md", halves["without the end"]);
    await until(() => isShort(page), true);
    await page.evaluate(() => scrollTo(0, 20));
    await project.write("content/dough.md", whole);
    await shows(page, "The word is second.");
    await until(place, [20, true], "the place that was chosen on the short page");
  });
});

test("a save does not keep the reader on the page that they are leaving", async () => {
  const project = await makeBread({ "content/flour.md": entry("Flour", '[Dough](dough.md), and <a download href="index.html">a copy</a>.') });
  const server = await serveProject(project);
  let asked;
  const wasAsked = new Promise((resolve) => (asked = resolve));
  await withPage(server, "flour/", {}, async (page) => {
    await page.route("**/dough/", async (route) => {
      asked();
      // the page is told of the save long before the other page comes
      await new Promise((done) => setTimeout(done, 1000));
      await route.continue();
    });
    const opened = page.waitForURL("**/dough/");
    await page.locator("main a", { hasText: "Dough" }).first().click({ noWaitAfter: true });
    await wasAsked;
    await project.write("content/flour.md", entry("Flour", "A powder."));
    await opened;
    await page.goBack();
    await shows(page, "A powder.");
  });
  await project.write("content/flour.md", entry("Flour", 'Here is <a download href="index.html">a copy</a>.'));
  await withPage(server, "flour/", {}, async (page) => {
    const copied = page.waitForEvent("download");
    await page.locator("main a", { hasText: "a copy" }).click();
    await copied;
    await project.write("content/flour.md", entry("Flour", "A fine powder."));
    await shows(page, "A fine powder.");
  });
});

test("other files of editors change no page and are not an error", async () => {
  const project = await makeBread();
  const server = await serveProject(project, "--strict");
  await withPage(server, "dough/", {}, async (page) => {
    let loads = 0;
    page.on("load", () => (loads += 1));
    await page.waitForLoadState("load");
    for (const [folder, name] of [["content", "dough.md"], ["static", "extra.css"], ["templates", "base.html"]]) {
      await mkdir(project.at(folder), { recursive: true });
      for (const leftover of [`.${name}.swp`, `.${name}.swx`, `${name}~`, `#${name}#`]) {
        await project.write(`${folder}/${leftover}`, "{% if half {{ a }} +++");
      }
      await symlink("baker@kitchen.1", project.at(`${folder}/.#${name}`));
      await project.write(`${folder}/4913`, "");
      await unlink(project.at(`${folder}/4913`));
    }
    await project.write("content/rye.md", entry("Rye", "A grain, after that."));
    await until(async () => (await sendRequest(server, "/rye/")).body.includes("after that"), true);
    assert.equal(await overlay(page).count(), 0);
    assert.equal(server.log().match(/error/), null, server.log());
    const before = loads;
    await project.write("content/dough.md", dough("second"));
    await shows(page, "The word is second.");
    await page.waitForLoadState("load");
    // the new folder `templates` may have caused one load
    assert.ok(before <= 1, `${before} loads without a change`);
  });
});

test("version control changes many files at once", async () => {
  const bulk = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`content/bulk/bulk-${at}.md`, entry(`Bulk ${at}`, `One of many, near [[Rye]].`)]));
  const project = await makeBread(bulk);
  const git = (...options) => run("git", ["-C", project.root, "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgsign=false", ...options]);
  await git("init", "-q", "-b", "main");
  await git("add", ".");
  await git("commit", "-qm", "one");
  await git("checkout", "-qb", "other");
  await git("mv", "-k", "content/heat", "content/fire");
  for (let at = 0; at < 60; at += 1) {
    if (at % 3 === 0) await unlink(project.at(`content/bulk/bulk-${at}.md`));
    else await project.write(`content/bulk/bulk-${at}.md`, entry(`Bulk ${at}`, "Another text, near [[Spelt]]."));
  }
  await project.write("content/spelt.md", entry("Spelt", "A grain."));
  await project.write("content/dough.md", dough("other"));
  await project.write("static/extra.css", "h1 { color: rgb(4, 5, 6); }\n");
  await git("add", "-A");
  await git("commit", "-qm", "two");
  await git("checkout", "-q", "main");
  const server = await serveProject(project);
  await withPage(server, "dough/", {}, async (page) => {
    const place = await takePlace(page);
    for (const [branch, word] of [["other", "other"], ["main", "first"], ["other", "other"]]) {
      await git("checkout", "-q", branch);
      await shows(page, `The word is ${word}.`);
      await until(() => overlay(page).count(), 0);
      await until(() => differences(server, project), [], `the site is that of ${branch}`);
      await until(place, [700, true], "the place");
    }
    // a folder from version control is watched like others
    await page.goto(`${server.url}oven/`);
    await project.write("content/fire/oven.md", entry("Oven", "Written in a folder that was moved."));
    await shows(page, "Written in a folder that was moved.");
  });
});

test("pages show moved folders, renamed entries, templates, settings, addresses and static files", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  const missing = ["spelt/", "rye/"];
  await withPage(server, "oven/", { missing }, async (page) => {
    await rename(project.at("content/heat"), project.at("content/fire"));
    await project.write("content/fire/oven.md", entry("Oven", "It was moved."));
    await shows(page, "It was moved.");
    await mkdir(project.at("content/deep/er"), { recursive: true });
    await rename(project.at("content/fire"), project.at("content/deep/er/fire"));
    await project.write("content/deep/er/fire/oven.md", entry("Oven", "It was moved deep."));
    await shows(page, "It was moved deep.");

    await page.goto(`${server.url}rye/`);
    await rename(project.at("content/rye.md"), project.at("content/spelt.md"));
    await until(() => page.title(), "Not found · Words of Bread", "its page no longer exists");
    await rename(project.at("content/spelt.md"), project.at("content/rye.md"));
    await shows(page, "A grain.");

    await project.write("glossary.toml", settings.replace("Words of Bread", "Words of Cake"));
    await page.locator("header .hw-home", { hasText: "Words of Cake" }).waitFor();

    const base = await readFile(new URL("../../templates/base.html", import.meta.url), "utf8");
    await project.write("templates/base.html", base.replace("<main id=", '<p id="mine">mine</p><link rel="stylesheet" href="{{ page.root }}extra.css"><main id='));
    await page.locator("#mine").waitFor();
    const colour = () => page.locator("h1").first().evaluate((heading) => getComputedStyle(heading).color);
    await until(colour, "rgb(1, 2, 3)");
    await project.write("static/extra.css", "h1 { color: rgb(7, 8, 9); }\n");
    await until(colour, "rgb(7, 8, 9)");
    await project.write("static/#extra.css#", "h1 { color: red }");
    await writeFile(project.at("static/sedAbc"), "h1 { color: rgb(9, 9, 9); }\n");
    await rename(project.at("static/sedAbc"), project.at("static/extra.css"));
    await until(colour, "rgb(9, 9, 9)");

    await project.write("addresses.toml", 'published = ["gone"]\n');
    await overlay(page).waitFor();
    assert.match(await overlay(page).textContent(), /lost-address/);
    await project.write("addresses.toml", 'published = ["gone"]\n\n[retired]\ngone = "Rye"\n');
    await until(() => overlay(page).count(), 0);
    await until(() => differences(server, project), []);
  });
});

test("a folder that moves from one new folder to the next is watched", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  let folder = "content/heat";
  for (let round = 0; round < 12; round += 1) {
    const next = `content/new-${round}/deep/heat`;
    // the system's watcher looks into the new folders before, while or after the other folder moves
    mkdirSync(project.at(dirname(next)), { recursive: true });
    const moment = performance.now() + round * 0.02;
    while (performance.now() < moment);
    renameSync(project.at(folder), project.at(next));
    folder = next;
    await new Promise((next) => setTimeout(next, 150));
    await project.write(`${folder}/oven.md`, entry("Oven", `Round ${round}.`));
    await until(async () => (await sendRequest(server, "/oven/")).body.includes(`Round ${round}.`), true, `round ${round}`);
  }
});

// --- Many changes

const bare = { "templates/base.html": "{{ page.title }}{% block title %}{% endblock %}{% block head %}{% endblock %}<body>{% block main %}{% endblock %}</body>" };

/** Sends requests until the returned function is called, which returns the longest time of an answer. */
function keepRequesting(server) {
  let longest = 0;
  let isOver = false;
  const requests = (async () => {
    while (!isOver) {
      const started = performance.now();
      await sendRequest(server, new URL(server.url).pathname);
      longest = Math.max(longest, performance.now() - started);
      await new Promise((next) => setTimeout(next, 25));
    }
  })();
  return async () => {
    isOver = true;
    await requests;
    return longest;
  };
}

test("after a thousand new files in a second, and a thousand removed, the site is that of a build", async () => {
  const project = await makeBread(bare);
  const server = await serveProject(project);
  const stopRequesting = keepRequesting(server);
  await mkdir(project.at("content/many"));
  const numbers = Array.from({ length: 1_000 }, (_, at) => at);
  await Promise.all(numbers.map((at) => writeFile(project.at(`content/many/many-${at}.md`), entry(`Many ${at}`, `Of many, ${at}.`))));
  await until(async () => (await sendRequest(server, "/many-999/")).status, 200);
  await until(async () => (await sendRequest(server, "/letters/m/")).body.includes("many-500/"), true);
  await until(() => differences(server, project), []);
  await rm(project.at("content/many"), { recursive: true });
  await until(async () => (await sendRequest(server, "/many-999/")).status, 404);
  await until(() => differences(server, project), []);
  const longest = await stopRequesting();
  assert.ok(longest < 3_000, `an answer took ${longest} ms`);
  assert.doesNotMatch(server.log(), /cannot read/);
});

test("the page shows some of a thousand saves of one file, and the last one", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  await withPage(server, "dough/", {}, async (page) => {
    const stopRequesting = keepRequesting(server);
    let seen = 0;
    page.on("load", () => (seen += 1));
    for (let at = 0; at < 1_000; at += 1) await writeFile(project.at("content/dough.md"), dough(`storm${at}`));
    await shows(page, "The word is storm999.");
    await until(() => overlay(page).count(), 0);
    await until(() => differences(server, project), []);
    assert.ok(seen > 0);
    assert.ok((await stopRequesting()) < 3_000);
  });
});

// Pseudo-random numbers, the same in every run (Numerical Recipes, "ranqd1").
function makeChance() {
  let state = 1;
  const below = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return { below, pick: (list) => list[below(list.length)] };
}

/** Makes a random change of files and folders. */
async function change(project, { below, pick }, number) {
  const all = await readdir(project.at("content"), { recursive: true, withFileTypes: true });
  const path = ({ parentPath, path: old, name }) => join(parentPath ?? old, name);
  const folders = all.filter((one) => one.isDirectory()).map(path);
  const entries = all.filter((one) => one.isFile()).map(path);
  const somewhere = pick([project.at("content"), ...folders]);
  const actions = [
    async () => {
      const folder = join(somewhere, ...Array.from({ length: below(3) }, () => `folder${below(4)}`));
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `entry-${number}.md`), entry(`Entry ${number}`, `Written ${number}.`));
    },
    async () => {
      const file = pick(entries);
      const [, title] = (await readFile(file, "utf8")).split("\n");
      await writeFile(file, `+++\n${title}\n+++\n\nEdited ${number}, near Entry ${below(number)}.\n`);
    },
    async () => {
      const [from, to] = [pick(folders), join(somewhere, `moved${number}`)];
      if (from && !to.startsWith(`${from}/`)) await rename(from, to);
    },
    async () => folders.length > 3 && rm(pick(folders), { recursive: true }),
    async () => entries.length > 3 && unlink(pick(entries)),
    async () => {
      await rename(project.at("content"), project.at("away"));
      await rename(project.at("away"), project.at("content"));
    },
    async () => {
      await cp(project.at("content"), project.at("copy"), { recursive: true });
      await rm(project.at("content"), { recursive: true });
      await rename(project.at("copy"), project.at("content"));
    },
    async () => {
      await rm(project.at("static"), { recursive: true, force: true });
      await project.write("static/deep/er/file.txt", `${number}`);
    },
  ];
  // the first actions, which write files, are the most frequent
  await actions[Math.min(below(actions.length + 4), below(actions.length + 4)) % actions.length]();
}

test("after any changes of files and folders, the site is that of a build", async () => {
  const project = await makeProject({ ...bare, "glossary.toml": settings, "content/rye.md": entry("Rye", "A grain."), "static/file.txt": "0" });
  const server = await serveProject(project);
  const chance = makeChance();
  let number = 0;
  for (let batch = 0; batch < 12; batch += 1) {
    for (const end = number + 1 + chance.below(20); number < end; number += 1) {
      await change(project, chance, number);
      if (chance.below(3) === 0) await new Promise((next) => setTimeout(next, chance.below(60)));
    }
    await until(() => differences(server, project), [], `after ${number} changes\n${server.log().slice(-2_000)}`);
  }
});

// --- Errors

test("an error is shown on top of the last good version; after the fix, the page is new", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  await withPage(server, "dough/", {}, async (page) => {
    const place = await takePlace(page);
    const text = () => overlay(page).locator("pre").textContent();
    await project.write("templates/tags.html", "line one\n{% if %}\n");
    // the server may read the file before all of it is written
    await until(async () => /template-fault/.test(await text()), true, "the error is shown");
    assert.match(await text(), /templates\/tags\.html:2:\d+/);
    await shows(page, "The word is first.");
    await project.write("content/dough.md", dough("second").replace("kneaded.", "kneaded with [[Nothing of the kind]]."));
    await until(async () => /unknown-reference/.test(await text()), true, "both errors are shown");
    assert.match(await text(), /content\/dough\.md:6:33/);
    assert.match(await text(), /templates\/tags\.html/);
    await shows(page, "The word is first.");
    await rm(project.at("templates/tags.html"));
    await until(async () => /template-fault/.test(await text()), false, "one is fixed");
    await project.write("content/dough.md", dough("third"));
    await shows(page, "The word is third.");
    await until(() => overlay(page).count(), 0);
    await until(place, [700, true], "the place");
  });
});

test("an error of another page stays visible while other files are edited", async () => {
  const project = await makeBread({ "glossary.toml": `${settings}math = true\n` });
  const server = await serveProject(project);
  await withPage(server, "dough/", {}, async (page) => {
    // a formula is converted when its page is made
    await project.write("content/rye.md", entry("Rye", "A grain: $\\frac{1}$."));
    await overlay(page).waitFor();
    await project.write("content/heat/oven.md", entry("Oven", "A box."));
    await until(() => server.log().match(/: \d+ errors?\n/g)?.length ?? 0, 2, server.log());
    assert.match(await overlay(page).textContent(), /invalid-math/);
    await project.write("content/rye.md", entry("Rye", "A grain: $\\frac{1}{2}$."));
    await until(() => overlay(page).count(), 0);

    // an error in a template that occurs only on one kind of page
    await project.write("templates/tags.html", "{{ tags.nothing.at.all }}");
    await overlay(page).waitFor();
    await project.write("content/dough.md", dough("second"));
    await until(() => server.log().match(/: \d+ errors?\n/g)?.length ?? 0, 4, server.log());
    assert.match(await overlay(page).textContent(), /templates\/tags\.html/);
    await rm(project.at("templates/tags.html"));
    await shows(page, "The word is second.");
    await until(() => overlay(page).count(), 0);

    // an error in a template that occurs only on one page, which is not open
    await project.write("templates/entry.html", '{% extends "base.html" %}{% block main %}{% if entry.slug == "rye" %}{{ entry.nothing.at.all }}{% endif %}<h1>{{ entry.headword }}</h1>{{ entry.definition | safe }}{% endblock %}');
    await overlay(page).waitFor();
    await project.write("content/dough.md", dough("third"));
    await until(() => server.log().match(/content\/dough\.md|: \d+ errors?\n/g)?.length >= 6, true, server.log());
    assert.match(await overlay(page).textContent(), /templates\/entry\.html/);
    await rm(project.at("templates/entry.html"));
    await until(() => overlay(page).count(), 0);
    await shows(page, "The word is third.");
  });
});

// A page that would be empty, and one that cannot be made: on the open page, and on another one of its kind.
const mistakes = {
  "an empty page": ["", /empty-page/],
  "a value that is missing": ["{{ entry.extra.level }}", /field `level` is not defined/],
};
for (const [name, [text, message]] of Object.entries(mistakes)) {
  test(`after a mistake in a template (${name}), the last good page stays, and the message names the entries`, async () => {
    const project = await makeBread();
    const server = await serveProject(project);
    const good = (slug) => `{% extends "base.html" %}{% block main %}<h1>${slug}: {{ entry.headword }}</h1>{% endblock %}`;
    await withPage(server, "dough/", {}, async (page) => {
      const errors = () => overlay(page).locator("pre").textContent();
      const shown = async (slug) => (await (await fetch(`${server.root}${slug}/`)).text()).match(/<h1>(\w+): [^<]+<\/h1>/)?.[1];
      await project.write("templates/entry.html", good("first"));
      await until(() => shown("rye"), "first");
      // long enough for the check of all pages
      await until(() => shown("dough"), "first");
      await new Promise((resolve) => setTimeout(resolve, 1500));

      await project.write("templates/entry.html", text);
      await overlay(page).waitFor();
      assert.match(await errors(), message);
      assert.match(await errors(), /on 3 pages: the entry `Dough`, the entry `Oven`, the entry `Rye`/);
      for (const slug of ["dough", "rye"]) assert.equal(await shown(slug), "first");

      // only a page that nobody has open
      const bare = '<link rel="icon" href="data:,"><h1>bare: {{ entry.headword }}</h1>';
      await project.write("templates/entry.html", `{% if entry.slug == "rye" %}${text}{% else %}${bare}{% endif %}`);
      await until(async () => /on one page: the entry `Rye`/.test(await errors()), true, "the entry is named");
      for (const slug of ["dough", "rye"]) await until(() => shown(slug), "first");

      await project.write("templates/entry.html", good("second"));
      await until(() => shown("rye"), "second");
      // no count of elements while the page is loaded again: it may never end
      await page.locator("h1", { hasText: "second: Dough" }).waitFor();
      assert.equal(await overlay(page).count(), 0);
    });
  });
}

test("the page shows a style sheet that changed during an error after the fix", async () => {
  const base = await readFile(new URL("../../templates/base.html", import.meta.url), "utf8");
  const project = await makeBread({ "templates/base.html": base.replace("<main id=", '<link rel="stylesheet" href="{{ page.root }}extra.css"><main id=') });
  const server = await serveProject(project);
  await withPage(server, "rye/", {}, async (page) => {
    const colour = () => page.locator("h1").first().evaluate((heading) => getComputedStyle(heading).color);
    assert.equal(await colour(), "rgb(1, 2, 3)");
    await project.write("content/heat/oven.md", "no front matter");
    await overlay(page).waitFor();
    await project.write("static/extra.css", "h1 { color: rgb(7, 8, 9); }\n");
    await until(() => server.log().match(/: 1 error\n/g)?.length, 2);
    assert.equal(await colour(), "rgb(1, 2, 3)");
    await project.write("content/heat/oven.md", files["content/heat/oven.md"]);
    await until(colour, "rgb(7, 8, 9)");
  });
});

test("a link in place of a file is reported until it is removed, and not followed", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  const elsewhere = makeFolder();
  await withPage(server, "rye/", {}, async (page) => {
    const reports = () => server.log().match(/: \d errors?\n/g)?.length ?? 0;
    await symlink(elsewhere, project.at("static/elsewhere"));
    await overlay(page).waitFor();
    assert.match(await overlay(page).textContent(), /static\/elsewhere is not a file/);
    await symlink("nowhere", project.at("content/loaf.png"));
    await until(async () => /content\/loaf\.png is not a file/.test(await overlay(page).textContent()), true);
    await until(reports, 2);
    await writeFile(join(elsewhere, "a.md"), "");
    await project.write("content/.rye.md.swp", "");
    for (const path of ["static/elsewhere", "content/loaf.png"]) await unlink(project.at(path));
    await until(() => overlay(page).count(), 0);
    assert.ok(reports() <= 3, server.log());
    // a name with a command for terminals
    await project.write("content/a\x1b]0;b\x07.md", entry("A", "B."));
    await overlay(page).waitFor();
    await unlink(project.at("content/a\x1b]0;b\x07.md"));
    await until(() => overlay(page).count(), 0);
    assert.doesNotMatch(server.log(), /[\x1b\x07]/);
  });
});

test("each tab gets the events of its own page", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  await withPage(server, "dough/", {}, async (one) => {
    const other = await one.context().newPage();
    await other.goto(`${server.url}oven/`);
    let loads = 0;
    other.on("load", () => (loads += 1));
    await project.write("content/dough.md", dough("second"));
    await shows(one, "The word is second.");
    await project.write("content/heat/oven.md", "no front matter");
    for (const page of [one, other]) await overlay(page).waitFor();
    assert.equal(loads, 0, "a change of another page does not load this one");
    await project.write("content/heat/oven.md", entry("Oven", "A box, mended."));
    await shows(other, "A box, mended.");
    for (const page of [one, other]) await until(() => overlay(page).count(), 0);

    // a hidden tab sends no requests, and loads the page again when it is visible
    const hide = (page, hidden) => page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
    await hide(other, true);
    await project.write("content/heat/oven.md", entry("Oven", "A box, seen late."));
    await until(async () => (await sendRequest(server, "/oven/")).body.includes("seen late"), true);
    await settle(other);
    await shows(other, "A box, mended.");
    await hide(other, false);
    await shows(other, "A box, seen late.");
  });
});

test("errors at the start are shown on a page, which the site replaces after the fix", async () => {
  const project = await makeBread({ "content/rye.md": "no front matter", "content/heat/oven.md": entry("Oven", "[[<img src=x onerror=alert(1)>]]") });
  const server = await serveProject(project);
  await withPage(server, "dough/", { missing: ["dough/"] }, async (page) => {
    const text = () => page.locator("pre").textContent();
    assert.match(await text(), /missing-front-matter/);
    assert.match(await text(), /<img src=x onerror=alert\(1\)>/);
    assert.equal(await page.locator("img").count(), 0);
    await settle(page);
    assert.equal(await overlay(page).count(), 0, "the errors are shown once");
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
    assertNone(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), "barriers");
    await project.write("content/rye.md", files["content/rye.md"]);
    await until(async () => /missing-front-matter/.test(await text()), false, "one is fixed");
    assert.match(await text(), /<img src=x/);
    await project.write("content/heat/oven.md", files["content/heat/oven.md"]);
    await shows(page, "The word is first.");
    assert.equal(await overlay(page).count(), 0);
  });
});

test("a browser without storage shows saves too", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  const before = (page) =>
    page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException("no storage", "SecurityError");
      };
      for (const name of ["sessionStorage", "localStorage"]) Object.defineProperty(window, name, { get: refuse });
    });
  await withPage(server, "dough/", { before }, async (page) => {
    for (const word of ["second", "third"]) {
      await project.write("content/dough.md", dough(word));
      await shows(page, `The word is ${word}.`);
    }
  });
});

test("an entry, all entries, the settings and the whole folder may disappear and return", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  await withPage(server, "dough/", { missing: ["dough/"] }, async (page) => {
    const place = await takePlace(page);
    await project.write("content/rye.md", entry("Rye", "A grain."));
    await unlink(project.at("content/dough.md"));
    await until(() => page.title(), "Not found · Words of Bread", "the page for unknown addresses");
    await project.write("content/dough.md", dough("second"));
    await shows(page, "The word is second.");
    await takePlace(page);
    for (const path of ["content", "glossary.toml"]) {
      await rename(project.at(path), project.at("away"));
      await overlay(page).waitFor();
      assert.match(await overlay(page).textContent(), new RegExp(`there is no .*${path}`));
      await shows(page, "The word is second.");
      await rename(project.at("away"), project.at(path));
      await until(() => overlay(page).count(), 0);
      await until(place, [700, true]);
    }
    await rename(project.root, `${project.root}-away`);
    await overlay(page).waitFor();
    assert.match(await overlay(page).textContent(), /there is no glossary\.toml/);
    await rename(`${project.root}-away`, project.root);
    await until(() => overlay(page).count(), 0);
    // later changes are shown too
    await project.write("content/dough.md", dough("third"));
    await shows(page, "The word is third.");
    await project.write("glossary.toml", settings.replace("Bread", "Cake"));
    await page.locator("header .hw-home", { hasText: "Words of Cake" }).waitFor();
  });
});

// --- The overlay

const longText = Array.from({ length: 80 }, (_, at) => `[[Nothing ${at}]] and [[<img src=x onerror=alert(${at})>]], which is a line that does not fit on a phone without scrolling to the side`).join("\n\n");

test("the overlay is text, is announced, takes no focus, and can be hidden with keyboard and finger", async () => {
  for (const options of [{}, { scheme: "dark" }, { width: 320, height: 568, touch: true, scale: 2 }]) {
    const project = await makeBread();
    const server = await serveProject(project);
    await withPage(server, "rye/", options, async (page) => {
      const link = page.locator("main a").first();
      await link.focus();
      await project.write("content/heat/oven.md", entry("Oven", longText));
      // the server may read the file before all of it is written
      await until(async () => /<img src=x onerror=alert\(0\)>/.test(await overlay(page).textContent()), true);
      assert.equal(await overlay(page).getAttribute("role"), "alert");
      assert.equal(await link.evaluate((element) => element === document.activeElement), true, "the focus stays");
      assert.equal(await overlay(page).locator("img").count(), 0);
      const box = await overlay(page).evaluate((section) => {
        const { left, right, top, bottom } = section.getBoundingClientRect();
        section.scrollTo(0, section.scrollHeight);
        const button = section.querySelector("button").getBoundingClientRect();
        const pre = section.querySelector("pre");
        return {
          isInside: left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight,
          isPartly: top >= innerHeight / 5,
          scrolls: section.scrollHeight > section.clientHeight,
          isWide: pre.scrollWidth > pre.clientWidth,
          isButtonInside: button.left >= 0 && button.right <= innerWidth && button.top >= 0,
          isPageWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        };
      });
      const isNarrow = options.width === 320;
      assert.deepEqual({ ...box, isWide: box.isWide || !isNarrow }, { isInside: true, isPartly: true, scrolls: true, isWide: true, isButtonInside: true, isPageWide: false });
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate(() => axe.run("headword-errors", { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
      assertNone(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), "barriers");

      await page.keyboard.press("Escape");
      await until(() => overlay(page).count(), 0);
      // a hidden overlay stays hidden until its text changes
      const again = page.waitForRequest(/_headword\/events/);
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
      await again;
      await settle(page);
      assert.equal(await overlay(page).count(), 0);
      await project.write("content/heat/oven.md", entry("Oven", `Other. ${longText}`));
      await overlay(page).waitFor();
      if (options.touch) {
        await overlay(page).getByRole("button", { name: "Hide" }).tap();
      } else {
        await page.keyboard.press("Shift+Tab");
        await overlay(page).getByRole("button", { name: "Hide" }).focus();
        await page.keyboard.press("Enter");
      }
      await until(() => overlay(page).count(), 0);
      await project.write("content/heat/oven.md", entry("Oven", "Mended."));
      await until(() => server.log().includes("content/heat/oven.md: shown after"), true);
    });
    await server.stop();
  }
});

test("pages can be read without scripts, and the page loads again after a restart of the server", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  await withPage(server, "dough/", { scripts: false }, async (page) => {
    await shows(page, "The word is first.");
  });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const listens = page.waitForResponse(/_headword\/events/);
    await page.goto(`${server.url}dough/`);
    await listens;
    await settle(page);
    await server.stop();
    await project.write("content/dough.md", dough("meanwhile"));
    const again = await serveProject(project, "--port", String(server.port));
    assert.equal(again.url, server.url);
    await shows(page, "The word is meanwhile.");
  } finally {
    await context.close();
  }
});

// --- Nothing is written

test("serving writes nothing", async () => {
  const project = await makeBread({ "content/loaf.png": picture(8, 8), "content/rye.md": entry("Rye", "![A loaf](loaf.png)") });
  const before = await tree(project.root);
  const times = async () => Promise.all([...before.keys()].map(async (path) => (await stat(project.at(path))).mtimeMs));
  const timesBefore = await times();
  const server = await serveProject(project, "--drafts");
  assert.deepEqual(await differences(server, project), []);
  await withPage(server, "", {}, async (page) => {
    await page.goto(`${server.url}search/?q=dough`);
    await page.locator("[role=option]").first().waitFor();
  });
  assert.deepEqual(await tree(project.root), before);
  assert.deepEqual(await times(), timesBefore);
  await project.write("content/new.md", "no front matter");
  await until(() => server.log().includes(": 1 error\n"), true);
  await unlink(project.at("content/new.md"));
  await until(async () => (await sendRequest(server, "/dough/")).status, 200);
  await server.stop();
  assert.deepEqual(await tree(project.root), before);
});

// --- Requests

/** A text of the site that no refused request gets. */
const secret = "The word is first.";

const assertHarmless = ({ status, headers, body }, what) => {
  assert.ok([200, 302, 400, 403, 404, 405, 408, 414, 431, 505].includes(status), `${what}: ${status}`);
  assert.equal(headers["access-control-allow-origin"], undefined, what);
  if (headers.location !== undefined) assert.match(headers.location, /^\/(?![/\\])/, what);
  for (const text of ["root:", "[package]", "raw_html ="]) assert.ok(!body.includes(text), `${what} returned a file`);
};

test("no path leads out of the site, and no redirect to another host", async () => {
  const project = await makeBread({ "static/.well-known/security.txt": "Contact: us\n" });
  const server = await serveProject(project);
  const paths = [
    "/../Cargo.toml", "/../glossary.toml", "/%2e%2e/glossary.toml", "/%2e%2e/", "/..%2fglossary.toml", "/..%2f..%2fetc/passwd", "/dough/../../../../etc/passwd",
    "/..%5c..%5cetc/passwd", "/..\\..\\etc\\passwd", "/\\evil.example/", "/\\evil.example", "//evil.example/", "//evil.example", "///evil.example/%2e%2e", "/%2f%2fevil.example/",
    "/%5cevil.example", "/dough//", "//dough", "/%00", "/dough%00.html", "/%", "/%zz", "/%c0%ae%c0%ae/", "/%c0%af", "/%ff%fe", "/%ed%a0%80", "/%f8%88%80%80%80", "/./dough/", "/dough/.", "/dough/..;/",
    "/content/dough.md", "/glossary.toml", "/templates/base.html", "/assets/../glossary.toml", "/assets/search/../../glossary.toml", "/assets/search/x", "/assets/search/", "/assets/content/../dough.md",
    "/_headword", "/_headword/", "/_headword/..", "/_headword/../glossary.toml", "/_headword/events/", "/_headword/live.js/", "*", "/?/../x", "/dough?//evil.example", "/dough?\\evil", `/${"a".repeat(60_000)}`, `/dough/?${"a".repeat(200_000)}`,
    `/${"%2e%2e/".repeat(2_000)}etc/passwd`, `/${"../".repeat(2_000)}etc/passwd`, "http://127.0.0.1/dough/", "http://evil.example/dough/", "http://user@localhost/dough/", "https://[::1]/dough/", "ftp://localhost/dough/",
  ];
  for (const path of paths) {
    const answer = await sendRequest(server, path);
    assertHarmless(answer, path.slice(0, 60));
    if (!/dough(\/|\?|$|\/\?)/.test(path) || path.includes("..")) assert.ok(!answer.body.includes(secret), path);
  }
  assert.equal((await sendRequest(server, "http://evil.example/dough/")).status, 403);
  assert.equal((await sendRequest(server, "http://user@localhost/dough/")).status, 403);
  assert.equal((await sendRequest(server, "/dough?//evil.example")).headers.location, "/dough/?//evil.example");
  assert.equal((await sendRequest(server, "/.well-known/security.txt")).status, 200);
  // bytes that are not an address
  for (const path of ["/\0", "/a\0b", "/\x01", "/ dough/", "/\x80\xff", "/\xc3\xa9", "dough", "", "/a\tb", "/#dough", "/<script>", "/\"onerror"]) {
    const text = await sendRaw(server.port, Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, "latin1"));
    if (text) assertHarmless(parseAnswer(text), JSON.stringify(path));
    assert.ok(!text.includes("<script>alert") && !text.includes(secret), JSON.stringify(path));
  }
  assert.ok(server.isRunning());
});

test("broken, endless and unfinished requests are refused, and do not block others", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  const host = "Host: localhost\r\nConnection: close\r\n";
  const requests = {
    "no version": "GET /dough/\r\n\r\n",
    "no host": "GET /dough/ HTTP/1.1\r\nConnection: close\r\n\r\n",
    "no host, 1.0": "GET /dough/ HTTP/1.0\r\n\r\n",
    "two hosts": `GET /dough/ HTTP/1.1\r\nHost: localhost\r\n${host}\r\n`,
    "empty host": "GET /dough/ HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
    "an invalid header": `GET /dough/ HTTP/1.1\r\n${host}nonsense\r\n\r\n`,
    "a folded header": `GET /dough/ HTTP/1.1\r\nHost: localhost\r\n .evil.example\r\nConnection: close\r\n\r\n`,
    "a space in a header's name": `GET /dough/ HTTP/1.1\r\nHost : localhost\r\nConnection: close\r\n\r\n`,
    "thousands of headers": `GET /dough/ HTTP/1.1\r\n${host}${"X-A: b\r\n".repeat(5_000)}\r\n`,
    "an endless header": `GET /dough/ HTTP/1.1\r\n${host}X-A: ${"b".repeat(1_000_000)}\r\n\r\n`,
    "lengths that differ": `GET /dough/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /dough/ HTTP/1.1\r\n${host}\r\n`,
    "another version": `GET /dough/ HTTP/3.0\r\n${host}\r\n`,
    "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "no method": ` /dough/ HTTP/1.1\r\n${host}\r\n`,
    "zeroes": "\0".repeat(1_000),
  };
  for (const [what, bytes] of Object.entries(requests)) {
    // the server may wait for more bytes; the test does not
    const text = await Promise.race([sendRaw(server.port, Buffer.from(bytes, "latin1")), new Promise((next) => setTimeout(next, 500, ""))]);
    assert.ok(!text.includes(secret), what);
    if (text.startsWith("HTTP/")) assertHarmless(parseAnswer(text), what);
  }
  const one = await sendRaw(server.port, "GET /dough/ HTTP/1.0\r\nHost: localhost\r\n\r\n");
  assert.ok(one.includes(secret), "HTTP/1.0 with a host gets an answer, and the connection closes");
  const many = await sendRaw(server.port, `GET /rye/ HTTP/1.1\r\nHost: localhost\r\n\r\nGET /dough/ HTTP/1.1\r\n${host}\r\n`);
  assert.equal(many.match(/HTTP\/1\.1 200/g).length, 2, "a connection can have several requests");

  const halves = Array.from({ length: 300 }, () => connect(server.port, "127.0.0.1", function () {
    this.on("error", () => {});
    this.write("GET /dough/ HTTP/1.1\r\nHost: loc");
  }));
  const listeners = Array.from({ length: 100 }, (_, at) => connect(server.port, "127.0.0.1", function () {
    this.on("error", () => {});
    this.on("data", () => {});
    this.write(`GET /_headword/events?page=/${at}&version=x HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  }));
  const started = performance.now();
  assert.equal((await sendRequest(server, "/dough/")).status, 200);
  assert.ok(performance.now() - started < 2_000);
  await project.write("content/dough.md", dough("second"));
  await until(async () => (await sendRequest(server, "/dough/")).body.includes("The word is second."), true);
  for (const socket of [...halves, ...listeners]) socket.destroy();
  assert.equal((await sendRequest(server, "/dough/")).status, 200);
});

test("only the names of this computer get an answer, and only for pages of the server itself", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  const { port } = server;
  const refused = [
    "evil.example", `evil.example:${port}`, "localhost.evil.example", "127.0.0.1.evil.example", `127.0.0.1.nip.io:${port}`, "localhost@evil.example", "evil.example@localhost", "localhost:evil", "localhost:80:80",
    "localhost.", "127.1", "0x7f000001", "2130706433", "[::1", "[::1]evil", "[evil]", "::1", "", " ", "localhost/evil", "localhost evil", "[::1]:99999", "localhost:99999", "\xe9vil", "local%68ost",
  ];
  for (const host of refused) {
    const answer = await sendRequest(server, "/dough/", { Host: host });
    assert.ok([400, 403].includes(answer.status), `${JSON.stringify(host)}: ${answer.status}`);
    assert.ok(!answer.body.includes(secret));
    assertHarmless(answer, host);
  }
  for (const host of ["localhost", `localhost:${port}`, "LOCALHOST", "127.0.0.1", `127.0.0.1:${port}`, "[::1]", `[::1]:${port}`, "192.168.1.20:80"]) {
    assert.equal((await sendRequest(server, "/dough/", { Host: host })).status, 200, host);
  }
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "NONSENSE"]) {
    for (const path of ["/dough/", "/_headword/events"]) {
      const answer = await sendRequest(server, method === "CONNECT" ? `localhost:${port}` : path, { Origin: "http://evil.example" }, method);
      assert.ok([400, 405].includes(answer.status), `${method}: ${answer.status}`);
      if (answer.status === 405) assert.equal(answer.headers.allow, "GET, HEAD");
      assertHarmless(answer, method);
    }
  }
  const own = `http://127.0.0.1:${port}`;
  for (const path of ["/dough/", "/_headword/events?page=/dough/", "/_headword/live.js", "/assets/headword.css", "/extra.css", "/nothing"]) {
    for (const origin of ["http://evil.example", "null", "", `https://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`, "http://127.0.0.1", `http://localhost:${port}`, `${own}.evil.example`, `${own}@evil.example`]) {
      const answer = await sendRequest(server, path, { Origin: origin });
      assert.equal(answer.status, 403, `${path} for ${origin}`);
      assertHarmless(answer, origin);
    }
    for (const site of ["cross-site", "same-site", "nonsense"]) {
      for (const mode of ["no-cors", "cors", "websocket", undefined]) {
        const answer = await sendRequest(server, path, { "Sec-Fetch-Site": site, ...(mode && { "Sec-Fetch-Mode": mode }) });
        assert.equal(answer.status, 403, `${path} for ${site}, ${mode}`);
      }
    }
    const same = await sendRequest(server, path, { Origin: own, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors" });
    assert.notEqual(same.status, 403, path);
    for (const [name, value] of [["x-content-type-options", "nosniff"], ["cross-origin-resource-policy", "same-origin"], ["cache-control", "no-cache"]]) {
      assert.equal(same.headers[name], value, path);
    }
    assert.match(same.headers["content-security-policy"], /frame-ancestors 'none'/);
    // other sites may link to the server
    assert.notEqual((await sendRequest(server, path, { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" })).status, 403, path);
  }
  const framed = await sendRequest(server, "/dough/", { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe" });
  assert.match(framed.headers["content-security-policy"], /frame-ancestors 'none'/);
});

test("the events for any page are harmless", async () => {
  const project = await makeBread({ "content/heat/oven.md": entry("Oven", "[[line one]]") });
  const server = await serveProject(project);
  await project.write("content/heat/oven.md", files["content/heat/oven.md"]);
  await until(async () => (await sendRequest(server, "/dough/")).status, 200);
  const pages = ["", "/", "/dough/", "/dough", "/nothing/", "//", "..", "/../../etc/passwd", "/%2e%2e/x", "/\0", "/assets/headword.css", "/assets/search/x", "/_headword/events", "/%ff", "event: x\ndata: y\n\n", "a".repeat(20_000), "/404.html", "/extra.css"];
  for (const page of pages) {
    const query = new URLSearchParams({ page, version: "event: x\n\n" });
    const { status, body } = await sendRequest(server, `/_headword/events?${query}`);
    assert.equal(status, 200);
    assert.match(body, /event: fixed\ndata:\n\n/);
    assert.doesNotMatch(body, /event: x|data: y|root:/, page);
  }
  for (const query of ["", "?", "?page", "?page=%ff%00&page=/dough/", "?&&&=&=", "?version=&page=%"]) {
    assert.equal((await sendRequest(server, `/_headword/events${query}`)).status, 200, query);
  }
  const head = await sendRequest(server, "/_headword/events", {}, "HEAD");
  assert.deepEqual([head.status, head.body], [200, ""]);
  assert.match((await sendRequest(server, "/dough/")).body, /The word is first/);
});

test("a page of another origin cannot read anything", async () => {
  const project = await makeBread();
  const server = await serveProject(project);
  const evil = createServer((_, response) => response.setHeader("content-type", "text/html").end("<!doctype html><title>evil</title>"));
  await new Promise((listening) => evil.listen(0, "127.0.0.1", listening));
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${evil.address().port}/`);
    const read = await page.evaluate(async (target) => {
      const outcome = (start) => new Promise((done) => {
        start(done);
        setTimeout(done, 5_000, "nothing happened");
      });
      const element = (name, attributes) => outcome((done) => {
        const made = Object.assign(document.createElement(name), attributes);
        made.onload = () => done("loaded");
        made.onerror = () => done("refused");
        document.body.append(made);
      });
      const fetched = (path, options) => fetch(target + path, options).then(
        async (answer) => (answer.type === "opaque" ? "opaque" : `read ${(await answer.text()).length}`),
        () => "refused",
      );
      const events = (path) => outcome((done) => {
        const source = new EventSource(target + path);
        const stop = (text) => () => (source.close(), done(text));
        for (const event of ["message", "fixed", "errors", "changed", "open"]) source.addEventListener(event, stop("received"));
        source.addEventListener("error", stop("refused"));
      });
      const frame = await outcome((done) => {
        const made = document.createElement("iframe");
        made.src = `${target}dough/`;
        made.onload = () => {
          try {
            done(made.contentDocument === null ? "unreadable" : "readable");
          } catch {
            done("unreadable");
          }
        };
        document.body.append(made);
      });
      return {
        frame,
        cors: await fetched("dough/"),
        noCors: await fetched("dough/", { mode: "no-cors" }),
        post: await fetched("dough/", { method: "POST", mode: "no-cors", body: "x" }),
        withHeader: await fetched("dough/", { headers: { "X-A": "b" } }),
        script: await element("script", { src: `${target}assets/headword.js` }),
        live: await element("script", { src: `${target}_headword/live.js` }),
        image: await element("img", { src: `${target}assets/icon.svg` }),
        style: await element("link", { rel: "stylesheet", href: `${target}extra.css` }),
        embed: await element("object", { data: `${target}dough/` }),
        events: await events("_headword/events?page=/dough/&version=x"),
      };
    }, server.url);
    const refused = Object.fromEntries(Object.keys(read).map((name) => [name, name === "frame" ? "unreadable" : "refused"]));
    assert.deepEqual(read, refused);
    assert.equal(page.frames().length > 1 && (await page.frames()[1].content()).includes(secret), false, "the frame is empty");
    // a link from there works
    await page.evaluate((target) => (location.href = target), `${server.url}dough/`);
    await shows(page, secret);
  } finally {
    await context.close();
    evil.closeAllConnections();
    evil.close();
  }
});

test("files are served with their media type", async () => {
  const kinds = {
    "a.html": "text/html; charset=utf-8", "a.htm": "text/html; charset=utf-8", "a.xhtml": "application/xhtml+xml", "a.svg": "image/svg+xml", "a.xml": "text/xml; charset=utf-8",
    "a.js": "text/javascript; charset=utf-8", "a.mjs": "application/javascript", "a.json": "application/json; charset=utf-8", "a.txt": "text/plain; charset=utf-8", "a.pdf": "application/pdf", "a.wasm": "application/wasm",
    "a.webmanifest": "application/manifest+json", "a.exe": "application/octet-stream", "a.md": "text/markdown; charset=utf-8", CNAME: "application/octet-stream", "a.woff2": "font/woff2", "a b.txt": "text/plain; charset=utf-8", "é.txt": "text/plain; charset=utf-8",
  };
  const project = await makeBread(Object.fromEntries(Object.keys(kinds).map((name) => [`static/kinds/${name}`, `<p>${name}</p>`])));
  const server = await serveProject(project);
  const found = {};
  for (const name of Object.keys(kinds)) {
    const { status, headers, body } = await sendRequest(server, `/kinds/${encodeURIComponent(name)}`);
    assert.equal(status, 200, name);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(body.includes("live.js"), /\.html?$/.test(name), name);
    found[name] = headers["content-type"];
  }
  assert.deepEqual(found, kinds);
});

// --- The command line

test("if a port is in use, the next one is used, and two servers can run at once", async () => {
  const project = await makeBread();
  const one = await serveProject(project);
  const two = await serveProject(project, "--port", String(one.port));
  assert.notEqual(two.port, one.port);
  assert.equal(two.log(), `note: port ${one.port} is in use\n`);
  assert.equal(one.log(), "");
  await project.write("content/dough.md", dough("second"));
  for (const server of [one, two]) await until(async () => (await sendRequest(server, "/dough/")).body.includes("The word is second."), true);
});

test("--interface serves on another address, with a note if other computers can reach it", async () => {
  const project = await makeBread();
  const all = await serveProject(project, "--interface", "0.0.0.0");
  assert.equal(all.log(), "note: other computers on your network can read the site, and its drafts if included\n");
  assert.match(all.url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assert.equal((await sendRequest(all, "/dough/")).status, 200);
  const six = await serveProject(project, "--interface", "::1").catch((error) => error);
  // not every computer has IPv6
  if (six instanceof Error) return assert.match(six.message, /cannot serve/);
  assert.match(six.url, /^http:\/\/\[::1\]:\d+\/$/);
  assert.equal(six.log(), "");
  const request = `GET /dough/ HTTP/1.1\r\nHost: [::1]:${six.port}\r\nConnection: close\r\n\r\n`;
  assert.match(await sendRaw(six.port, request, { host: "::1" }), /200 OK/);
});

test("a site with a path is served at this path, with drafts if --drafts is given", async () => {
  const project = await makeBread({ "glossary.toml": `${settings}base_url = "https://example.org/gloss%C3%A4r/of/bread/"\n`, "content/salt.md": entry("Salt", "Not finished.", "draft = true\n") });
  const server = await serveProject(project);
  const base = "/gloss%C3%A4r/of/bread/";
  assert.equal(new URL(server.url).pathname, base);
  for (const path of ["/", base.slice(0, -1)]) {
    const answer = await sendRequest(server, path);
    assert.deepEqual([answer.status, answer.headers.location], [302, base]);
  }
  assert.equal((await sendRequest(server, `${base}dough/`)).status, 200);
  assert.equal((await sendRequest(server, `${base}dough`)).headers.location, `${base}dough/`);
  assert.equal((await sendRequest(server, "/dough/")).status, 404);
  assert.equal((await sendRequest(server, `${base}salt/`)).status, 404);
  for (const path of ["nothing/", "assets/search/nothing.json", "assets/content/nothing.png", "assets/math.css", "_redirects"]) {
    const answer = await sendRequest(server, base + path);
    assert.equal(answer.status, 404, path);
    assert.match(answer.body, /<h1/, path);
  }
  assert.deepEqual(await differences(server, project), []);
  await withPage(server, "nothing/of/the/kind", { missing: ["nothing/of/the/kind"] }, async (page) => {
    await page.locator("header a.hw-home").click();
    await page.waitForURL(server.url);
    await page.goto(`${server.url}dough/`);
    await project.write("content/dough.md", dough("second"));
    await shows(page, "The word is second.");
  });
  const drafts = await serveProject(project, "--drafts");
  assert.equal((await sendRequest(drafts, `${base}salt/`)).status, 200);
});

test("with --strict, a warning is an error", async () => {
  const project = await makeBread();
  const server = await serveProject(project, "--strict");
  await withPage(server, "dough/", {}, async (page) => {
    await project.write("content/rye.md", entry("Rye", "Raw <blink>HTML</blink> and [single brackets]."));
    await project.write("glossary.toml", 'title = "Words of Bread"\n');
    await overlay(page).waitFor();
    assert.match(await overlay(page).textContent(), /error\[raw-html\]/);
  });
  const lenient = await serveProject(project);
  assert.match(lenient.log(), /warning\[raw-html\]/);
  assert.equal((await sendRequest(lenient, "/dough/")).status, 200);
});

test("a project that cannot be served is an error at once, with the exit code of a build", async () => {
  const empty = makeFolder();
  const project = await makeBread();
  await rm(project.at("content"), { recursive: true });
  const outcomes = [
    [["--root", empty], 2, /^error: there is no glossary\.toml in /],
    [["--root", join(empty, "nowhere")], 2, /^error: there is no glossary\.toml in /],
    [["--root", project.root], 2, /^error: there is no folder .*content: make it/],
    [["--port", "65536"], 2, /65536/],
    [["--port", "x"], 2, /invalid value 'x'/],
    [["--interface", "localhost"], 2, /invalid value 'localhost'/],
    [["--output", empty], 2, /unexpected argument '--output'/],
    [["--root", (await makeBread()).root, "--interface", "192.0.2.1", "--port", "0"], 3, /^error: cannot serve/],
  ];
  for (const [options, code, message] of outcomes) {
    const ended = await headword("serve", ...options);
    assert.equal(ended.code, code, `${options}: ${ended.stderr}`);
    assert.match(ended.stderr, message);
    assert.equal(ended.stdout, "");
  }
});

test("--open opens the address in a browser", { skip: process.platform !== "linux" }, async () => {
  const project = await makeBread();
  const bin = makeFolder();
  const opened = join(bin, "opened");
  await writeFile(join(bin, "xdg-open"), `#!/bin/sh\nprintf '%s' "$1" >"${opened}.new" && mv "${opened}.new" "${opened}"\n`);
  await chmod(join(bin, "xdg-open"), 0o755);
  const path = process.env.PATH;
  process.env.PATH = `${bin}:${path}`;
  try {
    const server = await serveProject(project, "--open");
    await until(() => readFile(opened, "utf8"), server.url);
  } finally {
    process.env.PATH = path;
  }
});
