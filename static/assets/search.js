// Search: names first, then text, in small files of which a query fetches its own. How they are
// made, and why so, stands in src/search.rs; how fast it is, in docs/benchmark.md.

const DATA = new URL("search/", import.meta.url);
const SITE = new URL("../", import.meta.url);

const RESULTS = 10; // how many are shown
const PARTS = 3; // how many files of words are fetched for one beginning of a word
const GUESSES = 6; // how many words a slip may stand for

// --- Words: cut and folded as src/text/tokens.rs does it

const ACCENTS =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200d\u2060]/g;
const SPELLED = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ı: "i", ς: "σ" };
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const UNSPACED = "[ー\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]";
const RUN = new RegExp(`${UNSPACED}+|(?:(?!${UNSPACED}).)+`, "gu");
const IS_UNSPACED = new RegExp(`^${UNSPACED}`, "u");

const folded = (text) =>
  text
    .normalize("NFKD")
    .replace(ACCENTS, "")
    .toLowerCase()
    .replace(/[ßæœøđłıς]/g, (letter) => SPELLED[letter])
    .normalize("NFC");

const pairs = (run) => {
  const characters = [...run];
  return characters.length < 2 ? characters : characters.slice(1).map((second, at) => characters[at] + second);
};

const bare = (word) => (/^ال.{3}/u.test(word) ? word.slice(2) : word);

export const tokens = (text) =>
  (folded(text).match(WORD) ?? [])
    .flatMap((word) => word.match(RUN))
    .flatMap((run) => (IS_UNSPACED.test(run) ? pairs(run) : [bare(run)]));

// --- Files

class Stale extends Error {}

// FNV-1a, folded to sixteen bits
const check = (bytes) => {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (((hash >>> 16) ^ hash) & 0xffff).toString(16).padStart(4, "0");
};

const fetched = async (name, expected) => {
  const address = new URL(expected ? `${name}?${expected}` : name, DATA);
  const response = await fetch(address, expected ? {} : { cache: "no-cache" });
  if (!response.ok) throw new Stale(response.status);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (expected && check(bytes) !== expected) throw new Stale(name);
  return JSON.parse(new TextDecoder().decode(bytes));
};

let files = new Map();
const file = (name, expected) => {
  if (!files.has(name)) {
    const promise = fetched(name, expected);
    promise.catch(() => files.delete(name));
    files.set(name, promise);
  }
  return files.get(name);
};
const theIndex = () => file("index.json");

// The last place in a sorted list whose key is not after `key`, at least 0.
const placeOf = (list, key) => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle][0] <= key) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
};

// The items of a kind whose keys begin with `start`.
const beginning = async (kind, start, limit = PARTS) => {
  const parts = (await theIndex())[kind];
  const wanted = [];
  for (let at = placeOf(parts, start); at < parts.length && wanted.length < limit; at++) {
    if (parts[at][0] > start && !parts[at][0].startsWith(start)) break;
    wanted.push(file(`${kind}-${at}.json`, parts[at][1]));
  }
  const found = [];
  for (const part of await Promise.all(wanted)) {
    for (let at = placeOf(part, start); at < part.length; at++) {
      if (part[at][0].startsWith(start)) found.push(part[at]);
      else if (part[at][0] > start) break;
    }
  }
  return found;
};

const exactly = async (kind, key) => (await beginning(kind, key, 1)).find(([found]) => found === key);

// What is shown of an entry.
const entry = async (number) => {
  const { per, entries } = await theIndex();
  const at = Math.floor(number / per);
  const part = await file(`entries-${at}.json`, entries.slice(at * 4, at * 4 + 4));
  const [slug, headword, sense, gloss, others] = part[number % per];
  const name = sense ? `${headword} (${sense})` : headword;
  return { number, url: new URL(`${encodeURIComponent(slug)}/`, SITE).href, headword, name, gloss, others };
};

// --- Scores

const UNPACK = {
  // pairs of a distance and a weight
  names: (packed, visit) => {
    for (let at = 0, number = 0; at < packed.length; at += 2) visit((number += packed[at]), packed[at + 1]);
  },
  // distances with a level in their last two bits; text counts less than any name
  text: (packed, visit) => {
    let number = 0;
    for (const one of packed) visit((number += one >> 2), 0.5 + (one & 3));
  },
};

