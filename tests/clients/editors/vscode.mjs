// Visual Studio Code in a browser: code-server serves it, and Chromium shows it.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../port.mjs";

const { HEADWORD, HEADWORD_TEST_TOOLS: tools, HEADWORD_TEST_WORK: work, CHROMIUM } = process.env;
const installed = join(tools, "editors");
const patience = 60_000;

/** Settings without what is not about the text: a calm picture, and no question at the start. */
const settings = {
  "headword.path": HEADWORD,
  "breadcrumbs.enabled": false,
  "chat.disableAIFeatures": true,
  "editor.fontFamily": "DejaVu Sans Mono",
  "editor.fontSize": 15,
  "editor.minimap.enabled": false,
  "editor.renderLineHighlight": "none",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "window.commandCenter": false,
  "window.menuBarVisibility": "hidden",
  "workbench.activityBar.location": "hidden",
  "workbench.layoutControl.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.statusBar.visible": false,
};

/** The program `node` that code-server wants. */
function node() {
  const name = `node-linux-${process.arch}`;
  return join(installed, "node_modules", name, "bin/node");
}

/**
 * Calls `use` with the page of an editor that has the folder `root` open, and the extension from the file
 * `extension` installed.
 */
export async function withVisualStudioCode(root, extension, use) {
  const port = await freePort();
  const data = join(work, "code-data");
  mkdirSync(join(data, "User"), { recursive: true });
  writeFileSync(join(data, "User/settings.json"), JSON.stringify(settings));
  const folders = ["--user-data-dir", data, "--extensions-dir", join(work, "code-extensions")];
  const program = join(installed, "node_modules/code-server/out/node/entry.js");
  const env = { ...process.env, HOME: join(work, "code-home") };
  mkdirSync(env.HOME, { recursive: true });
  // the code that starts the server logs that an optional module is missing
  execFileSync(node(), [program, ...folders, "--install-extension", extension], { env, stdio: "ignore" });
  const options = ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check"];
  const server = spawn(node(), [program, ...folders, ...options], { env, stdio: "ignore" });
  const { chromium } = createRequire(join(installed, "package.json"))("playwright-core");
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    chromiumSandbox: process.getuid?.() !== 0,
    args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 860, height: 520 } });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const address = `http://127.0.0.1:${port}/?folder=${root}`;
    await until(() => page.goto(address).then(() => true, () => false));
    await page.locator(".monaco-workbench").waitFor();
    // the folders of this machine are not for pictures
    await page.addStyleTag({ content: ".peekview-title .dirname { display: none }" });
    await use(page).catch(async (error) => {
      await picture(page, "failed", page.viewportSize().height);
      throw error;
    });
  } finally {
    await browser.close();
    server.kill();
  }
}

/** Waits until `is` gives something, and gives it. */
export async function until(is) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await is();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${is}`);
    await sleep(200);
  }
}

/** Opens a file of the folder in the editor. */
export async function openFile(page, name) {
  await page.keyboard.press("Control+p");
  await page.locator(".quick-input-widget input").waitFor();
  await page.keyboard.type(name);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: name }).waitFor();
  await page.locator(".monaco-editor.focused .view-line", { hasText: /\S/ }).first().waitFor();
}

/**
 * Writes a picture of the top of the editor, `height` pixels high, for the documentation: into the folder that
 * HEADWORD_TEST_PICTURES names, if it does.
 */
export async function picture(page, name, height) {
  const folder = process.env.HEADWORD_TEST_PICTURES;
  if (!folder) return;
  const { width } = page.viewportSize();
  await page.screenshot({ path: join(folder, `${name}.png`), clip: { x: 0, y: 0, width, height }, caret: "initial" });
}
