// The search engine finds entries by their names first, then by their text. A query fetches only the small
// files that it needs. src/site/search.rs writes and explains them; docs/benchmark.md gives times and sizes.

// each language of a glossary has an index of its own; `?main` asks for that of the main language. Outside of a page,
// there is no document.
const PREFIX = new URL(import.meta.url).search === "?main" ? "" : (globalThis.document?.documentElement.dataset.prefix ?? "");
export const SITE = new URL(`../${PREFIX}`, import.meta.url);
const DATA = new URL(`search/${PREFIX}`, import.meta.url);

export const RESULTS = 10; // number of results shown at first
const PARTS = 3; // most files of words fetched for one beginning of a word
const GUESSES = 6; // most words that replace a typo
const ENTRIES_CHECK = 2; // digits in the index for the check of an `entries` file, as in search.rs

// --- Words, by the rules of src/text/tokens.rs

// optional accents, points and vowel signs, and invisible characters
const LEFT_OUT =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u02b9-\u02bf\u02c8\ua78c\u{e0100}-\u{e01ef}]/gu;
const SPELLED = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ı: "i", ς: "σ", ک: "ك", ی: "ي", ى: "ي", ة: "ه", ٱ: "ا" };
const SPELLINGS = new RegExp(`[${Object.keys(SPELLED).join("")}]`, "g");
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const UNSPACED = "[ー\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]";
const RUN = new RegExp(`${UNSPACED}+|(?:(?!${UNSPACED}).)+`, "gu");
const IS_UNSPACED = new RegExp(`^${UNSPACED}`, "u");

const HIRAGANA = /[\u3041-\u3096]/g;

export const folded = (text) =>
  text
    .normalize("NFKD")
    .replace(LEFT_OUT, "")
    .toLowerCase()
    .replace(SPELLINGS, (letter) => SPELLED[letter])
    .replace(HIRAGANA, (kana) => String.fromCharCode(kana.charCodeAt() + 0x60))
    .normalize("NFC");

const pairs = (run) => {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((second, index) => characters[index] + second);
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
  if (expected && !check(bytes).startsWith(expected)) throw new Stale(name);
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

// The list of the files, and the phrases of the interface.
export const theIndex = () => file("index.json");

// The index of the last item in a sorted list whose key is not after `key`, at least 0.
const indexOf = (list, key) => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle][0] <= key) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
};

// The files of a kind. Those of text have a list of their own, because not every query needs it.
const partsOf = async (kind) => {
  const index = await theIndex();
  return kind === "text" ? file("text.json", index.text) : index[kind];
};

// The items of a kind whose keys begin with `start`. If many do, because `start` has one letter or two,
// only those in the first files.
const beginning = async (kind, start, limit = Math.min(PARTS, start.length)) => {
  const parts = await partsOf(kind);
  const wanted = [];
  for (let at = indexOf(parts, start); at < parts.length && wanted.length < limit; at++) {
    if (parts[at][0] > start && !parts[at][0].startsWith(start)) break;
    wanted.push(file(`${kind}-${at}.json`, parts[at][1]));
  }
  const found = [];
  for (const part of await Promise.all(wanted)) {
    for (let at = indexOf(part, start); at < part.length; at++) {
      if (part[at][0].startsWith(start)) found.push(part[at]);
      else if (part[at][0] > start) break;
    }
  }
  return found;
};

// The items of a kind with exactly these keys.
const exactlyAny = async (kind, keys) => {
  const parts = await partsOf(kind);
  const at = (key) => indexOf(parts, key);
  const wanted = Map.groupBy ? Map.groupBy(keys, at) : keys.reduce((all, key) => all.set(at(key), [...(all.get(at(key)) ?? []), key]), new Map());
  const found = [...wanted].slice(0, PARTS).map(async ([part, own]) => {
    const items = await file(`${kind}-${part}.json`, parts[part]?.[1]);
    return own.map((key) => items[indexOf(items, key)]).filter((item, index) => item?.[0] === own[index]);
  });
  return parts.length > 0 ? (await Promise.all(found)).flat() : [];
};

const exactly = async (kind, key) => (await exactlyAny(kind, [key]))[0];

