#!/bin/sh
# react-dom 19.2.0 (npm) with jsdom 27.0.1: a link that is added to the server's HTML stays after hydration, without a
# message, where the paragraph is one string. In a paragraph with another element, it makes React throw away the whole root:
# then the link in the other paragraph goes too. An added attribute or comment stays, also without a message.
#
# So a program that adds links to built pages looks right on a page of plain paragraphs, and loses all links of a page as soon
# as one of them is in a paragraph with emphasis. The documentation of `hydrateRoot` only says that the HTML has to be the same
# (https://react.dev/reference/react-dom/client/hydrateRoot).
#
# Needs Node 20.19 or later and the public registry of npm. Fails if the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund react@19.2.0 react-dom@19.2.0 jsdom@27.0.1 >install.log 2>&1
cat >try.mjs <<'JS'
import { JSDOM } from "jsdom";
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";

const { window } = new JSDOM("<!doctype html><div id=root></div>", { pretendToBeVisual: true });
Object.assign(globalThis, { window, document: window.document });
const { hydrateRoot } = await import("react-dom/client");

const page = () => h("main", null, h("p", null, "One gear turns."), h("p", null, "A gear is ", h("em", null, "round"), "."));
const link = (html, place) => html.replace(place, (words) => words.replace("gear", "<a href=x>gear</a>"));

for (const [what, change] of [
  ["a link in the paragraph of one string", (html) => link(html, "One gear")],
  ["a link in both paragraphs", (html) => link(link(html, "One gear"), "A gear")],
  ["an attribute", (html) => html.replace("<p>A", "<p data-x>A")],
  ["a comment", (html) => html.replace("<p>A", "<p><!-- x -->A")],
]) {
  const root = document.createElement("div");
  root.innerHTML = change(renderToString(page()));
  const messages = [];
  hydrateRoot(root, page(), { onRecoverableError: (error) => messages.push(error.message.split(/[.\n]/)[0]) });
  await new Promise((done) => setTimeout(done, 200));
  const added = root.querySelectorAll("a, [data-x]").length + root.innerHTML.split("<!-- x -->").length - 1;
  console.log(`${what}: ${added} left, ${messages.length} messages`);
}
JS
NODE_ENV=production node try.mjs >seen
cat seen
cat >expected <<'EXPECTED'
a link in the paragraph of one string: 1 left, 0 messages
a link in both paragraphs: 0 left, 1 messages
an attribute: 1 left, 0 messages
a comment: 1 left, 0 messages
EXPECTED
diff expected seen
