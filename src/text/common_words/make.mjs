// Makes the lists of common words in this folder:
//
//     git clone https://github.com/orgtre/google-books-ngram-frequency
//     node make.mjs google-books-ngram-frequency/ngrams
//
// The source is a list of the most frequent words of Google Books for each language, in the version of
// commit e20471c15a758be3362b16d07870b34df4f7ccc3. Its columns are the word, the number of times that it
// occurs, and the share of all words that it and the words before it have. It is licensed under CC BY 3.0
// (https://creativecommons.org/licenses/by/3.0/) by its author, orgtre; the numbers are from the Google Books
// Ngram Viewer (https://books.google.com/ngrams). Changes: only the most frequent words are kept, in small
// letters, and the numbers are times in a million words.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LANGUAGES = {
  de: 'german', en: 'english', es: 'spanish', fr: 'french', it: 'italian', ru: 'russian',
};

// The number of words of each list.
const WORDS = 1600;

const here = dirname(fileURLToPath(import.meta.url));
const source = process.argv[2];

for (const [tag, name] of Object.entries(LANGUAGES)) {
  const rows = readFileSync(join(source, `1grams_${name}.csv`), 'utf8').trim().split('\n').slice(1)
    .map((row) => row.split(','))
    .map(([word, times, share]) => ({ word, times: Number(times), share: Number(share) }));
  // the share of a later row is more exact than that of the first one
  const upTo = 100;
  const sum = rows.slice(0, upTo).reduce((all, row) => all + row.times, 0);
  const total = sum / rows[upTo - 1].share;
  const times = new Map();
  for (const row of rows) {
    const word = row.word.normalize('NFC').toLocaleLowerCase(tag);
    if (/^\p{L}[\p{L}\p{M}]+$/u.test(word)) times.set(word, (times.get(word) ?? 0) + row.times);
  }
  const lines = [...times]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, WORDS)
    .map(([word, count]) => `${word} ${Math.round((count / total) * 1e6)}`);
  const head = `# The most frequent words, with their number in a million words. Made by make.mjs, which names the
# source (Google Books Ngram Viewer, and orgtre) and its licence, CC BY 3.0.
`;
  writeFileSync(join(here, `${tag}.txt`), `${head}${lines.join('\n')}\n`);
}