// The data of an entry that a result shows.
const entry = async (number) => {
  const { per, entries } = await theIndex();
  const at = Math.floor(number / per);
  const check = entries.slice(at * ENTRIES_CHECK, (at + 1) * ENTRIES_CHECK);
  const part = await file(`entries-${at}.json`, check);
  const [slug, headword, sense, gloss, written, isPage, status] = part[number % per];
  const [others, avoid] = [written.flat(), written.filter(Array.isArray).flat()]; // a name to avoid is in a list
  const name = sense ? `${headword} (${sense})` : headword;
  return { number, url: new URL(`${encodeURIComponent(slug)}/`, SITE).href, headword, name, gloss, others, avoid, status, isPage: Boolean(isPage) };
};

// --- Matches: the entries that have a word of the query, each with two numbers: how good the match is, and the
// share of a name that the word is. Both are at most 1.

const WHOLE = 60; // the weights of a name of one word, of a first word, and of initials, as in search.rs
const FIRST = 64;
const INITIALS = 12;
const INFLECTED = 0.97; // how good matches are, apart from exact ones
const RELATED = 0.7;
const SPLIT = 0.95;
const IN_TEXT = [0.16, 0.24, 0.36, 0.36]; // once, more often, in the first paragraph, in the gloss
const COMMON = 0.1; // the weight of a common word of a query

const raise = (found, number, good, share) => {
  const before = found.get(number);
  if (!before) found.set(number, [good, share]);
  else {
    before[0] = Math.max(before[0], good);
    before[1] = Math.max(before[1], share);
  }
};

const UNPACK = {
  // pairs of a distance and a weight
  names: (packed, visit) => {
    for (let at = 0, number = 0; at < packed.length; at += 2) {
      const share = (packed[at + 1] % FIRST) / WHOLE;
      visit((number += packed[at]), 0.5 + 0.5 * share + (packed[at + 1] > FIRST ? 0.05 : 0), share);
    }
  },
  // distances with a level in their last two bits; a text is a worse match than most names
  text: (packed, visit) => {
    let number = 0;
    for (const one of packed) visit((number += one >> 2), IN_TEXT[one & 3], 0);
  },
};

// Adds the entries of a word.
const add = (found, kind, packed, quality) =>
  UNPACK[kind](packed, (number, good, share) => raise(found, number, good * quality, share * quality));

const united = (...maps) => {
  const all = new Map();
  for (const map of maps) for (const [number, [good, share]] of map) raise(all, number, good, share);
  return all;
};

// The number of letters that two words have in common at their beginnings.
const common = (one, other) => {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
};

// Whether two words may be related: *balancing* and *balancer*.
const ENDING = 5;
const areRelated = (one, other) => {
  const head = common(one, other);
  return head >= 3 && head * 2 > one.length && one.length - head <= ENDING && other.length - head <= ENDING;
};

// The other forms of a word, by the language's endings.
const STEM = 2;
const formsOf = async (word) => {
  const forms = new Set();
  for (const pair of (await theIndex()).endings.split(" ")) {
    const [one, other] = pair.split("-");
    for (const [from, to] of [[one, other], [other, one]]) {
      const stem = word.length - from?.length;
      if (stem >= STEM && word.endsWith(from)) forms.add(word.slice(0, stem) + to);
    }
  }
  return [...forms];
};

