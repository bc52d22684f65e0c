// Three browsers behind one interface: WebKitGTK and Chromium by WebDriver (W3C), Firefox by WebDriver BiDi,
// because Debian 12 has no driver for it.

import { execFile, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { freePort } from "../port.mjs";

const work = process.env.HEADWORD_TEST_WORK;

/** How long a browser may take to start, in milliseconds. */
const START = 180_000;

/** The size of the window. */
const WIDTH = 1200;
const HEIGHT = 800;

/** Calls `attempt` until it succeeds. */
async function eventually(attempt, log) {
  for (const until = Date.now() + START; ; await sleep(100)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw new Error(`${error.message}\n${log()}`);
    }
  }
}

/** A program that runs until `stop`. */
function launch(program, args, env = {}) {
  let text = "";
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, env: { ...process.env, ...env } });
  child.stdout.on("data", (part) => (text += part));
  child.stderr.on("data", (part) => (text += part));
  child.on("error", (error) => (text += error.message));
  const stop = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // it has ended
    }
  };
  return { log: () => text, stop };
}

/** A browser with a driver for WebDriver. */
class Classic {
  static async start(program, capabilities, print) {
    const port = await freePort();
    const driver = launch(program, [`--port=${port}`]);
    const browser = new Classic();
    Object.assign(browser, { port, driver, print });
    const session = await eventually(() => browser.call("POST", "/session", { capabilities: { alwaysMatch: capabilities } }), driver.log);
    browser.path = `/session/${session.sessionId}`;
    await browser.call("POST", `${browser.path}/window/rect`, { width: WIDTH, height: HEIGHT });
    return browser;
  }

  async call(method, path, body) {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  open(url) {
    return this.call("POST", `${this.path}/url`, { url });
  }

  /** The result of a function in the page. */
  run(script, ...args) {
    return this.call("POST", `${this.path}/execute/sync`, { script: `return (${script})(...arguments)`, args });
  }

  act(...sources) {
    return this.call("POST", `${this.path}/actions`, { actions: sources });
  }

  async screenshot() {
    return Buffer.from(await this.call("GET", `${this.path}/screenshot`), "base64");
  }

  async stop() {
    await this.call("DELETE", this.path).catch(() => {});
    this.driver.stop();
  }
}

/** A browser that speaks WebDriver BiDi by itself. */
class BiDi {
  static async start(program, args) {
    const port = await freePort();
    const browser = new BiDi();
    browser.program = launch(program, [...args, `--remote-debugging-port=${port}`]);
    browser.pending = new Map();
    browser.socket = await eventually(
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(`ws://127.0.0.1:${port}/session`);
          socket.onopen = () => resolve(socket);
          socket.onerror = () => reject(new Error(`${program} does not answer`));
        }),
      browser.program.log,
    );
    browser.socket.onmessage = ({ data }) => {
      const { id, type, result, error, message } = JSON.parse(data);
      const waiting = browser.pending.get(id);
      browser.pending.delete(id);
      if (type === "success") waiting?.resolve(result);
      else waiting?.reject(new Error(`${error}: ${message}`));
    };
    await browser.call("session.new", { capabilities: {} });
    const { contexts } = await browser.call("browsingContext.getTree", {});
    browser.context = contexts[0].context;
    await browser.call("browsingContext.setViewport", { context: browser.context, viewport: { width: WIDTH, height: HEIGHT } });
    return browser;
  }

  call(method, params) {
    const id = (this.last = (this.last ?? 0) + 1);
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  async open(url) {
    try {
      await this.call("browsingContext.navigate", { context: this.context, url, wait: "complete" });
    } catch (error) {
      // the page of a former address leads on before it is complete
      if (!error.message.includes("NS_BINDING_ABORTED")) throw error;
    }
  }

  async run(script, ...args) {
    // values go as JSON: BiDi has a form of its own for each type
    const expression = `JSON.stringify((${script})(...${JSON.stringify(args)}) ?? null)`;
    const target = { context: this.context };
    const found = await this.call("script.evaluate", { expression, target, awaitPromise: true });
    if (found.type === "exception") throw new Error(found.exceptionDetails.text);
    return JSON.parse(found.result.value);
  }

  act(...actions) {
    return this.call("input.performActions", { context: this.context, actions });
  }

  async screenshot() {
    const { data } = await this.call("browsingContext.captureScreenshot", { context: this.context });
    return Buffer.from(data, "base64");
  }

  async print(url) {
    await this.open(url);
    const { data } = await this.call("browsingContext.print", { context: this.context });
    return Buffer.from(data, "base64");
  }

  async stop() {
    await this.call("session.end", {}).catch(() => {});
    this.socket.close();
    this.program.stop();
  }
}

const isRoot = process.getuid?.() === 0;

export const browsers = {
  Chromium: () =>
    Classic.start(
      "chromedriver",
      {
        browserName: "chrome",
        "goog:chromeOptions": {
          args: [
            "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", ...(isRoot ? ["--no-sandbox"] : []),
          ],
        },
      },
      async function (url) {
        await this.open(url);
        return Buffer.from(await this.call("POST", `${this.path}/print`, {}), "base64");
      },
    ),

  Firefox: () => {
    const profile = join(work, "firefox");
    mkdirSync(profile, { recursive: true });
    const off = ["app.update.enabled", "datareporting.healthreport.uploadEnabled", "toolkit.telemetry.enabled", "network.captive-portal-service.enabled", "network.connectivity-service.enabled"];
    writeFileSync(join(profile, "user.js"), off.map((name) => `user_pref("${name}", false);\n`).join(""));
    return BiDi.start("firefox-esr", ["--headless", "--no-remote", "--profile", profile]);
  },

  WebKit: () =>
    Classic.start(
      "WebKitWebDriver",
      {
        "webkitgtk:browserOptions": {
          binary: "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
          args: ["--automation"],
        },
      },
      // its driver has no command for printing
      async (url) => {
        const file = join(work, "webkit.pdf");
        const script = fileURLToPath(new URL("print-webkit.py", import.meta.url));
        await promisify(execFile)("/usr/bin/python3", [script, url, file]);
        return readFileSync(file);
      },
    ),
};
