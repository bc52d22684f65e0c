// Search, as readers see it: a field with a list of results, in a dialog or in a part of the page.
// search-engine.js finds the results. headword.js loads both files when a reader first uses search.

import { nearest, RESULTS, results, shownOf, SITE, soughtIn, theIndex } from "./search-engine.js";

const element = (name, properties = {}, ...children) => {
  const { attributes = {}, ...others } = properties;
  const made = Object.assign(document.createElement(name), others);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// --- A result

// Text with what was sought in it marked. Query and text enter as text nodes only.
const marked = (text, result) => {
  const nodes = [];
  let end = 0;
  for (const [from, to] of soughtIn(text, result)) {
    const last = nodes.at(-1);
    if (from < end || (from === end && last?.localName === "mark")) {
      // pairs overlap, and what is joined is marked as one
      last.append(text.slice(end, to));
    } else {
      nodes.push(text.slice(end, from), element("mark", {}, text.slice(from, to)));
    }
    end = to;
  }
  nodes.push(text.slice(end));
  return nodes;
};

const option = (found, result, phrases, at) => {
  const hasMark = (nodes) => nodes.some((node) => typeof node !== "string");
  const name = marked(found.name, result);
  const gloss = marked(found.gloss, result);
  const other = hasMark(name) ? null : found.others.map((one) => marked(one, result)).find(hasMark);
  const isInText = !found.isNamed && result.alike.size === 0 && !hasMark(gloss);
  const note = other ?? (isInText ? [phrases.in_text] : null);
  return element(
    "a",
    { href: found.url, id: `_result-${at}`, tabIndex: -1, attributes: { role: "option", "aria-selected": "false" } },
    element("span", { className: "hw-name" }, ...name),
    ...(note ? [" ", element("span", { className: "hw-other" }, ...note)] : []),
    " ",
    element("span", { className: "hw-gloss" }, ...gloss),
  );
};

// --- The field with its list: the combobox of WAI-ARIA's patterns. The focus stays in the field while keys
// move through the list.

// A browser may forbid it, or find it too often.
const showInAddress = (query) => {
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  try {
    history.replaceState(history.state, "", address);
  } catch {}
};

class Combobox {
  active = null; // the option that Enter follows
  count = RESULTS; // how many results are shown
  latest = 0; // the number of the latest search; the results of earlier ones are not shown
  running = Promise.resolve();

  constructor(phrases, { label, failed }) {
    this.phrases = phrases;
    this.failed = failed;
    this.field = element("input", {
      type: "search",
      className: "hw-field",
      autocomplete: "off",
      spellcheck: false,
      placeholder: phrases.hint,
      attributes: {
        role: "combobox",
        "aria-label": label,
        "aria-expanded": "false",
        "aria-controls": "_results",
        "aria-autocomplete": "list",
        autocapitalize: "off",
        enterkeyhint: "go",
      },
    });
    this.status = element("p", { className: "hw-status", attributes: { role: "status" } });
    this.list = element("div", {
      id: "_results",
      className: "hw-results",
      attributes: { role: "listbox", "aria-label": phrases.results },
    });
    this.more = element("button", { type: "button", className: "hw-more", hidden: true }, phrases.more);
    this.field.addEventListener("input", () => this.type());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.more.addEventListener("click", () => this.extend());
  }

  type() {
    this.count = RESULTS;
    this.activate(null);
    this.run();
  }

  press(event) {
    // Safari tells of the Enter that ends a composition by its code only
    if (event.isComposing || event.keyCode === 229) return;
    const dialog = this.field.closest("dialog");
    const hasOptions = this.list.children.length > 0;
    if (event.key === "ArrowDown" && hasOptions) this.move(1);
    else if (event.key === "ArrowUp" && hasOptions) this.move(-1);
    else if (event.key === "Enter") this.follow();
    // a filled field would only be emptied by it
    else if (event.key === "Escape" && dialog) dialog.close();
    else return;
    event.preventDefault();
  }

  move(step) {
    const options = [...this.list.children];
    const from = options.indexOf(this.active);
    this.activate(options.at(from < 0 && step < 0 ? -1 : (from + step) % options.length));
  }

  activate(option) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = option ?? null;
    this.active?.setAttribute("aria-selected", "true");
    this.active?.scrollIntoView({ block: "nearest" });
    if (this.active) this.field.setAttribute("aria-activedescendant", this.active.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  async follow() {
    if (this.active) return this.active.click();
    // what stands there may still be the answer to another query
    const own = this.latest;
    await this.running;
    if (own === this.latest) this.list.firstElementChild?.click();
  }

  async extend() {
    const from = this.list.children.length;
    this.count += RESULTS;
    await this.run();
    this.list.children[from]?.focus();
  }

  run() {
    this.running = this.search();
    return this.running;
  }

  async search() {
    const query = this.field.value.trim();
    const own = ++this.latest;
    showInAddress(query);
    this.list.setAttribute("aria-busy", "true");
    let last = null;
    try {
      for await (const found of results(query)) {
        if (own !== this.latest) return;
        await this.show(query, (last = found), own);
      }
      if (!last) await this.show(query, null, own);
      if (own !== this.latest) return;
      if (!query) this.say("");
      else if (last) this.say(this.phrases.found.replace("{count}", last.numbers.length));
      else this.say(this.phrases.none, true);
    } catch {
      if (own === this.latest) this.say(this.failed, true);
    }
    if (own === this.latest) this.list.removeAttribute("aria-busy");
  }

  async show(query, result, own) {
    const entries = result ? await shownOf(result, query, this.count) : [];
    if (own !== this.latest) return;
    const chosen = this.active?.href;
    this.list.replaceChildren(...entries.map((one, at) => option(one, result, this.phrases, at)));
    this.field.setAttribute("aria-expanded", String(entries.length > 0));
    this.more.hidden = !(result?.numbers.length > this.count);
    this.activate([...this.list.children].find(({ href }) => href === chosen));
  }

  say(text, withIndex) {
    const toIndex = element("a", { href: SITE.href }, this.phrases.index);
    this.status.replaceChildren(text, ...(withIndex ? [" ", toIndex] : []));
  }
}

// --- The dialog, or the part of the page

const slashSwitch = (phrases, slash) => {
  const box = element("input", { type: "checkbox", className: "hw-slash", checked: slash.isOn() });
  box.addEventListener("change", () => slash.set(box.checked));
  return element("label", { className: "hw-option" }, box, ` ${phrases.slash}`);
};

// Closes a dialog by a press beside it, where the browser does not.
const closeBeside = (dialog) =>
  dialog.addEventListener("pointerdown", ({ clientX, clientY }) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    if (clientX < left || clientX > right || clientY < top || clientY > bottom) dialog.close();
  });

// A dialog with a combobox in it, and `key`, the switch for the key that opens it.
const dialogOf = ({ field, status, list, more }, key, phrases, label) => {
  const close = element("button", { type: "button", className: "hw-close" }, phrases.close);
  const dialog = element(
    "dialog",
    { className: "hw-search", attributes: { "aria-label": label, closedby: "any" } },
    element("div", { className: "hw-row" }, field, close),
    status,
    list,
    more,
    key,
  );
  close.addEventListener("click", () => dialog.close());
  if (!("closedBy" in dialog)) closeBeside(dialog);
  dialog.addEventListener("close", () => showInAddress(""));
  document.body.append(dialog);
  return dialog;
};

let combobox = null;
let dialog = null;

const make = (place, phrases, { slash, ...words }) => {
  combobox = new Combobox(phrases, words);
  const { field, status, list, more } = combobox;
  const key = slashSwitch(phrases, slash);
  if (place) place.replaceChildren(field, status, list, more, key);
  else dialog = dialogOf(combobox, key, phrases, words.label);
};

// Resolves when what `open` needs has been fetched.
export const ready = theIndex;

// Opens search in a dialog, or in a place of the page, with a query to begin with. `label` is what
// it is called, `failed` what is said where it cannot be loaded, `slash` whether the key opens it.
export const open = async ({ place, query, ...words }) => {
  const phrases = (await theIndex()).words;
  if (!combobox) make(place, phrases, words);
  if (dialog && !dialog.open) dialog.showModal();
  const { field } = combobox;
  field.focus();
  if (query) field.value = query;
  else field.select();
  if (field.value) await combobox.run();
};

// --- The page for unknown addresses

// Shows a section with the terms that are most like the page's address, if there are any.
export const offerNearest = async (section) => {
  const found = await nearest(location.pathname);
  if (found.length === 0) return;
  section.querySelector("ul").append(
    ...found.map(({ url, name, gloss }) =>
      element("li", {}, element("a", { className: "term", href: url }, name), " ", element("span", { className: "hw-gloss" }, gloss)),
    ),
  );
  section.hidden = false;
};