// The entries with `word`, with a form of it, or with a word that begins with it, or else with a related word,
// which is added to `alike`. A word is known, and so not a typo, if it is found or if several words of names
// begin with it. `count` is the number of entries that have the word itself.
const SEVERAL = 3;
const matchesOf = async (kind, word, { isOnly, isLast, isCommon }, alike) => {
  const found = new Map();
  if (isCommon && !isLast) {
    const item = await exactly(kind, word);
    if (item) add(found, kind, item[1], 1);
    for (const [number, [, share]] of found) if (share === INITIALS / WHOLE) found.delete(number);
    return { found, isKnown: true, count: Infinity };
  }
  // beside other words, a letter is only a beginning if more letters may follow
  const isLetter = word.length < 2 && !isOnly && !isLast && !IS_UNSPACED.test(word);
  const begun = (await beginning(kind, word, isOnly ? undefined : PARTS)).filter(([one]) => !isLetter || one === word);
  let count = 0;
  let isKnown = kind === "names" && begun.length >= SEVERAL;
  for (const [one, packed] of begun) {
    if (one === word) {
      isKnown = true;
      count += packed.length;
    }
    add(found, kind, packed, one === word ? 1 : (isLast ? 0.45 : 0.35) + 0.45 * (word.length / one.length));
  }
  if (IS_UNSPACED.test(word)) return { found, isKnown, count };
  for (const [one, packed] of await exactlyAny(kind, await formsOf(word))) {
    isKnown = true;
    count += packed.length;
    alike.add(one);
    add(found, kind, packed, INFLECTED);
  }
  if (kind === "names") count /= 2;
  if (isKnown || word.length < 4 || (isLast && begun.length > 0)) return { found, isKnown, count };
  const head = word.slice(0, Math.max(3, word.length - ENDING));
  const related = new Map();
  for (const [one, packed] of await beginning(kind, head)) {
    if (!areRelated(word, one)) continue;
    alike.add(one);
    add(related, kind, packed, (RELATED * common(word, one)) / Math.max(word.length, one.length));
  }
  return { found, isKnown, count, related };
};

