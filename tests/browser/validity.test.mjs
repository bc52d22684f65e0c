// The Nu HTML checker validates every page, style sheet and picture of every site.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { before, test } from "node:test";
import { assertNone } from "./checks.mjs";
import { folderOf, siteNames } from "./sites.mjs";
import { java, setting, validatorJar } from "./tools.mjs";

// CSS that the validator does not know yet. Each entry names exactly one feature.
const newerThanTheValidator = [
  // CSS Anchor Positioning
  /^CSS: “(anchor-name|anchor-scope|position-anchor|position-area|position-try-fallbacks|position-visibility)”: Property “.*” doesn't exist/,
  /^CSS: “.*”: “[^”]*anchor\(.*” is not a “.*” value/,
  /^CSS: Unrecognized at-rule “@position-try”/,
  // CSS Conditional Rules 5, CSS Transitions 2
  /^CSS: Unrecognized at-rule “@(container|starting-style)”/,
  /^CSS: “transition-behavior”: Property “transition-behavior” doesn't exist/,
];

// The validator reads files, and no file matches `'self'`. It also treats data in a script element as a
// script. All other tests fail if a browser reports a violation of the policy.
const policyReadFromFiles = /^(Resource|Inline script) violates Content Security Policy/;

const root = setting("HEADWORD_TEST_SITES");
let messages;

// One run for all sites, because the validator's start takes longer than a hundred pages.
before(async () => {
  const files = await Promise.all(siteNames.map(filesToRead));
  messages = await validate(files.flat());
});

for (const site of siteNames) {
  test(`all pages, styles and pictures of the site "${site}" are valid`, async (t) => {
    const ofSite = messages.filter((message) => placeOf(message).startsWith(`${site}/`));
    for (const warning of gathered(ofSite.filter(isWarning))) t.diagnostic(`warning: ${warning}`);
    assertNone(gathered(ofSite.filter(isError)), "errors");
  });
}

test("the validator could read all files", () => {
  assertNone(messages.filter((message) => message.type === "non-document-error").map(wordsOf), "unread");
});

async function filesToRead(site) {
  const files = await readdir(folderOf(site), { recursive: true });
  const read = files.filter((file) => [".html", ".css", ".svg"].includes(extname(file)));
  assert.ok(read.length > 8, `the site ${site} has files to read`);
  return read.map((file) => join(folderOf(site), file));
}

function validate(files) {
  const options = ["--format", "json", "--stdout", "--exit-zero-always", "--also-check-css", "--also-check-svg"];
  // The detection of languages would take half of the time.
  const args = ["-Xss8m", "-jar", validatorJar, ...options, "--no-langdetect", ...files];
  // Without a locale, Java expects ASCII in the names of files.
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  return new Promise((resolve, reject) => {
    execFile(java, args, { env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`the validator failed: ${stderr || error.message}`));
      else resolve(JSON.parse(stdout).messages);
    });
  });
}

function isError(message) {
  return message.type !== "info" && !newerThanTheValidator.some((known) => known.test(wordsOf(message)));
}

function isWarning(message) {
  return message.type === "info" && message.subType === "warning" && !policyReadFromFiles.test(wordsOf(message));
}

function placeOf(message) {
  if (!message.url?.startsWith("file:")) return "";
  return relative(root, decodeURIComponent(new URL(message.url).pathname));
}

function wordsOf(message) {
  return message.message.replace(/\s+/g, " ");
}

/** A line for each kind of error, with one of its places: an error in a template is on every page. */
function gathered(errors) {
  return [...groupBy(errors, wordsOf)].map(([words, group]) => {
    const [first] = group;
    const place = join(placeOf(first), `${first.lastLine}:${first.lastColumn}`);
    return `${words} [${place}, ${group.length} in all: ${first.extract?.trim().slice(0, 120)}]`;
  });
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
