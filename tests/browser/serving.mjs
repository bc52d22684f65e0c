// Starts `headword serve` on projects of tests, and sends requests to it.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { promisify } from "node:util";
import { until } from "./checks.mjs";
import { setting } from "./tools.mjs";

/** Runs the program to its end. */
export async function headword(...options) {
  const run = promisify(execFile)(setting("HEADWORD"), options, { timeout: 30_000 });
  const { code = 0, stdout, stderr } = await run.catch((error) => error);
  return { code, stdout, stderr };
}

/** A folder that is removed after the tests. */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), "headword-serve-"));
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A project in a new folder, with `files` by path. */
export async function makeProject(files) {
  const project = makeFolder();
  let count = 0;
  const write = async (path, text) => {
    await mkdir(dirname(join(project, path)), { recursive: true });
    // as one step, as many editors save: on a busy machine, the server could read the half of a file
    count += 1;
    const whole = `${project}-${count}`;
    await writeFile(whole, text);
    await rename(whole, join(project, path));
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return { root: project, at: (path) => join(project, path), write };
}

/** Serves a project on a free port, until the tests end or `stop` is called. */
export async function serveProject(project, ...options) {
  const more = options.includes("--port") ? options : ["--port", "0", ...options];
  const child = spawn(setting("HEADWORD"), ["serve", "--root", project.root, ...more]);
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const ended = new Promise((done) => child.on("exit", done));
  const stop = async () => {
    child.kill();
    await ended;
  };
  after(stop);
  const url = () => /serving (\S+)/.exec(stdout)?.[1];
  await until(async () => url() !== undefined || child.exitCode !== null, true, "it serves or ends");
  assert.ok(url(), `it does not serve:\n${stderr}`);
  const { origin, port } = new URL(url());
  return {
    url: url(),
    root: url(),
    origin,
    port: Number(port),
    stop,
    log: () => stderr,
    isRunning: () => child.exitCode === null,
  };
}

/** Sends bytes, and returns the bytes of the answer when the server closes or `isEnough` is true. */
export function sendRaw(port, bytes, { host = "127.0.0.1", isEnough = () => false } = {}) {
  return new Promise((answer, fail) => {
    const chunks = [];
    const text = () => Buffer.concat(chunks).toString("latin1");
    const socket = connect(port, host, () => socket.write(bytes));
    const end = () => {
      socket.destroy();
      answer(text());
    };
    socket.setTimeout(10_000, () => fail(new Error(`no end after ${JSON.stringify(text())}`)));
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      if (isEnough(text())) end();
    });
    // the server may close a refused request before it has read all of it
    socket.on("error", (error) => (chunks.length > 0 || error.code === "ECONNRESET" || error.code === "EPIPE" ? end() : fail(error)));
    socket.on("close", end);
  });
}

/** Sends a request and returns the answer. The host is that of the server, unless `headers` has another. */
export async function sendRequest(server, target, headers = {}, method = "GET") {
  const given = { Host: `127.0.0.1:${server.port}`, Connection: "close", ...headers };
  const lines = Object.entries(given).flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}\r\n`));
  const isEvent = (text) => /content-type: text\/event-stream/i.test(text) && /event: \w+\ndata:.*\n\n/.test(text);
  const request = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1");
  return parseAnswer(await sendRaw(server.port, request, { isEnough: isEvent }));
}

export function parseAnswer(text) {
  const [head, ...rest] = text.split("\r\n\r\n");
  const [first, ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => [line.split(":")[0].toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
  return { status: Number(first.split(" ")[1]), headers, body: rest.join("\r\n\r\n") };
}

/** All files below a folder, by path. */
export async function tree(folder) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const read = async (file) => [file.slice(folder.length + 1), await readFile(file)];
  return new Map(await Promise.all(files.sort().map(read)));
}

const script = /<script src="\/_headword\/live\.js" data-version="[0-9a-f]+-\d+"><\/script>\n/;

/** The paths of files that differ between the server and a build. */
export async function differences(server, project, ...options) {
  const output = makeFolder();
  const built = await headword("build", "--root", project.root, "--output", join(output, "site"), ...options);
  assert.equal(built.code, 0, built.stderr);
  const different = [];
  for (const [path, bytes] of await tree(join(output, "site"))) {
    // only the output folder has the list of files
    if (path === ".headword") continue;
    const address = path.replace(/(^|\/)index\.html$/, "$1").split("/").map(encodeURIComponent).join("/");
    const answer = await fetch(server.url + address);
    const shown = Buffer.from(await answer.arrayBuffer());
    const page = shown.toString("latin1").replace(path.endsWith(".html") ? script : /$^/, "");
    if (answer.status !== 200 || page !== bytes.toString("latin1")) different.push(`${path}: ${answer.status}`);
  }
  return different;
}