// The number of typos between a typed word and another word, or its beginning. A typo is a wrong, extra or
// missing letter, or two exchanged letters.
const typosBetween = (typed, word) => {
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

// The first four letters of a word, each time without one of them: the keys of the `slips` files.
const headsOf = (word) => {
  const head = [...word].slice(0, 4);
  return new Set([0, 1, 2, 3].map((left) => head.filter((_, at) => at !== left).join("")));
};

// The words of names that may replace a typo, the likeliest first. If the typed word begins another word,
// only whole words are guesses. More typos are `allowed` for the names that are only near.
const guesses = async (typed, isBegun, allowed = isBegun || typed.length < 8 ? 1 : 2) => {
  if ([...typed].length < 3 || IS_UNSPACED.test(typed)) return [];
  const lists = await Promise.all([...headsOf(typed)].map((head) => exactly("slips", head)));
  const words = new Set(lists.flatMap((found) => found?.[1] ?? []));
  const likelihood = (word) => {
    const { whole, begun } = typosBetween(typed, word);
    return Math.max(
      whole > 0 && whole <= allowed ? 0.9 / whole : 0,
      begun > 0 && begun <= allowed && !isBegun ? ((0.6 / begun) * typed.length) / word.length : 0,
    );
  };
  return [...words]
    .map((word) => ({ word, likely: likelihood(word) }))
    .filter(({ likely }) => likely > 0)
    .sort((a, b) => b.likely - a.likely)
    .slice(0, GUESSES);
};

const matchesOfGuesses = async (found, alike) => {
  const matches = new Map();
  const items = await Promise.all(found.map(({ word }) => exactly("names", word)));
  found.forEach(({ word, likely }, at) => {
    alike.add(word);
    if (items[at]) add(matches, "names", items[at][1], likely);
  });
  return matches;
};

// A word that is made of words of names: *rolebasedaccesscontrol*. The last of them may be only begun.
const SEGMENTS = 6;
const segments = async (word, alike) => {
  if (word.length < 4 || IS_UNSPACED.test(word)) return null;
  const dead = new Set();
  const from = async (start, left) => {
    const rest = word.slice(start);
    if (!rest) return [];
    if (left === 0 || dead.has(start)) return null;
    // prefixes are in order, and so in few files
    const prefixes = Array.from({ length: rest.length }, (_, at) => rest.slice(0, at + 1)).filter((one) => one !== word);
    const known = (await exactlyAny("names", prefixes)).sort(([a], [b]) => b.length - a.length);
    for (const [one, packed] of known) {
      const others = await from(start + one.length, left - 1);
      if (others) return [[one, packed], ...others];
    }
    if (start > 0 && rest.length > 2) {
      const last = [...(await exactlyAny("names", await formsOf(rest))), ...(await beginning("names", rest, 1))];
      if (last.length > 0) return [last[0]];
    }
    dead.add(start);
    return null;
  };
  const parts = await from(0, SEGMENTS);
  if (!parts || parts.length < 2) return null;
  const maps = parts.map(([one, packed]) => {
    alike.add(one);
    const found = new Map();
    add(found, "names", packed, SPLIT);
    return found;
  });
  const all = new Map();
  for (const map of maps) {
    // of equal entries, the one with the first word
    const good = ([own]) => (own * (1 - 0.01 * maps.indexOf(map))) / maps.length;
    for (const [number, match] of map) {
      const before = all.get(number) ?? [0, 0];
      all.set(number, [before[0] + good(match), Math.min(1, before[1] + match[1])]);
    }
  }
  const whole = [...all].filter(([number]) => maps.every((map) => map.has(number)));
  return new Map(whole.length > 0 ? whole : all);
};

// --- Ranking

// The weight of each word of a query: little for common words, and less the more entries have it. `counts` are
// the numbers of entries.
const weightsOf = (words, counts, isCommon, entries) =>
  words.map((_, at) => {
    if (isCommon(at)) return COMMON;
    const rare = 1 - Math.log(1 + Math.min(counts[at], entries)) / Math.log(2 + entries);
    return Math.max(2 * COMMON, rare);
  });

// The entries with their scores. A score is the part of the query that an entry covers, and more if the query has
// the words of a whole name, and if the entry has all words of the query. `areNames` tells which words are themselves
// names: in *difference between container and vm*, neither entry needs the other's name.
const NAME = 0.3; // added if a whole name is typed,
const ALONE = 0.4; // and with nothing else
const ALL = 0.4; // added if an entry has all words, one of them in a name
const ALL_IN_TEXT = 0.25;
const scored = (ofWords, weights, areNames) => {
  const sum = weights.reduce((all, one) => all + one, 0);
  const entries = new Map();
  ofWords.forEach((found, at) => {
    for (const [number, [good, share]] of found) {
      const one = entries.get(number) ?? entries.set(number, { covered: 0, typed: 0, named: 0, places: [] }).get(number);
      one.covered += weights[at] * good;
      one.named += share;
      if (share === 0 && good < 0.5) continue; // in a text
      one.typed += weights[at];
      one.places.push(at);
    }
  });
  const scores = new Map();
  for (const [number, one] of entries) {
    const named = Math.min(1, one.named);
    const isNeeded = (at) => weights[at] > COMMON && !(named > 0.9 && areNames[at]);
    const isComplete = ofWords.every((found, at) => found.has(number) || !isNeeded(at));
    const all = isComplete ? (named > 0 ? ALL : ALL_IN_TEXT) : 0;
    const name = NAME * named ** 4 + (ALONE * named ** 2 * one.typed) / sum;
    scores.set(number, { score: one.covered / sum + name + all, isComplete, isWhole: named > 0.9, places: one.places });
  }
  return scores;
};

// The numbers of the entries, the best first. Much worse ones are left out, and if entries have all words of the
// query, so are others that are not nearly as good.
const ranked = (scores, areCommon) => {
  const all = [...scores].sort(([a, one], [b, other]) => other.score - one.score || a - b);
  // of two names with a common word between them, as in *this or that*, the first one
  const [first] = all[0]?.[1].places ?? [];
  if (areCommon[first - 1] && all[0][1].isWhole) {
    const before = all.findIndex(([, { isWhole, places }]) => isWhole && places.every((at) => at < first && !areCommon[at]));
    if (before > 0) all.unshift(...all.splice(before, 1));
  }
  const best = all[0]?.[1].score ?? 0;
  const hasComplete = all.some(([, { isComplete }]) => isComplete);
  const least = ({ isComplete }) => (isComplete ? 0 : hasComplete ? 0.5 : 0.35);
  return all.filter(([, one]) => one.score >= best * least(one)).map(([number]) => number);
};

// --- Results

// Adjacent words that are one word in names: *data center*, *auto scaling*.
const addJoined = async (words, found, alike) => {
  const pairs = words.slice(1).map((word, at) => words[at] + word);
  if (words.length > 8 || words.some((word) => IS_UNSPACED.test(word))) return;
  const isOnly = pairs.length === 1;
  const ofPairs = pairs.map((pair, at) => matchesOf("names", pair, { isOnly, isLast: at === pairs.length - 1 }, new Set()));
  (await Promise.all(ofPairs)).forEach((ofPair, at) => {
    if (ofPair.found.size === 0) return;
    alike.add(pairs[at]);
    for (const [number, [good, share]] of ofPair.found) {
      raise(found[at], number, good, share);
      raise(found[at + 1], number, good, 0);
    }
  });
};

// Words of questions in scripts without spaces, such as *とは*, are cut out of a query.
const withoutAround = (query, common) => {
  const around = [...common].filter((word) => IS_UNSPACED.test(word)).sort((a, b) => b.length - a.length);
  const rest = around.reduce((text, word) => text.replaceAll(word, " "), query);
  return rest.trim() ? rest : query;
};

// A romanised syllable that is not finished yet: `こんt`.
const SINGLES = new RegExp(`(?<=(?:^|\\s)${UNSPACED})\\s+(?=${UNSPACED}(?:\\s|$))`, "gu");
const UNFINISHED = /(?<=[\p{sc=Katakana}ー])[a-z]{1,2}$/u;

async function* attempt(query, { isExact = false } = {}) {
  const index = await theIndex();
  const common = new Set(index.common.split(" "));
  const typed = withoutAround(folded(query).trim().replace(UNFINISHED, "").replace(SINGLES, ""), common);
  const words = [...new Set(tokens(typed))];
  const areCommon = words.map((word, at) => common.has(word) || (word.length < 2 && at < words.length - 1 && !IS_UNSPACED.test(word)));
  if (areCommon.every(Boolean)) areCommon.fill(false);
  const signs = typed.split(/\s+/).filter((part) => /[^\p{L}\p{N}\p{M}]/u.test(part));
  if (words.length + signs.length === 0) return;
  const entries = index.per * (index.entries.length / ENTRIES_CHECK);
  const alike = new Set();
  const isOnly = words.length === 1;
  const isLast = (at) => at === words.length - 1;
  const ofWords = (kind) => Promise.all(words.map((word, at) => matchesOf(kind, word, { isOnly, isLast: isLast(at), isCommon: areCommon[at] }, alike)));
  const names = await ofWords("names");
  const found = names.map(({ found }) => found);
  // a last word that looks common may be the beginning of a name's word: `service me`
  const isName = ([number, [, share]]) =>
    share > 0 && found.every((own, at) => areCommon[at] || own.get(number)?.[1] > 0) &&
    found.reduce((sum, own) => sum + (own.get(number)?.[1] ?? 0), 0) > 0.6;
  if (areCommon.at(-1) && [...found.at(-1)].some(isName)) areCommon[areCommon.length - 1] = false;
  await addJoined(words, found, alike);
  // names with signs: `c++`
  const signed = new Map();
  if (signs.length > 0) signs.push(typed.replace(/\s+/g, ""));
  for (const [, packed] of await exactlyAny("names", signs)) add(signed, "names", packed, 1);
  // the number of words of the query that names of an entry have
  const inNames = (number) =>
    [signed, ...found].filter((own) => own.has(number)).length + names.filter(({ related }, at) => !found[at].has(number) && related?.has(number)).length;
  const corrected = new Map();
  let texts = names.map(() => ({ found: new Map(), isKnown: false, count: 0 }));
  const result = () => {
    const counts = words.map((_, at) => Math.max(names[at].count, texts[at].count));
    const weights = weightsOf(words, counts, (at) => areCommon[at], entries);
    const all = found.map((own, at) => {
      // a related word says less if texts have the word itself
      const quality = texts[at].isKnown ? 0.6 : 1;
      const related = new Map([...(names[at].related ?? [])].map(([number, [good, share]]) => [number, [good * quality, share * quality]]));
      return united(own, related, texts[at].found, texts[at].related ?? new Map());
    });
    const areNames = all.map((own) => [...own.values()].some(([, share]) => share > 0.9 || share === INITIALS / WHOLE));
    const scores = signed.size > 0 ? scored([...all, signed], [...weights, 1], [...areNames, false]) : scored(all, weights, areNames);
    return { numbers: ranked(scores, areCommon), scores, inNames, words, alike, corrected };
  };
  const hasAll = ({ scores }) => [...scores.values()].filter(({ isComplete }) => isComplete).length;
  let latest = result();
  if (hasAll(latest) > 0) yield latest;
  if (hasAll(latest) >= RESULTS && names.every(({ isKnown }) => isKnown)) return;

  texts = await ofWords("text");
  latest = result();
  if (latest.numbers.length > 0) yield latest;
  const isKnown = (at) => names[at].isKnown || texts[at].isKnown || areCommon[at];
  const unknown = words.map((_, at) => at).filter((at) => !isKnown(at));
  if (unknown.length === 0 || isExact) return;

  // only an unknown word may be a typo, or made of several words
  let isBetter = false;
  for (const at of unknown) {
    const likely = await guesses(words[at], names[at].found.size > 0);
    const isSure = likely[0]?.likely === 0.9;
    const parts = isSure ? null : await segments(words[at], alike);
    const other = parts ?? (await matchesOfGuesses(likely, alike));
    if (other.size === 0) continue;
    isBetter = true;
    if (!parts) corrected.set(words[at], likely[0].word);
    for (const [number, [good, share]] of other) {
      raise(found[at], number, good, share);
    }
  }
  if (isBetter) yield result();
}

// Yields results, each better than the one before: the `numbers` of entries, best first; `inNames`, which gives the
// number of words of the query that the names of an entry have; the query's `words`; words that are `alike`; and the
// typos that were `corrected`, each with its correction, unless the results are those of exactly these words
// (`isExact`). If a new site was published after the page was loaded, the files are fetched again.
export async function* results(query, options) {
  try {
    yield* attempt(query, options);
  } catch (error) {
    if (!(error instanceof Stale)) throw error;
    files = new Map();
    yield* attempt(query, options);
  }
}

// An entry by chance.
export const anyEntry = async () => {
  const { per, entries } = await theIndex();
  const count = per * (entries.length / ENTRIES_CHECK - 1) + 1; // the last file may have one entry only
  return entry(Math.floor(Math.random() * count));
};

// The entries with the names nearest to a query that finds nothing.
const NEAREST = 3;
const FAR = 3; // typos
export const nearestTo = async (query) => {
  const found = await Promise.all(tokens(query).map((word) => guesses(word, false, Math.min(FAR, word.length - 2))));
  const words = found.flat().sort((a, b) => b.likely - a.likely).slice(0, NEAREST);
  const items = await exactlyAny("names", words.map(({ word }) => word));
  const numbers = items.map(([, [number]]) => number);
  return Promise.all([...new Set(numbers)].map(entry));
};

// The first `count` entries of a result. Entries with exactly the typed name come first.
export const entriesOf = async ({ numbers, inNames }, query, count) => {
  const entries = await Promise.all(numbers.slice(0, count).map(entry));
  const typed = folded(query.trim());
  const likeness = ({ headword, others }) =>
    folded(headword) === typed ? 2 : others.some((other) => folded(other) === typed) ? 1 : 0;
  return entries
    .map((one) => ({ ...one, inNames: inNames(one.number) }))
    .sort((a, b) => likeness(b) - likeness(a));
};

// The parts of a text that match a query, as pairs of a start and an end.
export const matchesIn = (text, { words, alike }) => {
  const isMatch = (word) => alike.has(word) || words.some((typed) => word.startsWith(typed));
  const found = [];
  for (const { 0: word, index: start } of text.matchAll(WORD)) {
    for (const { 0: run, index } of word.matchAll(RUN)) {
      const at = start + index;
      if (!IS_UNSPACED.test(run)) {
        if (tokens(run).some(isMatch)) found.push([at, at + run.length]);
        continue;
      }
      const places = [...run].reduce((ends, character) => [...ends, ends.at(-1) + character.length], [at]);
      pairs(run).forEach((pair, first) => {
        if (tokens(pair).some(isMatch)) found.push([places[first], places[Math.min(first + 2, places.length - 1)]]);
      });
    }
  }
  return found;
};
