// The search engine finds entries by their names first, then by their text. A query fetches only the small
// files that it needs. src/site/search.rs writes and explains them; docs/benchmark.md gives times and sizes.

export const SITE = new URL("../", import.meta.url);
const DATA = new URL("search/", import.meta.url);

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

const folded = (text) =>
  text
    .normalize("NFKD")
    .replace(LEFT_OUT, "")
    .toLowerCase()
    .replace(SPELLINGS, (letter) => SPELLED[letter])
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

const exactly = async (kind, key) => (await beginning(kind, key, 1)).find(([found]) => found === key);

// The data of an entry that a result shows.
const entry = async (number) => {
  const { per, entries } = await theIndex();
  const at = Math.floor(number / per);
  const check = entries.slice(at * ENTRIES_CHECK, (at + 1) * ENTRIES_CHECK);
  const part = await file(`entries-${at}.json`, check);
  const [slug, headword, sense, gloss, others] = part[number % per];
  const name = sense ? `${headword} (${sense})` : headword;
  return { number, url: new URL(`${encodeURIComponent(slug)}/`, SITE).href, headword, name, gloss, others };
};

// --- Scores: the entries that have a word of the query, each with a score

const NAMED = 48; // score of a word that is nearly a whole name
const COMPLETE = 25; // added score if an entry has all words of a query

const raise = (scores, number, score) => {
  if (score > (scores.get(number) ?? 0)) scores.set(number, score);
};

const UNPACK = {
  // pairs of a distance and a weight
  names: (packed, visit) => {
    for (let at = 0, number = 0; at < packed.length; at += 2) visit((number += packed[at]), packed[at + 1]);
  },
  // distances with a level in their last two bits; text scores less than any name
  text: (packed, visit) => {
    let number = 0;
    for (const one of packed) visit((number += one >> 2), 0.5 + (one & 3));
  },
};

// Adds the entries of a word to the scores.
const add = (scores, kind, packed, factor) =>
  UNPACK[kind](packed, (number, weight) => raise(scores, number, weight * factor));

// The number of letters that two words have in common at their beginnings.
const common = (one, other) => {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
};

// Whether two words may be forms of one word: *libraries* and *library*, *balancing* and *balancer*.
const ENDING = 5;
const areRelated = (one, other) => {
  const head = common(one, other);
  return head >= 3 && head * 2 > one.length && one.length - head <= ENDING && other.length - head <= ENDING;
};

