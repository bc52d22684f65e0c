// One page of each kind: [kind, site, address below the site's root].

export const pagesOfEachKind = [
  ["index", "own", ""],
  ["term page", "own", "tokenization/"],
  ["tag list", "own", "tags/"],
  ["tag page", "own", "tags/representations/"],
  ["search page", "own", "search/"],
  ["book", "own", "index/book/"],
  ["map", "own", "index/map/"],
  ["page for unknown addresses", "own", "404.html"],
  ["index by letters", "large", ""],
  ["letter page", "large", "letters/t/"],
  ["term page with everything", "large", "tokenization/"],
  ["term page with code and a table", "large", "temp%C3%A9rature/"],
  ["term page with a formula", "large", "na%C3%AFve-bayes/"],
  ["long term page with many mentions", "large", "xylographic-ledger/"],
  ["term page with a very long word", "large", encodeURI("donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung/")],
  ["former address", "large", "old-tokenizer/"],
  ["retired address", "large", "retired-term/"],
  ["former page with parts", "moved", "glossary.html"],
  ["page that is not a term", "own", "about/"],
  ["book with everything", "large", "index/book/"],
  ["book from right to left", "arabic", "index/book/"],
  ["map from right to left", "arabic", "index/map/"],
  ["index from right to left", "arabic", ""],
  ["page that is not a term, from right to left", "arabic", "about/"],
  ["term page from right to left", "arabic", encodeURI("نموذج/")],
  ["list of senses, from right to left", "arabic", encodeURI("عقدة/")],
  ["term page in several languages", "languages", "rye/"],
  ["term page of a translation", "languages", "de/rye/"],
  ["term page of a translation from right to left", "languages", "ar/rye/"],
  ["index of a translation", "languages", "ja/"],
  ["term page with the fields of a dictionary, from right to left", "arabic", encodeURI("عقدة-شبكة/")],
];

/** Removes the redirect from the page of a former address, so that a test can check the page. */
export async function holdFormerAddresses(page) {
  await page.route("**/old-tokenizer/", async (route) => {
    const response = await route.fetch();
    const body = (await response.text())
      .replace(/<noscript><meta http-equiv="?refresh"?[^>]*><\/noscript>/, "")
      .replace(/<script src="[^"]*redirect\.js"><\/script>/, "");
    await route.fulfill({ response, body });
  });
}

/** Waits for elements that scripts add after the page has loaded. */
export async function complete(page) {
  if ((await page.locator(".hw-search-here").count()) > 0) await page.locator("main [role=listbox]").waitFor({ state: "attached" });
}
