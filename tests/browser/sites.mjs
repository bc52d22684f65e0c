// The sites that are tested. Started as a program it builds them; imported it serves them.

import { execFile } from "node:child_process";
import { after } from "node:test";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { writeArabicGlossary, writeLargeGlossary, writeOddGlossary } from "./glossary.mjs";
import { serve } from "./server.mjs";
import { setting } from "./tools.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folder = setting("HEADWORD_TEST_SITES");

const plans = {
  // This repository's glossary, below a path, as a host of many projects' pages has it.
  own: { root: join(here, "../.."), base: "/sub/path/", published: "https://own.example/sub/path/" },
  // So large that its index is cut into letters.
  large: { write: writeLargeGlossary, base: "/", published: "https://large.example/" },
  // From right to left, and without `base_url`.
  arabic: { write: writeArabicGlossary, base: "/" },
  // Of names that are hard to cut into words.
  odd: { write: writeOddGlossary, base: "/" },
};

export const siteNames = Object.keys(plans);

export function folderOf(name) {
  return join(folder, name, "public");
}

async function build(name) {
  const { root = join(folder, name), write, published } = plans[name];
  await write?.(root);
  const options = ["build", "--root", root, "--output", folderOf(name)];
  if (published) options.push("--base-url", published);
  const { stdout, stderr } = await promisify(execFile)(setting("HEADWORD"), options);
  process.stdout.write(stderr + stdout);
}

/** A site on a server that ends with the tests of this process. */
export async function open(name) {
  const { base, published } = plans[name];
  const server = await serve(folderOf(name), base);
  after(() => server.close());
  return { name, folder: folderOf(name), base, published, origin: server.origin, root: server.origin + base };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await Promise.all(siteNames.map(build));
  } catch (error) {
    process.stderr.write(error.stderr || String(error.stack));
    process.exit(1);
  }
}