// The entries with `word` or a word that begins with it, or else with a related word, which is added to
// `alike`. A word is known, and so not a typo, if it is found or if several words of names begin with it.
const SEVERAL = 3;
const scoresOfWord = async (kind, word, words, alike) => {
  const scores = new Map();
  // beside other words, a letter is not a beginning: too many words begin with it
  const isLetter = words.length > 1 && word.length < 2 && !IS_UNSPACED.test(word);
  const begun = (await beginning(kind, word)).filter(([found]) => !isLetter || found === word);
  for (const [found, packed] of begun) {
    add(scores, kind, packed, found === word ? 1 : 0.3 + 0.5 * (word.length / found.length));
  }
  const isKnown = begun[0]?.[0] === word || (kind === "names" && begun.length >= SEVERAL);
  if (begun.length > 0 || word.length < 4 || IS_UNSPACED.test(word)) return { scores, isKnown };
  const head = word.slice(0, Math.max(3, word.length - ENDING));
  for (const [found, packed] of await beginning(kind, head)) {
    if (!areRelated(word, found)) continue;
    alike.add(found);
    add(scores, kind, packed, (0.6 * common(word, found)) / Math.max(word.length, found.length));
  }
  return { scores, isKnown };
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
// only whole words are guesses.
const guesses = async (typed, isBegun) => {
  if ([...typed].length < 3 || IS_UNSPACED.test(typed)) return [];
  const allowed = isBegun || typed.length < 8 ? 1 : 2;
  const lists = await Promise.all([...headsOf(typed)].map((head) => exactly("slips", head)));
  const words = new Set(lists.flatMap((found) => found?.[1] ?? []));
  const likelihood = (word) => {
    const { whole, begun } = typosBetween(typed, word);
    return Math.max(
      whole > 0 && whole <= allowed ? 0.6 / whole : 0,
      begun > 0 && begun <= allowed && !isBegun ? ((0.4 / begun) * typed.length) / word.length : 0,
    );
  };
  return [...words]
    .map((word) => ({ word, likely: likelihood(word) }))
    .filter(({ likely }) => likely > 0)
    .sort((a, b) => b.likely - a.likely)
    .slice(0, GUESSES);
};

const scoresOfGuesses = async (typed, isBegun, alike) => {
  const scores = new Map();
  const found = await guesses(typed, isBegun);
  const items = await Promise.all(found.map(({ word }) => exactly("names", word)));
  found.forEach(({ word, likely }, at) => {
    alike.add(word);
    add(scores, "names", items[at][1], likely);
  });
  return scores;
};

const united = (...maps) => {
  const all = new Map();
  for (const map of maps) for (const [number, score] of map) raise(all, number, score);
  return all;
};

// The entries that have all words of a query, with the sums of their scores.
const complete = (ofWords) => {
  const [first, ...others] = ofWords;
  const all = new Map();
  for (const [number, score] of first) {
    const scores = others.map((other) => other.get(number));
    if (scores.every(Boolean)) all.set(number, scores.reduce((sum, one) => sum + one, score));
  }
  return all;
};

// The entries that have any word of a query with a score of `least`, with the sums of these scores.
const partial = (ofWords, least) => {
  const sums = new Map();
  for (const scores of ofWords) {
    for (const [number, score] of scores) {
      if (score >= least) sums.set(number, (sums.get(number) ?? 0) + score);
    }
  }
  return sums;
};

const ranked = (scores) =>
  [...scores].sort(([a, ofA], [b, ofB]) => ofB - ofA || a - b).map(([number]) => number);

// The same letters with fewer spaces: `datacenter` for `data center`.
const joined = (words) => {
  if (words.length < 2 || words.length > 4 || words.some((word) => IS_UNSPACED.test(word))) return [];
  const inPairs = words.slice(1).map((word, at) => words.toSpliced(at, 2, words[at] + word));
  return words.length === 2 ? inPairs : [...inPairs, [words.join("")]];
};

const split = ([word, ...others]) => {
  if (others.length > 0 || IS_UNSPACED.test(word)) return [];
  return Array.from({ length: Math.max(0, word.length - 5) }, (_, at) => [word.slice(0, at + 3), word.slice(at + 3)]);
};

// --- Results

// The entries of each word, and the entries with all words in names, in any reading of the spaces.
const inNames = async (readings, alike) => {
  const ofReadings = readings.map(async (words) => {
    const ofWords = await Promise.all(words.map((word) => scoresOfWord("names", word, words, alike)));
    return { ofWords, all: complete(ofWords.map(({ scores }) => scores)) };
  });
  const [own, ...others] = await Promise.all(ofReadings);
  return { ofWords: own.ofWords, named: united(own.all, ...others.map(({ all }) => all)) };
};

const inSplitNames = async (words, alike) => {
  for (const reading of split(words)) {
    // without the first part in a name, the files of the second are not needed
    if (!(await exactly("names", reading[0]))) continue;
    const { named } = await inNames([reading], alike);
    if (named.size === 0) continue;
    reading.forEach((word) => alike.add(word));
    return named;
  }
  return new Map();
};

async function* attempt(query) {
  const words = [...new Set(tokens(query))];
  if (words.length === 0) return;
  const alike = new Set();
  const { ofWords, named } = await inNames([words, ...joined(words)], alike);
  const scoresOf = (list) => list.map(({ scores }) => scores);
  const allNamed = united(named, ...scoresOf(ofWords));
  const result = (...lists) => ({ numbers: [...new Set(lists.flat())], named: allNamed, words, alike });
  const areKnown = ofWords.every(({ isKnown }) => isKnown);
  const ofNames = ranked(named);
  if (named.size > 0) yield result(ofNames);
  if (named.size >= RESULTS && areKnown) return;

  const ofText = await Promise.all(words.map((word) => scoresOfWord("text", word, words, alike)));
  const ofBoth = words.map((_, at) => united(ofWords[at].scores, ofText[at].scores));
  const both = complete(ofBoth);
  for (const [number, score] of both) both.set(number, score + COMPLETE);
  const rest = ranked(united(both, partial(scoresOf(ofWords), NAMED)));
  // uncertain names leave room for texts with exactly these words
  const isLike = named.size > 0 && !areKnown;
  const first = isLike ? [...ofNames.slice(0, RESULTS / 2), ...ranked(complete(scoresOf(ofText)))] : ofNames;
  if (rest.length > 0) yield result(first, rest, ofNames);
  const isKnown = (at) => ofWords[at].isKnown || ofText[at].isKnown;
  if (rest.length > 0 && words.every((_, at) => isKnown(at))) return;

  const splitNames = await inSplitNames(words, alike);
  if (splitNames.size > 0) return yield result(ranked(splitNames), ofNames, rest);

  // only an unknown word may be a typo
  const guessed = await Promise.all(
    words.map(async (word, at) =>
      isKnown(at) ? ofBoth[at] : united(ofBoth[at], await scoresOfGuesses(word, ofWords[at].scores.size > 0, alike)),
    ),
  );
  const whole = complete(guessed);
  const some = partial(guessed, 0);
  if (whole.size > 0) yield result(ranked(whole), ofNames, rest);
  else if (rest.length === 0 && some.size > 0) yield result(ranked(some));
}

// Yields results, each better than the one before: the `numbers` of entries, best first; the entries `named`
// with a word of the query; the query's `words`; and words that are `alike`. If a new site was published after
// the page was loaded, the files are fetched again.
export async function* results(query) {
  try {
    yield* attempt(query);
  } catch (error) {
    if (!(error instanceof Stale)) throw error;
    files = new Map();
    yield* attempt(query);
  }
}

// The first `count` entries of a result. Entries with exactly the typed name come first.
export const entriesOf = async ({ numbers, named }, query, count) => {
  const entries = await Promise.all(numbers.slice(0, count).map(entry));
  const typed = folded(query.trim());
  const likeness = ({ headword, others }) =>
    folded(headword) === typed ? 2 : others.some((other) => folded(other) === typed) ? 1 : 0;
  return entries
    .map((one) => ({ ...one, isNamed: named.has(one.number) }))
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
