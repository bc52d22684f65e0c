// The glossary that the tests build, with names, addresses and former addresses of every kind that hosts and
// browsers treat in their own way.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Former addresses, and the slug of the entry to which each leads. */
export const former = {
  "cpp/": "c-plus-plus",
  "glossary/terms/cpp.html": "c-plus-plus",
  "maße/": "größe",
  "docs/größe.html": "größe",
  "alte größe/": "größe",
  "图像/": "词元",
  "(a)'b,c;d=e@f!~/": "token",
};

/** A new project, and the site that is built from it. Returns the folder of the site. */
export function build(folder, { settings = "", letterPages = true, entries = [] } = {}) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const formerOf = (slug) => Object.keys(former).filter((address) => former[address] === slug);
  const entry = (slug, title, text, more = "") => {
    const redirects = formerOf(slug).map((address) => JSON.stringify(address.replace(/\/$/, "")));
    write(`content/${slug}.md`, `+++\ntitle = ${JSON.stringify(title)}\nredirect_from = [${redirects}]\n${more}+++\n\n${text}\n`);
  };
  write("glossary.toml", `title = "Clients"\ndescription = "Terms."\nletter_pages = ${letterPages}\n${settings}`);
  entry("c-plus-plus", "C++", "A language. It has a [size](größe.md) and a token.", 'tags = ["Sprachen & mehr", "größe"]\n');
  entry("größe", "Größe", "A size in German. See [[词元]].", 'tags = ["größe"]\n');
  entry("词元", "词元", "A token in Chinese.");
  entry("token", "Token", "A piece of a text. See [[C++]].", 'related = ["Größe"]\n');
  for (const [slug, title, text] of entries) entry(slug, title, text);
  execFileSync(process.env.HEADWORD, ["build", "--root", folder], { stdio: ["ignore", "ignore", "inherit"] });
  return join(folder, "public");
}