// Adds a word's entries to the scores of a query's word.
const score = (scores, kind, packed, factor) =>
  UNPACK[kind](packed, (number, weight) => {
    if (!(scores.get(number) >= weight * factor)) scores.set(number, weight * factor);
  });

// The entries that have a word, or one that begins with it, or the word without its ending.
const entriesOf = async (kind, word) => {
  const scores = new Map();
  for (const [found, packed] of await beginning(kind, word)) {
    score(scores, kind, packed, found === word ? 1 : 0.3 + 0.5 * (word.length / found.length));
  }
  if (scores.size > 0 || IS_UNSPACED.test(word)) return scores;
  for (let end = word.length - 1; end >= Math.max(3, word.length - 3); end--) {
    const stem = await exactly(kind, word.slice(0, end));
    if (stem) {
      score(scores, kind, stem[1], 0.7);
      break;
    }
  }
  return scores;
};

// How many slips there are between a typed word and another, or its beginning: a letter wrong, too
// many, left out, or two exchanged.
const slipsBetween = (typed, word) => {
  let before = null;
  let last = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (let row = 1; row <= typed.length; row++) {
    const current = [row];
    for (let at = 1; at <= word.length; at++) {
      const same = typed[row - 1] === word[at - 1];
      let least = Math.min(last[at] + 1, current[at - 1] + 1, last[at - 1] + !same);
      const isExchanged = row > 1 && at > 1 && typed[row - 1] === word[at - 2] && typed[row - 2] === word[at - 1];
      if (isExchanged) least = Math.min(least, before[at - 2] + 1);
      current.push(least);
    }
    before = last;
    last = current;
  }
  return { whole: last[word.length], begun: Math.min(...last) };
};

const restsOf = (word) => {
  const head = [...word].slice(0, 4);
  return new Set([0, 1, 2, 3].map((left) => head.filter((_, at) => at !== left).join("")));
};

// The names' words that a mistyped one may stand for, the likeliest first.
const guesses = async (typed) => {
  if ([...typed].length < 3 || IS_UNSPACED.test(typed)) return [];
  const allowed = typed.length < 8 ? 1 : 2;
  const lists = await Promise.all([...restsOf(typed)].map((rest) => exactly("slips", rest)));
  const words = new Set(lists.flatMap((found) => found?.[1] ?? []));
  return [...words]
    .map((word) => {
      const { whole, begun } = slipsBetween(typed, word);
      const isWhole = whole <= allowed;
      return { word, slips: isWhole ? whole : begun, isWhole };
    })
    .filter(({ slips }) => slips <= allowed)
    .sort((a, b) => a.slips - b.slips || b.isWhole - a.isWhole || a.word.length - b.word.length)
    .slice(0, GUESSES);
};

const entriesOfGuesses = async (typed, guessed) => {
  const scores = new Map();
  const found = await guesses(typed);
  const items = await Promise.all(found.map(({ word }) => exactly("names", word)));
  found.forEach(({ word, slips, isWhole }, at) => {
    guessed.add(word);
    score(scores, "names", items[at][1], (isWhole ? 0.6 : 0.4) / slips);
  });
  return scores;
};

// The entries of a query, the best first: those that have all of its words, else those with most.
const ranked = (ofWords) => {
  const totals = new Map();
  for (const scores of ofWords) {
    for (const [number, score] of scores) {
      const known = totals.get(number) ?? { number, words: 0, score: 0 };
      known.words += 1;
      known.score += score;
      totals.set(number, known);
    }
  }
  return [...totals.values()].sort((a, b) => b.words - a.words || b.score - a.score || a.number - b.number);
};

const complete = (found, words) => found.filter((one) => one.words === words.length);

// The same letters with a space elsewhere: `data center` for `datacenter`, and the reverse.
const respaced = (words) => {
  if (words.length > 1) return [[words.join("")]];
  const [word] = words;
  const splits = [];
  for (let at = 3; at <= word.length - 3; at++) splits.push([word.slice(0, at), word.slice(at)]);
  return splits;
};

const better = (one, other) => {
  const both = new Map(one);
  for (const [number, score] of other) if (!(both.get(number) >= score)) both.set(number, score);
  return both;
};

