// Measures the time of a cold build of a generated glossary, with Headword and Hugo in turn.
//
//     cargo build --profile dist
//     node benches/build.mjs [ENTRIES] [ROUNDS] [FOLDER]
//
// Both sites have the same text: a page for each entry, an A–Z index, tags, a sitemap, code
// highlighted with classes. Hugo is included if `hugo` is on the path. Both are built in a new folder
// inside FOLDER, which is removed at the end. FOLDER should be a file system in memory, so that the
// time is that of the generator and not of the disk.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { makeGlossary, write, writeProject } from "./made.mjs";

const entries = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 5);
const inMemory = fs.existsSync("/dev/shm") ? "/dev/shm" : os.tmpdir();
const folder = fs.mkdtempSync(path.join(process.argv[4] ?? inMemory, "headword-bench-"));
const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const made = makeGlossary(entries);
const { glossary, entry } = made;

const makeHugo = (site) => {
  write(`${site}/hugo.toml`, 'title = "Benchmark"\nbaseURL = "https://example.org/"\ndisableKinds = ["RSS"]\n[taxonomies]\ntag = "tags"\n[markup.highlight]\nnoClasses = false\n');
  const page = (main) => `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>\n<body><header><a href="/">Index</a> <a href="/tags/">Tags</a></header><main>${main}</main></body></html>\n`;
  const list = (pages) => `<h1>{{ .Title }}</h1><ul>{{ range ${pages}.ByTitle }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>\n{{ end }}</ul>`;
  write(`${site}/layouts/home.html`, page(list("site.RegularPages")));
  for (const kind of ["section", "taxonomy", "term"]) write(`${site}/layouts/${kind}.html`, page(list(".Pages")));
  write(`${site}/layouts/page.html`, page('<h1>{{ .Title }}</h1>{{ .Content }}<p>{{ .Date.Format "2006-01-02" }}{{ range .GetTerms "tags" }} <a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>'));
  glossary.forEach(({ slug }, number) => {
    const { title, tag, date, text } = entry(number, (other) => `[${other.title}](/terms/${other.slug}/)`);
    write(`${site}/content/terms/${slug}.md`, `+++\ntitle = "${title}"\ntags = ["${tag}"]\ndate = ${date}\n+++\n\n${text}\n`);
  });
};

const program = path.join(repository, "target", "dist", "headword");
const runners = [
  { name: "headword", make: (site) => writeProject(made, site), command: program, arguments: (site) => ["build", "--root", site] },
  { name: "hugo", make: makeHugo, command: "hugo", arguments: (site) => ["--quiet", "--source", site] },
].filter(({ name, command }) => {
  const found = spawnSync(command, [name === "hugo" ? "version" : "--version"]).status === 0;
  if (!found) console.log(`${name} is left out, because it is not installed`);
  return found;
});

for (const runner of runners) {
  runner.site = path.join(folder, runner.name);
  runner.make(runner.site);
  runner.times = [];
}
for (let round = -1; round < rounds; round += 1) {
  for (const runner of runners) {
    fs.rmSync(path.join(runner.site, "public"), { recursive: true, force: true });
    const started = process.hrtime.bigint();
    const done = spawnSync(runner.command, runner.arguments(runner.site));
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (done.status !== 0) throw new Error(`${runner.name}: ${done.stderr}`);
    if (round >= 0) runner.times.push(seconds); // the first round warms the caches
  }
}
console.log(`${entries} entries, ${rounds} rounds, ${os.cpus().length} processors`);
for (const { name, times } of runners) {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`${name.padEnd(10)} median ${median.toFixed(2)} s, from ${sorted[0].toFixed(2)} to ${sorted.at(-1).toFixed(2)} s`);
}
fs.rmSync(folder, { recursive: true });
