// `headword lsp` with the clients that people have: the protocol's own library, Neovim and Emacs, with the
// configurations in editors/; and Visual Studio Code, in a browser, with the extension as its public tool packages it.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { openFile, picture, until, withVisualStudioCode } from "./editors/vscode.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const here = join(repository, "tests/clients/editors");
const { HEADWORD, HEADWORD_TEST_TOOLS: tools, HEADWORD_TEST_WORK: work } = process.env;

/** A new glossary in which one reference is misspelt. */
function glossary(name) {
  const root = join(work, name);
  mkdirSync(join(root, "content"), { recursive: true });
  const write = (path, text) => writeFileSync(join(root, path), text);
  write("glossary.toml", 'title = "Bread"\n\n[check]\nallow = ["unlinked-entry", "stub-definition"]\n');
  write("content/rye.md", '+++\ntitle = "Rye"\n+++\n\nA grain for bread.\n');
  write("content/levain.md", '+++\ntitle = "Levain"\n+++\n\n𝒳é dough of [[Rey]].\n');
  return root;
}
const read = (root, path) => readFileSync(join(root, path), "utf8");

test("the protocol's own library: a misspelt reference is mended, completed and renamed", async () => {
  const root = glossary("library");
  const require = createRequire(join(tools, "editors/node_modules/"));
  const lsp = require("vscode-languageserver-protocol/node");
  const server = spawn(HEADWORD, ["lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => server.on("exit", resolve));
  const reader = new lsp.StreamMessageReader(server.stdout);
  const connection = lsp.createProtocolConnection(reader, new lsp.StreamMessageWriter(server.stdin));
  const published = [];
  connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => published.push(params));
  connection.listen();
  const folder = pathToFileURL(root).href;
  const initialized = await connection.sendRequest(lsp.InitializeRequest.type, {
    processId: process.pid,
    rootUri: folder,
    capabilities: {
      general: { positionEncodings: ["utf-16"] },
      workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"] } },
    },
    workspaceFolders: [{ uri: folder, name: "bread" }],
  });
  assert.equal(initialized.capabilities.positionEncoding, "utf-16");
  await connection.sendNotification(lsp.InitializedNotification.type, {});
  const uri = pathToFileURL(join(root, "content/levain.md")).href;
  const text = read(root, "content/levain.md");
  const document = { uri, languageId: "markdown", version: 1, text };
  await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument: document });
  const textDocument = { uri };
  await connection.sendRequest(lsp.ExecuteCommandRequest.type, { command: "headword.check" });
  const shown = published.filter((params) => params.uri === uri).at(-1).diagnostics;
  assert.equal(shown.length, 1);
  assert.equal(shown[0].code, "unknown-reference");
  // 𝒳 is two units of UTF-16
  assert.deepEqual(shown[0].range, { start: { line: 4, character: 15 }, end: { line: 4, character: 18 } });
  const context = { diagnostics: shown };
  const actions = await connection.sendRequest(lsp.CodeActionRequest.type, {
    textDocument,
    range: shown[0].range,
    context,
  });
  assert.equal(actions[0].title, "Write `Rye`");
  assert.deepEqual(actions[0].edit.documentChanges[0].edits, [{ range: shown[0].range, newText: "Rye" }]);
  const position = { line: 4, character: 17 };
  const list = await connection.sendRequest(lsp.CompletionRequest.type, { textDocument, position });
  assert.equal(list.items[0].label, "Rye");
  await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: shown[0].range, text: "Rye" }],
  });
  const edit = await connection.sendRequest(lsp.RenameRequest.type, {
    textDocument,
    position,
    newName: "Winter rye",
  });
  const moved = edit.documentChanges.find((change) => change.kind === "rename");
  assert.match(moved.newUri, /\/content\/winter-rye\.md$/);
  const mended = edit.documentChanges.find((change) => change.textDocument?.uri === uri);
  assert.equal(mended.textDocument.version, 2);
  await assert.rejects(connection.sendRequest("no/such/method", {}), { code: -32601 });
  await connection.sendRequest(lsp.ShutdownRequest.type);
  await connection.sendNotification(lsp.ExitNotification.type);
  assert.equal(await ended, 0);
  assert.equal(read(root, "content/levain.md"), text);
});

