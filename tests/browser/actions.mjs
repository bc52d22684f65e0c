// The actions of readers on a page, and the elements that they use.

import { until } from "./checks.mjs";

/** The list below the field, while it is open. */
export function searchPanel(page) {
  return page.locator(".hw-panel:not([hidden])");
}

/** The field at the head of each page. */
export function searchField(page) {
  return page.locator("input.hw-field");
}

export function results(page) {
  return page.locator("[role=listbox] a[role=option]:visible");
}

export async function namesOfResults(page) {
  return (await results(page).locator(".hw-name").allTextContents()).map((name) => name.trim());
}

/** Moves the focus to the field, and waits until search is loaded. */
export async function openSearch(page) {
  await searchField(page).focus();
  await page.locator("input.hw-field[role=combobox]").waitFor();
}

/** Types `query` and waits until its first result is `name`. */
export async function search(page, query, name) {
  await searchField(page).fill(query);
  await until(async () => (await namesOfResults(page))[0], name, `the first result for ${query}`);
}

export function card(page) {
  return page.locator("div.hw-card:popover-open");
}

/** The sheet that shows a card on a phone, while it is open. */
export function sheet(page) {
  return page.locator("dialog.hw-sheet[open]");
}

export function firstTerm(page) {
  return page.locator("article .definition a.term").first();
}

/** Opens the card of the first term with the keyboard. */
export async function openCard(page) {
  const term = firstTerm(page);
  await term.blur();
  await term.focus();
  await card(page).waitFor();
}

export function isFocused(locator) {
  return locator.evaluate((element) => element === document.activeElement);
}

/** Waits until an element has the focus. */
export function focusIsOn(locator, message) {
  return until(() => isFocused(locator), true, message);
}

/** The colour scheme of the page, `light` or `dark`, from the colour of its text. */
export function shownScheme(page) {
  return page.evaluate(() => {
    // A canvas converts a colour in any notation to three bytes.
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = getComputedStyle(document.querySelector("h1")).color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return red + green + blue > 384 ? "dark" : "light";
  });
}