// Yields lists of results, each better than the one before: `{ entries, total, words, guessed }`.
async function* results(query) {
  const words = [...new Set(tokens(query))];
  if (words.length === 0) return;
  const guessed = new Set();
  let ofNames = [];
  const shown = async (found) => {
    const entries = await Promise.all(found.slice(0, RESULTS).map(({ number }) => entry(number)));
    for (const one of entries) one.inText = !ofNames.some((scores) => scores.has(one.number));
    const typed = folded(query.trim());
    const rank = ({ headword, others }) =>
      folded(headword) === typed ? 2 : others.some((other) => folded(other) === typed) ? 1 : 0;
    entries.sort((a, b) => rank(b) - rank(a));
    return { entries, total: found.length, words, guessed };
  };

  ofNames = await Promise.all(words.map((word) => entriesOf("names", word)));
  const named = complete(ranked(ofNames), words);
  if (named.length > 0) yield shown(named);
  if (named.length >= RESULTS) return;

  const ofText = await Promise.all(words.map((word) => entriesOf("text", word)));
  const ofBoth = words.map((_, at) => better(ofNames[at], ofText[at]));
  const both = complete(ranked(ofBoth), words);
  if (both.length > named.length) yield shown(both);
  if (both.length > 0) return;

  for (const others of IS_UNSPACED.test(words[0]) ? [] : respaced(words)) {
    // a word that no name has is not worth the files of the next
    const first = await exactly("names", others[0]);
    if (!first && others.length > 1) continue;
    const found = complete(ranked(await Promise.all(others.map((word) => entriesOf("names", word)))), others);
    if (found.length > 0) {
      others.forEach((word) => guessed.add(word));
      yield shown(found);
      return;
    }
  }

  const likely = await Promise.all(
    words.map((word, at) => (ofBoth[at].size > 0 ? ofBoth[at] : entriesOfGuesses(word, guessed))),
  );
  const found = ranked(likely);
  const whole = complete(found, words);
  if (found.length > 0) yield shown(whole.length > 0 ? whole : found);
}

// A site may be published anew while a reader is on it: then its files are asked for again.
async function* steadyResults(query) {
  try {
    yield* results(query);
  } catch (fault) {
    if (!(fault instanceof Stale)) throw fault;
    files = new Map();
    yield* results(query);
  }
}

// The terms whose names are most like an address that does not exist.
export const nearest = async (path) => {
  const last = path.split("/").filter(Boolean).at(-1) ?? "";
  let name = last;
  try {
    name = decodeURIComponent(last);
  } catch {}
  let best = { entries: [] };
  for await (const found of steadyResults(name.replace(/\.html?$/, "").replace(/[-_]+/g, " "))) best = found;
  return best.entries.slice(0, 5);
};

// --- What readers see

