// Reads a site as browsers and crawlers do: follows every link of every page, and former addresses.

import assert from "node:assert/strict";

/** The most answers to one request that redirect. */
const HOPS = 5;

const attribute = /\s(?:href|src)="([^"]*)"/g;
const unescaped = (text) => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&#39;", "'");

/** Requests an address, and follows the redirects of the host and of the page of a former address. */
export async function follow(url) {
  const hops = [];
  for (let hop = 0; hop <= HOPS; hop += 1) {
    const response = await fetch(url, { redirect: "manual" });
    const text = await response.text();
    const page = /<noscript><meta http-equiv="refresh" content="0; url=([^"]*)">/.exec(text);
    const next = response.status >= 300 && response.status < 400 ? response.headers.get("location") : page && unescaped(page[1]);
    if (!next) return { url: String(url), response, text, hops };
    hops.push(page ? "page" : response.status);
    // the header is Latin-1 for Node, and may be UTF-8
    const target = page ? next : Buffer.from(next, "latin1").toString();
    url = new URL(target, url);
  }
  assert.fail(`${url}: too many redirects: ${hops}`);
}

/** Reads all pages and files that the front page leads to. Each has to be there at once. Returns the pages. */
export async function crawl(root) {
  const seen = new Map([[root, "the start"]]);
  const pages = [];
  for (const [url, from] of seen) {
    const response = await fetch(url, { redirect: "manual" });
    assert.equal(response.status, 200, `${url}, to which ${from} links`);
    const type = response.headers.get("content-type") ?? "";
    const text = await response.text();
    if (!type.startsWith("text/html")) continue;
    pages.push({ url, type, headers: response.headers, text });
    for (const [, written] of text.matchAll(attribute)) {
      const link = new URL(unescaped(written), url);
      link.hash = "";
      if (String(link).startsWith(root) && !seen.has(String(link))) seen.set(String(link), url);
    }
  }
  return pages;
}
