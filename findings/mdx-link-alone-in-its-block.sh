#!/bin/sh
# @mdx-js/mdx 3.1.1 (npm): a paragraph, a list item or a quotation that is nothing but an element of HTML, written inline as in
# Markdown, has no `<p>` any more. One more word, also on the next line, brings it back.
#
# In Markdown, `<a href="x">gear</a>` alone on a line is a paragraph with a link (CommonMark 0.31.2, 4.6: only a tag alone on its
# line begins a block). So a program that puts links into sources changes the layout of such a block in MDX.
#
# Needs Node 20 or later and the public registry of npm. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @mdx-js/mdx@3.1.1 markdown-it@14.1.0 react@19.2.0 react-dom@19.2.0 >install.log 2>&1
cat >try.mjs <<'JS'
import { evaluate } from "@mdx-js/mdx";
import markdownIt from "markdown-it";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import * as runtime from "react/jsx-runtime";

const link = '<a href="x">gear</a>';
for (const source of [link, `> ${link}`, `${link} turns`, `${link}\nturns`]) {
  const { default: Content } = await evaluate(source, runtime);
  const show = (html) => html.replaceAll("\n", " ").replaceAll(' href="x"', "").trim();
  console.log(`MDX:      ${show(renderToStaticMarkup(createElement(Content)))}`);
  console.log(`Markdown: ${show(markdownIt({ html: true }).render(source))}`);
}
JS
node try.mjs >seen
cat seen
cat >expected <<'EXPECTED'
MDX:      <a>gear</a>
Markdown: <p><a>gear</a></p>
MDX:      <blockquote> <a>gear</a> </blockquote>
Markdown: <blockquote> <p><a>gear</a></p> </blockquote>
MDX:      <p><a>gear</a> turns</p>
Markdown: <p><a>gear</a> turns</p>
MDX:      <p><a>gear</a> turns</p>
Markdown: <p><a>gear</a> turns</p>
EXPECTED
diff expected seen
