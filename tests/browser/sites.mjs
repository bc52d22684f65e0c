// The sites for the tests. As a program, this file builds them; as a module, it serves them.

import { execFile } from "node:child_process";
import { after } from "node:test";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { writeArabicGlossary, writeCardsGlossary, writeChineseGlossary, writeGermanGlossary, writeJapaneseGlossary, writeLargeGlossary, writeMovedGlossary, writeOddGlossary, writePersianGlossary } from "./glossary.mjs";
import { serve } from "./server.mjs";
import { setting } from "./tools.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folder = setting("HEADWORD_TEST_SITES");

const plans = {
  // The glossary of this repository, below a path, as on a host for many projects.
  own: { root: join(here, "../.."), base: "/sub/path/", published: "https://own.example/sub/path/" },
  // A glossary with so many entries that its index has a page for each letter.
  large: { write: writeLargeGlossary, base: "/", published: "https://large.example/" },
  // A glossary from right to left, without `base_url`.
  arabic: { write: writeArabicGlossary, base: "/" },
  // A glossary whose terms have all that a card can show.
  cards: { write: writeCardsGlossary, base: "/" },
  // A glossary with names that are hard to cut into words.
  odd: { write: writeOddGlossary, base: "/" },
  // A glossary whose terms were parts of other pages, below a path.
  moved: { write: writeMovedGlossary, base: "/docs/v2/" },
  // Glossaries for queries in other languages.
  japanese: { write: writeJapaneseGlossary, base: "/" },
  chinese: { write: writeChineseGlossary, base: "/" },
  german: { write: writeGermanGlossary, base: "/" },
  // A glossary from right to left, in a language without phrases of the interface.
  persian: { write: writePersianGlossary, base: "/" },
  // A glossary in four languages, below a path.
  languages: { root: join(here, "../golden/languages"), base: "/bread/", published: "https://example.org/bread/" },
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

/** Serves a site until the tests of this process end. */
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
