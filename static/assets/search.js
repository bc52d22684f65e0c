// The interface of search: the field at the head of the page, with a list of results below it or in the search
// page. search-engine.js finds the results.

import { anyEntry, entriesOf, matchesIn, nearestTo, RESULTS, results, SITE, theIndex } from "./search-engine.js";

export const element = (name, properties = {}, ...children) => {
  const { attributes = {}, ...others } = properties;
  const made = Object.assign(document.createElement(name), others);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// The phrases of the interface may be in another language (`words`) than the page (`lang`).
const { lang, dataset } = document.documentElement;
const { words } = dataset;
const spoken = words ? { lang: words } : {};
const own = words ? { lang } : {};

// A phrase in a text.
const said = (...nodes) => (words ? [element("span", { lang: words, dir: "ltr" }, ...nodes)] : nodes);

// A phrase in which a name has the place of `{name}`.
const named = (text, name) => {
  const [before, after = ""] = text.split("{name}");
  return said(before, name, after);
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

// The state of an entry, in the words of the theme or of an author: *Draft*, *Replaced by Core Store*.
const state = (text, { states = [] }) => {
  const phrase = states.find((one) => text === one || text.startsWith(`${one} `));
  return phrase ? [...said(phrase), text.slice(phrase.length)] : [text];
};

const option = (entry, result, phrases, index) => {
  const hasMark = (nodes) => nodes.some((node) => typeof node !== "string");
  const name = marked(entry.name, result);
  const gloss = marked(entry.gloss, result);
  const isFound = (one) => hasMark(marked(one, result));
  const found = hasMark(name) ? undefined : entry.others.find(isFound);
  const advice = entry.avoid.includes(found) ? [": ", ...named(phrases.say, words ? element("bdi", own, entry.name) : entry.name)] : [];
  const other = found && [...marked(found, result), ...advice];
  const isInText = !entry.inNames && result.alike.size === 0 && !hasMark(gloss);
  const notes = [entry.isPage && said(phrases.page), other ?? (isInText && said(phrases.in_text))].filter(Boolean);
  return element(
    "a",
    { href: entry.url, id: `_result-${index}`, tabIndex: -1, ...own, attributes: { role: "option", "aria-selected": "false" } },
    element("span", { className: "hw-name" }, ...name),
    ...(entry.status ? [" ", element("span", { className: "hw-badge" }, ...state(entry.status, phrases))] : []),
    ...notes.flatMap((note) => [" ", element("span", { className: "hw-other" }, ...note)]),
    " ",
    element("span", { className: "hw-gloss" }, ...gloss),
  );
};

// --- The sentence of a text: it is in the page of the entry, which the reader is likely to open next

const ALSO = 3; // most terms of the main language to name
const SENTENCES = 5; // most pages fetched for their sentences

const withSentence = async (line, result) => {
  const response = await fetch(line.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const blocks = page.querySelectorAll(":is(.definition :is(p, li, td, dd), .hw-use :is(blockquote, dd))");
  const language = page.documentElement.lang || undefined;
  for (const { textContent } of blocks) {
    const sentences = [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(textContent)];
    const found = sentences.find(({ segment }) => matchesIn(segment, result).length > 0);
    if (!found) continue;
    line.querySelector(".hw-gloss").replaceChildren(...marked(found.segment.trim(), result));
    line.querySelector(".hw-other")?.remove(); // the note that the match is in the text
    return;
  }
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

const button = (text, act) => {
  const made = element("button", { type: "button", className: "hw-more" }, ...said(text));
  made.addEventListener("click", act);
  return made;
};

// A phrase in which a typed word, in italics, has the place of `{name}`.
const phrase = (text, typed) => named(text, element("i", { dir: "auto", ...own }, typed));

// A phrase with a number, in the plural form of its language.
const counted = ({ lang, other, ...forms }, count) => {
  const form = forms[new Intl.PluralRules(lang).select(count)] ?? other;
  return form.replace("{count}", new Intl.NumberFormat(lang).format(count));
};

// Starts search in the `field` of a page. The results are in `place`, if the page has one, else below the field. The
// lists of the page, if it has any, are narrowed by `narrow`.
export const start = async ({ field, place, recent, slash, narrow }) => {
  const phrases = (await theIndex()).words;
  const list = element("div", {
    id: "_results",
    className: "hw-results",
    ...spoken,
    attributes: { role: "listbox", "aria-label": phrases.results },
  });
  const status = element("p", { className: "hw-status", attributes: { role: "status" } });
  const offers = element("div", { className: "hw-offers" });
  const more = button(phrases.more, () => showMore());
  more.hidden = true;
  const parts = [status, list, more, offers];
  const panel = place ?? element("div", { className: "hw-panel", hidden: true });
  panel.replaceChildren(...parts);
  if (place) place.append(slashSwitch(phrases, slash));
  else field.form.append(panel);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-expanded", "false"],
    ["aria-controls", "_results"],
    ["aria-autocomplete", "list"],
    ["enterkeyhint", "go"],
  ]) field.setAttribute(name, value);

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
  const report = (...nodes) => status.replaceChildren(...nodes);
  let isClosed = false; // by Escape, until the reader types again: results may still arrive
  const open = (wanted) => {
    const isOpen = wanted && !isClosed;
    if (!place) panel.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen && list.children.length > 0));
    if (!isOpen) activate(null);
  };
  const fill = (entries, result) =>
    list.replaceChildren(...entries.map((entry, index) => option(entry, result, phrases, index)));

  let count = RESULTS;
  let latest = 0;
  let exact = ""; // a query that the reader wants without a correction
  const nothing = { words: [], alike: new Set() };

  const showSentences = (entries, result) => {
    const lines = entries.map((one, at) => !one.inNames && list.children[at]).filter(Boolean);
    for (const line of lines.slice(0, SENTENCES)) withSentence(line, result).catch(() => {});
  };

  const showEmpty = () => {
    const chance = element("a", { className: "hw-chance", href: SITE.href }, ...said(phrases.chance));
    chance.addEventListener("click", async (event) => {
      event.preventDefault();
      location.href = (await anyEntry()).url;
    });
    // other glossaries may be on this origin
    const own = recent().filter(({ url }) => url.startsWith(SITE.href) && url !== location.href.split(/[?#]/)[0]);
    fill(own.map((one) => ({ ...one, others: [], avoid: [], inNames: 1 })), nothing);
    report(...(list.children.length > 0 ? said(phrases.recent) : []));
    offers.replaceChildren(chance);
  };

  const showNothing = async (query, turn) => {
    const near = await nearestTo(query);
    if (turn !== latest) return;
    fill(near, nothing);
    const toIndex = element("a", { href: SITE.href }, ...said(phrases.index));
    report(...said(near.length > 0 ? phrases.nearest : phrases.none));
    offers.replaceChildren(...(place ? [] : [toIndex]));
    more.hidden = true;
    if (!phrases.report) return;
    const page = new URL(`search/?q=${encodeURIComponent(query)}`, SITE).href;
    const values = { "{title}": query, "{path}": "", "{url}": page };
    const href = phrases.report.replace(/\{(title|path|url)\}/g, (key) => encodeURIComponent(values[key]));
    offers.append(" ", element("a", { href, className: "hw-propose" }, ...phrase(phrases.propose, query)));
  };

  // On a page of another language, the search of the main one. It has an instance of the engine of its own.
  const main = document.documentElement.dataset.prefix && document.querySelector(".hw-languages a");
  const alsoInMain = async (query, turn) => {
    if (!main || !query) return;
    const engine = await import("./search-engine.js?main");
    let last;
    for await (const result of engine.results(query, {})) last = result;
    if (!last || last.corrected.length > 0) return;
    const entries = await engine.entriesOf(last, query, ALSO);
    if (turn !== latest || entries.length === 0) return;
    const { lang, dir, hreflang } = main;
    const links = entries.map(({ url, name }) => element("a", { href: url, lang, dir, hreflang }, name));
    const separated = links.flatMap((link, index) => (index ? [", ", link] : [link]));
    const searched = new URL(`search/?q=${encodeURIComponent(query)}`, engine.SITE).href;
    const language = element("a", { href: searched, ...(words && { lang, dir }) }, main.textContent);
    offers.append(element("p", { className: "hw-also-in" }, ...named(phrases.also, language), ": ", ...separated));
  };

  const found = (query, result) => {
    const [[typed, meant] = []] = result.corrected;
    const number = counted(phrases.found, result.numbers.length);
    if (!typed) return report(...said(number));
    const instead = button("", () => {
      exact = query;
      field.focus();
      run();
    });
    instead.className = "hw-instead";
    instead.replaceChildren(...phrase(phrases.instead, typed));
    report(...phrase(phrases.corrected, meant), " ");
    offers.replaceChildren(instead);
  };

  const show = async (query, result, turn) => {
    const entries = await entriesOf(result, query, count);
    if (turn !== latest) return;
    const chosen = active?.href;
    fill(entries, result);
    more.hidden = result.numbers.length <= count;
    // a list has only names with as many words of the query as possible: texts of others may have the rest
    const most = Math.max(...entries.map(({ inNames }) => inNames));
    const named = entries.filter(({ inNames }) => inNames > 0 && inNames === most).map(({ url }) => url);
    open(!narrow || narrow.show(query, named) === 0);
    activate([...list.children].find(({ href }) => href === chosen));
    return entries;
  };

  const search = async () => {
    const query = field.value.trim();
    const turn = ++latest;
    showInAddress(query);
    list.setAttribute("aria-busy", "true");
    let last = null;
    let entries = [];
    try {
      if (narrow && narrow.show(query, []) > 0) open(false);
      for await (const result of results(query, { isExact: query === exact })) {
        if (turn !== latest) return;
        entries = await show(query, (last = result), turn);
      }
      if (turn !== latest) return;
      offers.replaceChildren();
      if (!last) more.hidden = true;
      if (last) {
        found(query, last);
        showSentences(entries, last);
      } else if (query && !isComposing) await showNothing(query, turn);
      else if (!query) showEmpty();
      alsoInMain(query, turn).catch(() => {});
      if (turn === latest && !last) open(!(narrow && !query) && document.activeElement === field);
    } catch {
      if (turn === latest) report(...said(phrases.failed, " ", element("a", { href: SITE.href }, phrases.index)));
    }
    if (turn === latest) list.removeAttribute("aria-busy");
  };

  let running = Promise.resolve();
  const run = () => (running = search());
  const showMore = async () => {
    const from = list.children.length;
    count += RESULTS;
    await run();
    list.children[from]?.focus();
  };
  const follow = async () => {
    if (active) return active.click();
    // the list may still belong to an earlier query
    const turn = latest;
    await running;
    if (turn === latest && field.value.trim()) list.firstElementChild?.click();
  };
  // while a word is composed, it is no news that nothing is found
  let isComposing = false;
  field.addEventListener("compositionstart", () => (isComposing = true));
  field.addEventListener("compositionend", () => {
    isComposing = false;
    run();
  });
  field.addEventListener("input", () => {
    count = RESULTS;
    isClosed = false;
    activate(null);
    run();
  });
  field.addEventListener("keydown", (event) => {
    // in Safari, only the code marks the Enter that ends a composition
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" && panel.hidden) {
      isClosed = false;
      open(list.children.length > 0);
    }
    if (event.key === "ArrowDown" && list.children.length > 0) move(1);
    else if (event.key === "ArrowUp" && list.children.length > 0) move(-1);
    else if (event.key === "Enter") follow();
    else if (event.key === "Escape" && !place && !panel.hidden) {
      isClosed = true;
      open(false);
    } else return;
    event.preventDefault();
  });
  field.form.addEventListener("submit", (event) => event.preventDefault());
  if (!place) {
    field.addEventListener("focus", () => run());
    addEventListener("pointerdown", ({ target }) => field.form.contains(target) || open(false));
    field.form.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !field.form.contains(relatedTarget)) open(false);
    });
  }
  await run();
};

const slashSwitch = (phrases, slash) => {
  const box = element("input", { type: "checkbox", className: "hw-slash", checked: slash.isOn() });
  box.addEventListener("change", () => slash.set(box.checked));
  return element("label", { className: "hw-option" }, box, " ", ...said(phrases.slash));
};
