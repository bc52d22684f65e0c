// Measures the time from a save to the page: from the moment a file is in its place to the first frame
// that shows the change, in a browser on this computer.
//
//     cargo build --profile dist
//     npm install --prefix target/bench playwright-core
//     node benches/serve.mjs [--saves 30] [--only text,title] [--program FILE] [--before FILE] [ENTRIES…]
//
// The first glossary is that of this repository; the others are made by corpus.py, with ENTRIES entries each
// (default: 10000). Each save changes an entry whose page is open: a word of its text, which changes no
// other page, or its title, which may change all pages. With --before, another build of Headword serves the
// same glossary, and each save is measured with both in turn. Needs Python and Chromium; the environment
// variable CHROMIUM chooses one. The files are in memory if possible.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    saves: { type: "string", default: "30" },
    only: { type: "string", default: "text,title" },
    program: { type: "string" },
    before: { type: "string" },
  },
});
const saves = Number(options.saves);
const sizes = positionals.length > 0 ? positionals.map(Number) : [10_000];

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const programs = [["Headword", options.program ?? path.join(repository, "target", "dist", "headword")]];
if (options.before) programs.push(["before", options.before]);
const inMemory = fs.existsSync("/dev/shm") ? "/dev/shm" : os.tmpdir();
const folder = fs.mkdtempSync(path.join(inMemory, "headword-bench-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

const PATIENCE = 60_000;

// the times in milliseconds without work of any server before a save, and between two looks: a server waits for half a
// second before it looks for errors on all pages
const QUIET = 900;
const LOOK = 100;

const rest = (time) => new Promise((next) => setTimeout(next, time));

/** The processor time of a process, in clock ticks: the fields utime and stime of proc_pid_stat(5). */
const processorTime = ({ pid }) => {
  const [, fields] = fs.readFileSync(`/proc/${pid}/stat`, "latin1").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  return user + system;
};

/** Waits until the work of all servers after the last save has ended. */
const quiet = async (children) => {
  let before = -1;
  for (let since = performance.now(); performance.now() - since < QUIET; await rest(LOOK)) {
    const now = children.map(processorTime).reduce((one, other) => one + other);
    if (now > before + 1) [before, since] = [now, performance.now()];
  }
};

// --- The projects, and an entry of each to edit

const copyOwn = (site) => {
  for (const part of ["glossary.toml", "addresses.toml", "content", "pages"]) {
    fs.cpSync(path.join(repository, part), path.join(site, part), { recursive: true });
  }
  return "tokenization";
};

const makeOne = (entries) => (site) => {
  const content = path.join(site, "content");
  fs.mkdirSync(site, { recursive: true });
  fs.writeFileSync(path.join(site, "glossary.toml"), 'title = "Benchmark"\nbase_url = "https://example.org/"\n');
  const corpus = path.join(repository, "benches", "corpus.py");
  const made = spawnSync("python3", [corpus, "--entries", String(entries), "--out", content], { stdio: "inherit" });
  if (made.status !== 0) throw new Error("no corpus was made");
  const files = fs.readdirSync(content).sort();
  return path.basename(files[Math.floor(files.length / 2)], ".md");
};

/** Returns the text of an entry's file with other words in it; references to the entry stay valid. */
const editing = (file) => {
  const [, front, body] = /^\+\+\+\n(.*?\n)\+\+\+\n(.*)$/s.exec(fs.readFileSync(file, "utf8"));
  const title = JSON.parse(/^title = (".*")$/m.exec(front)[1]);
  const name = /^synonyms = "(.*)"$/m.exec(front)?.[1];
  const listed = /^synonyms = \[(.*)\]$/m.exec(front)?.[1];
  const known = [name && JSON.stringify(name), listed].filter(Boolean).join(", ");
  const others = front.replace(/^(title|synonyms) = .*\n/gm, "");
  return (heading, word) => {
    const names = heading === title ? known : [JSON.stringify(title), known].filter(Boolean).join(", ");
    return `+++\ntitle = ${JSON.stringify(heading)}\nsynonyms = [${names}]\n${others}+++\n${body.trimEnd()}\n\nLast is ${word}.\n`;
  };
};

const kinds = {
  text: (number) => (title) => [title, `textual${number}`, `textual${number}`],
  title: (number) => (title) => [`${title} titular${number}`, "nothing", `titular${number}`],
};

// --- Measuring

const serve = (program, site) =>
  new Promise((served, fail) => {
    const started = performance.now();
    const child = spawn(program, ["serve", "--root", site, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (bytes) => {
      stdout += bytes;
      const url = /serving (\S+)/.exec(stdout)?.[1];
      if (url) served({ url, child, seconds: (performance.now() - started) / 1000 });
    });
    child.stderr.on("data", (bytes) => (stderr += bytes));
    child.on("exit", () => fail(new Error(`the server ended:\n${stderr.slice(-2_000)}`)));
  });

/** A program that serves a glossary, with the page of the edited entry open in the browser. */
const open = async (browser, program, site, slug) => {
  const file = path.join(site, "content", `${slug}.md`);
  const text = editing(file);
  const title = JSON.parse(/^title = (".*")$/m.exec(fs.readFileSync(file, "utf8"))[1]);
  fs.writeFileSync(file, text(title, "nothing"));
  const server = await serve(program, site);
  const page = await browser.newPage();
  let painted = () => {};
  await page.exposeFunction("painted", (shown) => painted(shown, performance.now()));
  await page.addInitScript(() =>
    addEventListener("DOMContentLoaded", () =>
      // a frame is shown after its callbacks, and the next task comes after the frame
      requestAnimationFrame(() => setTimeout(() => painted(document.querySelector("article")?.textContent ?? ""))),
    ),
  );
  const seen = (word) =>
    new Promise((done, fail) => {
      const end = setTimeout(fail, PATIENCE, new Error(`the page never showed ${word}`));
      painted = (shown, time) => {
        if (!shown.includes(word)) return;
        clearTimeout(end);
        done(time);
      };
    });
  await page.goto(`${server.url}${slug}/`);
  return {
    child: server.child,
    seconds: server.seconds,
    /** Saves the entry, and returns the milliseconds until the page shows it. */
    save: async (kind, number) => {
      const [heading, word, sign] = kinds[kind](number)(title);
      const isSeen = seen(sign);
      fs.writeFileSync(`${file}.new`, text(heading, word));
      fs.renameSync(`${file}.new`, file);
      const saved = performance.now();
      return (await isSeen) - saved;
    },
    close: async () => {
      await page.close();
      server.child.removeAllListeners("exit");
      server.child.kill();
      fs.rmSync(site, { recursive: true, force: true });
    },
  };
};

/** The times of all programs for one glossary: `{ name, seconds, times }` for each. */
const measure = async (browser, glossary, make) => {
  const measured = [];
  try {
    for (const [program, file] of programs) {
      const name = programs.length > 1 ? `${glossary}, ${program}` : glossary;
      const site = path.join(folder, name.replace(/\W+/g, "-"));
      const opened = await open(browser, file, site, make(site));
      measured.push({ name, opened, seconds: opened.seconds, times: {} });
    }
    for (const kind of options.only.split(",")) {
      for (let number = -1; number < saves; number += 1) {
        for (const { opened, times } of measured) {
          await quiet(measured.map((one) => one.opened.child));
          const time = await opened.save(kind, number);
          times[kind] ??= [];
          if (number >= 0) times[kind].push(time); // the first save warms the browser up
        }
      }
    }
  } finally {
    for (const { opened } of measured) await opened.close();
  }
  return measured;
};

// --- The report

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const row = ({ name, seconds, times }) =>
  Object.entries(times).map(([kind, all]) => {
    const inOrder = sorted(all);
    const [median, worst] = [inOrder[Math.floor(all.length / 2)], inOrder.at(-1)];
    return [name, kind, median.toFixed(0), worst.toFixed(0), seconds.toFixed(2)];
  });

const table = (head, rows) => {
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((cells) => cells[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)].join("\n");
};

// --- The whole run

const findPlaywright = () => {
  for (const tools of ["bench", "browser"]) {
    const found = path.join(repository, "target", tools, "node_modules", "playwright-core", "package.json");
    if (fs.existsSync(found)) return createRequire(found)("playwright-core");
  }
  throw new Error("playwright-core is not installed: see the beginning of this file");
};

const findBrowser = () => {
  const named = process.env.CHROMIUM ? [process.env.CHROMIUM] : ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const places = named.flatMap((name) => (path.isAbsolute(name) ? [name] : process.env.PATH.split(path.delimiter).map((place) => path.join(place, name))));
  return places.find((place) => spawnSync(place, ["--version"]).status === 0);
};

const browser = await findPlaywright().chromium.launch({
  executablePath: findBrowser(),
  chromiumSandbox: process.getuid?.() !== 0, // Chromium refuses to start as root with a sandbox
  args: ["--disable-background-networking", "--disable-gpu", "--no-first-run"],
});
try {
  const measured = await measure(browser, "this repository's", copyOwn);
  for (const entries of sizes) measured.push(...(await measure(browser, `${entries} entries`, makeOne(entries))));
  console.log(`${saves} saves of each kind, ${os.cpus().length} processors, Chromium ${browser.version()}\n`);
  console.log(table(["glossary", "edit of", "median, ms", "worst, ms", "start, s"], measured.flatMap(row)));
} finally {
  await browser.close();
}
