#!/bin/sh
# @orama/orama 3.1.18 (npm): in a search in English, `cafe` finds *café*, but `naive` does not find *naïve*.
#
# Only à, è, é, ì, ò, ó and ù are letters for it. Every other letter with an accent, as in *naïve*, *façade* or *Gödel*, ends
# the word: the parts before and after it are words of their own. So these terms are not found without the accent, and with it,
# `naïve` also finds *Venn diagram*, by its part `ve`.
#
# Needs Node 20 with npm and the public registry of npm. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --ignore-scripts --no-audit --no-fund @orama/orama@3.1.18 >install.log 2>&1
cat >find.mjs <<'JS'
import { create, insert, search } from "@orama/orama";

const index = create({ schema: { term: "string" }, language: "english" });
for (const term of ["café", "naïve", "façade", "Gödel number", "Venn diagram"]) await insert(index, { term });
for (const term of ["cafe", "naive", "facade", "godel", "naïve"]) {
  const { hits } = await search(index, { term });
  console.log(`${term}: ${hits.map(({ document }) => document.term).join(", ") || "nothing"}`);
}
JS
node find.mjs >seen
cat seen
cat >expected <<'EXPECTED'
cafe: café
naive: nothing
facade: nothing
godel: nothing
naïve: naïve, Venn diagram
EXPECTED
cmp seen expected
