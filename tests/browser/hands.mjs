// What readers do with their hands, in the words of the pages' markup.

import { until } from "./checks.mjs";

export function searchDialog(page) {
  return page.locator("dialog.hw-search[open]");
}

/** The field of the dialog, or of the search page. */
export function searchField(page) {
  return page.locator("dialog.hw-search[open] input[role=combobox], main input[role=combobox]");
}

export function results(page) {
  return page.locator("[role=listbox] a[role=option]:visible");
}

export async function namesOfResults(page) {
  return (await results(page).locator(".hw-name").allTextContents()).map((name) => name.trim());
}

/** Opens the dialog by the link in the header, unless it is open. */
export async function openSearch(page) {
  if (await searchDialog(page).isHidden()) await page.locator("a.hw-search-open").click();
  await searchDialog(page).waitFor();
  await until(() => isFocused(searchField(page)), true, "the field has the focus");
}

/** Types `query` and waits until its first result is `name`. */
export async function search(page, query, name) {
  await searchField(page).fill(query);
  await until(async () => (await namesOfResults(page))[0], name, `the first result for ${query}`);
}

export function card(page) {
  return page.locator("div.hw-card:popover-open");
}

export function firstTerm(page) {
  return page.locator("article .definition a.term").first();
}

/** Opens the first term's card, as a reader with a keyboard does. */
export async function openCard(page) {
  const term = firstTerm(page);
  await term.blur();
  await term.focus();
  await card(page).waitFor();
}

export function isFocused(locator) {
  return locator.evaluate((element) => element === document.activeElement);
}

/** The colour scheme that the page is shown in, judged by its text. */
export function shownScheme(page) {
  return page.evaluate(() => {
    // A canvas makes three bytes of every way in which a colour can be written.
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = getComputedStyle(document.querySelector("h1")).color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return red + green + blue > 384 ? "dark" : "light";
  });
}
