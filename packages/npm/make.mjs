// Makes npm's packages: packages/npm/make.mjs OUT ACKNOWLEDGEMENTS TARGET=PROGRAM…
//
// One package for each given program, `@headword/OS-CPU`, and the package `headword`, which lists the packages of all
// platforms as optional dependencies: npm installs the one that fits, and runs no script of ours.
// OUT gets one .tgz for each. The version is that of Cargo.toml. ACKNOWLEDGEMENTS is the file with the licences of what the
// programs contain.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const repository = resolve(here, "../..");
const targets = JSON.parse(readFileSync(join(here, "../targets.json"), "utf8"));

const [out, acknowledgements, ...programs] = process.argv.slice(2);
if (!out || programs.length === 0 || !programs.every((word) => word.includes("="))) {
  console.error("usage: packages/npm/make.mjs OUT ACKNOWLEDGEMENTS TARGET=PROGRAM…");
  process.exit(2);
}

const manifest = JSON.parse(
  execFileSync("cargo", ["metadata", "--no-deps", "--format-version", "1"], { cwd: repository, encoding: "utf8" }),
).packages.find(({ name }) => name === "headword");

const common = {
  version: manifest.version,
  license: manifest.license,
  // npm shows the address of the repository; there is one as soon as Cargo.toml has it
  ...(manifest.repository ? { repository: { type: "git", url: `git+${manifest.repository}.git` } } : {}),
};
const nameOf = ({ os, cpu }) => `@headword/${os}-${cpu}`;

const folder = mkdtempSync(join(tmpdir(), "headword-npm-"));
mkdirSync(out, { recursive: true });

/** Writes a package into a folder of its own, and packs it into OUT. */
function pack(name, packageJson, files) {
  const place = join(folder, name.replace("/", "-"));
  mkdirSync(place);
  for (const file of files) cpSync(file, join(place, basename(file)));
  for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(join(repository, licence), join(place, licence));
  writeFileSync(join(place, "package.json"), `${JSON.stringify({ name, ...packageJson, ...common }, null, 2)}\n`);
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", resolve(out)], { cwd: place, encoding: "utf8" }),
  );
  console.log(filename);
}

for (const word of programs) {
  const [name, program] = [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)];
  const target = targets.find((known) => known.target === name);
  if (!target) {
    console.error(`packages/npm/make.mjs: ${name} is not in packages/targets.json`);
    process.exit(2);
  }
  const file = basename(program);
  pack(
    nameOf(target),
    {
      description: `The program headword for ${target.os} on ${target.cpu}: install the package headword instead`,
      os: [target.os],
      cpu: [target.cpu],
      files: [file, "ACKNOWLEDGEMENTS.md"],
      preferUnplugged: true,
    },
    [program, acknowledgements],
  );
}

pack(
  "headword",
  {
    description: manifest.description,
    keywords: manifest.keywords,
    bin: { headword: "headword.js" },
    files: ["headword.js"],
    engines: { node: ">=18" },
    optionalDependencies: Object.fromEntries(targets.map((target) => [nameOf(target), manifest.version])),
  },
  [join(here, "headword.js"), join(repository, "README.md")],
);

rmSync(folder, { recursive: true });
