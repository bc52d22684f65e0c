// The interface of search: a field with a list of results, in a dialog or in a part of the page.
// search-engine.js finds the results.

import { entriesOf, matchesIn, RESULTS, results, SITE, theIndex } from "./search-engine.js";

export const element = (name, properties = {}, ...children) => {
  const { attributes = {}, ...others } = properties;
  const made = Object.assign(document.createElement(name), others);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// --- A result

// Marks the matches in a text. Text enters the page as text nodes only, so that markup has no effect.
const marked = (text, result) => {
  const nodes = [];
  let end = 0;
  for (const [from, to] of matchesIn(text, result)) {
    const last = nodes.at(-1);
    if (from < end || (from === end && last?.localName === "mark")) {
      // pairs of characters overlap: they get one mark
      last.append(text.slice(end, to));
    } else {
      nodes.push(text.slice(end, from), element("mark", {}, text.slice(from, to)));
    }
    end = to;
  }
  nodes.push(text.slice(end));
  return nodes;
};

const option = (entry, result, phrases, index) => {
  const hasMark = (nodes) => nodes.some((node) => typeof node !== "string");
  const name = marked(entry.name, result);
  const gloss = marked(entry.gloss, result);
  const other = hasMark(name) ? null : entry.others.map((one) => marked(one, result)).find(hasMark);
  const isInText = !entry.isNamed && result.alike.size === 0 && !hasMark(gloss);
  const note = other ?? (isInText ? [phrases.in_text] : null);
  return element(
    "a",
    { href: entry.url, id: `_result-${index}`, tabIndex: -1, attributes: { role: "option", "aria-selected": "false" } },
    element("span", { className: "hw-name" }, ...name),
    ...(note ? [" ", element("span", { className: "hw-other" }, ...note)] : []),
    " ",
    element("span", { className: "hw-gloss" }, ...gloss),
  );
};

// --- The field with its list: WAI-ARIA's combobox

// A browser may forbid changes of the address, or limit their number.
const showInAddress = (query) => {
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  try {
    history.replaceState(history.state, "", address);
  } catch {}
};

const combobox = (phrases, { label }) => {
  const list = element("div", {
    id: "_results",
    className: "hw-results",
    attributes: { role: "listbox", "aria-label": phrases.results },
  });
  const status = element("p", { className: "hw-status", attributes: { role: "status" } });
  const more = element("button", { type: "button", className: "hw-more", hidden: true }, phrases.more);
  const field = element("input", {
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

  let active = null;
  const activate = (next) => {
    active?.setAttribute("aria-selected", "false");
    active = next ?? null;
    active?.setAttribute("aria-selected", "true");
    active?.scrollIntoView({ block: "nearest" });
    if (active) field.setAttribute("aria-activedescendant", active.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const move = (step) => {
    const options = [...list.children];
    const from = options.indexOf(active);
    activate(options.at(from < 0 && step < 0 ? -1 : (from + step) % options.length));
  };
  const report = (text, withIndex) => {
    const toIndex = element("a", { href: SITE.href }, phrases.index);
    status.replaceChildren(text, ...(withIndex ? [" ", toIndex] : []));
  };

  let count = RESULTS;
  let latest = 0;
  const show = async (query, result, turn) => {
    const entries = result ? await entriesOf(result, query, count) : [];
    if (turn !== latest) return;
    const chosen = active?.href;
    list.replaceChildren(...entries.map((entry, index) => option(entry, result, phrases, index)));
    field.setAttribute("aria-expanded", String(entries.length > 0));
    more.hidden = !(result?.numbers.length > count);
    activate([...list.children].find(({ href }) => href === chosen));
  };
  const search = async () => {
    const query = field.value.trim();
    const turn = ++latest;
    showInAddress(query);
    list.setAttribute("aria-busy", "true");
    let last = null;
    try {
      for await (const result of results(query)) {
        if (turn !== latest) return;
        await show(query, (last = result), turn);
      }
      if (!last) await show(query, null, turn);
      if (turn !== latest) return;
      if (!query) report("");
      else if (last) report(phrases.found.replace("{count}", last.numbers.length));
      else report(phrases.none, true);
    } catch {
      if (turn === latest) report(phrases.failed, true);
    }
    if (turn === latest) list.removeAttribute("aria-busy");
  };

  let running = Promise.resolve();
  const run = () => (running = search());
  const follow = async () => {
    if (active) return active.click();
    // the list may still belong to an earlier query
    const turn = latest;
    await running;
    if (turn === latest) list.firstElementChild?.click();
  };
  field.addEventListener("input", () => {
    count = RESULTS;
    activate(null);
    run();
  });
  more.addEventListener("click", async () => {
    const from = list.children.length;
    count += RESULTS;
    await run();
    list.children[from]?.focus();
  });
  field.addEventListener("keydown", (event) => {
    // in Safari, only the code marks the Enter that ends a composition
    if (event.isComposing || event.keyCode === 229) return;
    const dialog = field.closest("dialog");
    if (event.key === "ArrowDown" && list.children.length > 0) move(1);
    else if (event.key === "ArrowUp" && list.children.length > 0) move(-1);
    else if (event.key === "Enter") follow();
    // by default, Escape empties a filled field
    else if (event.key === "Escape" && dialog) dialog.close();
    else return;
    event.preventDefault();
  });
  return { field, parts: [status, list, more], run };
};

// --- The dialog, or the part of the page

const slashSwitch = (phrases, slash) => {
  const box = element("input", { type: "checkbox", className: "hw-slash", checked: slash.isOn() });
  box.addEventListener("change", () => slash.set(box.checked));
  return element("label", { className: "hw-option" }, box, ` ${phrases.slash}`);
};

// Fetches the data that `open` needs.
export const ready = theIndex;

let opened = null;

// Opens search in a dialog, or in `place` in the page, with a first query. The others are its `label`, and the
// setting `slash` of the key that opens search.
export const open = async ({ place, query, ...words }) => {
  const phrases = (await theIndex()).words;
  opened ??= make(place, phrases, words);
  const { dialog, field, run } = opened;
  if (dialog && !dialog.open) dialog.showModal();
  field.focus();
  if (query) field.value = query;
  else field.select();
  if (field.value) await run();
};

const make = (place, phrases, words) => {
  const { field, parts, run } = combobox(phrases, words);
  const key = slashSwitch(phrases, words.slash);
  if (place) {
    place.replaceChildren(field, ...parts, key);
    return { field, run };
  }
  const close = element("button", { type: "button", className: "hw-close" }, phrases.close);
  const dialog = element(
    "dialog",
    { className: "hw-search", attributes: { "aria-label": words.label, closedby: "any" } },
    element("div", { className: "hw-row" }, field, close),
    ...parts,
    key,
  );
  close.addEventListener("click", () => dialog.close());
  if (!("closedBy" in dialog)) closeBeside(dialog);
  dialog.addEventListener("close", () => showInAddress(""));
  document.body.append(dialog);
  return { dialog, field, run };
};

// Closes a dialog by a press beside it, for browsers that do not.
const closeBeside = (dialog) =>
  dialog.addEventListener("pointerdown", ({ clientX, clientY }) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    if (clientX < left || clientX > right || clientY < top || clientY > bottom) dialog.close();
  });
