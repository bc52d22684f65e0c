// The forms of a citation, each with its own rules for escapes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { folderOf } from "./sites.mjs";

const { citations } = await import(pathToFileURL(join(folderOf("own"), "assets/copy.js")));

test("each form escapes its own signs", () => {
  const url = "https://example.org/g/c-sharp/";
  assert.deepEqual(
    citations({ term: "C# {*set*} 100% ~ \\x^2 (music)", slug: "c-sharp", glossary: "Words & <Signs>", author: "O'Neil_B", day: "2026-11-23", url }),
    {
      Markdown: "[C\\# \\{\\*set\\*\\} 100% \\~ \\\\x^2 (music)](<https://example.org/g/c-sharp/>), *Words \\& \\<Signs\\>*",
      HTML: '<a href="https://example.org/g/c-sharp/">C# {*set*} 100% ~ \\x^2 (music)</a>, <cite>Words &amp; &lt;Signs&gt;</cite>',
      BibTeX: `@misc{c-sharp,
  title = {{C\\# \\textbraceleft{}*set*\\textbraceright{} 100\\% \\~{} \\textbackslash{}x\\^{}2 (music)}},
  author = {{O'Neil\\_B}},
  howpublished = {Words \\& <Signs>},
  year = {2026},
  url = {https://example.org/g/c-sharp/},
}`,
    },
  );
});

test("a citation without a URL, an author or a day lacks these parts", () => {
  assert.deepEqual(citations({ term: "注意", slug: "注意", glossary: "Words" }), {
    Markdown: "注意, *Words*",
    HTML: "注意, <cite>Words</cite>",
    BibTeX: "@misc{注意,\n  title = {{注意}},\n  howpublished = {Words},\n}",
  });
});

test("a title cannot end a field of BibTeX or bring in commands, links or elements", () => {
  const made = citations({
    term: "X}, evil = {1 } { \\ % $ # _ ^ ~ & <script>\"' [y](z) *a* `c`",
    slug: "x",
    glossary: "T {} \\input{/etc/passwd} <b>&amp; [a](javascript:alert(1))",
    author: 'A & B, "C" {',
    url: "https://example.org/?a=1&b=%22",
  });
  assert.equal(
    made.BibTeX,
    `@misc{x,
  title = {{X\\textbraceright{}, evil = \\textbraceleft{}1 \\textbraceright{} \\textbraceleft{} \\textbackslash{} \\% \\$ \\# \\_ \\^{} \\~{} \\& <script>"' [y](z) *a* \`c\`}},
  author = {{A \\& B, "C" \\textbraceleft{}}},
  howpublished = {T \\textbraceleft{}\\textbraceright{} \\textbackslash{}input\\textbraceleft{}/etc/passwd\\textbraceright{} <b>\\&amp; [a](javascript:alert(1))},
  url = {https://example.org/?a=1&b=%22},
}`,
  );
  assert.equal(
    made.Markdown,
    "[X\\}, evil = \\{1 \\} \\{ \\\\ % $ \\# \\_ ^ \\~ \\& \\<script\\>\"' \\[y\\](z) \\*a\\* \\`c\\`](<https://example.org/?a=1&b=%22>), *T \\{\\} \\\\input\\{/etc/passwd\\} \\<b\\>\\&amp; \\[a\\](javascript:alert(1))*",
  );
  assert.equal(
    made.HTML,
    '<a href="https://example.org/?a=1&amp;b=%22">X}, evil = {1 } { \\ % $ # _ ^ ~ &amp; &lt;script&gt;&quot;\' [y](z) *a* `c`</a>, <cite>T {} \\input{/etc/passwd} &lt;b&gt;&amp;amp; [a](javascript:alert(1))</cite>',
  );
});