test("Neovim: diagnostics, an action, hover, the definition, and a renaming that moves the file", () => {
  const root = glossary("neovim");
  const configuration = join(work, "neovim-configuration");
  cpSync(join(repository, "editors/neovim/headword.lua"), join(configuration, "lua/headword.lua"));
  const script = join(here, "neovim.lua");
  const args = ["--headless", "-u", "NONE", "-n", "--cmd", `set runtimepath^=${configuration}`, "-c", `luafile ${script}`];
  const env = { ...process.env, PROJECT: root, XDG_STATE_HOME: join(work, "state"), XDG_CACHE_HOME: join(work, "cache") };
  const shown = JSON.parse(execFileSync("nvim", args, { env, encoding: "utf8", timeout: 60_000 }));
  assert.deepEqual(shown, {
    // Neovim counts columns in bytes
    diagnostic: [4, 18, "unknown-reference", "no entry is called `Rey`"],
    action: "Write `Rye`",
    line: "𝒳é dough of [[Rye]].",
    hover: "**Rye**",
    definition: [2, 8],
  });
  assert.match(read(root, "content/winter-rye.md"), /title = "Winter rye"\nredirect_from = "?\[?"rye/);
  assert.match(read(root, "content/levain.md"), /\[\[Winter rye\]\]/);
  assert.equal(existsSync(join(root, "content/rye.md")), false);
  execFileSync(HEADWORD, ["check", "--root", root]);
});

test("Emacs with eglot: diagnostics, an action, and a renaming that keeps the address", () => {
  const root = glossary("emacs");
  const args = ["-q", "--batch", "-L", join(repository, "editors/emacs"), "-l", join(here, "emacs.el")];
  const env = { ...process.env, PROJECT: root, HOME: join(work, "home") };
  const shown = JSON.parse(execFileSync("emacs", args, { env, encoding: "utf8", timeout: 60_000, stdio: ["ignore", "pipe", "pipe"] }));
  assert.equal(shown.diagnostic.includes("no entry is called `Rey`"), true, shown.diagnostic);
  assert.equal(shown.action, "Write `Rye`");
  assert.equal(shown.line, "𝒳é dough of [[Rye]].");
  // eglot 1.9 does not move files, and says so: the entry keeps its address
  assert.match(read(root, "content/rye.md"), /title = "Winter rye"/);
  assert.match(read(root, "content/levain.md"), /\[\[Winter rye\]\]/);
  assert.deepEqual(readdirSync(join(root, "content")).sort(), ["levain.md", "rye.md"]);
  execFileSync(HEADWORD, ["check", "--root", root]);
});

/** The file of the extension, packaged by its public tool. */
function extension() {
  const folder = join(work, "vscode");
  const file = join(folder, "headword.vsix");
  if (existsSync(file)) return file;
  cpSync(join(repository, "editors/vscode"), folder, {
    recursive: true,
    filter: (path) => !path.includes("node_modules"),
  });
  const npm = (...args) => execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
  npm("run", "package");
  return file;
}

test("Visual Studio Code: the extension is compiled, and packaged by its public tool", () => {
  const listed = execFileSync("python3", ["-m", "zipfile", "-l", extension()], { encoding: "utf8" });
  for (const name of ["extension.vsixmanifest", "extension/package.json", "extension/dist/extension.js"]) {
    assert.equal(listed.includes(name), true, name);
  }
  const folder = dirname(extension());
  const bundle = readFileSync(join(folder, "dist/extension.js"), "utf8");
  const settings = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).contributes;
  for (const { command } of settings.commands) {
    assert.equal(bundle.includes(command), true, command);
  }
});