const element = (name, properties = {}, ...children) => {
  const { attributes = {}, ...others } = properties;
  const made = Object.assign(document.createElement(name), others);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// Text with what was sought in it marked. Query and text enter as text nodes only.
const marked = (text, words, guessed) => {
  const isSought = (word) => guessed.has(word) || words.some((sought) => word.startsWith(sought));
  const out = [];
  let from = 0;
  const mark = (start, end) => {
    if (start < from) return;
    out.push(text.slice(from, start), element("mark", {}, text.slice(start, end)));
    from = end;
  };
  for (const { 0: word, index: start } of text.matchAll(WORD)) {
    for (const { 0: run, index } of word.matchAll(RUN)) {
      const at = start + index;
      if (!IS_UNSPACED.test(run)) {
        if (tokens(run).some(isSought)) mark(at, at + run.length);
        continue;
      }
      const characters = [...run];
      const sought = characters.map(() => false);
      pairs(run).forEach((pair, pairAt) => {
        if (tokens(pair).some(isSought)) sought[pairAt] = sought[Math.min(pairAt + 1, sought.length - 1)] = true;
      });
      let length = 0;
      for (let first = 0; first < characters.length; first++) {
        let end = length;
        let after = first;
        while (sought[after]) end += characters[after++].length;
        if (end > length) mark(at + length, at + end);
        while (first < after - 1) length += characters[first++].length;
        length += characters[first].length;
      }
    }
  }
  out.push(text.slice(from));
  return out;
};

const option = (found, { words, guessed }, phrases, id) => {
  const hasMark = (nodes) => nodes.some((node) => typeof node !== "string");
  const name = marked(found.name, words, guessed);
  const gloss = marked(found.gloss, words, guessed);
  const other = hasMark(name) ? null : found.others.map((one) => marked(one, words, guessed)).find(hasMark);
  const note = other ?? (found.inText && guessed.size === 0 && !hasMark(gloss) ? [phrases.in_text] : null);
  return element(
    "a",
    { href: found.url, id, tabIndex: -1, attributes: { role: "option", "aria-selected": "false" } },
    element("span", { className: "name" }, ...name),
    ...(note ? [" ", element("span", { className: "other" }, ...note)] : []),
    " ",
    element("span", { className: "gloss" }, ...gloss),
  );
};

const SLASH = "headword-slash";

const slashSwitch = (phrases) => {
  const box = element("input", { type: "checkbox", className: "slash" });
  try {
    box.checked = localStorage.getItem(SLASH) !== "off";
    box.addEventListener("change", () => localStorage.setItem(SLASH, box.checked ? "on" : "off"));
  } catch {
    return [];
  }
  return [element("label", { className: "option" }, box, ` ${phrases.slash}`)];
};

const showInAddress = (query) => {
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  history.replaceState(history.state, "", address);
};

// A field with its list of results.
const finder = (phrases, failed) => {
  const list = element("div", {
    id: "_results",
    className: "results",
    attributes: { role: "listbox", "aria-label": phrases.hint },
  });
  const status = element("p", { className: "status", attributes: { role: "status" } });
  const field = element("input", {
    type: "search",
    autocomplete: "off",
    spellcheck: false,
    placeholder: phrases.hint,
    attributes: {
      role: "combobox",
      "aria-label": phrases.hint,
      "aria-expanded": "false",
      "aria-controls": "_results",
      "aria-autocomplete": "list",
      autocapitalize: "off",
      enterkeyhint: "go",
    },
  });
  let active = -1;
  const activate = (next) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = next;
    const chosen = list.children[active];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const show = (found) => {
    activate(-1);
    const options = found?.entries.map((one, at) => option(one, found, phrases, `_result-${at}`)) ?? [];
    list.replaceChildren(...options);
    field.setAttribute("aria-expanded", String(options.length > 0));
  };
  const say = (text, withIndex) => {
    const toIndex = element("a", { href: SITE.href }, phrases.index);
    status.replaceChildren(text, ...(withIndex ? [" ", toIndex] : []));
  };

  let latest = 0;
  const search = async () => {
    const query = field.value;
    const own = ++latest;
    showInAddress(query.trim());
    let last = null;
    try {
      for await (const found of steadyResults(query)) {
        if (own !== latest) return;
        show((last = found));
      }
    } catch {
      if (own === latest) say(failed, true);
      return;
    }
    if (own !== latest) return;
    if (!last) show(null);
    if (!query.trim()) say("");
    else if (last) say(phrases.found.replace("{count}", last.total));
    else say(phrases.none, true);
  };

  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.isComposing) return;
    // a filled field would only be emptied by it
    if (event.key === "Escape" && field.closest("dialog")) field.closest("dialog").close();
    else if (count === 0) return;
    else if (event.key === "ArrowDown") activate(active + 1 < count ? active + 1 : 0);
    else if (event.key === "ArrowUp") activate(active > 0 ? active - 1 : count - 1);
    else if (event.key === "Enter") list.children[Math.max(active, 0)].click();
    else return;
    event.preventDefault();
  });
  return { field, status, list, search };
};

let opened = null;

// Opens search in a dialog, or in a place of the page, with a query to begin with.
export const open = async ({ place, query, failed }) => {
  let phrases;
  try {
    phrases = (await theIndex()).words;
  } catch (fault) {
    if (place) place.textContent = failed;
    throw fault;
  }
  opened ??= make(place, phrases, failed);
  const { dialog, field, search } = opened;
  dialog?.showModal();
  field.focus();
  if (query) {
    field.value = query;
    await search();
  } else {
    field.select();
  }
};

const make = (place, phrases, failed) => {
  const { field, status, list, search } = finder(phrases, failed);
  const parts = [field, status, list, ...slashSwitch(phrases)];
  if (place) {
    place.append(...parts);
    return { field, search };
  }
  const close = element("button", { type: "button", className: "close" }, phrases.close);
  const dialog = element(
    "dialog",
    { className: "search", attributes: { "aria-label": phrases.hint, closedby: "any" } },
    close,
    ...parts,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => showInAddress(""));
  document.body.append(dialog);
  return { dialog, field, search };
};
