// One page of each kind that a site has: [kind, site, address below the site's root].

export const pagesOfEachKind = [
  ["index", "own", ""],
  ["term page", "own", "tokenization/"],
  ["tag list", "own", "tags/"],
  ["tag page", "own", "tags/representations/"],
  ["search page", "own", "search/"],
  ["page for what is missing", "own", "404.html"],
  ["index by letters", "large", ""],
  ["letter page", "large", "letters/t/"],
  ["term page with everything", "large", "tokenization/"],
  ["term page with code and a table", "large", "temp%C3%A9rature/"],
  ["term page with a formula", "large", "na%C3%AFve-bayes/"],
  ["long term page with many mentions", "large", "xylographic-ledger/"],
  ["term page with a very long word", "large", encodeURI("donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung/")],
  ["former address", "large", "old-tokenizer/"],
  ["address that is retired", "large", "retired-term/"],
  ["index from right to left", "arabic", ""],
  ["term page from right to left", "arabic", encodeURI("نموذج/")],
];

/** A former address sends its reader on at once; this holds it still to be looked at. */
export async function holdFormerAddresses(page) {
  await page.route("**/old-tokenizer/", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/<meta http-equiv="?refresh"?[^>]*>/, "");
    await route.fulfill({ response, body });
  });
}

/** Waits for what scripts add to a page by themselves, which is not there when it has loaded. */
export async function complete(page) {
  if ((await page.locator(".hw-search-here").count()) > 0) await page.locator("main [role=combobox]").waitFor();
}
