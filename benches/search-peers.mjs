// The engines with which benches/search.mjs compares Headword's search: the code that makes the index of
// each, and the code that searches it in a page. All get the same documents, and the settings that their own
// documentation recommends for a search that accepts typos in names.
//
//     node benches/search-peers.mjs PACKAGES ENGINE DOCUMENTS FOLDER
//
// makes the index of one engine in a separate process, so that its memory can be limited.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Documents are `{ number, name, gloss, text }`. `index(documents, write, tools)` makes the index and
// writes it; `scripts` are the files of the package that a page loads. `open` runs in the page: it
// loads the index and returns a function that returns the ten best `{ number, name, gloss }`, best first.
export const peers = [
  {
    name: "minisearch",
    scripts: ["dist/es/index.js"],
    index: async (documents, write, { load }) => {
      const { default: MiniSearch } = await load("minisearch/dist/es/index.js");
      const engine = new MiniSearch({ idField: "number", fields: ["name", "gloss", "text"], storeFields: ["name", "gloss"] });
      engine.addAll(documents);
      write("index.json", JSON.stringify(engine));
    },
    open: async () => {
      const { default: MiniSearch } = await import("/engine/dist/es/index.js");
      const json = await (await fetch("/index.json")).text();
      const engine = MiniSearch.loadJSON(json, {
        idField: "number",
        fields: ["name", "gloss", "text"],
        storeFields: ["name", "gloss"],
        searchOptions: { boost: { name: 3 }, fuzzy: 0.2, prefix: true },
      });
      return async (query) => engine.search(query).slice(0, 10).map(({ id, name, gloss }) => ({ number: id, name, gloss }));
    },
  },
  {
    // it accepts only typos with letters that sound similar
    name: "flexsearch",
    scripts: ["dist/flexsearch.bundle.module.min.mjs"],
    index: async (documents, write, { load }) => {
      const { Charset, Document } = await load("flexsearch/dist/flexsearch.bundle.module.min.mjs");
      const field = (name, tokenize) => ({ field: name, tokenize, encoder: Charset.LatinBalance });
      const index = [field("name", "forward"), field("gloss", "strict"), field("text", "strict")];
      const engine = new Document({ document: { id: "number", index, store: ["name", "gloss"] } });
      for (const document of documents) engine.add(document);
      const keys = [];
      await engine.export((key, data) => {
        if (data === undefined) return;
        keys.push(key);
        write(`${key}.json`, data);
      });
      write("keys.json", JSON.stringify(keys));
    },
    open: async () => {
      const { Charset, Document } = await import("/engine/dist/flexsearch.bundle.module.min.mjs");
      const field = (name, tokenize) => ({ field: name, tokenize, encoder: Charset.LatinBalance });
      const index = [field("name", "forward"), field("gloss", "strict"), field("text", "strict")];
      const engine = new Document({ document: { id: "number", index, store: ["name", "gloss"] } });
      const keys = await (await fetch("/keys.json")).json();
      const parts = await Promise.all(keys.map(async (key) => (await fetch(`/${key}.json`)).text()));
      for (const [at, key] of keys.entries()) await engine.import(key, parts[at]);
      return async (query) =>
        engine
          .search(query, { limit: 10, enrich: true, merge: true, suggest: true })
          .map(({ id, doc }) => ({ number: id, ...doc }))
          .slice(0, 10);
    },
  },
  {
    name: "lunr",
    scripts: ["lunr.min.js"],
    index: async (documents, write, { load }) => {
      const { default: lunr } = await load("lunr/lunr.js");
      const index = lunr(function () {
        this.ref("number");
        this.field("name", { boost: 3 });
        this.field("gloss");
        this.field("text");
        for (const document of documents) this.add(document);
      });
      write("index.json", JSON.stringify(index));
      // it does not store the documents
      write("shown.json", JSON.stringify(documents.map(({ name, gloss }) => [name, gloss])));
    },
    open: async () => {
      const script = document.createElement("script");
      script.src = "/engine/lunr.min.js";
      await new Promise((loaded) => {
        script.onload = loaded;
        document.head.append(script);
      });
      const [json, shown] = await Promise.all(["index", "shown"].map(async (name) => (await fetch(`/${name}.json`)).json()));
      const index = lunr.Index.load(json);
      return async (query) => {
        const found = index.query((asked) => {
          for (const word of lunr.tokenizer(query)) {
            asked.term(word, { boost: 10 });
            asked.term(word, { boost: 5, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
            if (String(word).length > 2) asked.term(word, { boost: 1, usePipeline: false, editDistance: 1 });
          }
        });
        return found.slice(0, 10).map(({ ref }) => ({ number: Number(ref), name: shown[ref][0], gloss: shown[ref][1] }));
      };
    },
  },
  {
    name: "fuse.js",
    scripts: ["dist/fuse.min.mjs"],
    index: async (documents, write, { load }) => {
      const { default: Fuse } = await load("fuse.js/dist/fuse.mjs");
      write("index.json", JSON.stringify(Fuse.createIndex(["name", "gloss", "text"], documents)));
      // it returns the documents themselves; their texts are in the index
      write("shown.json", JSON.stringify(documents.map(({ number, name, gloss }) => ({ number, name, gloss }))));
    },
    open: async () => {
      const { default: Fuse } = await import("/engine/dist/fuse.min.mjs");
      const [json, shown] = await Promise.all(["index", "shown"].map(async (name) => (await fetch(`/${name}.json`)).json()));
      const keys = [{ name: "name", weight: 3 }, "gloss", "text"];
      const engine = new Fuse(shown, { keys, threshold: 0.3, ignoreLocation: true }, Fuse.parseIndex(json));
      return async (query) => engine.search(query, { limit: 10 }).map(({ item }) => item);
    },
  },
  {
    // a program in its package makes the index; the page's policy has to allow WebAssembly
    name: "pagefind",
    scripts: [],
    isSharded: true,
    index: async (documents, _, { load, folder }) => {
      const pagefind = await load("pagefind/lib/index.js");
      const { index } = await pagefind.createIndex({ forceLanguage: "en" });
      for (const { number, name, gloss, text } of documents) {
        const content = `${name}. ${gloss} ${text}`;
        await index.addCustomRecord({ url: `/${number}/`, content, language: "en", meta: { title: name, gloss } });
      }
      await index.writeFiles({ outputPath: path.join(folder, "pagefind") });
      await pagefind.close();
    },
    open: async () => {
      const pagefind = await import("/pagefind/pagefind.js");
      // the page could not count the files that a worker fetches
      await pagefind.options({ noWorker: true });
      await pagefind.init();
      return async (query) => {
        const { results } = await pagefind.search(query);
        const found = await Promise.all(results.slice(0, 10).map((result) => result.data()));
        return found.map(({ url, meta }) => ({ number: Number(url.split("/").at(-2)), name: meta.title, gloss: meta.gloss }));
      };
    },
  },
];

const make = async (packages, name, documentsFile, folder) => {
  const load = (file) => import(pathToFileURL(path.join(packages, "node_modules", file)));
  const documents = JSON.parse(fs.readFileSync(documentsFile, "utf8"));
  const write = (file, text) => fs.writeFileSync(path.join(folder, file), text);
  const started = performance.now();
  await peers.find((peer) => peer.name === name).index(documents, write, { load, folder });
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ seconds, kilobytes: process.resourceUsage().maxRSS }));
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await make(...process.argv.slice(2));
