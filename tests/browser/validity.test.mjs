// Every file of every site, read by the Nu HTML checker.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { before, test } from "node:test";
import { assertNone } from "./checks.mjs";
import { folderOf, siteNames } from "./sites.mjs";
import { java, setting, validatorJar } from "./tools.mjs";

// Of the standards, but later than the validator's knowledge of styles. Only these, by name.
const newerThanTheValidator = [
  // CSS Anchor Positioning
  /^CSS: “(anchor-name|anchor-scope|position-anchor|position-area|position-try-fallbacks|position-visibility)”: Property “.*” doesn't exist/,
  /^CSS: “.*”: “[^”]*anchor\(.*” is not a “.*” value/,
  /^CSS: Unrecognized at-rule “@position-try”/,
  // CSS Conditional Rules 5, CSS Transitions 2
  /^CSS: Unrecognized at-rule “@(container|starting-style)”/,
  /^CSS: “transition-behavior”: Property “transition-behavior” doesn't exist/,
];

// The validator reads files, of which none is `'self'`; and it takes data in a script element for a
// script. Every other test fails where a browser finds the policy broken.
const policyReadFromFiles = /^(Resource|Inline script) violates Content Security Policy/;

const root = setting("HEADWORD_TEST_SITES");
let messages;

// One run for all sites: starting the validator takes longer than reading a hundred pages.
before(async () => {
  const files = await Promise.all(siteNames.map(filesToRead));
  messages = await validate(files.flat());
});

for (const site of siteNames) {
  test(`all pages, styles and pictures of the site "${site}" are valid`, async (t) => {
    const ofSite = messages.filter((message) => placeOf(message).startsWith(`${site}/`));
    for (const warning of gathered(ofSite.filter(isWarning))) t.diagnostic(`warning: ${warning}`);
    assertNone(gathered(ofSite.filter(isError)), "what is not valid");
  });
}

test("the validator could read all that it was given", () => {
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
  // Which language a page is in is said by its author; guessing it takes half of the time.
  const args = ["-Xss8m", "-jar", validatorJar, ...options, "--no-langdetect", ...files];
  // Without a locale, Java takes the names of files for ASCII.
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

/** A line for each kind of error, with one place of those that have it: a template's fault is on every page. */
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
