// A built site on each host, with the settings of docs/hosts.md: every page that the front page leads to, a page
// without its final slash, every former address, and an address that does not exist.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { build, former } from "./glossary.mjs";
import { crawl, follow } from "./hosts/reader.mjs";
import { servers } from "./hosts/servers.mjs";

const work = process.env.HEADWORD_TEST_WORK;
const tools = createRequire(join(process.env.HEADWORD_TEST_TOOLS, "package.json"));
const site = build(join(work, "project"), { settings: 'base_url = "https://example.org/"\n' });
const page = (slug) => readFileSync(join(site, slug, "index.html"), "utf8");

/** The hosts that apply the rules of `_redirects`. */
const appliesRules = new Set(["Cloudflare Pages", "Cloudflare Workers"]);
/** Hosts whose local runtime fails for names beyond ASCII without their final slash; the host itself does not. */
const failsWithoutSlash = new Set(["Cloudflare Pages"]);

/** Hosts whose local server sends a file again; the host itself does not. */
const sendsAgain = new Set(["Firebase"]);

for (const [name, serve] of Object.entries(servers)) {
  describe(name, () => {
    let server;
    before(async () => {
      server = await serve(site, join(work, name.replace(" ", "-")));
    });
    after(() => server?.stop());

    test("every page and file is there at once, as UTF-8", async () => {
      const pages = await crawl(server.root);
      // the index, 4 terms, 3 letters or more, the tags, search
      assert.ok(pages.length >= 12, `${pages.length} pages`);
      for (const { url, type, text } of pages) {
        assert.match(type, /charset=utf-8/i, url);
        assert.match(text, /<\/html>\n$/, url);
      }
      for (const slug of ["größe", "词元"]) {
        assert.ok(pages.some(({ url }) => decodeURI(url).endsWith(`/${slug}/`)), slug);
      }
    });

    test("the headers of the documentation are sent, and an unchanged file is not sent again", async () => {
      for (const path of ["", "token/", "assets/headword.css"]) {
        const response = await fetch(server.root + path);
        await response.text();
        assert.equal(response.headers.get("cache-control"), "no-cache", path);
        assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
        const sum = response.headers.get("etag");
        assert.ok(sum, `${path} has a sum`);
        if (sendsAgain.has(name)) continue;
        const again = await fetch(server.root + path, { headers: { "if-none-match": sum } });
        await again.text();
        assert.equal(again.status, 304, path);
      }
    });

    test("a page without its final slash leads to the page", async () => {
      const slugs = failsWithoutSlash.has(name) ? ["token", "c-plus-plus"] : ["token", "c-plus-plus", "größe", "词元"];
      for (const slug of slugs) {
        const { url, text } = await follow(server.root + encodeURI(slug));
        assert.equal(decodeURI(url), `${server.root}${slug}/`);
        assert.equal(text, page(slug));
      }
    });

    test("every former address leads to its entry", async () => {
      for (const [address, slug] of Object.entries(former)) {
        const forms = address.endsWith("/") && appliesRules.has(name) ? [address, address.slice(0, -1)] : [address];
        for (const form of forms) {
          const { url, text, hops } = await follow(server.root + encodeURI(form));
          assert.equal(decodeURI(url), `${server.root}${slug}/`, form);
          assert.equal(text, page(slug), form);
          if (appliesRules.has(name)) assert.deepEqual(hops, [301], form);
        }
      }
    });

    test("an unknown address gets 404.html, and the status 404", async () => {
      for (const address of ["nothing/", "nothing", "a/b/c/", "größer/", "tags/nothing/"]) {
        const response = await fetch(server.root + encodeURI(address), { redirect: "manual" });
        assert.equal(response.status, 404, address);
        assert.equal(await response.text(), readFileSync(join(site, "404.html"), "utf8"), address);
      }
    });
  });
}

describe("Netlify", () => {
  test("the engine applies each rule, in both forms", async () => {
    const { parseAllRedirects } = await import(tools.resolve("@netlify/redirect-parser"));
    const redirectsFiles = [join(site, "_redirects")];
    const { redirects, errors } = await parseAllRedirects({ redirectsFiles, configRedirects: [], minimal: true });
    assert.deepEqual(errors, []);
    // the engine has other names for some keys than the parser
    const rules = redirects.map(({ from, query, ...rest }) => ({ ...rest, path: from, params: query }));
    const matcher = await tools("netlify-redirector").parseJSON(JSON.stringify(rules), {});
    for (const [address, slug] of Object.entries(former)) {
      // Netlify decodes a request, but not a rule, which cannot have a space
      if (address.includes(" ")) continue;
      for (const form of new Set([address, address.replace(/\/$/, "")])) {
        const none = { query: "", headers: {}, cookieValues: {}, getHeader: () => "", getCookie: () => "" };
        const found = matcher.match({ scheme: "https", host: "example.org", path: `/${form}`, ...none });
        assert.equal(found?.status, 301, form);
        assert.equal(decodeURI(found.to), `/${slug}/`, form);
      }
    }
  });
});