test("Visual Studio Code: an entry with three references is written, mended, and its page shown", async () => {
  const root = join(work, "code-bread");
  mkdirSync(join(root, "content"), { recursive: true });
  const write = (path, text) => writeFileSync(join(root, path), text);
  write("glossary.toml", 'title = "Bread"\n\n[check]\nallow = ["unlinked-entry"]\n');
  const entry = (title, text) => `+++\ntitle = "${title}"\n+++\n\n${text}\n`;
  write("content/rye.md", '+++\ntitle = "Rye"\nsynonyms = ["Secale cereale"]\n+++\n\nA grain that grows in cold and poor soil.\n');
  write("content/levain.md", entry("Levain", "A dough of flour, water and wild yeasts."));
  write("content/bulk-fermentation.md", entry("Bulk fermentation", "The first rise, of all the dough in one piece."));
  write("content/pumpernickel.md", entry("Pumpernickel", "A dark bread of coarse rye, baked for a day."));
  await withVisualStudioCode(root, extension(), async (page) => {
    const { keyboard } = page;
    const line = (text) => page.locator(".view-line", { hasText: text });
    const bulb = async (title) => {
      // the editor shows no menu while it still waits for the server's answer about the place
      await until(async () => {
        await keyboard.press("Control+.");
        const menu = page.locator(".action-widget", { hasText: title });
        return menu.waitFor({ timeout: 5000 }).then(() => true, () => keyboard.press("Escape"));
      });
    };

    const mistakes = page.locator(".squiggly-error");
    const mistake = () => mistakes.first().waitFor({ state: "attached" });
    const noMistake = () => until(async () => (await mistakes.count()) === 0);

    // an entry that is missing is written from the light bulb
    await openFile(page, "levain.md");
    await keyboard.press("Control+End");
    await keyboard.type("\nIt raises [[Sourdough bread]].\n");
    await mistake();
    await line("It raises").getByText("Sourdough").first().click();
    await bulb("Write the entry `Sourdough bread`");
    await keyboard.press("Enter");
    await noMistake();
    await keyboard.press("Control+k");
    await keyboard.press("s");
    await until(() => existsSync(join(root, "content/sourdough-bread.md")));

    // three references, one of them misspelt, and a mention that becomes a link by itself
    await openFile(page, "sourdough-bread.md");
    await page.locator(".monaco-workbench .part.sidebar").waitFor();
    await keyboard.press("Control+b");
    await keyboard.press("Control+End");
    await keyboard.type("Bread that rises by [[levain]], such as pumpernickel. Its\n[[Bulk fermentaton]] takes hours.\n\nThe flour is often of [[ry");
    await page.locator(".suggest-widget .monaco-list-row", { hasText: "Rye" }).waitFor();
    await mistake();
    await page.locator(".view-line", { hasText: "↗" }).waitFor();
    await picture(page, "editor-complete", 290);
    await keyboard.press("Enter");
    await keyboard.press("End");
    await keyboard.type(".");
    await line("often of [[Rye]].").waitFor();

    await line("takes hours").getByText("fermentaton").first().click();
    await bulb("Write `Bulk fermentation`");
    await picture(page, "editor-mend", 290);
    await keyboard.press("Enter");
    await line("[[Bulk fermentation]]").waitFor();
    await noMistake();

    // what an automatic link means, and why it is one
    const mark = await line("such as").getByText("↗").first().boundingBox();
    await page.mouse.move(mark.x - 40, mark.y + 8);
    await page.mouse.move(mark.x - 38, mark.y + 9);
    await page.locator(".monaco-hover", { hasText: "An automatic link" }).waitFor();
    await picture(page, "editor-meaning", 290);
    await keyboard.press("Escape");

    // who else links to a term
    await line("often of").getByText("Rye").first().click();
    await keyboard.press("Shift+F12");
    await page.locator(".peekview-widget .reference-file, .peekview-widget .reference").first().waitFor();
    await picture(page, "editor-references", 470);
    await keyboard.press("Escape");
    await page.locator(".peekview-widget").waitFor({ state: "detached" });

    // a new name in all files
    await line("takes hours").getByText("Bulk").first().click();
    await keyboard.press("F2");
    await page.locator("input.rename-input").waitFor();
    await picture(page, "editor-rename", 290);
    await keyboard.press("Control+a");
    await keyboard.type("First rise");
    await keyboard.press("Enter");
    await line("[[First rise]]").waitFor();
    await keyboard.press("Control+k");
    await keyboard.press("s");
    await until(() => existsSync(join(root, "content/first-rise.md")) && read(root, "content/sourdough-bread.md").includes("First rise"));
    await until(() => read(root, "content/first-rise.md").includes("redirect_from"));

    // the page that readers will see
    const opened = page.context().waitForEvent("page");
    await page.getByText("Show This Entry").click();
    const shown = await opened;
    await shown.locator("h1", { hasText: "Sourdough bread" }).waitFor();
    await shown.setViewportSize({ width: 860, height: 520 });
    await picture(shown, "editor-page", 470);
  });
  execFileSync(HEADWORD, ["check", "--root", root]);
});
