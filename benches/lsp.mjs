// Measures `headword lsp` as an editor meets it: the time until it is ready, from a key stroke to its diagnostics, and to
// the answers for completion and hover, and its memory.
//
//     cargo build --profile dist
//     node benches/lsp.mjs [--keys 100] [--program FILE] [ENTRIES]
//
// The glossary is made by corpus.py, with ENTRIES entries (default: 10000), in memory if possible. Ready means that the
// first diagnostics of the opened text have come. Then an editor types one letter after another into an entry in the
// middle: most of them in its text, some in a reference, in which each letter changes the diagnostics. After each letter
// it asks for completion and hover there. The times are medians, with the longest. Needs Python.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { keys: { type: "string", default: "100" }, program: { type: "string" } },
});
const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const program = options.program ?? path.join(repository, "target", "dist", "headword");
const entries = Number(positionals[0] ?? 10_000);
const inMemory = fs.existsSync("/dev/shm") ? "/dev/shm" : os.tmpdir();
const folder = fs.mkdtempSync(path.join(inMemory, "headword-bench-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

const content = path.join(folder, "content");
fs.writeFileSync(path.join(folder, "glossary.toml"), 'title = "Benchmark"\n');
const corpus = path.join(repository, "benches", "corpus.py");
const made = spawnSync("python3", [corpus, "--entries", String(entries), "--out", content], { stdio: "inherit" });
if (made.status !== 0) throw new Error("no corpus was made");
const files = fs.readdirSync(content).sort();
const file = path.join(content, files[Math.floor(files.length / 2)]);
const uri = pathToFileURL(file).href;
const text = `${fs.readFileSync(file, "utf8").trimEnd()}\n\n`;
const name = /^title = "(.*)"$/m.exec(fs.readFileSync(path.join(content, files[7]), "utf8"))[1];

// --- A client of the protocol

const started = performance.now();
const server = spawn(program, ["lsp"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
const waiting = new Map();
let published = () => {};
let buffered = Buffer.alloc(0);
server.stdout.on("data", (data) => {
  buffered = Buffer.concat([buffered, data]);
  for (;;) {
    const head = buffered.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffered.subarray(0, head))[1]);
    if (buffered.length < head + 4 + length) return;
    const message = JSON.parse(buffered.subarray(head + 4, head + 4 + length));
    buffered = buffered.subarray(head + 4 + length);
    if (message.method === "textDocument/publishDiagnostics" && message.params.uri === uri) published(message.params);
    else if (message.method && message.id !== undefined) send({ id: message.id, result: null });
    else if (!message.method) waiting.get(message.id)?.(message.result);
  }
});
const send = (message) => {
  const bytes = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  server.stdin.write(`Content-Length: ${bytes.length}\r\n\r\n`);
  server.stdin.write(bytes);
};
const notify = (method, params) => send({ method, params });
let last = 0;
const request = (method, params) => {
  last += 1;
  send({ id: last, method, params });
  return new Promise((resolve) => waiting.set(last, resolve));
};
/** The diagnostics of the text in its version `version`. */
const diagnostics = (version) =>
  new Promise((resolve) => {
    published = (params) => (params.version ?? version) >= version && resolve(params);
  });

/** The processor time of the server until now, in seconds. */
function processor() {
  const fields = fs.readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

// --- The measurement

const capabilities = {
  general: { positionEncodings: ["utf-16"] },
  textDocument: { publishDiagnostics: { versionSupport: true } },
};
const rootUri = pathToFileURL(folder).href;
await request("initialize", { processId: null, rootUri, workspaceFolders: [{ uri: rootUri, name: "bench" }], capabilities });
notify("initialized", {});
const first = diagnostics(1);
notify("textDocument/didOpen", { textDocument: { uri, languageId: "markdown", version: 1, text } });
await first;
const ready = performance.now() - started;
const spent = processor();

const times = { diagnostics: [], completion: [], hover: [] };
const timed = async (kind, what) => {
  const begin = performance.now();
  await what;
  times[kind].push(performance.now() - begin);
};
const line = text.split("\n").length - 1;
const typed = `A word and [[${name}]] and more `.repeat(Math.ceil(Number(options.keys) / 20)).slice(0, Number(options.keys));
for (const [index, letter] of [...typed].entries()) {
  const position = { line, character: index };
  const version = index + 2;
  const next = diagnostics(version);
  const change = { range: { start: position, end: position }, text: letter };
  notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [change] });
  await timed("diagnostics", next);
  const place = { textDocument: { uri }, position: { line, character: index + 1 } };
  await timed("completion", request("textDocument/completion", place));
  await timed("hover", request("textDocument/hover", place));
  // as fast as somebody types
  await new Promise((resume) => setTimeout(resume, 100));
}
const memory = /VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1];

const shown = (list) => {
  const sorted = [...list].sort((one, other) => one - other);
  return `${sorted[Math.floor(sorted.length / 2)].toFixed(1)} ms, longest ${sorted.at(-1).toFixed(1)} ms`;
};
console.log(`${entries} entries, ${typed.length} key strokes`);
console.log(`ready: ${(ready / 1000).toFixed(2)} s, ${spent.toFixed(2)} s of processor time`);
const each = ((processor() - spent) / typed.length) * 1000;
console.log(`processor time of a key stroke with all its answers: ${each.toFixed(0)} ms`);
for (const [kind, list] of Object.entries(times)) console.log(`${kind}: ${shown(list)}`);
console.log(`memory: ${(memory / 1024).toFixed(0)} MiB`);
server.kill();
process.exit(0);
